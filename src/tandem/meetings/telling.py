"""Who is invited hears of it, of another moment, and that it is not held; with the appointment for her own calendar."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from tandem.casework.data import About
from tandem.casework.telling import in_hat, leave_notices, others
from tandem.meetings import models
from tandem.meetings.calendar import Moment, appointment_of
from tandem.meetings.data import State


def invited(meeting: UUID) -> list[UUID]:
    """The hats at the table."""
    rows = models.Invitee.objects.filter(meeting_id=meeting, removed=None).order_by("invited", "id")
    return list(rows.values_list("membership_id", flat=True))


def tell(row: models.Meeting, kind: str, hats: Iterable[UUID]) -> None:
    """A notice for each, not for who does it: a change of moment does not wait for the mail of tomorrow."""
    moment = Moment(row.pk, row.starts, row.ends, row.sequence, row.changed, row.state == State.CANCELLED.value)
    leave_notices(
        others(in_hat(hat) for hat in hats),
        about=About.MEETING,
        subject=row.pk,
        event=uuid4(),
        kind=kind,
        at_once=True,
        appointment=appointment_of(moment),
    )
