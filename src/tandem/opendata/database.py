"""DuckDB for this domain: private in-memory databases over the Parquet files of a snapshot."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tandem.opendata.data import Reason, SourceFile
from tandem.opendata.parts import PARTS

MEMORY = "400MB"


@contextmanager
def connect(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private database in memory that may spill into the folder `scratch`; knows the type `reason`.

    Raises OSError where the disk is full or may not be written.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(scratch / "spill"),
        "memory_limit": MEMORY,
    }
    with duckdb.connect(config=config) as connection:
        reasons = ", ".join(f"'{reason.value}'" for reason in Reason)
        connection.execute(f"CREATE TYPE reason AS ENUM ({reasons})")
        try:
            yield connection
        except duckdb.IOException as error:
            raise _of_the_system(error) from error


def _of_the_system(error: duckdb.IOException) -> OSError:
    """A full disk and its like as Python says them; DuckDB keeps the number of the system in its text."""
    number = re.search(r'"errno":"(\d+)"', str(error))
    return OSError(int(number[1]), os.strerror(int(number[1]))) if number else OSError(str(error))


def school_sums(cells: str) -> str:
    """SQL for the part school_sums of rows like the table cells."""
    return f"""SELECT year, sector, location, count(*)::INTEGER AS cells, sum(low)::INTEGER AS low,
        CASE WHEN count(*) = count(high) THEN sum(high)::INTEGER END AS high,
        (count(*) FILTER (reason = 'masked'))::INTEGER AS masked,
        (count(*) FILTER (reason = 'missing'))::INTEGER AS missing
        FROM {cells} GROUP BY year, sector, location"""


def home_sums(cells: str) -> str:
    """SQL for the part home_sums of rows like the table cells."""
    return f"""SELECT year, sector, home, count(*)::INTEGER AS cells, sum(low)::INTEGER AS low,
        CASE WHEN count(*) = count(high) THEN sum(high)::INTEGER END AS high
        FROM {cells} GROUP BY year, sector, home"""


def parquet(path: Path) -> str:
    """SQL for the rows of a Parquet file, whatever signs its path has."""
    return f"read_parquet({text(path)})"


def family_of(sector: str) -> str:
    """SQL for what a sector is compared by: sources that tell PRO apart from VO and that do not, speak of the same."""
    return f"CASE WHEN {sector} = 'PRO' THEN 'VO' ELSE {sector} END"


def text(value: object) -> str:
    """A value as SQL text."""
    return "'" + str(value).replace("'", "''") + "'"


def part_files(part: str, snapshot: Path, sources: Sequence[SourceFile]) -> list[tuple[int, Path]]:
    """The files of a part of the sources that have it, with the order of loading."""
    paths = [snapshot / "sources" / source.sha256 / f"{part}.parquet" for source in sources]
    return [(seq, path) for seq, path in enumerate(paths) if path.exists()]


def part_sql(part: str, snapshot: Path, sources: Sequence[SourceFile]) -> str:
    """SQL for the rows of a part of all sources, `seq` = the order of loading; no rows when none has it."""
    columns = ", ".join(f"NULL::{sql_type} AS {name}" for name, sql_type in PARTS[part].items())
    files = part_files(part, snapshot, sources)
    rows = [f"SELECT {seq} AS seq, * FROM {parquet(path)}" for seq, path in files]
    # By name: a part that an older Tandem wrote may lack a column of today.
    return " UNION ALL BY NAME ".join([f"SELECT NULL::INTEGER AS seq, {columns} WHERE false", *rows])
