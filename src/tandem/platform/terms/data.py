"""The words about terms. Lowest file of the package."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from tandem.platform.message import Message


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working-days"
    SCHOOL_DAYS = "school-days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    SCHOOL_YEARS = "school-years"  # the one in which it starts is the first
    FULL_SCHOOL_YEARS = "full-school-years"  # the rest of the one in which it starts comes before
    AGE = "age"  # years of life, counted from the day of birth
    END_OF_MONTH = "end-of-month"


class Kind(StrEnum):
    WITHIN = "within"  # do it on the last day at the latest
    AFTER = "after"  # something is so when the term has passed
    BEFORE = "before"  # counted back from a day that is coming
    KEEP = "keep"  # a record lives until then
    EACH_YEAR = "each-year"  # a fixed day of the year
    AT_ONCE = "at-once"
    THRESHOLD = "threshold"  # so many in a window of time
    RULE = "rule"  # an order or a way of counting; there is no length


class Region(StrEnum):
    """Of the school vacations."""

    NORTH = "noord"
    MIDDLE = "midden"
    SOUTH = "zuid"


@dataclass(frozen=True, slots=True)
class Length:
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Window:
    """A threshold: at least `amount` inside `weeks` consecutive weeks; lesson weeks are weeks with a school day."""

    amount: int
    weeks: int
    lesson_weeks: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One row of definitions/terms/. Texts are Dutch."""

    id: str
    name: str
    starts: str  # the event that starts it
    kind: Kind
    length: Length | None
    variants: Mapping[str, Length]  # another length, by circumstance
    extension: Length | None  # what it may be extended by at most
    window: Window | None
    age_limit: int | None  # ends at this age at the latest
    day: tuple[int, int] | None  # month and day of Kind.EACH_YEAR
    law: bool  # set in a law, so that the Algemene termijnenwet holds for it
    who: str
    effect: str
    source: str
    verification: str


@dataclass(frozen=True, slots=True)
class Pause:
    """The term stands still from the day after `asked` (Awb 4:15) and runs again on `resumed`; None: not yet."""

    asked: date
    resumed: date | None


@dataclass(frozen=True, slots=True)
class Vacation:
    """Days without school, both included."""

    region: Region
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last_day` is the last day of the term, `moment` its last moment when it is counted in hours (aware).

    Both None: the term stands still. `reasons` tells how it was counted, in order.
    """

    last_day: date | None
    moment: datetime | None = None
    reasons: tuple[Message, ...] = field(default=())

    @property
    def over_from(self) -> date | None:
        """The first day on which the term has passed."""
        return None if self.last_day is None else self.last_day + timedelta(days=1)
