"""The clock of decisions: says that nobody decided in time, puts that case on the ladder, and lets it climb.

It acts as the service `concern-clock`, which sees what waits and none of its words.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog

from tandem.audit.data import Actor
from tandem.casework import notices
from tandem.casework.actions.step import CannotError, ConflictError
from tandem.casework.data import CLOCK_SERVICE
from tandem.decisions import models
from tandem.decisions.actions import climbing
from tandem.decisions.actions.climbing import Begin, remind
from tandem.decisions.actions.step import UnknownDecisionError, begin
from tandem.decisions.data import WAITING, Cause, Command, LadderState, Move
from tandem.decisions.definitions import ladders
from tandem.decisions.rules import ladder as rules
from tandem.decisions.telling import reminder_of
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.terms.definitions import calendar

log = structlog.get_logger("tandem.decisions")
CLOCK = Actor(f"service:{CLOCK_SERVICE}")
AT_ONCE = 200  # in one round
FAR = timedelta(days=14)  # no rung is told of earlier
NOBODY_DECIDED = "OVERDUE"  # the reason is the cause; the clock writes no words


def watch() -> None:
    """Each is a transaction of its own, so one that fails does not hold up the others."""
    for id in _overdue():
        _alone(partial(_say_overdue, id))
    for id in _lapsed():
        _alone(partial(_lapse, id))
    for id in _ending():
        _alone(partial(remind, by=CLOCK, id=id))


def _ends_soon(row: models.Ladder) -> bool:
    return rules.ends_soon(ladders()[row.region], row.due, on=clock.today(), calendar=calendar())


def _overdue() -> list[UUID]:
    with acting(Context(service=CLOCK_SERVICE)):
        states = [state.value for state in WAITING]
        rows = models.Decision.objects.filter(last_day__lt=clock.today(), overdue=None, state__in=states)
        return list(rows.order_by("last_day", "id").values_list("pk", flat=True)[:AT_ONCE])


def _lapsed() -> list[UUID]:
    with acting(Context(service=CLOCK_SERVICE)):
        rows = models.Ladder.objects.filter(due__lt=clock.today(), state=LadderState.OPEN.value, warned=None)
        return list(rows.order_by("due", "id").values_list("pk", flat=True)[:AT_ONCE])


def _ending() -> list[UUID]:
    """Ladders of which the rung ends soon, and nobody was told so."""
    today = clock.today()
    with acting(Context(service=CLOCK_SERVICE)):
        rows = models.Ladder.objects.filter(due__gte=today, state=LadderState.OPEN.value).order_by("due", "id")
        near = [row for row in rows.filter(due__lte=today + FAR) if _ends_soon(row)]
        told = notices.told(reminder_of(row) for row in near)
        return [row.pk for row in near if reminder_of(row) not in told][:AT_ONCE]


def _alone(work: Callable[[], None]) -> None:
    try:
        with acting(Context(service=CLOCK_SERVICE)):
            work()
    except (CannotError, ConflictError, UnknownDecisionError) as error:  # decided or climbed in the meantime
        log.info("left to the next round", reason=type(error).__name__)


def _say_overdue(id: UUID) -> None:
    """The term of the law is over. A case that is on the ladder stays on that one."""
    change = begin(id, Command.OVERDUE, CLOCK)
    row = change.row
    change.finish(overdue=clock.now())
    if models.Ladder.objects.filter(case_id=row.case_id, state=LadderState.OPEN.value).exists() or row.asked is None:
        return
    region = row.region if row.region in ladders() else next(iter(ladders()))
    new = climbing.begun(Begin(row.case_id, row.child_id, region, Cause.OVERDUE, row.asked, id), NOBODY_DECIDED)
    climbing.move(new, Move.START, None, None)
    climbing.record(CLOCK, Move.START, new)


def _lapse(id: UUID) -> None:
    """The next rung has it. At the top it stays, and is marked once."""
    row = models.Ladder.objects.select_for_update().get(pk=id)
    found = rules.lapse(ladders()[row.region], climbing.standing_of(row), on=clock.today(), calendar=calendar())
    if found is rules.Why.TOP:
        models.Ladder.objects.filter(pk=id, version=row.version).update(warned=clock.today(), version=row.version + 1)
        climbing.record(CLOCK, Move.LAPSE, row)
        return
    climbing.higher(row, found)
    climbing.move(row, Move.LAPSE, None, None)
    climbing.record(CLOCK, Move.LAPSE, row)
