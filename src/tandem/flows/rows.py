"""The rows of the cube that a question may touch, found without reading the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube, Slice
from tandem.flows.layout import COUNTS
from tandem.register.data import Sector

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns of equal length. `home` and `location` are None where rows are municipality × municipality."""

    home: Numbers | None
    location: Numbers | None
    home_unit: Numbers
    school_unit: Numbers
    low: Numbers
    high: Numbers
    masked: Numbers
    missing: Numbers

    def __len__(self) -> int:
        return len(self.low)

    def each_home(self) -> Numbers:
        """Per row its home. ValueError where rows are municipality × municipality."""
        if self.home is None:
            raise ValueError("these rows know no home smaller than a municipality")
        return self.home

    def each_location(self) -> Numbers:
        """Per row its location. ValueError where rows are municipality × municipality."""
        if self.location is None:
            raise ValueError("these rows know no location")
        return self.location


def municipal_rows(cube: Cube, year: int, sector: Sector) -> Rows:
    """Everything of one slice, municipality × municipality."""
    here = cube.slices[year, sector]
    part = slice(here.flow_start, here.flow_stop)
    counts = [cube.arrays[f"flows_{count}"][part] for count in COUNTS]
    return Rows(None, None, cube.arrays["flows_home"][part], cube.arrays["flows_school"][part], *counts)


def age_rows(cube: Cube, year: int, sector: Sector, ages: Sequence[int]) -> Rows:
    """Everything of one slice and these ages, cell by cell."""
    bounds = cube.age_slices.get((year, sector), {})
    runs = [np.arange(*bounds[age]) for age in ages if age in bounds]
    return _pick(cube, "ages", np.concatenate(runs) if runs else np.empty(0, dtype=np.intp))


def cell_rows(cube: Cube, year: int, sector: Sector, homes: Numbers | None, locations: Numbers | None) -> Rows:
    """The cells of one slice whose home is in `homes` or whose location is in `locations` (numbers, ascending).

    None for both: every cell of the slice.
    """
    here = cube.slices[year, sector]
    if homes is None and locations is None:
        return _pick(cube, "cells", slice(here.start, here.stop))
    found = np.empty(0, dtype=np.int32)
    if homes is not None:
        found = _ranges(cube.arrays["cells_home_start"][here.number], homes)
    if locations is not None:
        there = cube.arrays["cells_by_location"][_ranges(cube.arrays["cells_location_start"][here.number], locations)]
        found = there if homes is None else _union(here, found, there)
    return _pick(cube, "cells", found)


def _union(here: Slice, some: Numbers, others: Numbers) -> Numbers:
    taken = np.zeros(here.stop - here.start, dtype=bool)
    taken[some - here.start] = True
    taken[others - here.start] = True
    return np.flatnonzero(taken) + here.start


def _ranges(starts: Numbers, numbers: Numbers) -> Numbers:
    """The row numbers of all runs `starts[n]` up to `starts[n + 1]`, one after another."""
    first, lengths = starts[numbers], starts[numbers + 1] - starts[numbers]
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(total) + np.repeat(first - before, lengths))


def _pick(cube: Cube, table: str, rows: Any) -> Rows:
    home, location = cube.arrays[f"{table}_home"][rows], cube.arrays[f"{table}_location"][rows]
    counts = [cube.arrays[f"{table}_{count}"][rows] for count in COUNTS]
    return Rows(home, location, cube.home_unit[home], cube.location_unit[location], *counts)
