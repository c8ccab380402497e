"""The words of retention. Lowest file of the package."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class How(StrEnum):
    """What happens to the rows of a table in the end."""

    TERM = "term"  # destroyed when its term has passed
    WITH = "with"  # goes when the row that it hangs on goes
    LAST = "last"  # goes when nothing else about the child is left
    CLEANED = "cleaned"  # its own domain forgets it, much earlier
    KEPT = "kept"  # stays; `why` says why


class Held(StrEnum):
    """Why destruction waits."""

    OBJECTION = "OBJECTION"  # to sharing (GDPR article 21): while it is weighed, what is shared stands still
    APPEAL = "APPEAL"  # bezwaar or beroep against a decision, or a complaint, is pending
    REQUEST = "REQUEST"  # the person asked to keep it
    INVESTIGATION = "INVESTIGATION"  # court, inspectorate or an incident
    GOOD_CARE = "GOOD_CARE"  # Jeugdwet 7.3.8 lid 3: as long as good care asks


@dataclass(frozen=True, slots=True)
class Rule:
    """How long the rows of one table are kept. `terms`: function → id of definitions/terms/, '' for every other one."""

    table: str
    name: str
    how: How
    terms: Mapping[str, str]
    starts: str
    hangs_on: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row whose term runs. `starts`: the day of the event; `file`: whose file it stands in."""

    key: UUID
    child: UUID | None
    file: UUID | None
    function: str
    starts: date
    held: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A row and its end: `over_from` is the first day on which it must not be there."""

    rule: Rule
    row: Candidate
    term: str
    over_from: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one table lost, or would lose, in a run."""

    rule: Rule
    destroyed: int
    held: int
    warned: int


@dataclass(frozen=True, slots=True)
class Warned:
    """A file about a child that will be destroyed on `due_on`, unless somebody holds it."""

    child: UUID
    file: UUID
    due_on: date
    held: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """Why nothing of a file about a child is destroyed now, and since when."""

    id: UUID
    child: UUID
    file: UUID
    category: Held
    reason: str
    since: datetime
