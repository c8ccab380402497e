"""Estimates and narrower bounds of a slice: made once, kept beside the cube, read at every question.

<snapshot>/cube/refined-v1/2017-VSO.npz. Made on the first question that wants them, or at load by `write_refinements`.
"""

import contextlib
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from tandem.flows.cube import Cube, Ends
from tandem.flows.layout import TABLES
from tandem.flows.masked.data import Counts, Floats, Geography, MaskedSlice, Numbers
from tandem.flows.masked.estimating import estimate
from tandem.flows.masked.narrowing import Groups, groups, narrow
from tandem.flows.masked.reading import read_geography, read_slice
from tandem.register.data import Sector

VERSION = "refined-v1"
UNKNOWN_HIGH = 100_000  # pupils: more than any cell that the source left empty can hold
OF_LOCATIONS = ("cells", "from_areas")  # the tables whose schools are locations; those of the others are areas


@dataclass(frozen=True, slots=True)
class RefinedTable:
    """What is known beyond the rows of one slice of one table of the cube, in the order of its rows.

    `estimate`: expected pupils, empty where a sector has no tested estimate. `known`: the totals per school.
    """

    low: Counts
    high: Counts
    estimate: Floats
    known: Groups


RefinedSlice = Mapping[str, RefinedTable]  # by the name of the table


class Refinements:
    """The refined slices of one cube, each made or read once per process."""

    def __init__(self, cube: Cube) -> None:
        self._cube = cube
        self._lock = threading.Lock()
        self._slices: dict[tuple[int, Sector], RefinedSlice] = {}

    @cached_property
    def _geography(self) -> Geography:
        return read_geography(self._cube)

    def slice(self, year: int, sector: Sector) -> RefinedSlice:
        """The refined slice; KeyError where the cube has no such slice."""
        with self._lock:
            found = self._slices.get((year, sector))
            if found is None:
                found = self._slices[year, sector] = self._open(year, sector)
            return found

    def _open(self, year: int, sector: Sector) -> RefinedSlice:
        path = self._cube.snapshot / "cube" / VERSION / f"{year}-{sector}.npz"
        if path.exists():
            return _read(path)
        made = refine_slice(self._cube, read_slice(self._cube, self._geography, year, sector), year)
        with contextlib.suppress(OSError):  # a snapshot that may only be read: then it stays in memory
            _write(path, made)
        return made


_refinements: WeakKeyDictionary[Cube, Refinements] = WeakKeyDictionary()
_making = threading.Lock()


def refinements(cube: Cube) -> Refinements:
    """The refined slices of this cube."""
    with _making:
        if cube not in _refinements:
            _refinements[cube] = Refinements(cube)
        return _refinements[cube]


def write_refinements(snapshot: Path, *, newest_only: bool = False) -> None:
    """Make the refined slices of a snapshot, so that the first question is as fast as the next."""
    cube = Cube.open(snapshot)
    made = Refinements(cube)
    for year, sector in cube.slices:
        if not newest_only or year == max(cube.years):
            made.slice(year, sector)


def refine_slice(cube: Cube, part: MaskedSlice, year: int) -> RefinedSlice:
    """Estimate and narrow one slice, for each table of the cube."""
    cells = part.location, part.low, np.where(part.missing, part.low + UNKNOWN_HIGH, part.high)
    known, _ = groups(cells, part.location_totals)
    value = estimate(part)
    return {name: _refine_table(cube, name, part, year, (cells, known, value)) for name in TABLES}


def _refine_table(
    cube: Cube,
    name: str,
    part: MaskedSlice,
    year: int,
    refined: tuple[tuple[Numbers, Numbers, Numbers], Groups, Floats | None],
) -> RefinedTable:
    """The rows of one table. Those of one location keep the sums of its cells' bounds, which `known` narrows best."""
    cells, known, value = refined
    table, each = cube.tables[name], cube.tables["cells"]
    start, stop = table.bounds[cube.slices[year, part.sector]]
    rows, row = stop - start, rows_of_cells(cube, name, part, year)
    about = np.empty(0) if value is None else np.bincount(row, weights=value, minlength=rows)
    if name in OF_LOCATIONS:
        low, high = (np.bincount(row, weights=bound, minlength=rows).astype(np.int64) for bound in cells[1:])
    else:
        low, high = narrow(row, rows, cells, known)
        area, schools = _areas(each.schools, table.schools), table.columns["school"][start:stop]
        known = known.added_up(area, len(table.schools.unit), (schools, low, high))
    return RefinedTable(low, high, about.astype(np.float64), known)


def rows_of_cells(cube: Cube, name: str, part: MaskedSlice, year: int) -> Numbers:
    """Per cell the row of a table, counted from the start of the slice, that it is added up in."""
    table, each = cube.tables[name], cube.tables["cells"]
    rows, width = slice(*table.bounds[cube.slices[year, part.sector]]), len(table.schools.unit)
    keys = table.columns["home"][rows].astype(np.int64) * width + table.columns["school"][rows]
    home, school = _areas(each.homes, table.homes)[part.home], _areas(each.schools, table.schools)[part.location]
    return np.searchsorted(keys, home.astype(np.int64) * width + school)


def _areas(places: Ends, areas: Ends) -> Numbers:
    """Per place its area: the one with the same unit and partnerships. In a table of the places: themselves."""
    if places is areas:
        return np.arange(len(places.unit))
    size = int(max(places.po.max(initial=0), places.vo.max(initial=0))) + 1
    of_places, of_areas = ((ends.unit * size + ends.po) * size + ends.vo for ends in (places, areas))
    order = np.argsort(of_areas)
    return np.asarray(order[np.searchsorted(of_areas, of_places, sorter=order)])


def _write(path: Path, made: RefinedSlice) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns: dict[str, Any] = {}
    for name, table in made.items():
        columns |= {f"{name}.low": table.low, f"{name}.high": table.high, f"{name}.estimate": table.estimate}
        columns |= {f"{name}.known.{field.name}": getattr(table.known, field.name) for field in fields(Groups)}
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
        np.savez(file, **columns)
    work = Path(file.name)
    work.chmod(0o644)
    work.replace(path)


def _read(path: Path) -> RefinedSlice:
    with np.load(path) as columns:
        return {
            name: RefinedTable(
                columns[f"{name}.low"],
                columns[f"{name}.high"],
                columns[f"{name}.estimate"],
                Groups(*(columns[f"{name}.known.{field.name}"] for field in fields(Groups))),
            )
            for name in TABLES
        }
