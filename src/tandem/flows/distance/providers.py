"""Where a distance comes from: a straight line times a factor, or a table of roads that somebody loaded.

A provider is exchanged by loading a table of distances (PC4 × location); pairs that it lacks fall back to the
factor, and `Distances.measured` says how many came from the table. Every page names its provider.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import duckdb
import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube
from tandem.flows.masked.data import Floats, Numbers
from tandem.flows.masked.reading import read_geography

TABLE = "distances"


@dataclass(frozen=True, slots=True)
class Distances:
    """Kilometres one way per pair; NaN where a point is not known. `measured`: whether it comes from a table."""

    km: Floats
    measured: NDArray[np.bool_]


class Provider(Protocol):
    """Kilometres from homes to locations, by their numbers in the cube."""

    @property
    def key(self) -> str: ...

    def distances(self, home: Numbers, location: Numbers) -> Distances: ...


class StraightLine:
    """As the crow flies, times a factor for the bends of a road."""

    key = "factor"

    def __init__(self, cube: Cube, factor: float) -> None:
        self._where, self._factor = read_geography(cube), factor

    def distances(self, home: Numbers, location: Numbers) -> Distances:
        where = self._where
        away = where.home_x[home] - where.location_x[location], where.home_y[home] - where.location_y[location]
        km = np.hypot(*away) * self._factor
        return Distances(km, np.zeros(len(km), dtype=bool))


class RoadTable:
    """A loaded table of kilometres; what it lacks comes from `otherwise`."""

    key = "tabel"

    def __init__(self, cube: Cube, rows: tuple[Numbers, Numbers, Floats], otherwise: Provider) -> None:
        home, location, km = rows
        self._width = len(cube.locations)
        pair = home.astype(np.int64) * self._width + location
        order = np.argsort(pair)
        self._pair, self._km, self._otherwise = pair[order], km[order], otherwise

    def distances(self, home: Numbers, location: Numbers) -> Distances:
        found = self._otherwise.distances(home, location)
        if not len(self._pair):
            return found
        pair = home.astype(np.int64) * self._width + location
        at = np.minimum(np.searchsorted(self._pair, pair), len(self._pair) - 1)
        known = self._pair[at] == pair
        return Distances(np.where(known, self._km[at], found.km), known)


def provider_of(cube: Cube, factor: float) -> Provider:
    """The loaded table where there is one, else the factor."""
    straight = StraightLine(cube, factor)
    path = cube.snapshot / "tables" / f"{TABLE}.parquet"
    if not path.exists():
        return straight
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(path)).fetchnumpy()
    home = _numbers(rows["home"], cube.home_words.number)
    location = _numbers(rows["location"], cube.location_words.number)
    known = (home >= 0) & (location >= 0)
    return RoadTable(cube, (home[known], location[known], rows["km"][known].astype(np.float64)), straight)


def _numbers(codes: Any, number: Any) -> Numbers:
    return np.array([number.get(code, -1) for code in codes], dtype=np.int64)
