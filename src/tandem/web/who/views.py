"""The pages of who-is-who: what everybody may see of organisations, and for professionals the people in them."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.identity.data import Hat
from tandem.platform import clock, context
from tandem.register import functions, organisations, people, search
from tandem.register.data import OrganisationBrief, OrganisationKind, PersonCard
from tandem.register.definitions import regions
from tandem.web import format as form
from tandem.web.access import open_register, professional
from tandem.web.forms import submitted
from tandem.web.insight.links import home
from tandem.web.insight.shown import DEFAULT_REGION
from tandem.web.who import shown
from tandem.web.who.forms import PeopleForm, SearchForm
from tandem.web.who.place_map import place_map

SHORTEST = 2  # letters before it is worth searching
EARLIEST = date(2010, 1, 1)


@open_register
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Search, and below it the municipalities to browse. The search box asks only for the list of hits."""
    asked = SearchForm(submitted(request))
    question = asked.cleaned_data["q"].strip() if asked.is_bound and asked.is_valid() else ""
    hits = search.find_organisations(question, on=_today()) if len(question) >= SHORTEST else []
    page = {"form": asked, "question": question, "hits": [shown.entry(one) for one in hits], **_frame(request)}
    if _wants_part(request):
        return render(request, "who/hits.html", page, status=asked.status)
    everyone = organisations.municipalities_on(_today())
    near = set(regions()[DEFAULT_REGION].municipalities)
    page["region"] = [shown.entry(one) for one in everyone if one.code in near]
    page["others"] = [shown.entry(one) for one in everyone if one.code not in near]
    return render(request, "who/start.html", page, status=asked.status)


@open_register
@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """What there is in a municipality, by kind, today or on an earlier day (`?op=2018-01-01`)."""
    code = code.upper()
    day, wrong = _day_asked(request)
    try:
        found = organisations.municipality(code, on=day)
    except KeyError:
        raise Http404 from None
    page = {
        "page": shown.organisation_page(found, day),
        "groups": shown.groups(organisations.in_municipality(code, on=day)),
        "own": shown.entry(found.brief),
        "picture": place_map(found),
        **_days(day, wrong),
        **_frame(request),
    }
    return render(request, "who/municipality.html", page, status=422 if wrong else 200)


@open_register
@require_safe
def organisation(request: HttpRequest, key: UUID) -> HttpResponse:
    """One organisation. Its people are a part of their own, which only a professional gets."""
    day, wrong = _day_asked(request)
    try:
        found = organisations.organisation(key, on=day)
    except KeyError:
        raise Http404 from None
    page = {
        "page": shown.organisation_page(found, day),
        "key": key,
        "near": _near(found.brief),
        "picture": place_map(found),
        **_days(day, wrong),
        **_frame(request),
    }
    return render(request, "who/organisation.html", page, status=422 if wrong else 200)


@professional
@require_safe
def people_of(request: HttpRequest, key: UUID) -> HttpResponse:
    """The people of an organisation and who is linked to it; as a part of its page, or as a page without JavaScript."""
    try:
        found = organisations.organisation(key, on=_today())
    except KeyError:
        raise Http404 from None
    actor = acting_actor()
    team = people.people_at(actor=actor, organisation=key)
    linked = people.linked_to(actor=actor, location=key) if found.brief.kind is OrganisationKind.LOCATION else ()
    inside = {card.membership for card in team}
    page = {
        "page": shown.organisation_page(found, _today()),
        "key": key,
        "team": [shown.person(card) for card in team],
        "linked": [shown.person(card) for card in linked if card.membership not in inside],
        **_frame(request),
    }
    template = "who/people_part.html" if _wants_part(request) else "who/people_of.html"
    return render(request, template, page)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def find_people(request: HttpRequest) -> HttpResponse:
    """Search of people by name, function and municipality."""
    asked = PeopleForm(organisations.municipalities_on(_today()), submitted(request))
    cards: tuple[PersonCard, ...] = ()
    if asked.is_bound and asked.is_valid():
        values = asked.cleaned_data
        question = values["q"] if len(values["q"].strip()) >= SHORTEST else ""
        cards = people.find(
            actor=acting_actor(),
            question=question,
            function=values["function"],
            municipality=values["municipality"],
        )
    page = {"form": asked, "people": [shown.person(card) for card in cards], "most": people.MOST, **_frame(request)}
    return render(request, "who/found.html" if _wants_part(request) else "who/people.html", page, status=asked.status)


def _frame(request: HttpRequest) -> dict[str, object]:
    """What every page of who-is-who has: where it is in the menu, and whether this visitor may see people."""
    hat: Hat | None = getattr(request, "hat", None)
    may_see_people = hat is not None and functions.find(hat.function).professional
    return {"section": "wie-is-wie", "root": shown.root(), "may_see_people": may_see_people}


def _near(brief: OrganisationBrief) -> str:
    """Where the offers near a school are listed."""
    is_school = brief.kind is OrganisationKind.LOCATION and brief.code
    return f"{home()}aanbod/bij-school/?school={brief.code}" if is_school else ""


def _today() -> date:
    return context.current().day or clock.today()


def _day_asked(request: HttpRequest) -> tuple[date, str]:
    """The day that the page is about, with what was wrong with the one asked."""
    text = request.GET.get("op", "")
    if not text:
        return _today(), ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _today(), gettext("Schrijf een dag als jaar-maand-dag, zoals 2018-01-01.")
    if day < EARLIEST:
        return EARLIEST, gettext("Verder terug dan 1 januari 2010 weten we het niet.")
    return day, ""


def _days(day: date, wrong: str) -> dict[str, object]:
    other = form.day(day) if day != _today() else ""
    return {"day": day.isoformat(), "another_day": other, "wrong_day": wrong}


def _wants_part(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))
