"""What the checks look at: the tables of a snapshot in DuckDB, its sources, and sums that several checks need."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tandem.opendata.data import TABLES, Finding, Severity, SourceFile
from tandem.opendata.database import home_sums, parquet, part_files, part_sql, school_sums
from tandem.opendata.parts import PARTS
from tandem.platform.message import Message, Value

LARGE = frozenset({"cells", "ages", "school_sums", "home_sums"})
MOST_EXAMPLES = 5
MOST_LOCATIONS = 1_000  # named in one finding; beyond that it touches its municipalities as a whole


@dataclass(frozen=True, slots=True)
class Facts:
    """`connection` has the tables of the snapshot, the parts (`part_cells`, with `seq` = order of loading),
    and the tables school_sums (year, sector, location) and home_sums (year, sector, home)."""

    connection: duckdb.DuckDBPyConnection
    sources: Sequence[SourceFile]

    def rows(self, sql: str) -> list[dict[str, Any]]:
        cursor = self.connection.execute(sql)
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def any(self, sql: str) -> bool:
        return self.connection.execute(sql).fetchone() is not None


def open_facts(connection: duckdb.DuckDBPyConnection, snapshot: Path, sources: Sequence[SourceFile]) -> Facts:
    """The facts of a snapshot whose tables have been written."""
    for table in TABLES:
        path = snapshot / "tables" / f"{table}.parquet"
        connection.execute(f"CREATE {_kept(table)} {table} AS SELECT * FROM {parquet(path)}")
    for part in PARTS:
        connection.execute(f"CREATE {_kept(part)} part_{part} AS {part_sql(part, snapshot, sources)}")
    one_source = len(part_files("cells", snapshot, sources)) == 1
    for part, sums in (("school_sums", school_sums), ("home_sums", home_sums)):
        rows = f"SELECT * EXCLUDE (seq) FROM part_{part}" if one_source else sums("cells")
        connection.execute(f"CREATE TABLE {part} AS {rows}")
    return Facts(connection, sources)


def span(rows: Sequence[dict[str, Any]]) -> Value:
    """The pupils of rows with `low` and `high`, added up: a number, '259–312', or 'minstens 259' where one is open."""
    low = sum(row["low"] for row in rows)
    if any(row["high"] is None for row in rows):
        return Message("minstens {low}", low=low)
    high = sum(row["high"] for row in rows)
    return low if low == high else Message("{low}–{high}", low=low, high=high)


def dotted(number: str) -> str:
    """SQL of a number (an expression) as an example writes it: 1664 → '1.664'."""
    return f"format('{{:t.}}', ({number})::BIGINT)"


def _kept(name: str) -> str:
    """What is small is read once; what has a row per cell stays in its file, because few checks look at it."""
    return "VIEW" if name in LARGE else "TABLE"


def found(
    check: str, severity: Severity, message: str, rows: Sequence[dict[str, Any]], count: int = -1
) -> list[Finding]:
    """One finding over rows with any of: example, year, sector, location, municipality; none when there are no rows."""
    if not rows:
        return []

    def named(word: str) -> tuple[Any, ...]:
        return tuple(sorted({row[word] for row in rows if row.get(word) is not None}))

    locations = named("location")
    return [
        Finding(
            check,
            severity,
            message,
            len(rows) if count < 0 else count,
            examples=tuple(dict.fromkeys(str(row["example"]) for row in rows if row.get("example")))[:MOST_EXAMPLES],
            years=named("year"),
            sectors=named("sector"),
            municipalities=named("municipality"),
            locations=locations if len(locations) <= MOST_LOCATIONS else (),
        )
    ]
