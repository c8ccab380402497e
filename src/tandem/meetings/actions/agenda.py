"""Which cases a meeting talks about, in which order, and who of the family is asked to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tandem.audit.data import Actor
from tandem.cases import queries as cases
from tandem.children import queries as children
from tandem.children.data import Why
from tandem.meetings import models
from tandem.meetings.actions.step import (
    OPEN,
    CannotError,
    UnknownMeetingError,
    item_of,
    kind_of,
    led,
    me,
    record,
    shield,
)
from tandem.meetings.data import Asked, Entry, MeetingKind
from tandem.meetings.rules.inviting import FamilyFacts, family
from tandem.platform import clock
from tandem.sharing import queries as sharing
from tandem.sharing.consenting import queries as consenting
from tandem.sharing.disclosing.rules import age_on

WHY = Why("meeting", "6(1)(e)")


@dataclass(frozen=True, slots=True)
class Coming:
    """Who of the family is asked to come; `words` say why somebody is not who would be."""

    parents: bool
    pupil: bool
    words: str = ""


@transaction.atomic
def put_on(*, by: Actor, id: UUID, entries: Iterable[Entry]) -> None:
    """These cases come on the agenda, at the end; what stands there already stays. Raises UnknownMeetingError for a
    case at which who leads the meeting is not."""
    row = led(id, OPEN)
    there = list(models.Item.objects.filter(meeting_id=id).values_list("case_id", "position"))
    position = max((place for _, place in there), default=0)
    known = {case for case, _ in there}
    added = 0
    for entry in entries:
        if entry.case in known:
            continue
        position, added = position + 1, added + 1
        _add(row, by, entry, position)
    record(id, by, "put on agenda", count=added)


def _add(row: models.Meeting, by: Actor, entry: Entry, position: int) -> None:
    child = child_of(by, entry.case)
    parents, pupil = asked(by, row, kind_of(row), child)
    models.Item.objects.create(
        meeting=row,
        case_id=entry.case,
        position=position,
        minutes=entry.minutes,
        reasons=" ".join(entry.reasons),
        parents=parents.invited,
        parents_why=parents.why.value,
        pupil=pupil.invited,
        pupil_why=pupil.why.value,
        added_by=me().person,
    )


def asked(by: Actor, row: models.Meeting, kind: MeetingKind, child: UUID) -> tuple[Asked, Asked]:
    """Who of the family is invited by default to this meeting about this child."""
    day = row.starts.astimezone(clock.AMSTERDAM).date()
    about = children.child(by, id=child, why=WHY)
    if about is None:
        raise UnknownMeetingError
    file = sharing.file_of(child)
    found = consenting.authorities(child, file, day) if file else ()
    contested = any(one.contested for one in found)
    return family(kind, FamilyFacts(age_on(about.birth_date, day), bool(found), contested))


@transaction.atomic
def take_off(*, by: Actor, item: UUID) -> None:
    """Off the agenda, as long as nobody spoke of it. Raises CannotError: SPOKEN."""
    row, one = item_of(item, OPEN)
    if one.began is not None:
        raise CannotError("SPOKEN")
    models.Item.objects.filter(pk=item).delete()
    record(row.pk, by, "take off agenda")


@transaction.atomic
def ask_family(*, by: Actor, item: UUID, coming: Coming) -> None:
    """Other than by default. Raises CannotError: WORDS when somebody is left out who would be invited, and nobody says
    why."""
    row, one = item_of(item, OPEN)
    parents, pupil = asked(by, row, kind_of(row), one.child_id)
    left_out = (parents.invited and not coming.parents) or (pupil.invited and not coming.pupil)
    if left_out and not coming.words.strip():
        raise CannotError("WORDS")
    shield(one.child_id, coming.words)
    models.Item.objects.filter(pk=item).update(parents=coming.parents, pupil=coming.pupil, words=coming.words.strip())
    record(row.pk, by, "ask family to meeting")


def child_of(by: Actor, case: UUID) -> UUID:
    """Of a case at which who acts is. Raises UnknownMeetingError, also for who may only know that it is there."""
    found = cases.case(actor=by, id=case)
    if found is None or found.child is None:
        raise UnknownMeetingError
    return found.child
