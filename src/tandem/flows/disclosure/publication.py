"""What Tandem publishes about one year, as sums over cells: every table a page, a download or the API can show.

All of these come from the same functions (`refined_arrays`); a region's answer is a part of the country's, so regions
are asked only where they add up otherwise: inside and outside, with every direction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tandem.flows.answers import HIDDEN, FlowArrays, answer_arrays
from tandem.flows.cube import Cube
from tandem.flows.data import HOME_LEVELS, SCHOOL_LEVELS, Direction, FlowQuery, Level
from tandem.flows.masked.data import Counts, MaskedSlice, Numbers
from tandem.flows.masked.reading import read_geography, read_slice
from tandem.flows.masked.refining import parts_of, refined_arrays
from tandem.flows.masked.store import rows_of_cells
from tandem.register.data import SECTOR_GROUPS, Region, Sector


@dataclass(frozen=True)
class Cells:
    """All cells of one year, sector after sector; `part_of` gives the slice of each sector."""

    year: int
    slices: dict[Sector, MaskedSlice]
    start: dict[Sector, int]
    low: Counts
    high: Counts
    hidden: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.low)


@dataclass(frozen=True, slots=True)
class Published:
    """Lines that are shown: their bounds, what the cells' own bounds add up to, and which cells are in them."""

    name: str
    low: Counts
    high: Counts
    plain_low: Counts
    plain_high: Counts
    estimate: Counts
    masked: Counts
    cell: Numbers
    line: Numbers


def read_year(cube: Cube, year: int) -> Cells:
    """The cells of one year of a cube. A cell that the source left empty counts as hidden without an upper bound."""
    geography = read_geography(cube)
    slices = {s: read_slice(cube, geography, year, s) for s in cube.sectors_by_year.get(year, ())}
    sizes = [len(part.low) for part in slices.values()]
    start = dict(zip(slices, np.cumsum([0, *sizes]).tolist(), strict=False))
    nothing = np.empty(0, dtype=np.int64)
    low, high, missing = (
        np.concatenate([nothing, *(getattr(part, name) for part in slices.values())]).astype(np.int64)
        for name in ("low", "high", "missing")
    )
    high = np.where(missing > 0, low + 100_000, high)
    return Cells(year, slices, start, low, high, high > low)


def publications(cube: Cube, cells: Cells, regions: Sequence[Region]) -> Iterator[Published]:
    """Everything that is published about the year of these cells."""
    for query in questions(cells, regions):
        found = refined_arrays(cube, query)
        if len(found):
            yield _published(cube, cells, found)


def questions(cells: Cells, regions: Sequence[Region]) -> Iterator[FlowQuery]:
    """The questions whose answers together hold every sum that can be asked for."""
    groups: list[tuple[Sector, ...]] = [(sector,) for sector in cells.slices]
    groups += [there for group in SECTOR_GROUPS.values() if len(there := _there(group, cells)) > 1]
    for sectors in groups:
        whole = FlowQuery((cells.year,), sectors, together=True)
        for home in HOME_LEVELS:
            for school in SCHOOL_LEVELS:
                yield replace(whole, home_level=home, school_level=school)
        for region in regions:
            for direction in Direction:
                part = replace(whole, region=region, direction=direction)
                yield replace(part, home_level=Level.REGION)
                yield replace(part, school_level=Level.REGION)
                yield replace(part, home_level=Level.REGION, school_level=Level.REGION)


def _there(group: Sequence[Sector], cells: Cells) -> tuple[Sector, ...]:
    return tuple(sector for sector in group if sector in cells.slices)


def _published(cube: Cube, cells: Cells, found: FlowArrays) -> Published:
    """The lines without those of which some rows count only perhaps: their bounds say too little to attack with."""
    plain = answer_arrays(cube, found.query)
    cell, line = _members(cube, cells, found)
    sums = [np.bincount(line, weights=bound[cell], minlength=len(found)) for bound in (cells.low, cells.high)]
    sure = (sums[0] == plain.low) & (sums[1] == plain.high) & (plain.missing == 0)
    number = np.cumsum(sure) - 1
    kept = sure[line]
    estimate = np.full(len(found), HIDDEN) if found.estimate is None else found.estimate
    return Published(
        name=_name(found.query),
        low=found.low[sure],
        high=found.high[sure],
        plain_low=plain.low[sure],
        plain_high=plain.high[sure],
        estimate=estimate[sure],
        masked=found.masked[sure],
        cell=cell[kept],
        line=number[line[kept]],
    )


def sums_of_lines(
    cube: Cube, cells: Cells, lines: tuple[str, FlowArrays, Numbers], told: tuple[Numbers, Numbers, Numbers]
) -> Iterator[Published]:
    """What was told about groups of lines: `lines` = (name, plain answer, group per line; -1 = in none), `told` =
    low, high and estimate per group. Groups with rows that count only perhaps are left out.
    """
    name, plain, group = lines
    low, high, about = told
    cell, line = _members(cube, cells, plain)
    of = group[line]
    cell, of = cell[of >= 0], of[of >= 0]
    inside, size = np.flatnonzero(group >= 0), len(low)
    sums = [np.bincount(of, weights=bound[cell], minlength=size) for bound in (cells.low, cells.high)]
    known = [
        np.bincount(group[inside], weights=column[inside], minlength=size)
        for column in (plain.low, plain.high, plain.masked, plain.missing)
    ]
    sure = (sums[0] == known[0]) & (sums[1] == known[1]) & (known[3] == 0)
    number = np.cumsum(sure) - 1
    kept = sure[of]
    told_sure = [column.astype(np.int64)[sure] for column in (low, high, about)]
    plain_low, plain_high, masked = (column.astype(np.int64)[sure] for column in known[:3])
    yield Published(
        name=name,
        low=told_sure[0],
        high=told_sure[1],
        plain_low=plain_low,
        plain_high=plain_high,
        estimate=told_sure[2],
        masked=masked,
        cell=cell[kept],
        line=number[of[kept]],
    )


def _members(cube: Cube, cells: Cells, found: FlowArrays) -> tuple[Numbers, Numbers]:
    """Every cell that certainly counts in the answer, and its line."""
    taken: list[Numbers] = []
    lines: list[Numbers] = []
    for part in parts_of(cube, found):
        own = cells.slices[part.sector]
        start, stop = cube.tables[part.table].bounds[cube.slices[part.year, part.sector]]
        line_of_row = np.full(stop - start, -1)
        line_of_row[part.rows.numbers() - start] = part.line
        line = line_of_row[rows_of_cells(cube, part.table, own, part.year)]
        inside = np.flatnonzero(line >= 0)
        taken.append(inside + cells.start[part.sector])
        lines.append(line[inside])
    return np.concatenate(taken), np.concatenate(lines)


def _name(query: FlowQuery) -> str:
    """Which table of the publication this is, for a report."""
    where = "" if query.region.is_country else f", {query.region.code} {query.direction}"
    return f"{'+'.join(query.sectors)} {query.years[0]}: {query.home_level} × {query.school_level}{where}"
