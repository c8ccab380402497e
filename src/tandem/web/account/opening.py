"""A secret address: asking to read it or to end that it is secret, the decision of somebody else, and reading it."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.children import queries as children
from tandem.platform.database import is_refusal
from tandem.register import people
from tandem.sharing.breakglass.data import LEAST_REASON
from tandem.sharing.compartment import opening, queries
from tandem.sharing.compartment.data import DECIDERS, Asks, Opening
from tandem.web.access import functions
from tandem.web.account.guarding import GUARDS
from tandem.web.account.words import ASKS
from tandem.web.disclosures.shown import function_name
from tandem.web.forms import HouseForm, submitted
from tandem.web.identity.entering import go
from tandem.web.identity.mine import is_fresh
from tandem.web.onward import here
from tandem.web.shielding import is_safe

HERE, REQUESTS = "/geheim-adres/", "/geheim-adres/verzoeken/"
ANSWERS = (("ja", gettext_lazy("Ja, dit mag")), ("nee", gettext_lazy("Nee, dit mag niet")))
both = require_http_methods(["GET", "HEAD", "POST"])


class AskForm(HouseForm):
    wat = forms.ChoiceField(label=gettext_lazy("Wat vraag je?"), widget=forms.RadioSelect)
    reden = forms.CharField(
        label=gettext_lazy("Waarom is dat nodig?"),
        min_length=LEAST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Minstens 30 tekens. Wie beslist, leest het. Noem het kind en het adres niet."),
    )

    def __init__(self, *args: Any, asks: list[Asks], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wat"].choices = [(one.value, ASKS[one]) for one in asks]  # type: ignore[attr-defined]


class DecideForm(HouseForm):
    besluit = forms.ChoiceField(label=gettext_lazy("Wat besluit je?"), choices=ANSWERS, widget=forms.RadioSelect)


def asks_open_to(child: UUID) -> list[Asks]:
    """What who acts may ask about this child."""
    return [one for one in Asks if opening.may(child=child, what=one)]


@functions(*GUARDS)
@both
def ask(request: HttpRequest, child: UUID) -> HttpResponse:
    """404 for a child of whom who acts may open nothing."""
    asks = asks_open_to(child)
    about = children.child(acting_actor(), id=child, why=queries.WHY) if asks else None
    if about is None:
        raise Http404
    form = AskForm(submitted(request), asks=asks, initial={"wat": asks[0].value})
    if is_safe(form, child) and _asked(form, child):
        return go(f"{HERE}{child}/")
    page = {"section": "verstrekkingen", "child": about, "form": form}
    return render(request, "account/ask.html", page, status=form.status)


def _asked(form: AskForm, child: UUID) -> bool:
    what, reason = Asks(form.cleaned_data["wat"]), form.cleaned_data["reden"]
    try:
        with transaction.atomic():
            opening.ask(by=acting_actor(), child=child, what=what, reason=reason)
    except ValueError:
        form.add_error("reden", gettext("Schrijf minstens 30 tekens: waarom is dit nodig?"))
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        form.add_error(None, gettext("Je vroeg dit al. Wacht op het besluit."))
    return not form.errors


@functions(*GUARDS)
@require_safe
def read(request: HttpRequest, opening_key: UUID) -> HttpResponse:
    """First show again who you are; each time that it is read stands in the log."""
    if not is_fresh(request):  # type: ignore[arg-type]
        return go("/mijn/bevestigen/", here(f"{HERE}lezen/{opening_key}/"))
    found = opening.address(acting_actor(), request=opening_key)
    if found is None:
        raise Http404
    child, lines = found
    page = {
        "section": "verstrekkingen",
        "child": children.child(acting_actor(), id=child, why=queries.WHY),
        "address": lines[0],
        "others": lines[1:],
        "until": next(one.expires for one in opening.asked(child=child) if one.id == opening_key),
    }
    return render(request, "account/address.html", page)


@functions(*DECIDERS)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    return render(request, "account/requests.html", {"section": "mijn", "waiting": _lines(opening.to_decide())})


@functions(*DECIDERS)
@both
def decide(request: HttpRequest, opening_key: UUID) -> HttpResponse:
    found = [one for one in opening.to_decide() if one.id == opening_key]
    if not found:
        raise Http404
    form = DecideForm(submitted(request))
    if form.is_valid():
        opening.decide(by=acting_actor(), request=opening_key, agreed=form.cleaned_data["besluit"] == "ja")
        return go(REQUESTS)
    page = {"section": "mijn", "line": _lines(tuple(found))[0], "form": form}
    return render(request, "account/decide.html", page, status=form.status)


def _lines(found: tuple[Opening, ...]) -> list[dict[str, Any]]:
    names = people.names(actor=acting_actor(), ids={one.person for one in found})
    return [
        {"one": one, "who": names.get(one.person, ""), "function": function_name(one.function), "what": ASKS[one.what]}
        for one in found
    ]
