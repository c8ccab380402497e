"""Estimates and narrower bounds of a slice: made once, kept beside the cube, read at every question.

<snapshot>/cube/refined-v1/2017-VSO.npz. Made on the first question that wants them, or at load by `write_refinements`.
"""

import contextlib
import tempfile
import threading
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube
from tandem.flows.masked.data import Counts, Floats, Geography, MaskedSlice
from tandem.flows.masked.estimating import estimate
from tandem.flows.masked.narrowing import Groups, groups, narrow
from tandem.flows.masked.reading import read_geography, read_slice
from tandem.register.data import Sector

VERSION = "refined-v1"
UNKNOWN_HIGH = 100_000  # pupils: more than any cell that the source left empty can hold


@dataclass(frozen=True, slots=True)
class RefinedSlice:
    """What is known beyond the cells of a slice. Rows are counted from the start of the slice.

    `cells_estimate`, `flows_estimate`: expected pupils per row, empty where a sector has no tested estimate.
    `by_location` groups the cells, `by_unit` the rows of municipality × municipality (by unit of school).
    """

    cells_estimate: NDArray[np.float32]
    flows_estimate: Floats
    flows_low: Counts
    flows_high: Counts
    by_location: Groups
    by_unit: Groups
    contradicted: int

    @property
    def has_estimate(self) -> bool:
        return len(self.cells_estimate) > 0


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


def write_refinements(snapshot: Path) -> None:
    """Make every refined slice of a snapshot, so that the first question is as fast as the next."""
    cube = Cube.open(snapshot)
    made = Refinements(cube)
    for year, sector in cube.slices:
        made.slice(year, sector)


def refine_slice(cube: Cube, part: MaskedSlice, year: int) -> RefinedSlice:
    """Estimate and narrow one slice."""
    here = cube.slices[year, part.sector]
    homes, schools = (cube.arrays[f"flows_{side}"][here.flow_start : here.flow_stop] for side in ("home", "school"))
    size, unit_of_location = len(cube.units.codes), cube.location_unit
    keys = homes.astype(np.int64) * size + schools
    own = cube.home_unit[part.home].astype(np.int64) * size + unit_of_location[part.location]
    flow = np.searchsorted(keys, own)
    cells = part.location, part.low, np.where(part.missing, part.low + UNKNOWN_HIGH, part.high)
    known, contradicted = groups(cells, part.location_totals)
    low, high = narrow(flow, len(keys), cells, known)
    value = estimate(part)
    nothing: Floats = np.empty(0)
    of_flows = nothing if value is None else np.bincount(flow, weights=value, minlength=len(keys)).astype(np.float64)
    return RefinedSlice(
        cells_estimate=(nothing if value is None else value).astype(np.float32),
        flows_estimate=of_flows,
        flows_low=low,
        flows_high=high,
        by_location=known,
        by_unit=known.added_up(unit_of_location, size, (schools, low, high)),
        contradicted=contradicted,
    )


COLUMNS = ("cells_estimate", "flows_estimate", "flows_low", "flows_high", "contradicted")
GROUPS = ("by_location", "by_unit")


def _write(path: Path, made: RefinedSlice) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns: dict[str, Any] = {name: getattr(made, name) for name in COLUMNS}
    for name in GROUPS:
        columns |= {f"{name}.{field}": column for field, column in asdict(getattr(made, name)).items()}
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
        np.savez(file, **columns)
    work = Path(file.name)
    work.chmod(0o644)
    work.replace(path)


def _read(path: Path) -> RefinedSlice:
    with np.load(path) as columns:
        cells_estimate, flows_estimate, flows_low, flows_high, contradicted = (columns[name] for name in COLUMNS)
        by_location, by_unit = (Groups(*(columns[f"{name}.{f.name}"] for f in fields(Groups))) for name in GROUPS)
    return RefinedSlice(cells_estimate, flows_estimate, flows_low, flows_high, by_location, by_unit, int(contradicted))
