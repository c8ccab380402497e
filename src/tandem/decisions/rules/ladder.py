"""The ladder: which rung has a case, until when, and what follows. Never two for one case. Knows no clock."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tandem.decisions.data import Ladder, LadderState, Rung
from tandem.platform.terms.calendar import Calendar


class Why(StrEnum):
    """Why it cannot be done."""

    ANOTHER = "ANOTHER"  # the case is on a ladder already
    SETTLED = "SETTLED"
    TOP = "TOP"  # there is nothing above it
    WORDS = "WORDS"  # a reason is missing
    NOT_YET = "NOT_YET"  # its days are not over


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case is: `at` counts from 0; `since` this rung has it, `due` is its last day; `started` on the ladder."""

    at: int
    started: date
    since: date
    due: date
    state: LadderState = LadderState.OPEN


def start(ladder: Ladder, *, on: date, words: str, calendar: Calendar, already: bool) -> Standing | Why:
    """The lowest rung has it. `already`: the case has an open ladder."""
    if already:
        return Why.ANOTHER
    if not words.strip():
        return Why.WORDS
    return Standing(0, on, on, last_day(ladder.rungs[0], on, calendar))


def climb(ladder: Ladder, standing: Standing, *, on: date, words: str, calendar: Calendar) -> Standing | Why:
    """One rung higher, before its days are over, with a reason."""
    if standing.state is not LadderState.OPEN:
        return Why.SETTLED
    if not words.strip():
        return Why.WORDS
    return _higher(ladder, standing, on, calendar)


def lapse(ladder: Ladder, standing: Standing, *, on: date, calendar: Calendar) -> Standing | Why:
    """Its days are over: the next rung has it. At the top it stays where it is (`Why.TOP`): somebody must be told."""
    if standing.state is not LadderState.OPEN:
        return Why.SETTLED
    return _higher(ladder, standing, on, calendar) if on > standing.due else Why.NOT_YET


def settle(standing: Standing, *, words: str) -> Standing | Why:
    """The rung that has it decided: what, and why."""
    if standing.state is not LadderState.OPEN:
        return Why.SETTLED
    return replace(standing, state=LadderState.SETTLED) if words.strip() else Why.WORDS


def ends_soon(ladder: Ladder, due: date, *, on: date, calendar: Calendar) -> bool:
    """Whether who has a rung is reminded by now: `ladder.remind` working days before its last day, or fewer."""
    return on <= due <= calendar.after_working_days(on, ladder.remind)


def last_day(rung: Rung, since: date, calendar: Calendar) -> date:
    """The day itself does not count; a Saturday, Sunday or holiday neither."""
    return calendar.after_working_days(since, rung.days)


def longest(ladder: Ladder, start: date, calendar: Calendar) -> date:
    """The day on which the top rung must have decided when every rung takes all its days."""
    day = start
    for rung in ladder.rungs:
        # Who lets the last day pass hands it on the day after.
        day = last_day(rung, day, calendar) if rung is ladder.rungs[0] else last_day(rung, _next(day), calendar)
    return day


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _higher(ladder: Ladder, standing: Standing, on: date, calendar: Calendar) -> Standing | Why:
    following = standing.at + 1
    if following >= len(ladder.rungs):
        return Why.TOP
    return replace(standing, at=following, since=on, due=last_day(ladder.rungs[following], on, calendar))
