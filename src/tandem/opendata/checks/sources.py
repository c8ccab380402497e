"""Files that contradict each other about the same school."""

from tandem.opendata.checks.facts import Facts, found
from tandem.opendata.data import Finding, Severity
from tandem.opendata.database import family_of
from tandem.platform.message import Message

# Per pair of sources that tell about the same year, sector and location: homes where their intervals do not meet.
# A home that one of them does not name has zero pupils there.
# VO is compared with PRO added, because a source may not tell them apart.
_FAMILY = family_of("sector")
_CONTRADICTIONS = f"""WITH told AS (
        SELECT year, {_FAMILY} AS family, location, list(DISTINCT seq ORDER BY seq) AS seqs FROM part_school_sums
        GROUP BY ALL HAVING count(DISTINCT seq) > 1),
    doubled AS (SELECT seq, year, family AS sector, location, home, sum(low) AS low,
            CASE WHEN count(*) = count(high) THEN sum(high) END AS high
        FROM part_cells JOIN told USING (year, location) WHERE family = {_FAMILY} GROUP BY ALL),
    per_home AS (SELECT year, sector, location, home, count(DISTINCT seq) AS tellers,
            max(low) AS highest_low, min(high) AS lowest_high FROM doubled GROUP BY ALL)
    SELECT p.location || ' ' || p.year || ' ' || p.sector || ' woonplaats ' || p.home AS example,
        p.location, l.municipality, p.year, p.sector
    FROM per_home p JOIN told t ON t.year = p.year AND t.family = p.sector AND t.location = p.location
    LEFT JOIN locations l ON l.code = p.location
    WHERE p.highest_low > coalesce(CASE WHEN p.tellers < len(t.seqs) THEN 0 ELSE p.lowest_high END, p.highest_low)
    ORDER BY p.location, p.year, p.sector, p.home"""


def contradictions(facts: Facts) -> list[Finding]:
    """Cells for which two files give intervals that do not meet."""
    if not facts.any("SELECT 1 FROM part_school_sums GROUP BY year, location HAVING count(DISTINCT seq) > 1 LIMIT 1"):
        return []
    rows = facts.rows(_CONTRADICTIONS)
    count = len({(row["location"], row["year"], row["sector"]) for row in rows})
    message = Message(
        "Cellen waarover twee bestanden iets anders zeggen: {cells} (schoolvestigingen: {schools}). "
        "Gebruikt is het precieze, dan het volledigste, dan het laatst geladen bestand.",
        cells=len(rows),
        schools=count,
    )
    return found("sources_contradict", Severity.WARN, message, rows, len(rows))
