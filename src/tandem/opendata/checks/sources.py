"""Files that contradict each other about the same school."""

from tandem.opendata.checks.facts import Facts, found
from tandem.opendata.data import Finding, Severity

# Per pair of sources that tell about the same year, sector and location: homes where their intervals do not meet.
# A home that one of them does not name has zero pupils there.
_CONTRADICTIONS = """WITH told AS (
        SELECT year, sector, location, list(seq ORDER BY seq) AS seqs FROM part_school_sums
        GROUP BY ALL HAVING count(*) > 1),
    doubled AS (SELECT c.* FROM part_cells c JOIN told USING (year, sector, location)),
    per_home AS (SELECT year, sector, location, home, count(DISTINCT seq) AS tellers,
            max(low) AS highest_low, min(high) AS lowest_high FROM doubled GROUP BY ALL)
    SELECT p.location || ' ' || p.year || ' ' || p.sector || ' woonplaats ' || p.home AS example,
        p.location, l.municipality, p.year, p.sector
    FROM per_home p JOIN told t USING (year, sector, location) LEFT JOIN locations l ON l.code = p.location
    WHERE p.highest_low > coalesce(CASE WHEN p.tellers < len(t.seqs) THEN 0 ELSE p.lowest_high END, p.highest_low)
    ORDER BY p.location, p.year, p.sector, p.home"""


def contradictions(facts: Facts) -> list[Finding]:
    """Cells for which two files give intervals that do not meet."""
    if not facts.any("SELECT 1 FROM part_school_sums GROUP BY year, sector, location HAVING count(*) > 1 LIMIT 1"):
        return []
    rows = facts.rows(_CONTRADICTIONS)
    count = len({(row["location"], row["year"], row["sector"]) for row in rows})
    message = (
        f"Cellen waarover twee bestanden iets anders zeggen: {len(rows)} (schoolvestigingen: {count}). "
        "Gebruikt is het precieze, dan het volledigste, dan het laatst geladen bestand."
    )
    return found("sources_contradict", Severity.WARN, message, rows, len(rows))
