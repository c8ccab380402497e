"""Builds the cube of a snapshot from its Parquet tables; see `layout` for what is written."""

import itertools
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tandem.flows.layout import ALIGNMENT, NAMES, NUMBERS, ROWS, VERSION
from tandem.flows.names import read_names
from tandem.flows.tables import Columns, add_up, index
from tandem.opendata.data import TABLES
from tandem.register.data import Sector

SECTORS = sorted(Sector)  # in the order of the tables


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
        names = read_names(connection, snapshot)
        cells = _read_cells(connection)
        ages = _read_ages(connection)
    slices = _runs(cells["year"], cells["sector"])
    names["slices"] = [[int(cells["year"][a]), SECTORS[int(cells["sector"][a])], a, b] for a, b in slices]
    names["sectors_of_location"] = _sectors_of_locations(cells, len(names["locations"]["code"]))
    names["age_slices"] = [
        [int(ages["year"][a]), SECTORS[int(ages["sector"][a])], int(ages["age"][a]), a, b]
        for a, b in _runs(ages["year"], ages["sector"], ages["age"])
    ]
    arrays, names["bounds"] = _tables(cells, slices, names)
    arrays |= {f"ages_{field}": ages[field] for field in ROWS}
    names["arrays"] = _save(work / NUMBERS, arrays)
    (work / NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


def _tables(
    cells: Columns, slices: list[tuple[int, int]], names: Mapping[str, Any]
) -> tuple[Columns, dict[str, list[tuple[int, int]]]]:
    """The four tables with their indexes, and where each slice starts and stops in them."""
    home_area = np.array(names["area_of_home"], dtype=np.int32)
    school_area = np.array(names["area_of_location"], dtype=np.int32)
    homes, locations = len(home_area), len(school_area)
    home_areas, school_areas = len(names["home_areas"]), len(names["school_areas"])
    found: dict[str, tuple[Columns, list[tuple[int, int]], tuple[int, int]]] = {}
    found["cells"] = {field: cells[field] for field in ROWS}, slices, (homes, locations)
    to_areas, bounds = add_up(cells, slices, cells["home"], school_area[cells["school"]])
    found["to_areas"] = to_areas, bounds, (homes, school_areas)
    found["flows"] = (
        *add_up(to_areas, bounds, home_area[to_areas["home"]], to_areas["school"]),
        (
            home_areas,
            school_areas,
        ),
    )
    from_areas = add_up(cells, slices, home_area[cells["home"]], cells["school"])
    found["from_areas"] = *from_areas, (home_areas, locations)
    arrays: Columns = {}
    for name, (table, parts, sizes) in found.items():
        arrays |= {f"{name}_{field}": column for field, column in (table | index(table, parts, *sizes)).items()}
    return arrays, {name: parts for name, (_, parts, _) in found.items()}


def _save(path: Path, arrays: Columns) -> dict[str, tuple[str, tuple[int, ...], int]]:
    """All arrays in one file, each at a multiple of 64 bytes; returns type, shape and offset of each."""
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    with path.open("wb") as file:
        file.write(bytes(ALIGNMENT))  # an empty file cannot be mapped
        for name, array in arrays.items():
            file.write(bytes(-file.tell() % ALIGNMENT))
            places[name] = (array.dtype.str, array.shape, file.tell())
            file.write(np.ascontiguousarray(array).data)  # unlike tofile it says why it fails
    return places


def _open_tables(connection: duckdb.DuckDBPyConnection, tables: Path) -> None:
    for table in TABLES.keys() - {"area_figures"}:  # which no flow asks for
        connection.read_parquet(str(tables / f"{table}.parquet")).create_view(table)
    sectors = ", ".join(f"'{sector}'" for sector in SECTORS)
    connection.execute(f"CREATE TYPE sector_code AS ENUM ({sectors})")
    connection.execute("CREATE TYPE home_code AS ENUM (SELECT code FROM homes ORDER BY code)")
    connection.execute("CREATE TYPE location_code AS ENUM (SELECT code FROM locations ORDER BY code)")


BOUNDS = """
    enum_code(sector::sector_code) AS sector,
    enum_code(home::home_code) AS home,
    enum_code(location::location_code) AS school,
    low,
    coalesce(high, low) AS high,
    coalesce(high > low, false)::UTINYINT AS masked,
    (high IS NULL)::UTINYINT AS missing
"""


def _read_cells(connection: duckdb.DuckDBPyConnection) -> Columns:
    columns = connection.view("cells").project(f"year, {BOUNDS}").fetchnumpy()
    return _sorted(_plain(columns), ("year", "sector", "home", "school"))


def _read_ages(connection: duckdb.DuckDBPyConnection) -> Columns:
    columns = connection.view("ages").project(f"year, coalesce(age, grade) AS age, {BOUNDS}").fetchnumpy()
    return _sorted(_plain(columns), ("year", "sector", "age", "home", "school"))


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


def _sectors_of_locations(cells: Columns, locations: int) -> list[list[str]]:
    pairs = np.bincount(cells["school"].astype(np.int64) * len(SECTORS) + cells["sector"])
    found: list[list[str]] = [[] for _ in range(locations)]
    for pair in np.flatnonzero(pairs).tolist():
        location, sector = divmod(pair, len(SECTORS))
        found[location].append(str(SECTORS[sector]))
    return found
