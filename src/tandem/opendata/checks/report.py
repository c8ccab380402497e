"""The report of a snapshot: what is in it per year and sector, and what every check found."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb

from tandem.opendata.data import Finding, Manifest, Severity
from tandem.opendata.snapshots import write_json

_COUNTS = """SELECT c.year, c.sector, count(*) AS rows, sum(low)::BIGINT AS pupils_low,
        CASE WHEN count(*) = count(high) THEN sum(high)::BIGINT END AS pupils_high,
        count(*) FILTER (reason = 'masked') AS masked, count(*) FILTER (reason = 'missing') AS missing,
        count(*) FILTER (h.kind = 'foreign') AS foreign_homes, count(*) FILTER (h.kind = 'unknown') AS unknown_homes,
        count(DISTINCT location) AS locations
    FROM cells c JOIN homes h ON h.code = c.home GROUP BY ALL ORDER BY c.year, c.sector"""
_SEVERITIES = tuple(Severity)


def write_report(snapshot: Path, manifest: Manifest, found: Sequence[Finding]) -> Manifest:
    """Write report.json; returns the manifest with its rows per year filled in."""
    with duckdb.connect() as connection:
        for table in (snapshot / "tables").glob("*.parquet"):
            connection.execute(f"CREATE VIEW {table.stem} AS SELECT * FROM read_parquet('{table}')")
        counts = _rows(connection, _COUNTS)
    findings = sorted(found, key=lambda f: (_SEVERITIES.index(f.severity), f.check, f.source))
    report = {
        "snapshot": manifest.id,
        "created": manifest.created,
        "demo": manifest.demo,
        "sources": [asdict(source) for source in manifest.sources],
        "counts": counts,
        "findings": [asdict(finding) for finding in findings],
    }
    write_json(snapshot / "report.json", report)
    per_year: dict[str, int] = {}
    for row in counts:
        per_year[str(row["year"])] = per_year.get(str(row["year"]), 0) + int(row["rows"])
    return replace(manifest, rows_per_year=per_year)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
