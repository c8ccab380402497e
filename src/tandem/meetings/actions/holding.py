"""A meeting is held: who is in the room, which case is on the table, and what is typed once, which is the minutes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from tandem.audit.data import Actor
from tandem.children.data import Kind
from tandem.meetings import models
from tandem.meetings.actions.step import (
    AHEAD,
    CannotError,
    UnknownMeetingError,
    change,
    item_of,
    kind_of,
    led,
    me,
    record,
    shield,
)
from tandem.meetings.data import Family, Sort, Stage, State
from tandem.meetings.eyes import eyes_of_invitee, own_eyes
from tandem.meetings.rules.quorum import quorum
from tandem.platform import clock

RUNNING = (State.RUNNING,)
NOTHING = Kind(0)


@dataclass(frozen=True, slots=True)
class Said:
    """One line as it is typed. An agreement has an owner, somebody invited or of the family, and a day.

    `kind`: the one kind of information that it holds; `measure`: how do we see that it worked.
    """

    sort: Sort
    kind: Kind
    text: str
    measure: str = ""
    owner: UUID | None = None  # an invitee
    family: Family | None = None
    due: date | None = None


@transaction.atomic
def begin(*, by: Actor, id: UUID, version: int) -> None:
    """The meeting begins; who begins it is in the room."""
    row = led(id, AHEAD, version)
    change(row, by, "begin meeting", state=State.RUNNING.value)
    mine = models.Invitee.objects.filter(meeting_id=id, removed=None, membership_id=me().hat)
    mine.update(present=True, attended=True)


@transaction.atomic
def seat(*, by: Actor, invitee: UUID, present: bool) -> None:
    """She comes into the room, or leaves it: before a case at which she is not, for instance."""
    one = models.Invitee.objects.filter(pk=invitee, removed=None).first()
    if one is None:
        raise UnknownMeetingError
    led(one.meeting_id, RUNNING)
    models.Invitee.objects.filter(pk=invitee).update(present=present, attended=one.attended or present)
    record(one.meeting_id, by, "come in" if present else "leave room")


@transaction.atomic
def seat_family(*, by: Actor, item: UUID, present: bool) -> None:
    """Parents or pupil are in the room for this case, or not."""
    row, _ = item_of(item, RUNNING)
    models.Item.objects.filter(pk=item).update(family_there=present)
    record(row.pk, by, "family comes in" if present else "family leaves")


@transaction.atomic
def take_up(*, by: Actor, item: UUID) -> None:
    """This case comes on the table; the one before was discussed."""
    row, one = item_of(item, RUNNING)
    if row.on_table == item:
        return
    _discussed(row)
    if one.began is None:
        models.Item.objects.filter(pk=item).update(began=clock.now())
    models.Item.objects.filter(pk=item).update(stage=Stage.WAITING.value)
    change(row, by, "take up case", on_table=item)


@transaction.atomic
def put_down(*, by: Actor, item: UUID) -> None:
    """Discussed: off the table, and nothing on the screen. Raises CannotError: TABLE when it is not on it."""
    row, _ = item_of(item, RUNNING)
    if row.on_table != item:
        raise CannotError("TABLE")
    _discussed(row)
    change(row, by, "put down case", on_table=None)


@transaction.atomic
def note(*, by: Actor, item: UUID, said: Said, key: UUID) -> UUID:
    """One line of the minutes, typed while its case is on the table; its id. The same key twice is one line.

    Raises CannotError: TABLE when another case is on it, WORDS, OWNER and DUE for an agreement without, KIND for what
    does not belong in this kind of meeting or who types it may not know, OWNER_MAY_NOT for an owner who could not read
    it, QUORUM for a decision when a role is missing, and what leads to a secret address.
    """
    row, one = item_of(item, RUNNING)
    id = uuid5(item, str(key))
    if models.Line.objects.filter(pk=id).exists():
        return id
    if row.on_table != item:
        raise CannotError("TABLE")
    _check(row, one, said)
    number = models.Line.objects.filter(item_id=item).count() + 1
    owner = _owner(row, one, said)
    models.Line.objects.create(
        id=id,
        item=one,
        number=number,
        sort=said.sort.value,
        kind=said.kind.value,
        text=said.text.strip(),
        measure=said.measure.strip(),
        owner_hat=owner.membership_id if owner else None,
        owner_family=said.family.value if said.family and said.sort is Sort.AGREEMENT else "",
        due=said.due if said.sort is Sort.AGREEMENT else None,
        author_id=me().person,
        author_hat=me().hat,
        organisation_id=me().organisation,
        at=clock.now(),
    )
    record(row.pk, by, "note in minutes", sort=said.sort.value)
    return id


@transaction.atomic
def strike(*, by: Actor, line: UUID) -> None:
    """A line was wrong: struck, still to be read, and no longer agreed. While the meeting lasts."""
    one = models.Line.objects.filter(pk=line, struck=None).first()
    if one is None:
        raise UnknownMeetingError
    row, _ = item_of(one.item_id, RUNNING)
    models.Line.objects.filter(pk=line).update(struck=clock.now())
    record(row.pk, by, "strike line")


@transaction.atomic
def close(*, by: Actor, id: UUID, version: int) -> None:
    """It is over. What was typed is the minutes, for each who was at the case; what was not reached waits."""
    row = led(id, RUNNING, version)
    _discussed(row)
    models.Item.objects.filter(meeting_id=id, stage=Stage.WAITING.value).update(stage=Stage.CARRIED.value)
    models.Invitee.objects.filter(meeting_id=id, removed=None).update(present=False)
    change(row, by, "close meeting", state=State.CLOSED.value, on_table=None, closed=clock.now())


def _discussed(row: models.Meeting) -> None:
    if row.on_table is not None:
        models.Item.objects.filter(pk=row.on_table).update(stage=Stage.DISCUSSED.value, family_there=False)


def _check(row: models.Meeting, one: models.Item, said: Said) -> None:
    if not said.text.strip():
        raise CannotError("WORDS")
    kind = kind_of(row)
    mine = own_eyes([one.case_id]).cases.get(one.case_id, NOTHING)
    if said.kind not in Kind or said.kind & kind.information & mine != said.kind:
        raise CannotError("KIND")
    if said.sort is Sort.DECISION:
        present = models.Invitee.objects.filter(meeting_id=row.pk, removed=None, present=True)
        if not quorum(kind, present.values_list("function", flat=True)).met:
            raise CannotError("QUORUM")
    shield(one.child_id, said.text)
    shield(one.child_id, said.measure)


def _owner(row: models.Meeting, one: models.Item, said: Said) -> models.Invitee | None:
    """Who does it, when somebody invited does. An owner who could not read the agreement is none."""
    if said.sort is not Sort.AGREEMENT:
        return None
    if said.due is None:
        raise CannotError("DUE")
    if said.owner is None and said.family is None:
        raise CannotError("OWNER")
    if said.owner is None:
        if said.kind & kind_of(row).family_sees != said.kind:
            raise CannotError("OWNER_MAY_NOT")
        return None
    owner = models.Invitee.objects.filter(pk=said.owner, meeting_id=row.pk, removed=None).first()
    if owner is None:
        raise CannotError("OWNER")
    if eyes_of_invitee(owner, [one.case_id]).cases.get(one.case_id, NOTHING) & said.kind != said.kind:
        raise CannotError("OWNER_MAY_NOT")
    return owner
