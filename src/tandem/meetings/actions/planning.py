"""A meeting is planned, moved, called off; people are invited to it, and no longer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from tandem.audit.data import Actor
from tandem.meetings import models
from tandem.meetings.actions.step import AHEAD, OPEN, CannotError, change, kind_of, led, me, record
from tandem.meetings.data import Stage, State
from tandem.meetings.definitions import kinds_for
from tandem.meetings.telling import invited, tell
from tandem.platform import clock
from tandem.register import organisations, people


@dataclass(frozen=True, slots=True)
class When:
    """When and where. `minutes` from the start; `video` an https address or ''; `weeks`: the rhythm, 0 when needed."""

    starts: datetime
    minutes: int
    place: str = ""
    video: str = ""
    weeks: int = 0


@transaction.atomic
def plan(*, by: Actor, kind: str, host: UUID, when: When, key: UUID, previous: UUID | None = None) -> UUID:
    """A meeting of the own organisation, led by who plans it; with the same `key` the one that is there.

    Raises CannotError: KIND when her function does not lead that kind there, PAST, VIDEO for an address that is no
    https.
    """
    there = models.Meeting.objects.filter(planned_hat=me().hat, key=key)
    if (found := there.values_list("pk", flat=True).first()) is not None:
        return UUID(str(found))
    place = organisations.briefs([host]).get(host)
    chosen = [one for one in kinds_for(by.function, place.kind) if one.id == kind] if place else []
    if not chosen:
        raise CannotError("KIND")
    try:
        with transaction.atomic():
            id = _planned(chosen[0].id, chosen[0].version, host, when, key, previous)
    except IntegrityError:
        if (found := there.values_list("pk", flat=True).first()) is None:
            raise
        return UUID(str(found))  # a double click: the other one was first
    _seat(id, me().hat, leads=True)
    record(id, by, "plan meeting", kind=kind)
    return id


def _planned(kind: str, version: int, host: UUID, when: When, key: UUID, previous: UUID | None) -> UUID:
    id = uuid4()
    models.Meeting.objects.create(
        id=id,
        kind=kind,
        kind_version=version,
        host_id=host,
        **_columns(when),
        previous=previous,
        key=key,
        planned_by=me().person,
        planned_hat=me().hat,
        changed=clock.now(),
    )
    return id


@transaction.atomic
def move(*, by: Actor, id: UUID, when: When, version: int) -> None:
    """Another moment or place. Whoever has it in a calendar takes it again: the sequence goes up."""
    row = led(id, AHEAD, version)
    columns = _columns(when)
    moved = (row.starts, row.ends) != (columns["starts"], columns["ends"])
    change(row, by, "move meeting", **columns, sequence=row.sequence + moved)
    if moved:
        tell(row, "MOVE", invited(row.pk))


@transaction.atomic
def call_off(*, by: Actor, id: UUID, version: int) -> None:
    """It is not held. What stood on the agenda waits for the next one."""
    row = led(id, AHEAD, version)
    models.Item.objects.filter(meeting_id=id, stage=Stage.WAITING.value).update(stage=Stage.CARRIED.value)
    change(row, by, "call off meeting", state=State.CANCELLED.value, sequence=row.sequence + 1)
    tell(row, "CALL_OFF", invited(row.pk))


@transaction.atomic
def invite(*, by: Actor, id: UUID, memberships: Iterable[UUID]) -> None:
    """These functions come to the table; who leads such meetings at the own organisation may lead this one too. What
    each may know of a case follows from the case, not from this.

    Raises CannotError: SEAT for a function that has no seat at this kind of meeting, GONE for one that nobody holds.
    """
    row = led(id, OPEN)
    wanted = set(memberships) - set(_invited(id).values_list("membership_id", flat=True))
    cards = people.in_functions(actor=by, memberships=wanted) if wanted else ()
    if len(cards) < len(wanted):
        raise CannotError("GONE")
    kind, own = kind_of(row), {row.host_id, me().organisation}
    for card in cards:
        if kind.role_of(card.function) is None:
            raise CannotError("SEAT")
        _seat(id, card.membership, leads=card.organisation.id in own and card.function in kind.leads)
    tell(row, "INVITE", [card.membership for card in cards])
    record(id, by, "invite to meeting", count=len(cards))


@transaction.atomic
def take_back(*, by: Actor, id: UUID, invitee: UUID) -> None:
    """No longer invited: from her next request on the meeting is not there for her. Raises CannotError: PLANNER."""
    row = led(id, OPEN)
    one = _invited(id).filter(pk=invitee).first()
    if one is None:
        raise CannotError("GONE")
    if one.membership_id == row.planned_hat:
        raise CannotError("PLANNER")
    models.Invitee.objects.filter(pk=invitee).update(removed=clock.now(), present=False)
    record(id, by, "take back invitation")


def _seat(meeting: UUID, membership: UUID, *, leads: bool) -> None:
    models.Invitee.objects.create(
        meeting_id=meeting, membership_id=membership, leads=leads, invited=clock.now(), invited_by=me().person
    )


def _invited(meeting: UUID) -> QuerySet[models.Invitee]:
    return models.Invitee.objects.filter(meeting_id=meeting, removed=None)


def _columns(when: When) -> dict[str, object]:
    if when.starts < clock.now() - timedelta(days=1):
        raise CannotError("PAST")
    if when.video and not when.video.startswith("https://"):
        raise CannotError("VIDEO")
    return {
        "starts": when.starts,
        "ends": when.starts + timedelta(minutes=when.minutes),
        "place": when.place.strip(),
        "video": when.video.strip(),
        "weeks": when.weeks,
    }
