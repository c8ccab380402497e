"""Until when a decision may wait. Counted by `platform.terms`, with its reasons; knows no clock.

The law's term starts on the day of the request. It is extended once, when told before it is over (Awb 4:14). It stands
still while the applicant completes the request (Awb 4:15): only where the school is the applicant, so that a child
never waits longer because professionals send papers to each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tandem.decisions.data import Form
from tandem.platform.terms.calendar import Calendar
from tandem.platform.terms.data import Deadline, Length, Pause, Term, Unit
from tandem.platform.terms.rules import Facts, deadline

WARN_DAYS = 14


class Why(StrEnum):
    """Why a term is not extended."""

    TWICE = "TWICE"
    WEEKS = "WEEKS"  # none, or more than the form allows
    TOO_LATE = "TOO_LATE"  # the term is over already
    STANDS_STILL = "STANDS_STILL"


@dataclass(frozen=True, slots=True)
class Running:
    """`asked`: the day of the request. `extended`: weeks. `pauses`: while it was sent back."""

    asked: date
    extended: int = 0
    pauses: tuple[Pause, ...] = ()


def due(form: Form, term: Term, running: Running, calendar: Calendar) -> Deadline:
    """The last day of the law, None in it while it stands still. `term`: the one that the form names."""
    extendable = replace(term, extension=Length(form.extension_weeks, Unit.WEEKS)) if form.extension_weeks else term
    pauses = running.pauses if form.return_stops else ()
    return deadline(extendable, running.asked, calendar, Facts(extended=running.extended, paused=pauses))


def aim(form: Form, asked: date, last_day: date | None, calendar: Calendar) -> date | None:
    """The day that the region agreed; never later than the law's."""
    if not form.agreed:
        return last_day
    agreed = calendar.after_working_days(asked, form.agreed)
    return agreed if last_day is None else min(agreed, last_day)


def extend(form: Form, term: Term, running: Running, *, weeks: int, on: date, calendar: Calendar) -> Running | Why:
    """Later by so many weeks, once, told on `on`."""
    if running.extended:
        return Why.TWICE
    if not 0 < weeks <= form.extension_weeks:
        return Why.WEEKS
    last = due(form, term, running, calendar).last_day
    if last is None:
        return Why.STANDS_STILL
    return Why.TOO_LATE if on > last else replace(running, extended=weeks)


def sent_back(running: Running, on: date) -> Running:
    """The request goes back to be completed: from the next day on it stands still."""
    return replace(running, pauses=(*running.pauses, Pause(on, None)))


def completed(running: Running, on: date) -> Running:
    """Asked again; what came back on the same day or the next did not stand still."""
    return replace(running, pauses=tuple(_ended(running.pauses, on)))


def _ended(pauses: Sequence[Pause], on: date) -> list[Pause]:
    ended = [replace(pause, resumed=on) if pause.resumed is None else pause for pause in pauses]
    return [pause for pause in ended if pause.resumed is not None and pause.resumed > pause.asked]


def overdue(last_day: date | None, today: date) -> bool:
    return last_day is not None and today > last_day


def warned(last_day: date | None, today: date) -> bool:
    """Whether the end is near: two weeks or less, or over."""
    return last_day is not None and (last_day - today).days <= WARN_DAYS
