"""What of the minutes is for whom, and what may stand on a screen that everybody in the room looks at."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from uuid import UUID

from tandem.children.data import Kind
from tandem.meetings.data import Eyes, Line, MeetingKind

NOTHING = Kind(0)


def lawful_part(lines: Iterable[Line], kind: MeetingKind, reader: Eyes) -> tuple[Line, ...]:
    """The lines that this reader may have, in their order: of cases at which she is, of kinds that she may know."""
    return tuple(
        line
        for line in lines
        if line.kind and line.kind & kind.information & reader.cases.get(line.case, NOTHING) == line.kind
    )


def in_common(case: UUID, kind: MeetingKind, room: Sequence[Eyes], *, family: bool) -> Kind:
    """The kinds of information of this case that everybody in the room may know; nothing when nobody is there.

    `family`: parents or pupil are in the room too.
    """
    if not room:
        return NOTHING
    everybody = reduce(and_, (eyes.cases.get(case, NOTHING) for eyes in room), kind.information)
    return everybody & kind.family_sees if family else everybody


def on_screen(
    lines: Iterable[Line], case: UUID, kind: MeetingKind, room: Sequence[Eyes], *, family: bool
) -> tuple[Line, ...]:
    """The lines about the case on the table that everybody in the room may see; of no other case, ever."""
    common = in_common(case, kind, room, family=family)
    return tuple(line for line in lines if line.case == case and line.kind and line.kind & common == line.kind)
