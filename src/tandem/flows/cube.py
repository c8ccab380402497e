"""The flow cube: an immutable, memory-mapped answer machine beside every snapshot of open data."""

import json
import mmap
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.build import write_cube
from tandem.flows.data import (
    ABROAD,
    HOME_NAMES,
    NO_PARTNERSHIP,
    PARTNERSHIP_NAMES,
    SCHOOL_NAMES,
    UNKNOWN,
    CubeMunicipality,
    Home,
    SchoolLocation,
)
from tandem.flows.layout import NAMES, NUMBERS, VERSION
from tandem.opendata.data import HomeKind
from tandem.platform.home import tandem_home
from tandem.register.data import Partnership, Region, Sector

__all__ = ["Cube", "NoFigures", "NoOpenData", "NotInData", "current_cube", "write_cube"]


class NoOpenData(RuntimeError):  # noqa: N818 – a state, not a mistake
    """No snapshot of open data is in use; the message (Dutch) says what to do."""


class NotInData(ValueError):  # noqa: N818 – idem
    """The question names a year, sector or unit that the cube does not hold; the message (Dutch) lists what it does."""


class NoFigures(NotInData):
    """The question is a good one, but the sources say nothing about this sector, or not by age."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one (year, sector): of `cells` from start to stop, of `flows` from flow_start to flow_stop."""

    number: int
    start: int
    stop: int
    flow_start: int
    flow_stop: int


@dataclass(frozen=True)
class Vocabulary:
    """Codes in ascending order with their names, and the number of each code."""

    codes: tuple[str, ...]
    names: tuple[str, ...]

    @cached_property
    def number(self) -> Mapping[str, int]:
        return MappingProxyType({code: i for i, code in enumerate(self.codes)})


class Cube:
    """Everything the pages and the API ask about flows, of one snapshot. Immutable; safe to share between threads."""

    snapshot_id: str
    demo: bool
    created: str  # ISO 8601
    years: tuple[int, ...]  # ascending
    sectors_by_year: Mapping[int, tuple[Sector, ...]]
    municipalities: Mapping[str, CubeMunicipality]  # by code, ascending
    partnerships: Mapping[str, Partnership]
    locations: Mapping[str, SchoolLocation]
    homes: Mapping[str, Home]

    def __init__(self, names: dict[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        self.snapshot_id, self.demo, self.created = names["id"], names["demo"], names["created"]
        self.arrays = arrays
        self._read_slices(names)
        self._read_names(names)
        self._read_units(names)

    @classmethod
    def open(cls, snapshot: Path) -> "Cube":
        """Map the cube of this snapshot; builds it first where it is missing or of an older version."""
        folder = snapshot / "cube" / VERSION
        if not folder.exists():
            write_cube(snapshot)
        names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        return cls(names, MappingProxyType(_map(folder / NUMBERS, names["arrays"])))

    def _read_slices(self, names: dict[str, Any]) -> None:
        self.slices: Mapping[tuple[int, Sector], Slice] = MappingProxyType(
            {(year, Sector(sector)): Slice(i, *bounds) for i, (year, sector, *bounds) in enumerate(names["slices"])}
        )
        ages: dict[tuple[int, Sector], dict[int, tuple[int, int]]] = {}
        for year, sector, age, start, stop in names["age_slices"]:
            ages.setdefault((year, Sector(sector)), {})[age] = (start, stop)
        self.age_slices: Mapping[tuple[int, Sector], Mapping[int, tuple[int, int]]] = MappingProxyType(ages)
        self.years = tuple(sorted({year for year, _ in self.slices}))
        self.sectors_by_year = MappingProxyType(
            {year: tuple(sector for sector in Sector if (year, sector) in self.slices) for year in self.years}
        )

    def _read_names(self, names: dict[str, Any]) -> None:
        self.municipalities = MappingProxyType(
            {m["code"]: CubeMunicipality(**m) for m in _rows(names["municipalities"])}
        )
        self.partnerships = MappingProxyType({p["code"]: Partnership(**p) for p in _rows(names["partnerships"])})
        homes = names["homes"]
        del homes["known_by"]
        homes["kind"] = [HomeKind(kind) for kind in homes["kind"]]
        self.homes = MappingProxyType({home["code"]: Home(**home) for home in _rows(homes)})
        locations = names["locations"]
        locations["sectors"] = [
            tuple(sector for sector in Sector if sector in found) for found in names["sectors_of_location"]
        ]
        self.locations = MappingProxyType({row["code"]: SchoolLocation(**row) for row in _rows(locations)})

    def _read_units(self, names: dict[str, Any]) -> None:
        self.units = self.home_units = _vocabulary(names["units"], HOME_NAMES)
        self.school_units = _vocabulary(names["units"], SCHOOL_NAMES)
        self.partnership_units = _vocabulary(names["partnership_units"], PARTNERSHIP_NAMES)
        self.home_words = Vocabulary(tuple(self.homes), tuple(home.name for home in self.homes.values()))
        self.location_words = Vocabulary(tuple(self.locations), tuple(here.name for here in self.locations.values()))
        unit = self.units.number
        self.unknown_unit = unit[UNKNOWN]
        self.home_unit = np.array(
            [unit[h.code if h.code in ABROAD else h.municipality or UNKNOWN] for h in self.homes.values()],
            dtype=np.intp,
        )
        self.location_unit = np.array(
            [unit[here.municipality or UNKNOWN] for here in self.locations.values()], dtype=np.intp
        )
        self.is_municipality = np.array([code not in {*ABROAD, UNKNOWN} for code in self.units.codes])
        self._partnership_of_homes = {kind: self._number_homes(kind) for kind in ("PO", "VO", None)}
        self._partnership_of_locations = {kind: self._number_locations(kind) for kind in ("PO", "VO", None)}

    def _number_homes(self, kind: str | None) -> NDArray[np.intp]:
        number = self.partnership_units.number
        codes = [home.code if home.code in ABROAD else _partnership(home, kind) for home in self.homes.values()]
        return np.array([number[code] for code in codes], dtype=np.intp)

    def _number_locations(self, kind: str | None) -> NDArray[np.intp]:
        number = self.partnership_units.number
        return np.array([number[_partnership(here, kind)] for here in self.locations.values()], dtype=np.intp)

    def partnership_of_homes(self, kind: str | None) -> NDArray[np.intp]:
        """Per home the number of its partnership of this kind (PO, VO, None = a sector that has none)."""
        return self._partnership_of_homes[kind]

    def partnership_of_locations(self, kind: str | None) -> NDArray[np.intp]:
        """Per location the number of its partnership of this kind."""
        return self._partnership_of_locations[kind]

    def units_of(self, region: Region) -> NDArray[np.bool_]:
        """Per unit whether it is a municipality of the region."""
        if region.is_country:
            return self.is_municipality
        inside = np.zeros(len(self.units.codes), dtype=bool)
        inside[[self.units.number[code] for code in region.municipalities]] = True
        return inside


def _vocabulary(columns: Mapping[str, list[str]], special: Mapping[str, str]) -> Vocabulary:
    codes = tuple(columns["code"])
    return Vocabulary(codes, tuple(special.get(c, name) for c, name in zip(codes, columns["name"], strict=True)))


def _map(path: Path, places: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays of the file, read only when touched and shared between processes."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return {name: np.ndarray(shape, dtype, mapped, offset) for name, (dtype, shape, offset) in places.items()}


def _partnership(place: Home | SchoolLocation, kind: str | None) -> str:
    if kind is None:
        return NO_PARTNERSHIP
    return (place.partnership_po if kind == "PO" else place.partnership_vo) or UNKNOWN


def _rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


_lock = threading.Lock()
_opened: tuple[Path, Cube] | None = None


def current_cube() -> Cube:
    """The cube of the snapshot in use, cached per process and reopened when another snapshot takes over.

    Raises NoOpenData when there is none.
    """
    global _opened  # noqa: PLW0603 – one per process is the point
    link = tandem_home() / "opendata" / "current"
    if not (link / "tables").is_dir():
        raise NoOpenData("Er zijn nog geen open data geladen. Laad ze met: tandem data load MAP-OF-BESTAND")
    snapshot = link.resolve()
    with _lock:
        if _opened is None or _opened[0] != snapshot:
            _opened = (snapshot, Cube.open(snapshot))
        return _opened[1]
