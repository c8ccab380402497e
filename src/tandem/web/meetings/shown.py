"""A meeting as its pages show it: people and cases in words, each as far as the database showed it to who looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from tandem.audit.actions import acting_actor
from tandem.meetings.data import Ask, Family, Sort, State
from tandem.meetings.queries import Brief, Guest, SaidLine, Topic, Whole
from tandem.register import organisations, people
from tandem.web.casework.moments import day_of, time_of
from tandem.web.disclosures.shown import function_name, kind_name
from tandem.web.meetings import words


@dataclass(frozen=True, slots=True)
class People:
    """Names by hat, as far as who-is-who shows them, and organisations."""

    names: dict[UUID, str]
    places: dict[UUID, str]

    def name(self, hat: UUID, function: str = "", place: UUID | None = None) -> str:
        """Her name; where it may not be seen, her function."""
        return self.names.get(hat) or ", ".join(filter(None, (function_name(function), self.place(place))))

    def place(self, place: UUID | None) -> str:
        return self.places.get(place, "") if place else ""


def people_of(guests: Iterable[Guest], hosts: Iterable[UUID] = (), hats: Iterable[UUID] = ()) -> People:
    found = list(guests)
    memberships = {one.membership for one in found} | set(hats)
    names = people.names_of(actor=acting_actor(), memberships=memberships) if memberships else {}
    places = organisations.briefs({*hosts, *(one.organisation for one in found)})
    return People(names, {key: one.name for key, one in places.items()})


def when(brief: Brief) -> str:
    """'dinsdag 6 oktober, 15:00–16:30'"""
    return f"{day_of(brief.starts)}, {time_of(brief.starts)}–{time_of(brief.ends)}"


def rows(briefs: Iterable[Brief]) -> list[dict[str, Any]]:
    found = list(briefs)
    who = people_of((), hosts=[one.host for one in found])
    return [
        {
            "id": one.id,
            "when": when(one),
            "kind": words.kind_name(one.kind),
            "place": who.place(one.host),
            "state": words.STATES[one.state],
            "running": one.state is State.RUNNING,
            "cancelled": one.state is State.CANCELLED,
            "leads": one.leads,
            "cases": one.cases,
        }
        for one in found
    ]


def guests(whole: Whole, who: People) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "name": who.name(one.membership, one.function, one.organisation),
            "function": function_name(one.function),
            "place": who.place(one.organisation),
            "role": words.role_name(whole.brief.kind.role_of(one.function)),
            "leads": one.leads,
            "present": one.present,
            "attended": one.attended,
        }
        for one in whole.guests
    ]


def topic(one: Topic, who: People) -> dict[str, Any]:
    return {
        "id": one.id,
        "case": one.case,
        "title": one.name or words.case_reference(one.case),
        "named": bool(one.name),
        "minutes": one.minutes,
        "why": ", ".join(str(words.REASONS[reason]) for reason in one.reasons),
        "stage": one.stage.value,
        "family": family(one),
        "family_asked": one.family_asked,
        "family_there": one.family_there,
        "spoken": one.began is not None,
        "lines": [line(said, who) for said in one.lines],
        "earlier": [line(said, who) for said in one.earlier],
    }


def family(one: Topic) -> list[str]:
    """Who of the family is asked, in sentences."""
    found = []
    for who, comes, why in (
        (Family.PARENTS, one.parents, one.parents_why),
        (Family.PUPIL, one.pupil, one.pupil_why),
    ):
        name = str(words.FAMILY[who])
        by_default = why in (Ask.BY_DEFAULT, Ask.AUTHORITY_UNKNOWN)
        reason = words.ASKS[why] if comes == by_default else one.words if not comes else ""
        text = gettext("%(who)s: uitgenodigd") if comes else gettext("%(who)s: niet uitgenodigd")
        found.append(text % {"who": name} + (f" ({reason})" if reason else ""))
    return found


def line(one: SaidLine, who: People) -> dict[str, Any]:
    owner = str(words.FAMILY[one.family]) if one.family else who.names.get(one.owner, "") if one.owner else ""
    return {
        "id": one.id,
        "sort": words.SORTS[one.sort],
        "agreement": one.sort is Sort.AGREEMENT,
        "kind": kind_name(one.kind),
        "text": one.text,
        "measure": one.measure,
        "owner": owner or (gettext("iemand die nu niet te zien is") if one.sort is Sort.AGREEMENT else ""),
        "day": one.due,
        "due": due(one.due),
        "late": bool(one.due and one.done is None and one.due < timezone.localdate()),
        "done": one.done,
        "struck": one.struck,
        "name": one.name,
        "meeting": one.meeting,
    }


def due(day: date | None) -> str:
    return date_format(day, "l j F") if day else ""


def quorum(whole: Whole) -> dict[str, Any]:
    """Which roles there are, and which still miss somebody."""
    found = whole.quorum
    return {
        "met": found.met,
        "missing": [words.role_name(role) for role in found.missing],
        "roles": [
            (words.role_name(role), found.there[role.id], role.needs)
            for role in whole.brief.kind.roles
            if found.there[role.id] or role.needs
        ],
    }


def hats_of(whole: Whole) -> list[UUID]:
    """Everybody who has an agreement in it."""
    return [said.owner for topic in whole.topics for said in (*topic.lines, *topic.earlier) if said.owner is not None]
