"""The words of a request by the data subject. Lowest file of the package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

COMPILER = "FG"
REVIEWERS = ("FG", "TEAMLEIDER", "SCHOOLDIR")
LASTS = timedelta(days=7)  # that a released file can be fetched


class Asker(StrEnum):
    """Who asks to see the file (AVG 15, BW 1:377c)."""

    CHILD = "CHILD"
    PARENT = "PARENT"  # with authority
    REPRESENTATIVE = "REPRESENTATIVE"


class Withheld(StrEnum):
    """Why a piece stays out (AVG 15 lid 4, UAVG 41)."""

    THIRD_PARTY = "THIRD_PARTY"  # it is about somebody else
    REPORTER = "REPORTER"  # it would show who reported
    SAFETY = "SAFETY"  # somebody is in danger if it becomes known
    CHILD_INTEREST = "CHILD_INTEREST"  # it would harm the child (BW 1:377c, Jeugdwet 7.3.10)


class How(StrEnum):
    """How a table stands in the file."""

    ROWS = "rows"  # row by row
    LOG = "log"  # as who saw it, when and why
    SUM = "sum"  # only that it is there
    NOT = "not"  # not about the child: `why` says so


@dataclass(frozen=True, slots=True)
class Column:
    """A column in the file: its Dutch heading; `withheld`: the reason for which it always stays out."""

    name: str
    heading: str
    withheld: str


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    title: str
    how: How
    columns: tuple[Column, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One row in the file. `key` names it while it is reviewed; `withheld` '' when it is shown."""

    key: str
    cells: tuple[str, ...]
    withheld: str


@dataclass(frozen=True, slots=True)
class Section:
    table: str
    title: str
    note: str
    headings: tuple[str, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request, and how far it is. `can_fetch` until `expires`."""

    id: UUID
    asker: Asker
    asked_on: date
    due_on: date
    compiled_by: UUID
    compiled_at: datetime
    reviewed_by: UUID | None
    released_at: datetime | None
    expires_at: datetime | None

    def can_fetch(self, now: datetime) -> bool:
        return self.expires_at is not None and now < self.expires_at


Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
