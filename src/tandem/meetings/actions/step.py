"""What every write of a meeting has in common: the row locked, who leads it, the state it must be in, the line."""

from uuid import UUID

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework.actions.step import CannotError, ConflictError, NotThereError, me, shield
from tandem.meetings import models
from tandem.meetings.data import MeetingKind, State
from tandem.meetings.definitions import kinds
from tandem.platform import clock

__all__ = [
    "AHEAD",
    "OPEN",
    "CannotError",
    "ConflictError",
    "UnknownMeetingError",
    "change",
    "item_of",
    "kind_of",
    "led",
    "me",
    "record",
    "shield",
]

AHEAD = (State.PLANNED,)
OPEN = (State.PLANNED, State.RUNNING)


class UnknownMeetingError(NotThereError):
    """There is no such meeting, case on its agenda, or line for who acts."""


def led(id: UUID, states: tuple[State, ...], version: int | None = None) -> models.Meeting:
    """The meeting, locked, for who leads it.

    Raises UnknownMeetingError, ConflictError when it is no longer the `version` that was seen, and CannotError: LEADS
    when somebody else does, STATE when it is over or has not begun.
    """
    if not models.Meeting.objects.filter(pk=id).exists():
        raise UnknownMeetingError
    row = models.Meeting.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise CannotError("LEADS")
    if version is not None and row.version != version:
        raise ConflictError
    if row.state not in states:
        raise CannotError("STATE")
    return row


def item_of(id: UUID, states: tuple[State, ...]) -> tuple[models.Meeting, models.Item]:
    """The meeting, locked, and the case on its agenda. Raises as `led`."""
    meeting = models.Item.objects.filter(pk=id).values_list("meeting_id", flat=True).first()
    if meeting is None:
        raise UnknownMeetingError
    row = led(meeting, states)
    return row, models.Item.objects.get(pk=id)


def kind_of(row: models.Meeting) -> MeetingKind:
    return kinds()[row.kind]


def change(row: models.Meeting, by: Actor, action: str, **changes: object) -> None:
    """Write the change, in a new version, with its line. Raises ConflictError when somebody else was first."""
    changed = {"changed": clock.now(), "version": row.version + 1, **changes}
    if not models.Meeting.objects.filter(pk=row.pk, version=row.version).update(**changed):
        raise ConflictError
    for name, value in changed.items():
        setattr(row, name, value)
    record(row.pk, by, action)


def record(meeting: UUID, by: Actor, action: str, **details: object) -> None:
    audit.record(by=by, action=action, subject=f"meeting:{meeting}", details=details)
