"""The rows of the cube that a question may touch, found without reading the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube, Ends, Table
from tandem.flows.layout import ROWS
from tandem.register.data import Sector

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns of equal length, and the ends that `home` and `school` number.

    `at`: which rows of the table these are, or (of which rows, which); see `numbers`.
    """

    homes: Ends
    schools: Ends
    home: Numbers
    school: Numbers
    low: Numbers
    high: Numbers
    masked: Numbers
    missing: Numbers
    at: Any

    def __len__(self) -> int:
        return len(self.low)

    def home_unit(self) -> Numbers:
        """Per row the unit of its home."""
        return np.asarray(self.homes.unit[self.home])

    def school_unit(self) -> Numbers:
        """Per row the unit of its school."""
        return np.asarray(self.schools.unit[self.school])

    def take(self, rows: Any) -> "Rows":
        """These rows only."""
        home, school, low, high, masked, missing = (getattr(self, field)[rows] for field in ROWS)
        return Rows(self.homes, self.schools, home, school, low, high, masked, missing, (self.at, rows))

    def numbers(self) -> Numbers:
        """The row numbers in the table."""
        return _numbers(self.at)


def age_rows(cube: Cube, year: int, sector: Sector, ages: Sequence[int]) -> Rows:
    """Everything of one slice and these ages, cell by cell."""
    bounds = cube.age_slices.get((year, sector), {})
    runs = [np.arange(*bounds[age]) for age in ages if age in bounds]
    return _pick(cube.ages, np.concatenate(runs) if runs else np.empty(0, dtype=np.intp))


def slice_rows(table: Table, number: int, homes: Numbers | None = None, schools: Numbers | None = None) -> Rows:
    """The rows of one slice whose home is in `homes` or whose school is in `schools` (numbers, ascending).

    None for both: every row of the slice.
    """
    start, stop = table.bounds[number]
    if homes is None and schools is None:
        return _pick(table, slice(start, stop))
    taken = np.zeros(stop - start, dtype=bool)
    if homes is not None:
        taken[_ranges(table.columns["home_start"][number], homes) - start] = True
    if schools is not None:
        there = _ranges(table.columns["school_start"][number], schools)
        taken[table.columns["by_school"][there] - start] = True
    return _pick(table, np.flatnonzero(taken) + start)


def _ranges(starts: Numbers, numbers: Numbers) -> Numbers:
    """The row numbers of all runs `starts[n]` up to `starts[n + 1]`, one after another."""
    first, lengths = starts[numbers], starts[numbers + 1] - starts[numbers]
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(total) + np.repeat(first - before, lengths))


def _pick(table: Table, rows: Any) -> Rows:
    home, school, low, high, masked, missing = (table.columns[field][rows] for field in ROWS)
    return Rows(table.homes, table.schools, home, school, low, high, masked, missing, rows)


def _numbers(at: Any) -> Numbers:
    match at:
        case slice():
            return np.arange(at.start, at.stop)
        case (whole, part):
            return np.asarray(_numbers(whole)[part])
        case _:
            return np.asarray(at)
