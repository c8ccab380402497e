"""The names of a snapshot: municipalities, partnerships, homes, locations, and the numbers they get in the cube."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from tandem.flows.data import ABROAD, NO_PARTNERSHIP, UNKNOWN
from tandem.opendata.data import TABLES
from tandem.opendata.geography import rd_from_wgs84

NAMED = ("municipalities", "partnerships", "homes", "locations")
WITH_POINT = ("municipalities", "homes", "locations")
Area = tuple[int, int, int]  # numbers of unit, PO partnership and VO partnership


def read_names(connection: duckdb.DuckDBPyConnection, snapshot: Path) -> dict[str, Any]:
    """Everything in cube.json that does not depend on the cells."""
    manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    names: dict[str, Any] = {"id": manifest["id"], "created": manifest["created"], "demo": manifest["demo"]}
    names |= {table: _read_columns(connection, table) for table in NAMED}
    for table in WITH_POINT:
        names[table] |= _in_metres(names[table])
    homes, locations = names["homes"], names["locations"]
    places = dict(zip(names["municipalities"]["code"], names["municipalities"]["name"], strict=True))
    names["units"] = _vocabulary(places, homes["municipality"], locations["municipality"])
    partnerships = dict(zip(names["partnerships"]["code"], names["partnerships"]["name"], strict=True))
    sides = [side[kind] for side in (homes, locations) for kind in ("partnership_po", "partnership_vo")]
    names["partnership_units"] = _vocabulary(partnerships, *sides, [NO_PARTNERSHIP])
    names["home_areas"], names["area_of_home"] = _areas(names, homes)
    names["school_areas"], names["area_of_location"] = _areas(names, locations)
    return names


def _read_columns(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, list[Any]]:
    rows = connection.view(table).order("code").fetchall()
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in TABLES[table]]
    return dict(zip(TABLES[table], columns, strict=True))


def _in_metres(columns: dict[str, list[Any]]) -> dict[str, list[int | None]]:
    """x and y in whole metres RD; None where no point is known."""
    x: list[int | None] = []
    y: list[int | None] = []
    for longitude, latitude in zip(columns["longitude"], columns["latitude"], strict=True):
        point = None if longitude is None or latitude is None else rd_from_wgs84(longitude, latitude)
        x.append(round(point[0]) if point else None)
        y.append(round(point[1]) if point else None)
    return {"x": x, "y": y}


def _vocabulary(named: dict[str, str], *used: Iterable[str | None]) -> dict[str, list[str]]:
    codes = set(named).union({*ABROAD, UNKNOWN}, *(filter(None, codes) for codes in used))
    ordered = sorted(codes)
    return {"code": ordered, "name": [named.get(code, code) for code in ordered]}


def _areas(names: Mapping[str, Any], side: Mapping[str, list[Any]]) -> tuple[list[Area], list[int]]:
    """The areas of one side, and of each home or location the number of its area. Abroad is an area of its own."""
    unit = {code: i for i, code in enumerate(names["units"]["code"])}
    bond = {code: i for i, code in enumerate(names["partnership_units"]["code"])}
    found: list[Area] = []
    fields = (side["code"], side["municipality"], side["partnership_po"], side["partnership_vo"])
    for code, municipality, po, vo in zip(*fields, strict=True):
        if code in ABROAD:
            found.append((unit[code], bond[code], bond[code]))
        else:
            found.append((unit[municipality or UNKNOWN], bond[po or UNKNOWN], bond[vo or UNKNOWN]))
    areas = sorted(set(found))
    number = {area: i for i, area in enumerate(areas)}
    return areas, [number[area] for area in found]
