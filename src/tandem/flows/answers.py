"""From a question to its answer lines, as arrays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube, Vocabulary, table_name
from tandem.flows.data import Direction, FlowCell, FlowQuery, Level, sectors_name
from tandem.flows.levels import Grouping
from tandem.flows.presence import absent_slices, require
from tandem.flows.rows import Rows, age_rows, slice_rows
from tandem.flows.select import condition, homes_asked, schools_asked
from tandem.flows.tables import in_order
from tandem.opendata.data import Interval
from tandem.register.data import BRIN_PATTERN, LOCATION_PATTERN, PC4_PATTERN, Sector

Counts = NDArray[np.int32]  # twice as fast as int64, and no number of Dutch pupils comes near its end
LOW_BITS, HIGH_BITS, LINE_BITS = 22, 23, 18  # together one positive int64
LARGEST_LOW, LARGEST_HIGH, MOST_LINES = 2**LOW_BITS - 1, 2**HIGH_BITS - 1, 2**LINE_BITS
HIDDEN = -1  # in a column of estimates: none is shown


@dataclass(frozen=True, slots=True)
class FlowArrays:
    """An answer as columns of equal length, in answer order; cheap for thousands of rows.

    `sector`, `home` and `school` number what `sectors`, `homes` and `schools` name; where `missing > 0`, `high` is open
    and its number means nothing.
    """

    query: FlowQuery
    year: NDArray[np.int16]
    sector: NDArray[np.int8]
    home: NDArray[np.intp]
    school: NDArray[np.intp]
    low: Counts
    high: Counts
    masked: Counts
    missing: Counts
    sectors: tuple[str, ...]
    homes: Vocabulary
    schools: Vocabulary
    absent: tuple[tuple[int, Sector], ...] = ()
    estimate: Counts | None = None  # of `refined_arrays`; HIDDEN where none is shown

    def __len__(self) -> int:
        return len(self.low)

    def cells(self, start: int = 0, stop: int | None = None) -> Iterator[FlowCell]:
        """The answer lines start:stop as objects, for what is shown or streamed."""
        part = slice(start, stop)
        estimate = np.full(len(self), HIDDEN) if self.estimate is None else self.estimate
        columns = (
            self.year,
            self.sector,
            self.home,
            self.school,
            self.low,
            self.high,
            self.masked,
            self.missing,
            estimate,
        )
        sectors, homes, schools = self.sectors, self.homes, self.schools
        lines = zip(*(column[part].tolist() for column in columns), strict=True)
        for year, sector, home, school, low, high, masked, missing, about in lines:
            shown = None if about == HIDDEN else about
            pupils = Interval(low, None if missing else high, masked, missing, shown)
            home_words, school_words = (
                (homes.codes[home], homes.names[home]),
                (schools.codes[school], schools.names[school]),
            )
            yield FlowCell(year, sectors[sector], *home_words, *school_words, pupils)

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
    asked = Asked(cube, query)
    groups = [query.sectors] if query.together else [(sector,) for sector in query.sectors]
    asked_for = list(product(query.years, range(len(groups))))
    parts = [
        asked.lines(year, [sector for sector in groups[group] if (year, sector) in cube.slices])
        for year, group in asked_for
    ]
    sizes = [len(part.home) for part in parts]
    low, high, masked, missing = (_joined(counts) for counts in zip(*(part.counts for part in parts), strict=True))
    return FlowArrays(
        query=query,
        year=np.repeat(np.array([year for year, _ in asked_for], dtype=np.int16), sizes),
        sector=np.repeat(np.array([group for _, group in asked_for], dtype=np.int8), sizes),
        home=_joined([part.home for part in parts]),
        school=_joined([part.school for part in parts]),
        low=low,
        high=high,
        masked=masked,
        missing=missing,
        sectors=tuple(sectors_name(group) for group in groups),
        homes=asked.grouping.homes,
        schools=asked.grouping.schools,
        absent=absent_slices(cube, query),
    )


def _joined(columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return columns[0] if len(columns) == 1 else np.concatenate(columns)


class Asked:
    """A question in the numbers of one cube."""

    def __init__(self, cube: Cube, query: FlowQuery) -> None:
        self.cube, self.query = cube, query
        self.grouping = Grouping(cube, query)
        self.condition = condition(cube, query.region, query.direction, query.scope, query.school)
        self.table_name = _table_name(query)
        self.table = cube.ages if query.ages else cube.tables[self.table_name]
        self.homes = homes_asked(cube, self.table.homes, query.home)
        self.schools = schools_asked(cube, self.table.schools, query.school)
        self.reach = self._reach()

    def lines(self, year: int, sectors: Sequence[Sector]) -> Lines:
        """The answer of one year for these sectors together, largest first."""
        parts = [self._lines(year, sector) for sector in sectors]
        if not parts:
            nothing = np.empty(0, dtype=np.int32)
            return Lines(nothing, nothing, (nothing,) * 4)
        home, school = _joined([part.home for part in parts]), _joined([part.school for part in parts])
        counts = tuple(_joined(column) for column in zip(*(part.counts for part in parts), strict=True))
        return _largest_first(_add_up(Lines(home, school, counts), len(self.grouping.schools.codes)))

    def _lines(self, year: int, sector: Sector) -> Lines:
        """One line per row of one slice that answers."""
        rows, low = self.rows(year, sector)
        return Lines(*self.sides(rows, sector), (low, rows.high, rows.masked, rows.missing))

    def sides(self, rows: Rows, sector: Sector) -> tuple[NDArray[Any], NDArray[Any]]:
        """Per row the numbers of its home and school in the vocabularies of the answer."""
        return (
            self.grouping.home_numbers(rows.homes, rows.home, sector),
            self.grouping.school_numbers(rows.schools, rows.school, sector),
        )

    def rows(self, year: int, sector: Sector) -> tuple[Rows, NDArray[Any]]:
        """The rows of one slice that possibly answer, and their lower bound: nothing where that is not certain."""
        if self.query.ages:
            return self._answering(age_rows(self.cube, year, sector, self.query.ages))
        return self._answering(slice_rows(self.table, self.cube.slices[year, sector], *self.reach))

    def _answering(self, rows: Rows) -> tuple[Rows, NDArray[Any]]:
        if self.condition.is_everything and self.homes is None and self.schools is None:
            return rows, rows.low
        certain, possible = self.condition.certain_and_possible(rows.home_unit(), rows.school_unit())
        if self.homes is not None:
            asked = self.homes[rows.home]
            certain, possible = certain & asked, possible & asked
        if self.schools is not None:
            certain, possible = certain & self.schools[0][rows.school], possible & self.schools[1][rows.school]
        taken = np.flatnonzero(possible)
        rows = rows.take(taken)
        return rows, rows.low * certain[taken]

    def _reach(self) -> tuple[NDArray[Any] | None, NDArray[Any] | None]:
        """Homes and schools of which at least one must be in a row that answers the question; None = no need."""
        if self.homes is not None:
            return np.flatnonzero(self.homes), None
        if self.schools is not None:
            return None, np.flatnonzero(self.schools[1])
        if self.query.region.is_country:
            return None, None
        inside, school_unit = self.condition.inside, self.table.schools.unit
        homes = np.flatnonzero(inside[self.table.homes.unit])
        schools = np.flatnonzero(inside[school_unit] | (school_unit == self.cube.unknown_unit))
        match self.query.direction:
            case Direction.OUT | Direction.STAY:
                return homes, None
            case Direction.IN:
                return None, schools
            case _:
                return homes, schools


def _table_name(query: FlowQuery) -> str:
    return table_name(
        each_home=query.home_level is Level.PC4 or bool(PC4_PATTERN.fullmatch(query.home)),
        each_location=query.school_level is Level.LOCATION or _is_of_schools(query.school),
    )


def _is_of_schools(code: str) -> bool:
    return any(pattern.fullmatch(code) for pattern in (LOCATION_PATTERN, BRIN_PATTERN))


def _add_up(rows: Lines, schools: int) -> Lines:
    """Rows with the same home and school as one line; lines ordered by home and school."""
    bits = schools.bit_length()
    pair = rows.home.astype(np.int64)
    pair <<= bits
    pair |= rows.school
    if np.all(pair[1:] > pair[:-1]):  # in order, and each pair once
        return Lines(rows.home, rows.school, rows.counts)
    pair, order = in_order(pair)
    is_first = np.r_[True, pair[1:] != pair[:-1]]
    if is_first.all():
        return Lines(rows.home[order], rows.school[order], tuple(count[order] for count in rows.counts))
    first = order[is_first]
    return Lines(rows.home[first], rows.school[first], _added_up(rows.counts, order, np.flatnonzero(is_first)))


def _added_up(counts: Sequence[NDArray[Any]], order: NDArray[Any], starts: NDArray[Any]) -> tuple[Counts, ...]:
    """Each of the counts in this order, added up from each start to the next; by running sums, faster than reduceat."""
    ends = np.append(starts[1:], len(order)) - 1
    running = (np.cumsum(count[order], dtype=np.int64)[ends] for count in counts)
    return tuple(np.diff(sums, prepend=0).astype(np.int32) for sums in running)


def _largest_first(lines: Lines) -> Lines:
    low, high, _, missing = lines.counts
    order = largest_first(low, high, missing)
    return Lines(
        lines.home[order],
        lines.school[order],
        tuple(count[order].astype(np.int32, copy=False) for count in lines.counts),
    )


def largest_first(low: Counts, high: Counts, missing: Counts) -> NDArray[Any]:
    """The order of lines: largest low first, then largest high (open before all numbers); ties stay as they are.

    Any count of Dutch pupils fits in one number together with the number of its line, which sorts four times faster.
    """
    is_open = missing > 0
    closed = np.where(is_open, 0, high)
    if low.max(initial=0) > LARGEST_LOW or closed.max(initial=0) >= LARGEST_HIGH or len(low) > MOST_LINES:
        return np.lexsort((-closed, ~is_open, -low))
    closed[is_open] = LARGEST_HIGH
    packed: NDArray[np.int64] = LARGEST_LOW - low.astype(np.int64)
    packed <<= HIGH_BITS
    packed |= LARGEST_HIGH - closed
    packed <<= LINE_BITS
    packed |= np.arange(len(low))
    packed.sort()
    packed &= MOST_LINES - 1
    return packed
