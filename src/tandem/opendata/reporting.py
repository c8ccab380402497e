"""The report of a snapshot: what is in it per year and sector, and what every check found."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tandem.opendata.checks import CHECKS
from tandem.opendata.checks.facts import Facts, open_facts
from tandem.opendata.data import Finding, Manifest, Severity
from tandem.opendata.database import connect
from tandem.opendata.findings import finding_to_json
from tandem.opendata.snapshots import write_json

_COUNTS = """SELECT s.year, s.sector, sum(cells)::BIGINT AS rows, sum(low)::BIGINT AS pupils_low,
        CASE WHEN count(*) = count(high) THEN sum(high)::BIGINT END AS pupils_high,
        sum(masked)::BIGINT AS masked, sum(missing)::BIGINT AS missing, count(*) AS locations,
        any_value(foreign_low)::BIGINT AS foreign_low, any_value(foreign_high)::BIGINT AS foreign_high,
        any_value(unknown_low)::BIGINT AS unknown_low, any_value(unknown_high)::BIGINT AS unknown_high
    FROM school_sums s JOIN (SELECT year, sector,
            coalesce(sum(low) FILTER (h.kind = 'foreign'), 0) AS foreign_low,
            coalesce(sum(high) FILTER (h.kind = 'foreign'), 0) AS foreign_high,
            coalesce(sum(low) FILTER (h.kind = 'unknown'), 0) AS unknown_low,
            coalesce(sum(high) FILTER (h.kind = 'unknown'), 0) AS unknown_high
        FROM home_sums JOIN homes h ON h.code = home GROUP BY ALL) f ON f.year = s.year AND f.sector = s.sector
    GROUP BY ALL ORDER BY s.year, s.sector"""
_SEVERITIES = tuple(Severity)


def write_report(snapshot: Path, manifest: Manifest, while_reading: Sequence[Finding]) -> None:
    """Run every check and write report.json."""
    with connect(snapshot) as connection:
        facts = open_facts(connection, snapshot, manifest.sources)
        counts = facts.rows(_COUNTS)
        findings = [*while_reading, *run_checks(facts)]
    findings.sort(key=lambda f: (_SEVERITIES.index(f.severity), f.check, f.source))
    report = {
        "snapshot": manifest.id,
        "created": manifest.created,
        "demo": manifest.demo,
        "sources": [asdict(source) for source in manifest.sources],
        "counts": counts,
        "findings": [finding_to_json(finding) for finding in findings],
    }
    write_json(snapshot / "report.json", report)


def run_checks(facts: Facts) -> list[Finding]:
    return [finding for check in CHECKS for finding in check(facts)]
