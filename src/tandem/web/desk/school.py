"""The page of a school: the card for on the wall, and its own team with what is missing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.identity.data import Hat
from tandem.opendata.data import Interval
from tandem.platform import context
from tandem.register import organisations
from tandem.register.data import OrganisationBrief, OrganisationKind, organisation_id
from tandem.register.hats import principals_of
from tandem.routing import actions, kept, queries
from tandem.routing.data import Contact, Question
from tandem.routing.known import Facts, holds
from tandem.routing.rules.route import route
from tandem.routing.upkeep import FULL_TIME, MOST_CARE_HOURS, Rhythm, Team
from tandem.web import format as form
from tandem.web.access import functions, open_register
from tandem.web.desk import shown
from tandem.web.desk.views import frame
from tandem.web.forms import HouseForm, submitted
from tandem.web.who import words

# What belongs in the team of every school, in this order.
WANTED = ("IB", "SCHOOLDIR", "SMW", "JGZ", "LPA", "SWV")
RHYTHMS = {
    Rhythm.WEEKLY: gettext_lazy("elke week"),
    Rhythm.TWO_WEEKLY: gettext_lazy("om de week"),
    Rhythm.MONTHLY: gettext_lazy("elke maand"),
    Rhythm.SIX_WEEKLY: gettext_lazy("elke zes weken"),
    Rhythm.WHEN_NEEDED: gettext_lazy("als het nodig is"),
}
MOST = 12  # municipalities on the card
ADMINISTRATOR = "BEHEER_ORG"
KEEPERS = ("IB", "SCHOOLDIR", ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class CardLine:
    """Of one home municipality: whom its pupils' school calls."""

    town: str
    pupils: str
    team: str
    phone: str
    dial: str
    attendance: str
    attendance_phone: str
    attendance_dial: str


@dataclass(frozen=True, slots=True)
class Member:
    function: str
    organisation: str
    hours: str


@open_register
@require_safe
def school(request: HttpRequest, code: str) -> HttpResponse:
    """For everybody, and for on the wall: organisations and general numbers."""
    code = code.upper()
    pairs = kept.pairs(school=code)
    towns = {home for _, home in pairs}
    facts = queries.facts_of_region([code], towns)
    if code not in facts.schools:
        return HttpResponseRedirect(str(frame(request)["root"]))  # where one finds the right one
    team = kept.teams([code]).get(code)
    members, missing = _members(facts, code)
    page = {
        "school": facts.schools[code],
        "lines": _lines(facts, code, pairs),
        "more": max(0, len(pairs) - MOST),
        "members": members,
        "missing": missing,
        "team": team,
        "rhythm": str(RHYTHMS[team.rhythm]) if team else "",
        "confirmed": form.day(team.confirmed) if team and team.confirmed else "",
        "fte": _number(team.care_hours / FULL_TIME) if team and team.care_hours is not None else "",
        "mine": _is_mine(request, code),
        "code": code,
        **frame(request),
    }
    return render(request, "desk/school.html", page)


def _is_mine(request: HttpRequest, code: str) -> bool:
    """Whether who is signed in keeps up the team of this school. The page itself is asked as a stranger."""
    hat: Hat | None = getattr(request, "hat", None)
    if hat is None or hat.function not in KEEPERS:
        return False
    keys = principals_of(hat, queries.today()) if hat.function == ADMINISTRATOR else (hat.organisation,)
    return organisation_id(OrganisationKind.LOCATION, code) in keys


def _lines(facts: Facts, code: str, pairs: dict[tuple[str, str], Interval]) -> list[CardLine]:
    """The home municipalities with most pupils first; where teams work by postcode, that of the most pupils."""
    book, main = queries.current_rules(), kept.main_postcodes(school=code)
    first = sorted(pairs.items(), key=lambda pair: (-pair[1].low, pair[0]))[:MOST]
    found = []
    for (_, town), pupils in first:
        pc4 = main.get((code, town)) or next((one.pc4 for one in facts.homes.values() if one.municipality == town), "")
        chain = {c.role: c for c in route(book, facts, Question(code, pc4, "home_help", 12)).chain}
        team: Contact | None = chain.get("LOCAL_TEAM") or chain.get("MUNICIPALITY")
        officer = chain.get("ATTENDANCE")
        found.append(
            CardLine(
                shown.municipality(town),
                form.interval(pupils),
                team.organisation if team else "",
                team.phone if team else "",
                words.dial(team.phone) if team else "",
                officer.organisation if officer else "",
                officer.phone if officer else "",
                words.dial(officer.phone) if officer else "",
            )
        )
    return found


def _members(facts: Facts, code: str) -> tuple[list[Member], list[str]]:
    """Who belongs to the team by function, without names, and which functions nobody fills."""
    found: list[Member] = []
    there: set[str] = set()
    hours = {link.post: link.hours for link in facts.links_of.get(code, ()) if holds(link.since, link.until, facts.day)}
    own = facts.by_code.get((OrganisationKind.LOCATION, code))
    for post in sorted(facts.posts.values(), key=lambda one: (one.function not in WANTED, one.function, one.id)):
        if holds(post.since, post.until, facts.day) and (post.id in hours or (own and post.desk == own.id)):
            there.add(post.function)
            link = hours.get(post.id)
            name = facts.desks[post.desk].name
            found.append(Member(words.function(post.function), name, _hours(link) if link else ""))
    return found, [words.function(code) for code in WANTED if code not in there]


def _hours(number: Decimal) -> str:
    return gettext("%(number)s uur per week") % {"number": _number(number)}


def _number(number: Decimal) -> str:
    return form.decimal(float(number), 0 if number == int(number) else 1)


class TeamForm(HouseForm):
    ritme = forms.ChoiceField(label=gettext_lazy("Hoe vaak komt het team bij elkaar?"))
    wanneer = forms.CharField(
        max_length=60,
        required=False,
        label=gettext_lazy("Wanneer, in woorden"),
        help_text=gettext_lazy("Bijvoorbeeld: dinsdag 13.00 uur. Schrijf geen namen."),
    )
    uren = forms.DecimalField(
        min_value=0,
        max_value=MOST_CARE_HOURS,
        decimal_places=1,
        required=False,
        localize=True,
        label=gettext_lazy("Uren zorgcoördinatie per week, alle collega's samen"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: Django's own long list
        super().__init__(*args, **options)
        field = self.fields["ritme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(rhythm.value, text) for rhythm, text in RHYTHMS.items()]


@functions(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """Rhythm and hours of the team of a school location that is one's own; `?school=99AA00` when there are more."""
    own = _own_schools()
    code = request.GET.get("school", "").upper()
    if not code and len(own) != 1:
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/teams.html", {"schools": own, **frame(request)}, status=status)
    brief = next((one for one in own if one.code == code or not code), None)
    if brief is None:
        raise Http404
    known = kept.teams([brief.code]).get(brief.code)
    start = {"ritme": known.rhythm.value, "wanneer": known.when, "uren": known.care_hours} if known else None
    asked = TeamForm(submitted(request), initial=start)
    if asked.is_valid():
        data = asked.cleaned_data
        actions.keep_team(
            by=acting_actor(), location=brief.id, team=Team(Rhythm(data["ritme"]), data["wanneer"], data["uren"])
        )
        return HttpResponseRedirect(f"{frame(request)['root']}school/{brief.code}/")
    page = {"form": asked, "school": brief, **frame(request)}
    return render(request, "desk/team.html", page, status=asked.status)


def _own_schools() -> list[OrganisationBrief]:
    """The school locations whose team who acts keeps up, by name."""
    acting = context.current()
    keys = acting.principals if acting.function == ADMINISTRATOR else (acting.organisation,)
    found = organisations.briefs([key for key in keys if key])
    locations = (one for one in found.values() if one.kind is OrganisationKind.LOCATION)
    return sorted(locations, key=lambda one: (one.name, one.code))
