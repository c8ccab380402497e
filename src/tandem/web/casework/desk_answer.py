"""Whom the desk names for a concern: its question is filled in from what is known, so nobody types it again."""

from dataclasses import dataclass
from uuid import UUID

from tandem.audit.actions import acting_actor
from tandem.casework import desks
from tandem.casework.data import Outcome
from tandem.casework.queries import Whole
from tandem.children import queries as children
from tandem.children.data import Why
from tandem.platform import clock, context
from tandem.register import organisations
from tandem.routing import queries as routing
from tandem.routing.data import Contact, Question
from tandem.sharing.disclosing.rules import age_on
from tandem.web.desk.shown import say

WHY = Why("hand-over-concern", "6(1)(e)")
MOST = 4
USUAL = "worry"
KINDS = {
    Outcome.LOCAL_TEAM: "home_help",
    Outcome.YOUTH_HEALTH: "health",
    Outcome.ATTENDANCE: "absence",
    Outcome.PARTNERSHIP: "special",
    Outcome.SAFETY: "safety",
}


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the desk names. `why` is its reason."""

    key: UUID
    name: str
    role: str
    why: str


def named_by_desk(whole: Whole) -> tuple[Named, ...]:
    """Where it can go today, the first as the desk would call first; nothing when the desk does not know the school."""
    school = organisations.briefs([whole.row.school]).get(whole.row.school)
    if school is None or not school.code:
        return ()
    try:
        route = routing.ask(_question(whole, school.code))
    except KeyError:
        return ()
    found = {UUID(one.desk): one for one in reversed(route.chain) if one.desk}
    open_to = desks.active(found) - set(context.current().principals)
    order = [UUID(one.desk) for one in route.chain if one.desk]
    return tuple(_named(key, found[key]) for key in dict.fromkeys(order) if key in open_to)[:MOST]


def _question(whole: Whole, code: str) -> Question:
    kind = KINDS.get(whole.outcome, USUAL) if whole.outcome else USUAL
    if whole.child is None or not whole.row.name:
        return Question(code, "", kind)
    by, today = acting_actor(), clock.today()
    about = children.child(by, id=whole.child, why=WHY)
    homes = [
        one
        for one in children.residences(by, id=whole.child, why=WHY)
        if one.valid_from <= today and (one.valid_until is None or today < one.valid_until)
    ]
    return Question(
        code, homes[-1].postcode[:4] if homes else "", kind, age=age_on(about.birth_date, today) if about else None
    )


def _named(key: UUID, contact: Contact) -> Named:
    return Named(key, contact.organisation, say(contact.role_name), say(contact.why))
