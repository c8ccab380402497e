"""Whether who must be there is there. Roles count, not heads: five people of one role do not make a meeting."""

from collections import Counter
from collections.abc import Iterable

from tandem.meetings.data import MeetingKind, Quorum


def quorum(kind: MeetingKind, present: Iterable[str]) -> Quorum:
    """`present`: the function of everybody in the room, once per person."""
    there = Counter(role.id for function in present if (role := kind.role_of(function)) is not None)
    missing = tuple(role for role in kind.roles if there[role.id] < role.needs)
    return Quorum({role.id: there[role.id] for role in kind.roles}, missing)
