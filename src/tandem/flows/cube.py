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
from tandem.flows.layout import INDEXES, NAMES, NUMBERS, ROWS, TABLES, VERSION
from tandem.opendata.data import HomeKind
from tandem.platform.home import tandem_home
from tandem.platform.message import Message
from tandem.register.data import Partnership, Region, Sector

__all__ = ["Cube", "NoOpenData", "NotInData", "current_cube", "write_cube"]

Numbers = NDArray[Any]


class NoOpenData(RuntimeError):  # noqa: N818 – a state, not a mistake
    """No snapshot of open data is in use, or there are no pupils in it; the message (Dutch) says what to do."""


class NotInData(ValueError):  # noqa: N818 – idem
    """The question names a year, sector or unit that the cube does not hold; the message (Dutch) lists what it does."""


@dataclass(frozen=True)
class Vocabulary:
    """Codes in ascending order with their names, and the number of each code."""

    codes: tuple[str, ...]
    names: tuple[str, ...]

    @cached_property
    def number(self) -> Mapping[str, int]:
        return MappingProxyType({code: i for i, code in enumerate(self.codes)})


@dataclass(frozen=True)
class Ends:
    """The places at one end of rows (homes, locations, or areas): of each the number of its unit and partnerships."""

    unit: Numbers
    po: Numbers
    vo: Numbers
    none: Numbers  # for a sector that has no partnerships

    def partnership(self, kind: str | None) -> Numbers:
        return {"PO": self.po, "VO": self.vo}.get(kind or "", self.none)


@dataclass(frozen=True)
class Table:
    """One of the four tables of `layout`, with what its home and school numbers stand for."""

    homes: Ends
    schools: Ends
    bounds: tuple[tuple[int, int], ...]  # per slice
    columns: Mapping[str, Numbers]


class Cube:
    """Everything the pages and the API ask about flows, of one snapshot. Immutable; safe to share between threads."""

    snapshot: Path
    snapshot_id: str
    demo: bool
    created: str  # ISO 8601
    years: tuple[int, ...]  # ascending
    sectors_by_year: Mapping[int, tuple[Sector, ...]]
    municipalities: Mapping[str, CubeMunicipality]  # by code, ascending
    partnerships: Mapping[str, Partnership]
    locations: Mapping[str, SchoolLocation]
    homes: Mapping[str, Home]

    def __init__(self, snapshot: Path, names: dict[str, Any], arrays: Mapping[str, Numbers]) -> None:
        self.snapshot = snapshot
        self.snapshot_id, self.demo, self.created = names["id"], names["demo"], names["created"]
        self._read_slices(names)
        self._read_names(names)
        self._read_units(names)
        self._read_tables(names, arrays)

    @classmethod
    def open(cls, snapshot: Path) -> "Cube":
        """Map the cube of this snapshot; builds it first where it is missing or of an older version."""
        folder = snapshot / "cube" / VERSION
        if not folder.exists():
            write_cube(snapshot)
        names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        return cls(snapshot, names, _map(folder / NUMBERS, names["arrays"]))

    def _read_slices(self, names: dict[str, Any]) -> None:
        self.slices: Mapping[tuple[int, Sector], int] = MappingProxyType(
            {(year, Sector(sector)): i for i, (year, sector, *_) in enumerate(names["slices"])}
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
            {row["code"]: CubeMunicipality(**row) for row in _rows(names["municipalities"])}
        )
        self.partnerships = MappingProxyType({row["code"]: Partnership(**row) for row in _rows(names["partnerships"])})
        homes = names["homes"]
        del homes["known_by"]
        homes["kind"] = [HomeKind(kind) for kind in homes["kind"]]
        self.homes = MappingProxyType({row["code"]: Home(**row) for row in _rows(homes)})
        locations = names["locations"]
        locations["sectors"] = [
            tuple(sector for sector in Sector if sector in found) for found in names["sectors_of_location"]
        ]
        self.locations = MappingProxyType(
            {row["code"]: SchoolLocation(**{**row, "name": row["name"] or row["code"]}) for row in _rows(locations)}
        )

    def _read_units(self, names: dict[str, Any]) -> None:
        self.units = self.home_units = _vocabulary(names["units"], HOME_NAMES)
        self.school_units = _vocabulary(names["units"], SCHOOL_NAMES)
        self.partnership_units = _vocabulary(names["partnership_units"], PARTNERSHIP_NAMES)
        self.home_words = Vocabulary(tuple(self.homes), tuple(home.name for home in self.homes.values()))
        self.location_words = Vocabulary(tuple(self.locations), tuple(here.name for here in self.locations.values()))
        self.unknown_unit = self.units.number[UNKNOWN]
        self.is_municipality = np.array([code not in {*ABROAD, UNKNOWN} for code in self.units.codes])

    def _read_tables(self, names: dict[str, Any], arrays: Mapping[str, Numbers]) -> None:
        home_areas, school_areas = self._ends(names["home_areas"]), self._ends(names["school_areas"])
        homes = self._ends([names["home_areas"][i] for i in names["area_of_home"]])
        locations = self._ends([names["school_areas"][i] for i in names["area_of_location"]])
        ends = {
            "cells": (homes, locations),
            "to_areas": (homes, school_areas),
            "from_areas": (home_areas, locations),
            "flows": (home_areas, school_areas),
        }
        self.tables: Mapping[str, Table] = MappingProxyType(
            {
                name: Table(
                    *ends[name],
                    tuple((start, stop) for start, stop in names["bounds"][name]),
                    MappingProxyType({field: arrays[f"{name}_{field}"] for field in (*ROWS, *INDEXES)}),
                )
                for name in TABLES
            }
        )
        ages = MappingProxyType({field: arrays[f"ages_{field}"] for field in ROWS})
        self.ages = Table(homes, locations, (), ages)

    def _ends(self, areas: list[list[int]]) -> Ends:
        unit, po, vo = np.array(areas, dtype=np.intp).reshape(-1, 3).T.copy()
        abroad = np.isin(unit, [self.units.number[code] for code in ABROAD])
        return Ends(unit, po, vo, np.where(abroad, po, self.partnership_units.number[NO_PARTNERSHIP]))

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


def _map(path: Path, places: Mapping[str, Any]) -> dict[str, Numbers]:
    """The arrays of the file, read only when touched and shared between processes."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return {name: np.ndarray(shape, dtype, mapped, offset) for name, (dtype, shape, offset) in places.items()}


def _rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def table_name(*, each_home: bool, each_location: bool) -> str:
    """The smallest table that still tells the homes, the locations, both or neither apart."""
    if each_home:
        return "cells" if each_location else "to_areas"
    return "from_areas" if each_location else "flows"


_lock = threading.Lock()
_opened: tuple[Path, Cube] | None = None


def current_cube() -> Cube:
    """The cube of the snapshot in use, cached per process and reopened when another snapshot takes over.

    Raises NoOpenData when there is none, and when nobody loaded pupils yet: places alone answer no question.
    """
    global _opened  # noqa: PLW0603 – one per process is the point
    link = tandem_home() / "opendata" / "current"
    if not (link / "tables").is_dir():
        raise NoOpenData(Message("Er zijn nog geen open data geladen. Laad ze met: tandem data load MAP-OF-BESTAND"))
    snapshot = link.resolve()
    with _lock:
        if _opened is None or _opened[0] != snapshot:
            _opened = (snapshot, Cube.open(snapshot))
        cube = _opened[1]
    if not cube.years:
        raise NoOpenData("Er zijn nog geen leerlingen geladen, alleen plaatsen. Laad ze met: tandem data load BESTAND")
    return cube
