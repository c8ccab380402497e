"""Pilots, projects and good examples: list with filter and map, and one of them."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from tandem.directory import queries
from tandem.directory.data import Example, Setting
from tandem.web.access import open_register
from tandem.web.directory import words
from tandem.web.directory.place_map import offers_map
from tandem.web.directory.shown import Line
from tandem.web.forms import HouseForm
from tandem.web.insight.links import home
from tandem.web.who.shown import Crumb
from tandem.web.who.shown import href as organisation_href

FILTERS = ("gemeente", "school")


class FilterForm(HouseForm):
    gemeente = forms.ChoiceField(required=False, label=gettext_lazy("Gemeente"))
    school = forms.ChoiceField(required=False, label=gettext_lazy("Soort school of opvang"))

    def __init__(self, towns: list[str], data: QueryDict) -> None:
        super().__init__(data)
        self._offer("gemeente", [(code, words.municipality(code)) for code in towns])
        self._offer("school", [(str(code), str(words.SETTINGS[code])) for code in Setting])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("alle")), *choices]
        field.widget.attrs["class"] = "utrecht-textbox utrecht-textbox--html-input"


@open_register
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All of them, filtered by codes in the address."""
    every = queries.examples()
    towns = sorted({code for one in every for code in one.municipalities}, key=words.municipality)
    form = FilterForm(towns, _known(request.GET))
    chosen = form.cleaned_data if form.is_valid() else {"gemeente": "", "school": ""}
    found = queries.examples(municipality=chosen["gemeente"], setting=chosen["school"])
    page = {
        "form": form,
        "cards": [(f"{root()}{one.key}/", one, _facts(one)) for one in found],
        "picture": offers_map([code for one in found for code in one.municipalities], []),
        "crumbs": _crumbs(),
        "root": words.root(),
        "section": "aanbod",
    }
    return render(request, "directory/examples.html", page, status=form.status)


@open_register
@require_safe
def one(request: HttpRequest, example: str) -> HttpResponse:
    """One example on its fixed form; what the source does not say stands there as not said."""
    try:
        found = queries.example(example)
    except KeyError:
        raise Http404 from None
    page = {
        "example": found,
        "lines": lines(found),
        "crumbs": _crumbs((found.title, "")),
        "picture": offers_map(list(found.municipalities), []) if found.municipalities else None,
        "root": words.root(),
        "section": "aanbod",
    }
    return render(request, "directory/example.html", page)


def root() -> str:
    return f"{home()}voorbeelden/"


def lines(found: Example) -> tuple[Line, ...]:
    silent = gettext("De bron zegt dit niet")
    texts = (
        (gettext("School"), ", ".join(found.schools)),
        (gettext("Aanbieder"), ", ".join(found.providers)),
        (gettext("Wat"), found.product),
        (gettext("Vorm"), found.form),
        (gettext("Voor"), words.listed(found.settings, words.SETTINGS)),
        (gettext("Cluster"), ", ".join(map(str, found.clusters))),
        (gettext("Gebied"), _where(found)),
        (gettext("Wie betaalt"), found.funding),
        (gettext("Verrekening"), found.settlement),
        (gettext("Periode"), found.period),
        (gettext("Doel en doelgroep"), found.target),
        (gettext("Wat is geleerd"), found.learnt),
        (gettext("Hielp het?"), found.evaluation),
        (gettext("Contact"), found.contact),
    )
    shown = [Line(name, text or silent) for name, text in texts]
    if found.organisation is not None:
        owner = Line(gettext("Toegevoegd door"), found.organisation.name, organisation_href(found.organisation))
        return (*shown, owner)
    return (*shown, Line(gettext("Bron"), found.source))


def _where(found: Example) -> str:
    names = ", ".join(words.municipality(code) for code in found.municipalities)
    return found.area or names


def _facts(found: Example) -> str:
    return " · ".join(filter(None, (_where(found), found.period, found.funding)))


def _crumbs(*more: tuple[str, str]) -> tuple[Crumb, ...]:
    first = (Crumb(gettext("Aanbod"), words.root()), Crumb(gettext("Voorbeelden"), root() if more else ""))
    return (*first, *(Crumb(text, to) for text, to in more))


def _known(address: QueryDict) -> QueryDict:
    found = QueryDict(mutable=True)
    for name in FILTERS:
        if name in address:
            found.setlist(name, address.getlist(name))
    return found
