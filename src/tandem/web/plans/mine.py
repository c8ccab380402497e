"""What somebody has to do by the plans of families, as rows of the page of agreements."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from tandem.audit.actions import acting_actor
from tandem.cases.queries import case_seats
from tandem.plans import queries
from tandem.plans.data import Agreement, State
from tandem.platform import clock
from tandem.register import organisations, people
from tandem.web.disclosures.shown import function_name
from tandem.web.meetings.shown import due
from tandem.web.plans.owners import Names

Rows = list[dict[str, Any]]


def rows() -> tuple[Rows, Rows, Rows]:
    """For me, asked of others, and what is over."""
    actor = acting_actor()
    own, asked = queries.mine(actor=actor)
    done = queries.mine(actor=actor, done=True)
    over = {one.id: one for one in (*done[0], *done[1])}
    names = _names([*own, *asked, *over.values()])
    return [_row(one, names) for one in own], [_row(one, names) for one in asked], [
        _row(one, names) for one in over.values()
    ]  # fmt: skip


def _names(found: Iterable[Agreement]) -> Names:
    owners = [one.owner for one in found]
    seats = case_seats({one.participant for one in owners if one.participant})
    hats = {one.hat for one in owners if one.hat} | {hat for _, _, hat in seats.values() if hat}
    named = people.names_of(actor=acting_actor(), memberships=hats) if hats else {}
    places = organisations.briefs({place for place, _, _ in seats.values()})
    told = {
        key: named.get(hat or UUID(int=0)) or f"{function_name(function)}, {places[place].name}"
        for key, (place, function, hat) in seats.items()
        if place in places
    }
    return Names(named, told)


def _row(one: Agreement, names: Names) -> dict[str, Any]:
    return {
        "id": one.id,
        "sort": gettext("Afspraak"),
        "agreement": True,
        "kind": gettext("plan"),
        "text": one.text or gettext("Een afspraak waarvan je de woorden niet ziet"),
        "measure": one.measure,
        "owner": names.of(one.owner),
        "day": one.due,
        "due": due(one.due),
        "late": one.state is State.OPEN and one.due < clock.today(),
        "done": one.settled if one.state is State.DONE else None,
        "name": one.name,
        "plan": f"casussen/{one.case}/plan/",
        "version": one.version,
        "keeps": one.is_safety,  # it holds until they look at it together
    }
