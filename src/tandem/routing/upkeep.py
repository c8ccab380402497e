"""What organisations keep up at the desk: the team of a school, rules of a municipality, and the gaps that show."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tandem.opendata.data import Interval

MOST_CARE_HOURS = 200
FULL_TIME = Decimal(40)  # hours a week


class Rhythm(StrEnum):
    """How often a school's own team meets."""

    WEEKLY = "WEEKLY"
    TWO_WEEKLY = "TWO_WEEKLY"
    MONTHLY = "MONTHLY"
    SIX_WEEKLY = "SIX_WEEKLY"
    WHEN_NEEDED = "WHEN_NEEDED"


@dataclass(frozen=True, slots=True)
class Team:
    """A school's own team. `care_hours`: of care coordination a week, None when not filled in."""

    rhythm: Rhythm
    when: str = ""
    care_hours: Decimal | None = None
    confirmed: date | None = None


@dataclass(frozen=True, slots=True)
class NewRule:
    """For a kind of question this role first, or this organisation in its place; `why` is shown to who calls."""

    kind: str
    first: str
    why: str
    desk: UUID | None = None


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule of a municipality that holds."""

    id: UUID
    rule: NewRule


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule changes for one school and home municipality: who was called first, and who is then."""

    school: str
    home: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A school and a home municipality with pupils, and what is there for them.

    `per_hundred`: hours of linking people per hundred pupils of the school, (low, high); None when the school's total
    is not known. `fte`: care coordination, None when not filled in.
    """

    id: str
    school: str
    school_name: str
    municipality: str
    home: str
    pupils: Interval
    linked: bool
    hours: Decimal
    per_hundred: tuple[Decimal, Decimal] | None
    fte: Decimal | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usual:
    """The middle of the schools of a region that have any: hours per hundred pupils, and care coordination in fte."""

    per_hundred: Decimal
    fte: Decimal
