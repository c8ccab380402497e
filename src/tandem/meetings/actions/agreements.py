"""What was agreed gets done, by whoever had to, or by who asked it of her."""

from uuid import UUID

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.meetings import models
from tandem.meetings.actions.step import CannotError, UnknownMeetingError, me
from tandem.platform import clock


@transaction.atomic
def tick_off(*, by: Actor, line: UUID) -> None:
    """Done. Twice is once. Raises UnknownMeetingError, and CannotError: OWNER for who neither does it nor gave it."""
    one = models.Line.objects.filter(pk=line, struck=None).first()
    if one is None:
        raise UnknownMeetingError
    if one.done is not None:
        return
    if not models.Line.objects.filter(pk=line, done=None).update(done=clock.now(), done_by=me().person):
        raise CannotError("OWNER")
    audit.record(by=by, action="tick off agreement", subject=f"line:{line}", details={})
