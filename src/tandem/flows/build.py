"""Builds the cube of a snapshot from its Parquet tables; see `layout` for what is written."""

import itertools
import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tandem.flows.data import ABROAD, NO_PARTNERSHIP, UNKNOWN
from tandem.flows.layout import ALIGNMENT, ARRAYS, COUNTS, NAMES, NUMBERS, VERSION
from tandem.opendata.data import TABLES
from tandem.opendata.geography import rd_from_wgs84
from tandem.register.data import Sector

Columns = dict[str, NDArray[Any]]


def write_cube(snapshot: Path) -> None:
    """Build <snapshot>/cube/ from <snapshot>/tables/*.parquet. Idempotent; safe when two processes do it at once."""
    target = snapshot / "cube" / VERSION
    if target.exists():
        return
    target.parent.mkdir(exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{VERSION}-", dir=target.parent))
    try:
        _write(snapshot, work)
        work.chmod(0o755)
        work.rename(target)
    except OSError:
        if not target.exists():  # else another process was first, with the same answer
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(snapshot: Path, work: Path) -> None:
    with duckdb.connect() as connection:
        _open_tables(connection, snapshot / "tables")
        names = _read_names(connection) | _read_manifest(snapshot)
        cells = _read_cells(connection)
        ages = _read_ages(connection)
    slices = _slices(cells["year"], cells["sector"])
    units = _home_units(names), _location_units(names)
    flows = _add_up(cells, slices, *units, len(names["units"]["code"]))
    names["sectors_of_location"] = _sectors_of_locations(cells, len(names["locations"]["code"]))
    names["slices"] = [
        [year, sector, start, stop, flow_start, flow_stop]
        for (year, sector, start, stop), (flow_start, flow_stop) in zip(slices, flows.pop("bounds"), strict=True)
    ]
    names["age_slices"] = _age_slices(ages)
    indexes = _index(cells, slices, len(names["homes"]["code"]), len(names["locations"]["code"]))
    arrays = {f"cells_{field}": column for field, column in (cells | indexes).items()}
    arrays |= {f"flows_{field}": column for field, column in flows.items()}
    arrays |= {f"ages_{field}": column for field, column in ages.items()}
    names["arrays"] = _save(work / NUMBERS, {name: arrays[name] for name in ARRAYS})
    (work / NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


def _save(path: Path, arrays: Columns) -> dict[str, tuple[str, tuple[int, ...], int]]:
    """All arrays in one file, each at a multiple of 64 bytes; returns type, shape and offset of each."""
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    with path.open("wb") as file:
        file.write(bytes(ALIGNMENT))  # an empty file cannot be mapped
        for name, array in arrays.items():
            file.write(bytes(-file.tell() % ALIGNMENT))
            places[name] = (array.dtype.str, array.shape, file.tell())
            array.tofile(file)
    return places


def _open_tables(connection: duckdb.DuckDBPyConnection, tables: Path) -> None:
    for table in TABLES:
        connection.read_parquet(str(tables / f"{table}.parquet")).create_view(table)
    sectors = ", ".join(f"'{sector}'" for sector in sorted(Sector))
    connection.execute(f"CREATE TYPE sector_code AS ENUM ({sectors})")
    connection.execute("CREATE TYPE home_code AS ENUM (SELECT code FROM homes ORDER BY code)")
    connection.execute("CREATE TYPE location_code AS ENUM (SELECT code FROM locations ORDER BY code)")


# --- names ----------------------------------------------------------------------------------------------------------


def _read_manifest(snapshot: Path) -> dict[str, Any]:
    manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    return {"id": manifest["id"], "created": manifest["created"], "demo": manifest["demo"]}


def _read_names(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    names: dict[str, Any] = {
        table: _read_columns(connection, table) for table in ("municipalities", "partnerships", "homes", "locations")
    }
    for table in ("municipalities", "homes", "locations"):
        names[table] |= _in_metres(names[table])
    homes, locations = names["homes"], names["locations"]
    places = dict(zip(names["municipalities"]["code"], names["municipalities"]["name"], strict=True))
    names["units"] = _vocabulary(places, homes["municipality"], locations["municipality"])
    partnerships = dict(zip(names["partnerships"]["code"], names["partnerships"]["name"], strict=True))
    sides = [side[kind] for side in (homes, locations) for kind in ("partnership_po", "partnership_vo")]
    names["partnership_units"] = _vocabulary(partnerships, *sides, [NO_PARTNERSHIP])
    return names


def _in_metres(columns: dict[str, list[Any]]) -> dict[str, list[int | None]]:
    """x and y in whole metres RD; None where no point is known."""
    x: list[int | None] = []
    y: list[int | None] = []
    for longitude, latitude in zip(columns["longitude"], columns["latitude"], strict=True):
        point = None if longitude is None or latitude is None else rd_from_wgs84(longitude, latitude)
        x.append(round(point[0]) if point else None)
        y.append(round(point[1]) if point else None)
    return {"x": x, "y": y}


def _read_columns(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, list[Any]]:
    rows = connection.view(table).order("code").fetchall()
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in TABLES[table]]
    return dict(zip(TABLES[table], columns, strict=True))


def _vocabulary(named: dict[str, str], *used: Iterable[str | None]) -> dict[str, list[str]]:
    codes = set(named).union({*ABROAD, UNKNOWN}, *(filter(None, codes) for codes in used))
    ordered = sorted(codes)
    return {"code": ordered, "name": [named.get(code, code) for code in ordered]}


def _home_units(names: dict[str, Any]) -> NDArray[np.int32]:
    homes = names["homes"]
    number = {code: i for i, code in enumerate(names["units"]["code"])}
    units = [
        code if code in ABROAD else (municipality or UNKNOWN)
        for code, municipality in zip(homes["code"], homes["municipality"], strict=True)
    ]
    return np.array([number[unit] for unit in units], dtype=np.int32)


def _location_units(names: dict[str, Any]) -> NDArray[np.int32]:
    number = {code: i for i, code in enumerate(names["units"]["code"])}
    return np.array([number[m or UNKNOWN] for m in names["locations"]["municipality"]], dtype=np.int32)


# --- numbers --------------------------------------------------------------------------------------------------------

BOUNDS = """
    enum_code(sector::sector_code) AS sector,
    enum_code(home::home_code) AS home,
    enum_code(location::location_code) AS location,
    low,
    coalesce(high, low) AS high,
    coalesce(high > low, false)::UTINYINT AS masked,
    (high IS NULL)::UTINYINT AS missing
"""


def _read_cells(connection: duckdb.DuckDBPyConnection) -> Columns:
    columns = connection.view("cells").project(f"year, {BOUNDS}").fetchnumpy()
    return _sorted(_plain(columns), ("year", "sector", "home", "location"))


def _read_ages(connection: duckdb.DuckDBPyConnection) -> Columns:
    columns = connection.view("ages").project(f"year, coalesce(age, grade) AS age, {BOUNDS}").fetchnumpy()
    return _sorted(_plain(columns), ("year", "sector", "age", "home", "location"))


def _plain(columns: dict[str, Any]) -> Columns:
    """Plain arrays in the widths of the cube; the tables hold no NULL in these columns."""
    widths = {"year": np.int16, "sector": np.int16, "age": np.int16, "masked": np.uint8, "missing": np.uint8}
    return {name: np.ascontiguousarray(column, dtype=widths.get(name, np.int32)) for name, column in columns.items()}


def _sorted(columns: Columns, by: tuple[str, ...]) -> Columns:
    """The tables come sorted, which a glance confirms; only when they do not they are sorted here."""
    key = np.zeros(len(columns["low"]), dtype=np.int64)
    for name in by:
        column = columns[name].astype(np.int64)
        key *= int(column.max(initial=0)) + 1
        key += column
    if np.all(key[1:] >= key[:-1]):
        return columns
    order = np.argsort(key, kind="stable")
    return {name: column[order] for name, column in columns.items()}


def _runs(*columns: NDArray[Any]) -> list[tuple[int, int]]:
    """Start and stop of every run of equal values."""
    length = len(columns[0])
    changes = np.zeros(max(length - 1, 0), dtype=bool)
    for column in columns:
        changes |= column[1:] != column[:-1]
    edges = [0, *(np.flatnonzero(changes) + 1).tolist(), length] if length else []
    return list(itertools.pairwise(edges))


def _slices(year: NDArray[Any], sector: NDArray[Any]) -> list[tuple[int, str, int, int]]:
    named = sorted(Sector)
    return [(int(year[a]), str(named[int(sector[a])]), a, b) for a, b in _runs(year, sector)]


def _age_slices(ages: Columns) -> list[tuple[int, str, int, int, int]]:
    named = sorted(Sector)
    year, sector, age = ages["year"], ages["sector"], ages["age"]
    return [(int(year[a]), str(named[int(sector[a])]), int(age[a]), a, b) for a, b in _runs(year, sector, age)]


def _index(cells: Columns, slices: list[tuple[int, str, int, int]], homes: int, locations: int) -> Columns:
    by_location = np.empty(len(cells["low"]), dtype=np.int32)
    home_start = np.empty((len(slices), homes + 1), dtype=np.int32)
    location_start = np.empty((len(slices), locations + 1), dtype=np.int32)
    for i, (_, _, start, stop) in enumerate(slices):
        order = np.argsort(cells["location"][start:stop], kind="stable")
        by_location[start:stop] = order + start
        home_start[i] = np.searchsorted(cells["home"][start:stop], np.arange(homes + 1)) + start
        ordered = cells["location"][start:stop][order]
        location_start[i] = np.searchsorted(ordered, np.arange(locations + 1)) + start
    return {"by_location": by_location, "home_start": home_start, "location_start": location_start}


def _add_up(
    cells: Columns,
    slices: list[tuple[int, str, int, int]],
    home_units: NDArray[np.int32],
    location_units: NDArray[np.int32],
    units: int,
) -> dict[str, Any]:
    """Cells added up to municipality × municipality, with the bounds of each slice."""
    parts: list[list[NDArray[Any]]] = []
    bounds: list[tuple[int, int]] = []
    for _, _, start, stop in slices:
        rows = slice(start, stop)
        key = home_units[cells["home"][rows]].astype(np.int64) * units + location_units[cells["location"][rows]]
        order = np.argsort(key, kind="stable")
        key = key[order]
        first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
        sums = [np.add.reduceat(cells[count][rows][order], first, dtype=np.int32) for count in COUNTS]
        before = bounds[-1][1] if bounds else 0
        bounds.append((before, before + len(first)))
        parts.append([*(part.astype(np.int16) for part in np.divmod(key[first], units)), *sums])
    empty = [[np.empty(0, dtype=np.int16)] * 2 + [np.empty(0, dtype=np.int32)] * len(COUNTS)]
    columns = [np.concatenate(column) for column in zip(*(parts or empty), strict=True)]
    return dict(zip(("home", "school", *COUNTS), columns, strict=True)) | {"bounds": bounds}


def _sectors_of_locations(cells: Columns, locations: int) -> list[list[str]]:
    named = sorted(Sector)
    pairs = np.unique(cells["location"].astype(np.int64) * len(named) + cells["sector"])
    found: list[list[str]] = [[] for _ in range(locations)]
    for pair in pairs.tolist():
        location, sector = divmod(pair, len(named))
        found[location].append(str(named[sector]))
    return found
