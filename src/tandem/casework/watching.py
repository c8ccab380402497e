"""The clock of concerns: tells whose term is over, step by step, and passes on what nobody answers.

It acts as the service `concern-clock`, which sees open concerns and offers and none of their words.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import connection

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework import mailing, models
from tandem.casework.actions import handing_over
from tandem.casework.actions.step import CannotError, ConflictError, UnknownConcernError, begin
from tandem.casework.data import CLOCK_SERVICE, Command, OfferState
from tandem.casework.definitions import escalation
from tandem.casework.desks import coordinator_of, reaching
from tandem.casework.rules import clocks
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.terms.definitions import calendar

log = structlog.get_logger("tandem.casework")
CLOCK = Actor(f"service:{CLOCK_SERVICE}")
AT_ONCE = 200  # concerns in one round


def watch() -> None:
    """Each concern is a transaction of its own, so one that fails does not hold up the others."""
    now = clock.now()
    for id in _due_offers(now):
        _alone(partial(_pass_on, id))
    for id in _overdue(now):
        _alone(partial(_escalate, id, now))
    for id, use in _asked("casework_glass_broken()"):
        _alone(partial(_tell_of_emergency, id, use))


def rescue() -> None:
    """What is held by, or offered to, an organisation where nobody can take it any more, goes to the catch-all."""
    for id, gone in _asked("casework_left(%s)", list(reaching())):
        _alone(partial(_hand_on, id, gone))


def _asked(function: str, *values: Any) -> list[tuple[UUID, UUID]]:
    with acting(Context(service=CLOCK_SERVICE)), connection.cursor() as cursor:
        cursor.execute(f"select * from {function}", list(values))  # noqa: S608 - one of two names of this file
        return [(UUID(str(concern)), UUID(str(other))) for concern, other in cursor.fetchall()]


def _due_offers(now: datetime) -> list[UUID]:
    with acting(Context(service=CLOCK_SERVICE)):
        rows = models.Offer.objects.filter(state=OfferState.OPEN.value, due__lte=now)
        return list(rows.order_by("due").values_list("concern_id", flat=True)[:AT_ONCE])


def _overdue(now: datetime) -> list[UUID]:
    with acting(Context(service=CLOCK_SERVICE)):
        rows = models.Concern.objects.filter(due__lte=now, paused_at=None, escalated__lt=len(escalation()))
        return list(rows.order_by("due").values_list("pk", flat=True)[:AT_ONCE])


def _alone(work: Callable[[], None]) -> None:
    try:
        with acting(Context(service=CLOCK_SERVICE)):
            work()
    except (CannotError, ConflictError, UnknownConcernError) as error:  # answered in the meantime
        log.info("left to the next round", reason=type(error).__name__)


def _pass_on(id: UUID) -> None:
    location = models.Concern.objects.values_list("location_id", flat=True).get(pk=id)
    handing_over.lapse(id, by=CLOCK, coordinator=coordinator_of(location))


def _hand_on(id: UUID, gone: UUID) -> None:
    location = models.Concern.objects.values_list("location_id", flat=True).get(pk=id)
    handing_over.hand_on(id, by=CLOCK, gone=gone, catch_all=coordinator_of(location))


def _tell_of_emergency(id: UUID, use: UUID) -> None:
    """Who holds it hears that somebody opened the pupil by break-glass; who and why is for who judges that."""
    step = begin(id, Command.EMERGENCY, by=CLOCK, details={"use": str(use)})
    step.tell(step.finish())


def _escalate(id: UUID, now: datetime) -> None:
    """The next step that is due: the holder, then who leads there, then the coordinator. Each is told once."""
    row = models.Concern.objects.select_for_update().get(pk=id)
    if row.due is None or row.due > now or row.holder_id is None or row.escalated >= len(escalation()):
        return
    after, tells = escalation()[row.escalated]
    if after > -clocks.working_days_left(row.due, now, calendar()):
        return
    whom = coordinator_of(row.location_id) if tells == "COORDINATOR" else row.holder_id
    event = uuid4()
    details = {"step": str(row.escalated + 1), "tells": tells}
    models.Event.objects.create(
        id=event, concern_id=id, at=now, command=Command.REMIND.value, state=row.state, person_id=None, details=details
    )
    models.Notice.objects.create(principal_id=whom, concern_id=id, event=event, kind=Command.REMIND.value, at=now)
    mailing.notify.later(event=str(event))
    models.Concern.objects.filter(pk=id, version=row.version).update(
        escalated=row.escalated + 1, version=row.version + 1
    )
    audit.record(by=CLOCK, action="concern remind", subject=f"concern:{id}", details={"step": row.escalated + 1})
