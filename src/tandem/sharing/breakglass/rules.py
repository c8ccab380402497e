"""Whether somebody may break the glass now: her earlier uses in, the reason why not out. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from tandem.platform.terms.calendar import Calendar
from tandem.sharing.breakglass.data import FUNCTIONS, IN, USES, WORKING_DAYS_TO_REVIEW, Blocked, Use


def blocked(function: str, own: Iterable[Use], today: date, now: datetime) -> Blocked | None:
    """None: she may. A use that nobody judged in time stops her, whoever should have."""
    uses = list(own)
    if function not in FUNCTIONS:
        return Blocked.FUNCTION
    if any(use.judged_at is None and use.review_due < today for use in uses):
        return Blocked.REVIEW_OVERDUE
    if sum(use.begun > now - IN for use in uses) >= USES:
        return Blocked.TOO_OFTEN
    return None


def review_due(today: date, calendar: Calendar) -> date:
    """The last day on which somebody else can judge a use of today."""
    return calendar.after_working_days(today, WORKING_DAYS_TO_REVIEW)
