"""Whom the desk names for a concern: its question is filled in from what is known, so nobody types it again."""

from collections.abc import Container

from tandem.audit.actions import acting_actor
from tandem.casework.definitions import desk_question
from tandem.casework.queries import Whole
from tandem.children import queries as children
from tandem.children.data import Why
from tandem.platform import clock
from tandem.register import organisations
from tandem.routing import queries as routing
from tandem.routing.data import Receiver
from tandem.sharing.disclosing.rules import age_on

WHY = Why("hand-over-concern", "6(1)(e)")
MOST = 4


def named_by_desk(whole: Whole, open_to: Container[str]) -> tuple[Receiver, ...]:
    """Those of `open_to` that the desk names, the best first; nothing when the desk does not know the school."""
    school = organisations.briefs([whole.row.school]).get(whole.row.school)
    if school is None:
        return ()
    home, age = _pupil(whole)
    try:
        found = routing.receivers_for(school.code, home, desk_question(whole.outcome), age)
    except KeyError:
        return ()
    return tuple(one for one in found if str(one.organisation) in open_to)[:MOST]


def _pupil(whole: Whole) -> tuple[str, int | None]:
    """Postcode of the home and age, as far as who acts may know them."""
    if whole.child is None:
        return "", None
    today = clock.today()
    found = children.born_and_home(acting_actor(), id=whole.child, why=WHY, on=today)
    return (found[1], age_on(found[0], today)) if found else ("", None)
