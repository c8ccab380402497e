"""Tiny snapshots of open data from plain Python rows, in the exact Parquet contract of `opendata`.

    snapshot = write_snapshot(tmp_path, cells=[cell(2017, "BO", "2611", "00AP00", 12)], ...)

Homes, locations, municipalities and partnerships that the rows need and nobody describes are added with a name made of
their code, so that a test names only what it is about.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from tandem.opendata.data import FOREIGN_HOMES, TABLES, Reason

Row = dict[str, Any]

ABROAD = {code: name for code, name in FOREIGN_HOMES.values() if code != "ONBEKEND"}
CREATED = "2026-01-01T12:00:00+00:00"


@dataclass
class Sample:
    """The rows of a snapshot, one dictionary per row, with exactly the columns of `TABLES`."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})


def cell(year: int, sector: str, home: str, location: str, low: int, high: int | None = -1) -> Row:
    """One row of `cells`; without `high` exact, with None missing, else masked."""
    bound = low if high == -1 else high
    if bound is None:
        reason = Reason.MISSING
    elif bound > low:
        reason = Reason.MASKED
    else:
        reason = Reason.FOREIGN_HOME if home in {*ABROAD, "ONBEKEND"} else Reason.EXACT
    return {
        "year": year,
        "sector": sector,
        "home": home,
        "location": location,
        "low": low,
        "high": bound,
        "reason": str(reason),
    }


def age_cell(row: Row, *, age: int | None = None, grade: int | None = None) -> Row:
    """A row of `ages` from a row of `cells`."""
    return row | {"age": age, "grade": grade}


def home(code: str, municipality: str | None = None, **others: Any) -> Row:
    """One row of `homes`; its kind follows from the code."""
    kind = "foreign" if code in ABROAD else "unknown" if code == "ONBEKEND" else "pc4"
    names = ABROAD | {"ONBEKEND": "woonplaats onbekend"}
    row = dict.fromkeys(TABLES["homes"]) | {"code": code, "kind": kind, "name": names.get(code, code)}
    if code.startswith("GM"):
        row |= {"kind": "municipality", "municipality": code}
    return row | ({"municipality": municipality} if municipality else {}) | others


def location(code: str, municipality: str | None = None, **others: Any) -> Row:
    """One row of `locations`; without a municipality its place is not known."""
    row = dict.fromkeys(TABLES["locations"]) | {"code": code, "name": f"School {code}", "municipality": municipality}
    return row | others


def write_snapshot(
    folder: Path,
    *,
    cells: Sequence[Row],
    ages: Sequence[Row] = (),
    homes: Iterable[Row] = (),
    locations: Iterable[Row] = (),
    names: Mapping[str, str] | None = None,
    demo: bool = False,
) -> Path:
    """Write <folder>/tables/*.parquet and manifest.json; `names` gives municipalities and partnerships their names."""
    sample = complete(cells=cells, ages=ages, homes=homes, locations=locations, names=names or {})
    return write_sample(folder, sample, demo=demo)


def write_sample(folder: Path, sample: Sample, *, demo: bool = False) -> Path:
    """Write these tables as a snapshot in `folder`."""
    tables = folder / "tables"
    tables.mkdir(parents=True)
    with duckdb.connect() as connection:
        for name, rows in sample.tables.items():
            _write(connection, tables / f"{name}.parquet", TABLES[name], rows)
    manifest = {"id": folder.name, "created": CREATED, "demo": demo, "sources": [], "rows_per_year": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps({"findings": [], "counts": {}}), encoding="utf-8")
    return folder


def use_snapshot(home_folder: Path, snapshot: Path) -> None:
    """Make this snapshot the one in use of a TANDEM_HOME."""
    (home_folder / "opendata").mkdir(parents=True, exist_ok=True)
    link = home_folder / "opendata" / "current"
    link.unlink(missing_ok=True)
    link.symlink_to(snapshot)


def complete(
    *,
    cells: Sequence[Row],
    ages: Sequence[Row],
    homes: Iterable[Row],
    locations: Iterable[Row],
    names: Mapping[str, str],
) -> Sample:
    """The rows of all tables, sorted as the contract says, with what is missing added."""
    known_homes = {row["code"]: row for row in homes}
    known_locations = {row["code"]: row for row in locations}
    for row in (*cells, *ages):
        known_homes.setdefault(row["home"], home(row["home"]))
        known_locations.setdefault(row["location"], location(row["location"]))
    sides = [*known_homes.values(), *known_locations.values()]
    places = {side["municipality"] for side in sides} | {code for code in names if code.startswith("GM")}
    bonds = {side[kind] for side in sides for kind in ("partnership_po", "partnership_vo")}
    bonds |= {code for code in names if not code.startswith("GM")}
    points: Row = {"longitude": None, "latitude": None}
    return Sample(
        {
            "cells": sorted(cells, key=_cell_order),
            "ages": sorted(ages, key=_cell_order),
            "homes": [known_homes[code] for code in sorted(known_homes)],
            "locations": [known_locations[code] for code in sorted(known_locations)],
            "municipalities": [{"code": c, "name": names.get(c, f"Gemeente {c}")} | points for c in _sorted(places)],
            "partnerships": [{"code": c, "name": names.get(c, f"Verband {c}")} for c in _sorted(bonds)],
            "margins": [],
        }
    )


def _sorted(codes: Iterable[str | None]) -> list[str]:
    return sorted(code for code in codes if code)


def _cell_order(row: Row) -> tuple[Any, ...]:
    return row["year"], row["sector"], row["home"], row["location"], row.get("age") or row.get("grade") or 0


def _write(connection: duckdb.DuckDBPyConnection, path: Path, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
    """By way of JSON, which DuckDB reads a hundred times faster than it takes rows one by one."""
    lines = path.with_suffix(".json")
    lines.write_text("\n".join(json.dumps({name: row[name] for name in columns}) for row in rows), encoding="utf-8")
    connection.read_json(str(lines), columns=dict(columns), format="newline_delimited").write_parquet(str(path))
    lines.unlink()
