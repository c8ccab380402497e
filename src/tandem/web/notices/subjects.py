"""Where a notice leads, and what that is called for who reads it: a name only where the gate shows one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from tandem.audit.actions import acting_actor
from tandem.cases import queries as cases
from tandem.casework.data import About
from tandem.decisions import queries as decisions
from tandem.meetings import queries as meetings
from tandem.web.cases.words import reference as case_reference
from tandem.web.casework.moments import moment
from tandem.web.casework.words import reference as concern_reference
from tandem.web.decisions.shown import reference as decision_reference


@dataclass(frozen=True, slots=True)
class Subject:
    """`address`: of its page, below the home of the house."""

    address: str
    name: str


Pages = dict[tuple[About, UUID], Subject]
_ADDRESSES = {
    About.CONCERN: "signalen/{}/",
    About.CASE: "casussen/{}/",
    About.MEETING: "overleg/{}/",
    About.DECISION: "besluiten/{}/",
    About.LADDER: "besluiten/casus/{}/ladder/",
}


def pages(wanted: Iterable[tuple[About, UUID]]) -> Pages:
    """Asked for all at once: as many questions to the database for fifty notices as for one."""
    by: dict[About, set[UUID]] = {about: set() for about in About}
    for about, id in wanted:
        by[about].add(id)
    names = _names(by)
    return {
        (about, id): Subject(_ADDRESSES[about].format(id), names.get((about, id)) or _reference(about, id))
        for about, ids in by.items()
        for id in ids
    }


def _names(by: dict[About, set[UUID]]) -> dict[tuple[About, UUID], str]:
    actor = acting_actor()
    of_cases = cases.named(actor, by[About.CASE] | by[About.LADDER])
    of_decisions = decisions.named(actor, by[About.DECISION])
    starts = meetings.starts_of(by[About.MEETING])
    return {
        **{(about, id): name for about in (About.CASE, About.LADDER) for id, name in of_cases.items()},
        **{(About.DECISION, id): name for id, name in of_decisions.items()},
        **{(About.MEETING, id): gettext("Overleg %(when)s") % {"when": moment(at)} for id, at in starts.items()},
    }


def _reference(about: About, id: UUID) -> str:
    match about:
        case About.CONCERN:
            return concern_reference(id)
        case About.DECISION:
            return decision_reference(id)
        case About.MEETING:
            return gettext("Overleg")
    return case_reference(id)
