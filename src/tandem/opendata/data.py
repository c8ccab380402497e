"""What the open data become: intervals, findings, sources, and the tables of a snapshot.

Lowest file of the domain; everything that crosses its border is defined here.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class Reason(StrEnum):
    """Why a cell is what it is. Zero, masked, missing and foreign are four different things."""

    EXACT = "exact"
    MASKED = "masked"  # by the source: <5, -1, x
    SUPPRESSED = "suppressed"  # by us
    MISSING = "missing"  # the source left it empty
    NOT_APPLICABLE = "not_applicable"
    FOREIGN_HOME = "foreign_home"  # lives abroad, or the home is unknown


MASK_LOW, MASK_HIGH = 1, 4


@dataclass(frozen=True, slots=True)
class Interval:
    """A number of pupils that lies between `low` and `high`, both included.

    `masked` and `missing` count the cells inside it that the source masked or left empty. With a missing cell nobody
    knows the upper bound: `high` is then None. Sums add low and high. `estimate` (None: not shown) belongs to this very
    sum; adding up drops it. `source` says which lines of an answer it is made of, for
    who adds up with care (`flows.masked.sums`); it is no part of the number.
    """

    low: int
    high: int | None
    masked: int = 0
    missing: int = 0
    estimate: int | None = None
    source: object = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"not an interval: {self.low}..{self.high}")
        if (self.high is None) != (self.missing > 0):
            raise ValueError("the upper bound is open exactly when a cell is missing")
        if self.estimate is not None and not self.low <= self.estimate <= (self.high or 0):
            raise ValueError(f"an estimate lies between its bounds: {self.low}..{self.high}, not {self.estimate}")

    def __add__(self, other: Self) -> "Interval":
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high, self.masked + other.masked, self.missing + other.missing)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def about(self) -> int | None:
        """The one number to count with: what it is where that is exact, else the estimate; None = none is shown."""
        return self.low if self.is_exact else self.estimate

    @classmethod
    def exact(cls, value: int) -> "Interval":
        return cls(value, value)

    @classmethod
    def mask(cls) -> "Interval":
        return cls(MASK_LOW, MASK_HIGH, masked=1)


ZERO = Interval(0, 0)


class HomeKind(StrEnum):
    PC4 = "pc4"
    MUNICIPALITY = "municipality"  # the source names no postcode, only a municipality (MBO)
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


# DUO's home codes 10/20/30/40 and what we call them; a home is otherwise a PC4 ("2613").
FOREIGN_HOMES: dict[str, tuple[str, str]] = {
    "10": ("BE", "België"),
    "20": ("DE", "Duitsland"),
    "30": ("ANDER", "ander land"),
    "40": ("ONBEKEND", "woonplaats onbekend"),
}


class Severity(StrEnum):
    BLOCK = "block"  # the file is refused
    WARN = "warn"  # a figure may be wrong
    INFORM = "inform"  # good to know, or repaired


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found. `message` is a Dutch sentence; the tuples say which figures it touches (empty = all)."""

    check: str
    severity: Severity
    message: str
    count: int
    examples: tuple[str, ...] = ()
    source: str = ""
    years: tuple[int, ...] = ()
    sectors: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()

    @property
    def places(self) -> frozenset[str]:
        """The municipalities and locations whose figures it touches; none means all."""
        return frozenset((*self.municipalities, *self.locations))

    def is_about(self, years: Collection[int], sectors: Collection[str]) -> bool:
        """Whether it touches figures of one of these years and one of these sectors."""
        in_time = not self.years or not set(self.years).isdisjoint(years)
        return in_time and (not self.sectors or not set(self.sectors).isdisjoint(sectors))


EXAMPLE = "Tandem (voorbeeldgegevens)"  # the publisher of the example data: nobody else made up these pupils


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A publisher's file inside a snapshot. `name` is the name the user loaded it under, `layout` L1 … L11."""

    name: str
    layout: str
    title: str
    publisher: str
    licence: str
    sha256: str
    rows: int
    years: tuple[int, ...] = ()
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file was not read, in Dutch: `reason` is a clause, `remedy` a sentence that says what to do."""

    file: str
    reason: str
    remedy: str
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f", regel {self.line}"
        if self.column:
            place += f", kolom {self.column}"
        return f"{place}: {self.reason}. {self.remedy}"


class Refused(Exception):  # noqa: N818 – a verdict on a file, not a mistake of ours
    """A file that cannot be taken in: damaged, unsafe, or recognised but not right."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did. `snapshot` is the id that serves now ('' = none); nothing changed unless `changed`.

    `already` are the files whose content was in the snapshot, `unknown` those nobody recognises (skipped), `refused`
    those that are wrong: then nothing at all was changed.
    """

    snapshot: str
    changed: bool
    loaded: tuple[SourceFile, ...] = ()
    already: tuple[str, ...] = ()
    unknown: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.unknown and not self.refused


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is made of. `demo` is true for the fictitious example region ("Voorbeeldgegevens")."""

    id: str
    created: str
    demo: bool
    sources: tuple[SourceFile, ...] = ()
    rows_per_year: dict[str, int] = field(default_factory=dict)


# Tables of a snapshot: <snapshot>/tables/<name>.parquet with exactly these columns, in this order.
# The flow cube is built from these and nothing else; a test compares each written file with this list.
TABLES: dict[str, dict[str, str]] = {
    # One row per (year, sector, home, location); the best source per (year, sector, location) has won already.
    # high is NULL exactly where reason is 'missing'. Sorted by year, sector, home, location.
    "cells": {
        "year": "SMALLINT",  # of the 1 October count
        "sector": "VARCHAR",
        "home": "VARCHAR",  # homes.code
        "location": "VARCHAR",  # locations.code
        "low": "INTEGER",
        "high": "INTEGER",
        "reason": "VARCHAR",
    },
    # The same split by age (years; 3 = younger than 4, 25 = older than 24), only for sources that have it, only > 0.
    # grade is the year of study (leerjaar) for VO sources; exactly one of age and grade is filled.
    "ages": {
        "year": "SMALLINT",
        "sector": "VARCHAR",
        "home": "VARCHAR",
        "location": "VARCHAR",
        "age": "SMALLINT",
        "grade": "SMALLINT",
        "low": "INTEGER",
        "high": "INTEGER",
        "reason": "VARCHAR",
    },
    # Every home in cells, and every PC4 of L10. municipality NULL = not known; for FOREIGN and UNKNOWN always NULL.
    # Where a source names no postcode (MBO) the home is a municipality, code GM0518, without partnerships.
    # known_by: 'postcode_table' | 'row' (the row itself named it) | 'code' | NULL
    "homes": {
        "code": "VARCHAR",
        "kind": "VARCHAR",
        "name": "VARCHAR",
        "municipality": "VARCHAR",
        "partnership_po": "VARCHAR",
        "partnership_vo": "VARCHAR",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
        "known_by": "VARCHAR",
    },
    # Every location in cells or in an address file. municipality NULL = place not known (it stays visible as such).
    "locations": {
        "code": "VARCHAR",  # BRIN + two digits, '00AP01'; of an MBO institution only its BRIN, '27GZ', at its seat
        "name": "VARCHAR",
        "postcode": "VARCHAR",
        "place": "VARCHAR",
        "municipality": "VARCHAR",
        "partnership_po": "VARCHAR",
        "partnership_vo": "VARCHAR",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
        "denomination": "VARCHAR",
        "board": "VARCHAR",
        "telephone": "VARCHAR",
        "website": "VARCHAR",
    },
    # Today's municipalities (successors applied), name as CBS spells it.
    "municipalities": {"code": "VARCHAR", "name": "VARCHAR", "longitude": "DOUBLE", "latitude": "DOUBLE"},
    "partnerships": {"code": "VARCHAR", "name": "VARCHAR"},
    # L7: published totals. kind 'location' (code = locations.code) or 'home_municipality' (code = GM….).
    "margins": {
        "kind": "VARCHAR",
        "year": "SMALLINT",
        "sector": "VARCHAR",
        "code": "VARCHAR",
        "low": "INTEGER",
        "high": "INTEGER",
        "reason": "VARCHAR",
    },
    # Key figures (kengetallen) of today's municipalities, by `Topic`; `school` is a municipality where a topic has
    # one, else ''. A share (0–100) or a count, low = high where it is exact; `source` is publisher and file.
    "area_figures": {
        "year": "SMALLINT",
        "topic": "VARCHAR",
        "municipality": "VARCHAR",
        "school": "VARCHAR",
        "low": "DOUBLE",
        "high": "DOUBLE",
        "source": "VARCHAR",
    },
}


class Topic(StrEnum):
    """What a key figure of a municipality is about; counts can be added up, percentages cannot."""

    INHABITANTS = "inhabitants"
    UNDER_15 = "under_15"  # percentage of the inhabitants
    AGED_15_24 = "aged_15_24"  # idem
    YOUTH_CARE = "youth_care"  # percentage of the young people
    ARRANGEMENTS = "arrangements"  # pupils with an education-care arrangement, by school municipality


COUNTS = (Topic.INHABITANTS, Topic.ARRANGEMENTS)

# Tables beside these, each only there when a file with such rows was loaded; where several name the same, the newest
# counts.
OPTIONAL_TABLES: dict[str, dict[str, str]] = {
    # Kilometres one way, by whoever made the table.
    "distances": {"home": "VARCHAR", "location": "VARCHAR", "km": "DOUBLE"},
    # Inhabitants on 1 January; ages in years, both included.
    "population": {
        "year": "SMALLINT",
        "home": "VARCHAR",
        "age_low": "SMALLINT",
        "age_high": "SMALLINT",
        "people": "INTEGER",
    },
    # The publisher's own forecast of pupils on 1 October of a coming year.
    "forecasts": {"year": "SMALLINT", "sector": "VARCHAR", "municipality": "VARCHAR", "pupils": "INTEGER"},
}

# <snapshot>/borders.json (only when L9 was loaded): simplified borders in whole metres RD (EPSG:28992):
#   {"GM0503": [[[x, y], …ring…], …more rings…], …}  rings closed, outer and inner alike (draw with fill-rule evenodd).
# <snapshot>/manifest.json = Manifest; report.json = the findings with counts and sources; cube/ = of `flows`.
