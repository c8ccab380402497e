"""A plan as its page and its paper show it: goals, agreements with who and when, and what happened."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from tandem.audit.actions import acting_actor
from tandem.plans.data import Agreement, Command, GoalState, State
from tandem.plans.queries import Goal, Whole
from tandem.plans.rules import standing
from tandem.platform import clock
from tandem.register import organisations, people
from tandem.web.cases import shown as cases
from tandem.web.casework.timeline import Entry
from tandem.web.disclosures.shown import function_name
from tandem.web.plans import words
from tandem.web.plans.deeds import BY_COMMAND
from tandem.web.plans.frame import Seen
from tandem.web.plans.owners import Names, names_of


def plan(seen: Seen, *, on_paper: bool = False) -> dict[str, Any]:
    """Everything that the page shows."""
    whole = seen.plan
    names = names_of(seen, [one.owner for one in whole.agreements], on_paper=on_paper)
    found = [goal(one, whole, names) for one in whole.goals]
    return {
        "row": whole.row,
        "title": title(seen),
        "lead": words.how_far(whole.progress) if whole.row.id else "",
        "empty": whole.row.id is None,
        "hidden": not whole.content,
        "may_change": whole.may_change,
        "closed": seen.case.closed is not None,
        "safety": [agreement(one, whole, names) for one in whole.safety if one.state is State.OPEN],
        "safety_before": [agreement(one, whole, names) for one in whole.safety if one.state is not State.OPEN],
        "goals": [one for one in found if one["open"]],
        "ended": [one for one in found if not one["open"]],
        "entries": timeline(whole),
    }


def title(seen: Seen) -> str:
    return gettext("Het plan van %(child)s") % {"child": cases.title(seen.case)}


def goal(one: Goal, whole: Whole, names: Names) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "voice": words.VOICES[one.voice],
        "state": words.GOALS[one.state],
        "open": one.state is GoalState.OPEN,
        "settled": one.settled,
        "reason": one.reason,
        "before": one.before,
        "agreements": [agreement(each, whole, names) for each in one.agreements if each.state is not State.CHANGED],
        "deeds": deeds(one.state, one.id) if whole.may_change else [],
    }


def agreement(one: Agreement, whole: Whole, names: Names) -> dict[str, Any]:
    late = one.state is State.OPEN and one.due < clock.today()
    return {
        "id": one.id,
        "text": one.text,
        "measure": one.measure,
        "when_wrong": one.when_wrong,
        "owner": names.of(one.owner),
        "when": words.when(one),
        "due": words.day(one.due),
        "late": late,
        "open": one.state is State.OPEN,
        "mark": "▲" if late else words.MARKS[one.state],
        "state": words.state(one, late=late),
        "tone": "late" if late else one.state.value.lower().replace("_", "-"),
        "reason": one.reason,
        "before": earlier(one, whole, names),
        "deeds": deeds(one.state, one.id, safety=one.is_safety) if whole.may_change else [],
    }


def earlier(one: Agreement, whole: Whole, names: Names) -> list[str]:
    """What was agreed before, the last first: 'Elke ochtend bellen (oma, 3 maart 2027)'."""
    found, at = [], whole.agreement(one.follows)
    while at is not None:
        found.append(f"{at.text} ({names.of(at.owner)}, {words.day(at.due)})")
        at = whole.agreement(at.follows)
    return found


def deeds(state: State | GoalState, about: UUID, *, safety: bool = False) -> list[dict[str, Any]]:
    """What can be done with it now: `at_once` with one press. A safety agreement is kept or ended, never not done."""
    return [
        {
            "verb": str((words.SAFETY_VERBS if safety else words.VERBS)[command]),
            "href": f"doe/{BY_COMMAND[command].slug}/?op={about}",
            "at_once": command is Command.DONE and not safety,
            "first": command is Command.AGREE,
        }
        for command in sorted(standing.commands(state), key=lambda one: one is not Command.AGREE)
        if not safety or command in words.SAFETY_VERBS
    ]


def timeline(whole: Whole) -> tuple[Entry, ...]:
    """What happened, the newest first."""
    found = whole.happenings
    persons = {one.person for one in found}
    named = people.names_of(actor=acting_actor(), persons=persons) if persons else {}
    places = organisations.briefs({one.organisation for one in found})

    def who(person: UUID, function: str, place: UUID) -> str:
        where = places[place].name if place in places else ""
        about = ", ".join(filter(None, (function_name(function), where)))
        name = named.get(person)
        return f"{name} ({about})" if name else about

    return tuple(
        Entry(
            one.at,
            str(words.SENTENCES[one.command]) % {"who": who(one.person, one.function, one.organisation)},
            ((gettext("Er staat"), one.words),) if one.words else (),
            (),
            None,
            None,
        )
        for one in reversed(found)
    )
