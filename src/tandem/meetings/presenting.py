"""What stands on the screen that everybody in the room looks at: of the case on the table what all may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tandem.audit.data import Actor
from tandem.children.data import Kind
from tandem.meetings import models, queries
from tandem.meetings.data import Eyes, Line, MeetingKind, State
from tandem.meetings.eyes import eyes_of_invitee
from tandem.meetings.queries import SaidLine, Topic, Whole
from tandem.meetings.rules.screen import in_common, on_screen


@dataclass(frozen=True, slots=True)
class Screen:
    """`place` of `places` on the agenda. `name` '' and no line: not everybody in the room may see who or what it is."""

    kind: MeetingKind
    place: int
    places: int
    minutes: int
    began: datetime | None
    open: bool
    name: str
    lines: tuple[SaidLine, ...]
    earlier: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """For who leads it: beside the screen who should leave the room first, and how many lines stay off the screen."""

    screen: Screen
    common: Kind  # what everybody in the room may know of it
    leave: tuple[UUID, ...]  # invitees in the room who are not at this case
    kept_off: int


def on_the_table(*, actor: Actor, id: UUID) -> tuple[Whole, Table | None] | None:
    """The meeting, and what is on the table; None there when nothing is, or who acts is not at that case herself.

    None for who does not lead the meeting, or where there is none: the screen is hers.
    """
    whole = queries.meeting(actor=actor, id=id)
    if whole is None or not whole.brief.leads:
        return None
    topic = whole.topic(whole.on_table) if whole.on_table else None
    if topic is None or whole.brief.state is not State.RUNNING:
        return whole, None
    room = _room(id, topic.case)
    return whole, _table(whole, topic, room)


def _table(whole: Whole, topic: Topic, room: dict[UUID, Eyes]) -> Table:
    kind, eyes, family = whole.brief.kind, list(room.values()), topic.family_there
    common = in_common(topic.case, kind, eyes, family=family)
    named = bool(common & Kind.IDENTITY)
    said = [line for line in (*topic.lines, *topic.earlier) if line.struck is None]
    bare = [Line(line.id, line.case, line.kind) for line in said]
    shown = {line.id for line in on_screen(bare, topic.case, kind, eyes, family=family)} if named else set()
    screen = Screen(
        kind=kind,
        place=[one.id for one in whole.topics].index(topic.id) + 1,
        places=len(whole.topics),
        minutes=topic.minutes,
        began=topic.began,
        open=named,
        name=topic.name if named else "",
        lines=tuple(line for line in topic.lines if line.id in shown),
        earlier=tuple(line for line in topic.earlier if line.id in shown),
    )
    leave = tuple(invitee for invitee, one in room.items() if topic.case not in one.cases)
    return Table(screen, common, leave, len(said) - len(shown))


def _room(meeting: UUID, case: UUID) -> dict[UUID, Eyes]:
    """By invitee, of who is in the room now."""
    rows = models.Invitee.objects.filter(meeting_id=meeting, removed=None, present=True).order_by("invited", "id")
    return {row.pk: eyes_of_invitee(row, [case]) for row in rows}
