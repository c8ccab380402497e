"""The one question that everybody answers, and the same cells as a table for who reads SQLite."""

import sqlite3
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from tandem.flows.cube import Cube
from tandem.flows.data import FlowQuery
from tandem.flows.forms import to_params
from tandem.flows.queries import answer_arrays
from tandem.register.data import Sector
from tandem.register.definitions import regions

SECTORS = (Sector.SO, Sector.VSO)
COLUMNS = ("year", "sector", "home", "school", "low", "high")
MOST = 1000


def query(cube: Cube) -> FlowQuery:
    """Special education in and around Haaglanden in the newest year, by municipality."""
    return FlowQuery((max(cube.years),), SECTORS, regions()["haaglanden"], together=True)


def address(cube: Cube) -> str:
    return f"/api/v1/stromen?{urlencode(to_params(query(cube)), safe=',')}&paginaGrootte={MOST}"


def sql(cube: Cube) -> str:
    towns = ", ".join(f"'{code}'" for code in regions()["haaglanden"].municipalities)
    sectors = ", ".join(f"'{sector}'" for sector in SECTORS)
    return (
        f"SELECT home, school, sum(low) AS low, sum(high) AS high FROM flows WHERE year = {max(cube.years)} "
        f"AND sector IN ({sectors}) AND (home IN ({towns}) OR school IN ({towns})) GROUP BY home, school"
    )


def write_sqlite(cube: Cube, path: Path) -> int:
    """Every cell with the municipalities of both sides, indexed on what is asked. The number of lines of the answer;
    RuntimeError when they are not as many as the cube gives.
    """
    if not path.exists():
        tables = cube.snapshot / "tables"
        rows = duckdb.execute(
            f"""SELECT c.year, c.sector, coalesce(h.municipality, c.home), coalesce(l.municipality, 'ONBEKEND'),
                c.low, c.high FROM '{tables}/cells.parquet' c LEFT JOIN '{tables}/homes.parquet' h ON h.code = c.home
                LEFT JOIN '{tables}/locations.parquet' l ON l.code = c.location"""
        ).fetchall()
        with sqlite3.connect(path) as database:
            database.execute(f"CREATE TABLE flows ({', '.join(COLUMNS)})")
            database.executemany("INSERT INTO flows VALUES (?, ?, ?, ?, ?, ?)", rows)
            database.execute("CREATE INDEX asked ON flows (year, sector)")
    with sqlite3.connect(path) as database:
        found = len(database.execute(sql(cube)).fetchall())
    ours = len(answer_arrays(cube, query(cube)))
    if abs(found - ours) > ours // 20:  # homes without a municipality stand together with us
        raise RuntimeError(f"{found} lines beside {ours}")
    return found
