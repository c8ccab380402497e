"""Offers near a school: first what comes to the school, then what is given at a place, the nearest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tandem.directory import definitions, queries, rules
from tandem.directory.data import Delivery, Offer, OfferQuestion
from tandem.platform import clock
from tandem.register import queries as register
from tandem.register import search
from tandem.register.data import OrganisationKind, SchoolLocation
from tandem.web.access import open_register
from tandem.web.directory import shown, words
from tandem.web.directory.forms import SchoolForm
from tandem.web.directory.place_map import distances, far
from tandem.web.forms import submitted
from tandem.web.who.shown import entry

MOST, SHORTEST = 200, 2


@open_register
@require_http_methods(["GET", "HEAD", "POST"])
def near_school(request: HttpRequest) -> HttpResponse:
    """Search a school by its name (POST), or the list for the one whose code stands in the address (`?school=`)."""
    code = request.GET.get("school", "").upper()
    form = SchoolForm(submitted(request))
    page: dict[str, object] = {"form": form, "root": words.root(), "section": "aanbod"}
    if request.method == "POST" or not code:
        return _choose(request, form, page)
    try:
        school = register.location(code)
    except KeyError:
        page["unknown"] = gettext("Deze school staat niet in het register: %(code)s.") % {"code": code[:20]}
        return _choose(request, form, page, status=422)
    page |= {
        "school": school,
        "parts": _parts(school),
        "crumbs": shown.crumbs((gettext("Dicht bij een school"), f"{words.root()}bij-school/"), (school.name, "")),
    }
    return render(request, "directory/near.html", page)


def _choose(request: HttpRequest, form: SchoolForm, page: dict[str, object], status: int = 0) -> HttpResponse:
    question = form.cleaned_data["q"].strip() if form.is_valid() else ""
    kinds = (OrganisationKind.LOCATION,)
    hits = search.find_organisations(question, on=clock.today(), kinds=kinds) if len(question) >= SHORTEST else []
    page |= {
        "hits": [entry(one, with_kind=False) for one in hits if one.code],
        "question": question,
        "crumbs": shown.crumbs((gettext("Dicht bij een school"), "")),
    }
    return render(request, "directory/near_choose.html", page, status=status or form.status)


def _parts(school: SchoolLocation) -> list[tuple[str, list[shown.Card]]]:
    """In the order of the rule inside each part; at a place the nearest first."""
    found = queries.find(OfferQuestion(municipality=school.municipality), size=MOST).offers
    advised = [one.offer for one in rules.advise(found, definitions.order(), school.municipality)]
    comes = [one for one in advised if Delivery.SCHOOL in one.facts.delivered]
    kilometres = distances(school.code, advised)
    placed = sorted(
        (one for one in advised if one not in comes and one.id in kilometres), key=lambda one: kilometres[one.id]
    )
    rest = [one for one in advised if one not in comes and one not in placed]
    titles = (gettext("Komt naar school"), gettext("In de buurt"), gettext("Thuis, online of op een andere plek"))
    return [
        (title, [_card(one, kilometres.get(one.id)) for one in offers])
        for title, offers in zip(titles, (comes, placed, rest), strict=True)
        if offers
    ]


def _card(offer: Offer, kilometres: float | None) -> shown.Card:
    return shown.card(offer, far(kilometres) if Delivery.SCHOOL not in offer.facts.delivered else "")
