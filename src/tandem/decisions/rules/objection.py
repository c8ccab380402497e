"""Until when somebody may object, and whether an objection came in time. Knows no clock.

The term begins the day after the decision was sent (Awb 6:8). By post it is in time when it was posted within the term
and came within a week after it (Awb 6:9 lid 2).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tandem.platform.terms.calendar import DAY, Calendar
from tandem.platform.terms.data import Deadline, Term
from tandem.platform.terms.rules import deadline

WEEK = DAY * 7


class Verdict(StrEnum):
    IN_TIME = "IN_TIME"
    BY_POST = "BY_POST"  # came later, but was posted in time
    LATE = "LATE"  # may be excused (Awb 6:11): a person judges that


@dataclass(frozen=True, slots=True)
class Objection:
    """`posted`: the day of the postmark; None when it did not come by post."""

    received: date
    posted: date | None = None


def until(term: Term, announced: date, calendar: Calendar) -> Deadline:
    """The last day, with the reasons."""
    return deadline(term, announced, calendar)


def judge(objection: Objection, last_day: date) -> Verdict:
    """Raises ValueError when it came before it was posted."""
    posted = objection.posted
    if posted is not None and posted > objection.received:
        raise ValueError("it came before it was posted")
    if objection.received <= last_day:
        return Verdict.IN_TIME
    if posted is not None and posted <= last_day and objection.received <= last_day + WEEK:
        return Verdict.BY_POST
    return Verdict.LATE
