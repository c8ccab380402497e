"""When something must have happened with a concern. Knows no clock: every moment comes in.

Terms in hours run day and night. Terms in working days end at the end of that day, so nothing is due on a Saturday or
on King's Day. What stands still gets the days that it really stood still.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tandem.casework.data import Clock, Running, State, Urgency
from tandem.platform.terms.calendar import Calendar

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OF_STATE = {
    State.RAISED: Clock.ACKNOWLEDGE,
    State.REOPENED: Clock.ACKNOWLEDGE,
    State.ACKNOWLEDGED: Clock.TRIAGE,
    State.TRIAGED: Clock.ACT,
    State.IN_ACTION: Clock.CLOSE,
}


class ClockError(ValueError):
    """The term does not allow this: it is paused already, was extended before, or would become too long."""


@dataclass(frozen=True, slots=True)
class Span:
    """So many hours, or so many working days."""

    hours: int = 0
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings of a region: how long each clock runs, and by how many working days it may be extended."""

    spans: Mapping[tuple[Clock, Urgency], Span]
    most: Mapping[Clock, int]
    end_of_day: time


def begin(clock: Clock, urgency: Urgency, at: datetime, terms: Terms, calendar: Calendar) -> Running:
    """The term that starts at this (aware) moment."""
    span = terms.spans[clock, urgency]
    if span.hours:
        return Running(clock, at, at + timedelta(hours=span.hours))
    return Running(clock, at, _end_of(at, span.working_days, terms, calendar))


def pause(running: Running, at: datetime) -> Running:
    """Stand still. At most once per term."""
    if running.paused_at is not None or running.was_paused:
        raise ClockError("paused before")
    return replace(running, paused_at=at)


def resume(running: Running, at: datetime, calendar: Calendar) -> Running:
    """Go on. The time that it really stood still is added; the end falls on a working day."""
    if running.paused_at is None:
        raise ClockError("does not stand still")
    due = (running.due + (at - running.paused_at)).astimezone(AMSTERDAM)
    if running.due.astimezone(AMSTERDAM).time() == due.time() or (at - running.paused_at) >= timedelta(days=1):
        due = datetime.combine(calendar.working_day_from(due.date()), due.time(), AMSTERDAM)
    return replace(running, due=due.astimezone(running.due.tzinfo), paused_at=None, was_paused=True)


def extend(running: Running, working_days: int, terms: Terms, calendar: Calendar) -> Running:
    """Later by so many working days, once, and by no more than the region allows."""
    if running.extended or running.paused_at is not None:
        raise ClockError("extended before, or it stands still")
    if not 0 < working_days <= terms.most[running.clock]:
        raise ClockError(f"at most {terms.most[running.clock]} working days")
    day = calendar.after_working_days(running.due.astimezone(AMSTERDAM).date(), working_days)
    due = datetime.combine(day, terms.end_of_day, AMSTERDAM).astimezone(running.due.tzinfo)
    return replace(running, due=due, extended=True)


def working_days_left(due: datetime, now: datetime, calendar: Calendar) -> int:
    """0 when it is due today; negative when it is over."""
    first, last = now.astimezone(AMSTERDAM).date(), due.astimezone(AMSTERDAM).date()
    if last >= first:
        return max(0, calendar.working_days_between(first + timedelta(days=1), last))
    return -max(1, calendar.working_days_between(last + timedelta(days=1), first))


def _end_of(at: datetime, working_days: int, terms: Terms, calendar: Calendar) -> datetime:
    day = calendar.after_working_days(at.astimezone(AMSTERDAM).date(), working_days)
    return datetime.combine(day, terms.end_of_day, AMSTERDAM).astimezone(at.tzinfo)
