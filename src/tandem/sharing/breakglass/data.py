"""The words of break-glass. Lowest file of the package."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

FUNCTIONS = ("LT_HULP", "LT_TOEGANG", "JGZ", "VT")
REVIEWERS = ("TEAMLEIDER", "FG")
LEAST_REASON = 30  # characters
LASTS = timedelta(hours=4)
WORKING_DAYS_TO_REVIEW = 5
USES, IN = 3, timedelta(days=7)  # so many in a week, and no more


class Category(StrEnum):
    ACUTE_DANGER = "ACUTE_DANGER"
    MISSING = "MISSING"  # the child is missing
    CRISIS = "CRISIS"  # a crisis at home or of health
    REPORT = "REPORT"  # a report that must be judged now


class Named(StrEnum):
    """How the child was named."""

    NUMBER = "NUMBER"
    NAME = "NAME"  # exact name, day of birth and school


class Judgement(StrEnum):
    JUSTIFIED = "JUSTIFIED"
    NOT_JUSTIFIED = "NOT_JUSTIFIED"


class Blocked(StrEnum):
    """Why somebody may not begin."""

    FUNCTION = "FUNCTION"
    REVIEW_OVERDUE = "REVIEW_OVERDUE"
    TOO_OFTEN = "TOO_OFTEN"


@dataclass(frozen=True, slots=True)
class NamedChild:
    """Who is meant: a citizen number, or the exact name, day of birth and school location."""

    number: str = ""
    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    location: UUID | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One time that somebody broke the glass. `child` None: nobody was found."""

    id: UUID
    person: UUID
    function: str
    category: Category
    reason: str
    named: Named
    child: UUID | None
    begun: datetime
    expires: datetime
    review_due: date
    judgement: str
    judged_at: datetime | None
    note: str

    def is_open(self, now: datetime) -> bool:
        """Whether the child can still be read."""
        return self.child is not None and now < self.expires
