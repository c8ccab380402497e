"""Answers with narrower bounds and estimates, by the same questions as `flows.answers` and `flows.summary`.

Rules (`data.SHOWN_CELLS`, `SHOWN_PUPILS`): only a sum over at least three masked cells is narrowed or estimated, and
an estimate is shown from ten pupils on, in whole pupils, inside the bounds. All else stays as the source has it.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tandem.flows.answers import HIDDEN, Asked, Counts, FlowArrays, answer_arrays
from tandem.flows.cube import Cube
from tandem.flows.data import FlowQuery, MunicipalitySummary
from tandem.flows.masked.data import SHOWN_CELLS, SHOWN_PUPILS, Floats, Numbers
from tandem.flows.masked.narrowing import narrow
from tandem.flows.masked.store import Refinements, refinements
from tandem.flows.openness import homes_unknown
from tandem.flows.queries import total
from tandem.flows.rows import Rows, slice_rows
from tandem.flows.summary import summarise
from tandem.opendata.data import Interval
from tandem.register.data import Region, Sector


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one slice of one table that certainly count, and the line each counts for."""

    year: int
    sector: Sector
    table: str
    rows: Rows
    line: Numbers


class Sharper:
    """Adds parts up to lines: how much narrower than the sum of the cells each is, and what it is about."""

    def __init__(self, cube: Cube, lines: int) -> None:
        self._cube, self._lines = cube, lines
        self._refinements: Refinements = refinements(cube)
        self.raised = np.zeros(lines, dtype=np.int64)  # low is so much higher
        self.lowered = np.zeros(lines, dtype=np.int64)  # high is so much lower
        self.estimate: Floats = np.zeros(lines)
        self.masked = np.zeros(lines, dtype=np.int64)

    def add(self, part: Part) -> None:
        known = self._refinements.slice(part.year, part.sector)[part.table]
        start, _ = self._cube.tables[part.table].bounds[self._cube.slices[part.year, part.sector]]
        rows, line, at = part.rows, part.line, part.rows.numbers() - start
        low, high = narrow(line, self._lines, (rows.school, known.low[at], known.high[at]), known.known)
        self.raised += low - self._sum(line, rows.low)
        self.lowered += self._sum(line, rows.high) - high
        self.masked += self._sum(line, rows.masked)
        weights = known.estimate[at] if len(known.estimate) else np.full(len(at), np.nan)
        self.estimate += np.bincount(line, weights=weights, minlength=self._lines)

    def _sum(self, line: Numbers, value: Numbers) -> Counts:
        return np.bincount(line, weights=value, minlength=self._lines).astype(np.int64)

    def sharpen(self, low: Counts, high: Counts, missing: Counts) -> tuple[Counts, Counts, Counts]:
        """Low, high and estimate (HIDDEN where none is shown) of each line, from what the cells alone say."""
        enough = (self.masked >= SHOWN_CELLS) & (missing == 0)
        low = np.where(enough, low + self.raised, low)
        high = np.where(enough, high - self.lowered, high)
        whole = np.clip(np.rint(np.nan_to_num(self.estimate)).astype(np.int64), low, high)
        shown = enough & np.isfinite(self.estimate) & (whole >= SHOWN_PUPILS)
        return low, high, np.where(shown, whole, HIDDEN)


def refined_arrays(cube: Cube, query: FlowQuery) -> FlowArrays:
    """The lines of `answer_arrays`, in the same order, narrowed and estimated. Ages have no totals: they stay as is."""
    found = answer_arrays(cube, query)
    if query.ages or not len(found):
        return found
    sharper = Sharper(cube, len(found))
    for part in parts_of(cube, found):
        sharper.add(part)
    low, high, about = sharper.sharpen(found.low, found.high, found.missing)
    return replace(found, low=low, high=high, estimate=about)


def parts_of(cube: Cube, found: FlowArrays) -> Iterable[Part]:
    """The rows of the cube that certainly count in an answer, and the line each counts for."""
    asked, width = Asked(cube, found.query), len(found.schools.codes)
    for year, group, block in _blocks(found):
        keys = found.home[block].astype(np.int64) * width + found.school[block]
        order = np.argsort(keys)
        for sector in group:
            if (year, sector) in cube.slices:
                rows = certain_rows(asked, year, sector)
                home, school = asked.sides(rows, sector)
                line = np.searchsorted(keys, home.astype(np.int64) * width + school, sorter=order)
                yield Part(year, sector, asked.table_name, rows, order[line] + block.start)


def _blocks(found: FlowArrays) -> Iterable[tuple[int, tuple[Sector, ...], slice]]:
    """The lines of each year and sector (or sectors together), which stand one after another."""
    if not len(found):
        return
    edge = (found.year[1:] != found.year[:-1]) | (found.sector[1:] != found.sector[:-1])
    starts = np.flatnonzero(np.r_[True, edge]).tolist()
    for start, stop in itertools.pairwise([*starts, len(found)]):
        asked = found.query.sectors
        group = asked if found.query.together else (asked[int(found.sector[start])],)
        yield int(found.year[start]), group, slice(start, stop)


def refined_total(cube: Cube, query: FlowQuery) -> Interval:
    """The number of pupils in the answer as one sum, narrowed and estimated as such."""
    plain = total(cube, query)
    if query.ages or homes_unknown(cube, query.years, query.sectors):
        return plain
    asked, sharper = Asked(cube, query), Sharper(cube, 1)
    for year in query.years:
        for sector in query.sectors:
            if (year, sector) in cube.slices:
                rows = certain_rows(asked, year, sector)
                sharper.add(Part(year, sector, asked.table_name, rows, np.zeros(len(rows), dtype=np.intp)))
    return refined_column([plain], sharper)[0]


def certain_rows(asked: Asked, year: int, sector: Sector) -> Rows:
    """The rows of one slice that certainly answer: their lower bound counts (every cell holds at least one pupil)."""
    rows, low = asked.rows(year, sector)
    return rows if low is rows.low else rows.take(np.flatnonzero(low == rows.low))


MEASURES = ("living", "out", "out_within_region", "at_school", "incoming")


def refined_summary(
    cube: Cube, *, year: int, sectors: Sequence[Sector], region: Region, ages: Sequence[int] = ()
) -> tuple[MunicipalitySummary, ...]:
    """The summary of `summarise`, every figure narrowed and estimated."""
    found = summarise(cube, year=year, sectors=sectors, region=region, ages=ages)
    if ages or homes_unknown(cube, (year,), sectors):
        return found
    numbers = np.array([cube.units.number[one.municipality_code] for one in found])
    place = np.full(len(cube.units.codes), -1)
    place[numbers] = np.arange(len(numbers))
    sharper = [Sharper(cube, len(found)) for _ in MEASURES]
    for sector in sectors:
        if (year, sector) in cube.slices:
            rows = slice_rows(cube.tables["flows"], cube.slices[year, sector])
            for one, (unit, certain) in zip(sharper, _measures(cube, region, rows), strict=True):
                taken = np.flatnonzero(certain & (place[unit] >= 0))
                one.add(Part(year, sector, "flows", rows.take(taken), place[unit[taken]]))
    columns = [
        refined_column([getattr(one, name) for one in found], s) for name, s in zip(MEASURES, sharper, strict=True)
    ]
    return tuple(
        replace(one, **dict(zip(MEASURES, figures, strict=True))) for one, *figures in zip(found, *columns, strict=True)
    )


def _measures(cube: Cube, region: Region, rows: Rows) -> tuple[tuple[Numbers, Numbers], ...]:
    """Living, out, out within the region, at school, in: per row the unit it counts for, and whether certainly."""
    home, school = rows.home_unit(), rows.school_unit()
    placed = school != cube.unknown_unit
    out = (home != school) & placed
    within = out & cube.units_of(region)[school]
    return (home, np.ones(len(rows), dtype=bool)), (home, out), (home, within), (school, placed), (school, out)


def refined_column(plain: list[Interval], sharper: Sharper) -> list[Interval]:
    """Plain sums, one per line, with what is known beyond them."""
    low, high, missing = (
        np.array([getattr(one, name) or 0 for one in plain], dtype=np.int32) for name in ("low", "high", "missing")
    )
    columns = (column.tolist() for column in sharper.sharpen(low, high, missing))
    return [
        one if one.high is None else replace(one, low=low, high=high, estimate=None if about == HIDDEN else about)
        for one, low, high, about in zip(plain, *columns, strict=True)
    ]
