"""From a question to its answer lines, as arrays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube, Vocabulary
from tandem.flows.data import FlowCell, FlowQuery, sectors_name
from tandem.flows.levels import Grouping
from tandem.flows.presence import absent_slices, require
from tandem.flows.rows import Rows, age_rows, cell_rows, municipal_rows
from tandem.flows.select import Condition, condition, homes_asked, locations_asked
from tandem.opendata.data import Interval
from tandem.register.data import Sector

Counts = NDArray[np.int64]
LOW_BITS, HIGH_BITS, LINE_BITS = 22, 23, 18  # together one positive int64
MOST_EMPTY = 8  # possible pairs per row: beyond it sorting is cheaper than a place for every pair
LARGEST_LOW, LARGEST_HIGH, MOST_LINES = 2**LOW_BITS - 1, 2**HIGH_BITS - 1, 2**LINE_BITS


@dataclass(frozen=True, slots=True)
class FlowArrays:
    """An answer as columns of equal length, in answer order; cheap for thousands of rows.

    `home` and `school` index the vocabularies; where `missing > 0`, `high` is open and its number means nothing.
    """

    query: FlowQuery
    year: NDArray[np.int16]
    sector: tuple[str, ...]
    home: NDArray[np.intp]
    school: NDArray[np.intp]
    low: Counts
    high: Counts
    masked: Counts
    missing: Counts
    homes: Vocabulary
    schools: Vocabulary
    absent: tuple[tuple[int, Sector], ...] = ()

    def __len__(self) -> int:
        return len(self.low)

    def cells(self, start: int = 0, stop: int | None = None) -> Iterator[FlowCell]:
        """The answer lines start:stop as objects, for what is shown or streamed."""
        part = slice(start, stop)
        columns = (self.year, self.home, self.school, self.low, self.high, self.masked, self.missing)
        homes, schools = self.homes, self.schools
        for sector, (year, home, school, low, high, masked, missing) in zip(
            self.sector[part], zip(*(column[part].tolist() for column in columns), strict=True), strict=True
        ):
            pupils = Interval(low, None if missing else high, masked, missing)
            yield FlowCell(
                year, sector, homes.codes[home], homes.names[home], schools.codes[school], schools.names[school], pupils
            )

    def total(self) -> Interval:
        """All lines added up."""
        missing = int(self.missing.sum())
        return Interval(int(self.low.sum()), None if missing else int(self.high.sum()), int(self.masked.sum()), missing)


@dataclass(frozen=True, slots=True)
class Lines:
    """Answer lines of one year and one sector (or several together), not yet in order."""

    home: NDArray[Any]
    school: NDArray[Any]
    counts: tuple[NDArray[Any], ...]  # low, high, masked, missing


def answer_arrays(cube: Cube, query: FlowQuery) -> FlowArrays:
    """The answer as arrays: largest first within year and sector, ties by home code and school code."""
    require(cube, query)
    asked = _Asked(cube, query)
    groups = [query.sectors] if query.together else [(sector,) for sector in query.sectors]
    years: list[NDArray[np.int16]] = []
    sectors: list[str] = []
    parts: list[Lines] = []
    for year in query.years:
        for group in groups:
            lines = asked.lines(year, [sector for sector in group if (year, sector) in cube.slices])
            years.append(np.full(len(lines.home), year, dtype=np.int16))
            sectors += [sectors_name(group)] * len(lines.home)
            parts.append(lines)
    low, high, masked, missing = (np.concatenate(c) for c in zip(*(part.counts for part in parts), strict=True))
    return FlowArrays(
        query=query,
        year=np.concatenate(years),
        sector=tuple(sectors),
        home=np.concatenate([part.home for part in parts]),
        school=np.concatenate([part.school for part in parts]),
        low=low,
        high=high,
        masked=masked,
        missing=missing,
        homes=asked.grouping.homes,
        schools=asked.grouping.schools,
        absent=absent_slices(cube, query),
    )


class _Asked:
    """A question in the numbers of one cube."""

    def __init__(self, cube: Cube, query: FlowQuery) -> None:
        self.cube, self.query = cube, query
        self.grouping = Grouping(cube, query)
        self.condition: Condition = condition(cube, query.region, query.direction, query.scope, query.school)
        self.homes, self.locations = homes_asked(cube, query), locations_asked(cube, query)

    def lines(self, year: int, sectors: Sequence[Sector]) -> Lines:
        """The answer of one year for these sectors together, largest first."""
        parts = [self._rows(year, sector) for sector in sectors]
        if not parts:
            nothing = np.empty(0, dtype=np.int64)
            return Lines(nothing, nothing, (nothing,) * 4)
        if len(parts) == 1:
            home, school, counts = parts[0]
        else:
            home, school = (np.concatenate([part[side] for part in parts]) for side in (0, 1))
            counts = tuple(np.concatenate(column) for column in zip(*(part[2] for part in parts), strict=True))
        size = len(self.grouping.homes.codes), len(self.grouping.schools.codes)
        return _largest_first(_add_up(home, school, counts, size))

    def _rows(self, year: int, sector: Sector) -> tuple[NDArray[Any], NDArray[Any], tuple[NDArray[Any], ...]]:
        rows = self._candidates(year, sector)
        certain, possible = self.condition.certain_and_possible(rows.home_unit, rows.school_unit)
        if rows.home is not None and self.homes is not None:
            asked = self.homes[rows.home]
            certain, possible = certain & asked, possible & asked
        if rows.location is not None and self.locations is not None:
            certain, possible = certain & self.locations[0][rows.location], possible & self.locations[1][rows.location]
        if certain is possible and certain.all():  # the whole country, say: nothing to pick
            home, school = self.grouping.sides(rows, slice(None), sector)
            return home, school, (rows.low, rows.high, rows.masked, rows.missing)
        taken = np.flatnonzero(possible)
        low = rows.low[taken] * certain[taken]
        home, school = self.grouping.sides(rows, taken, sector)
        return home, school, (low, rows.high[taken], rows.masked[taken], rows.missing[taken])

    def _candidates(self, year: int, sector: Sector) -> Rows:
        query = self.query
        if query.ages:
            return age_rows(self.cube, year, sector, query.ages)
        if self.grouping.is_municipal and not query.home and not query.school:
            return municipal_rows(self.cube, year, sector)
        homes, locations = self._reach()
        return cell_rows(self.cube, year, sector, homes, locations)

    def _reach(self) -> tuple[NDArray[Any] | None, NDArray[Any] | None]:
        """Homes and locations of which at least one must be in a row that answers the question."""
        if self.homes is not None:
            return np.flatnonzero(self.homes), None
        if self.locations is not None:
            return None, np.flatnonzero(self.locations[1])
        if self.query.region.is_country:
            return None, None
        inside = self.condition.inside
        homes = np.flatnonzero(inside[self.cube.home_unit])
        locations = np.flatnonzero(
            inside[self.cube.location_unit] | (self.cube.location_unit == self.cube.unknown_unit)
        )
        match self.query.direction:
            case "uit" | "blijft":
                return homes, None
            case "in":
                return None, locations
            case _:
                return homes, locations


def _add_up(home: NDArray[Any], school: NDArray[Any], counts: tuple[NDArray[Any], ...], size: tuple[int, int]) -> Lines:
    """Rows with the same home and school as one line, ordered by home and school. `size`: of both vocabularies."""
    key = home.astype(np.int64) * size[1] + school
    if np.all(key[1:] > key[:-1]):  # in order, and each pair once
        return Lines(home, school, tuple(count.astype(np.int64) for count in counts))
    units, sums = _counted(key, counts, size[0] * size[1]) if _is_dense(key, size) else _sorted_sums(key, counts)
    return Lines(units // size[1], units % size[1], sums)


def _is_dense(key: NDArray[Any], size: tuple[int, int]) -> bool:
    return size[0] * size[1] <= MOST_EMPTY * len(key)


def _counted(
    key: NDArray[Any], counts: tuple[NDArray[Any], ...], size: int
) -> tuple[NDArray[Any], tuple[NDArray[Any], ...]]:
    """Sums in a place of its own for every possible pair: no sorting. Exact below 2^53, as doubles are."""
    units = np.flatnonzero(np.bincount(key, minlength=size))

    def added(count: NDArray[Any]) -> NDArray[np.int64]:
        if not count.any():
            return np.zeros(len(units), dtype=np.int64)
        return np.bincount(key, weights=count, minlength=size)[units].astype(np.int64)

    return units, tuple(added(count) for count in counts)


def _sorted_sums(key: NDArray[Any], counts: tuple[NDArray[Any], ...]) -> tuple[NDArray[Any], tuple[NDArray[Any], ...]]:
    """Sums of runs after sorting; the key and the number of its row in one number, which sorts four times faster."""
    if len(key) <= MOST_LINES and int(key.max(initial=0)) < 2 ** (62 - LINE_BITS):
        packed = np.sort(key << LINE_BITS | np.arange(len(key)))
        order, key = packed & (MOST_LINES - 1), packed >> LINE_BITS
    else:
        order = np.argsort(key, kind="stable")
        key = key[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    return key[first], tuple(np.add.reduceat(count[order], first, dtype=np.int64) for count in counts)


def _largest_first(lines: Lines) -> Lines:
    low, high, _, missing = lines.counts
    order = in_order(low, high, missing)
    return Lines(lines.home[order], lines.school[order], tuple(count[order] for count in lines.counts))


def in_order(low: Counts, high: Counts, missing: Counts) -> NDArray[Any]:
    """The order of lines: largest low first, then largest high (open before all numbers); ties stay as they are.

    Any count of Dutch pupils fits in one number together with the number of its line, which sorts four times faster.
    """
    is_open = missing > 0
    closed = np.where(is_open, 0, high)
    if low.max(initial=0) <= LARGEST_LOW and closed.max(initial=0) < LARGEST_HIGH and len(low) <= MOST_LINES:
        smaller = LARGEST_HIGH - np.where(is_open, LARGEST_HIGH, closed)
        packed = ((LARGEST_LOW - low) << (HIGH_BITS + LINE_BITS)) | (smaller << LINE_BITS) | np.arange(len(low))
        return np.asarray(np.sort(packed) & (MOST_LINES - 1))
    return np.lexsort((-closed, ~is_open, -low))
