"""Numbers that are hidden, that do not add up, or that nobody would expect."""

from tandem.opendata.checks.facts import Facts, dotted, found, span
from tandem.opendata.data import Finding, Severity
from tandem.platform.message import Message

FAR = 150  # kilometres from home to school: an error, or a school with a residence


def _span(rows: str) -> str:
    """SQL that shows the interval of `rows` (an alias)."""
    low, high = dotted(f"{rows}.low"), dotted(f"{rows}.high")
    return f"""CASE WHEN {rows}.high IS NULL THEN 'minstens ' || {low} WHEN {rows}.low = {rows}.high THEN {low}
        ELSE {low} || '–' || {high} END"""


def foreign_homes(facts: Facts) -> list[Finding]:
    """Pupils who live abroad or whose home is unknown, per year."""
    findings = []
    for kind, check, text in (
        ("foreign", "foreign_home", "Leerlingen die in het buitenland wonen, alle jaren samen: {pupils}."),
        ("unknown", "unknown_home", "Leerlingen van wie de woonplaats onbekend is, alle jaren samen: {pupils}."),
    ):
        rows = facts.rows(
            f"""SELECT h.name || ' ' || s.year || ' ' || s.sector || ': ' || {dotted("sum(s.low)")} AS example,
                s.year, s.sector, sum(s.low)::BIGINT AS low,
                CASE WHEN count(*) = count(s.high) THEN sum(s.high)::BIGINT END AS high
            FROM home_sums s JOIN homes h ON h.code = s.home WHERE h.kind = '{kind}'
            GROUP BY h.name, s.year, s.sector ORDER BY sum(s.low) DESC, h.name, s.year, s.sector"""
        )
        message = Message(text, pupils=span(rows))
        findings += found(check, Severity.INFORM, message, rows, sum(row["low"] for row in rows))
    return findings


def masked_cells(facts: Facts) -> list[Finding]:
    """Cells that the source hides, per year and sector, with their share of the possible pupils."""
    rows = facts.rows(
        """SELECT year, sector, sum(masked)::BIGINT AS masked, sum(cells)::BIGINT AS cells, NULL AS example
        FROM school_sums GROUP BY year, sector HAVING sum(masked) > 0 ORDER BY year, sector"""
    )
    masked, cells = sum(row["masked"] for row in rows), sum(row["cells"] for row in rows)
    share = round(100 * masked / cells) if cells else 0
    message = Message(
        "Cellen met afgeschermde aantallen: {masked} van {cells} ({share}\N{NO-BREAK SPACE}%). "
        "Zo'n aantal is 1 tot en met 4.",
        masked=masked,
        cells=cells,
        share=share,
    )
    return found("masked_cells", Severity.INFORM, message, rows, masked)


def missing_cells(facts: Facts) -> list[Finding]:
    """Cells that the source left empty: nobody knows their upper bound."""
    rows = facts.rows(
        """SELECT s.location AS example, s.location, l.municipality, s.year, s.sector, s.missing
        FROM school_sums s LEFT JOIN locations l ON l.code = s.location WHERE s.missing > 0
        ORDER BY s.missing DESC, s.location, s.year"""
    )
    empty = sum(row["missing"] for row in rows)
    message = Message(
        "Cellen die in de bron leeg zijn: {count}. Hoeveel leerlingen het zijn, is niet bekend.", count=empty
    )
    return found("missing_cells", Severity.WARN, message, rows, empty)


def school_totals(facts: Facts) -> list[Finding]:
    """Published totals of school locations (L7) that the cells of the location cannot add up to."""
    rows = facts.rows(
        f"""SELECT m.code || ' ' || m.year || ' ' || m.sector || ': totaal ' || {_span("m")}
            || ', cellen ' || {_span("s")} AS example,
            m.code AS location, l.municipality, m.year, m.sector
        FROM margins m JOIN school_sums s ON s.location = m.code AND s.year = m.year AND s.sector = m.sector
        LEFT JOIN locations l ON l.code = m.code
        WHERE m.kind = 'location' AND (s.low > m.high OR s.high < m.low) ORDER BY 2, 4, 5"""
    )
    count = len({row["location"] for row in rows})
    message = Message(
        "Schoolvestigingen waar de cellen niet optellen tot het gepubliceerde totaal: {count}.", count=count
    )
    return found("school_total_differs", Severity.WARN, message, rows, count)


def home_totals(facts: Facts) -> list[Finding]:
    """Published totals of home municipalities (L7) that the cells cannot add up to; unknown homes may fill a gap."""
    rows = facts.rows(
        f"""SELECT t.name || ' ' || m.year || ' ' || m.sector || ': totaal ' || {_span("m")}
            || ', cellen ' || {_span("s")} AS example,
            m.code AS municipality, m.year, m.sector
        FROM margins m JOIN (SELECT h.municipality AS code, year, sector, sum(low) AS low,
                CASE WHEN count(*) = count(high) THEN sum(high) END AS high
            FROM home_sums JOIN homes h ON h.code = home WHERE h.municipality IS NOT NULL GROUP BY ALL) s
            ON s.code = m.code AND s.year = m.year AND s.sector = m.sector
        JOIN municipalities t ON t.code = m.code
        WHERE m.kind = 'home_municipality' AND (s.low > m.high OR s.high < m.low) ORDER BY 2, 3, 4"""
    )
    count = len({row["municipality"] for row in rows})
    message = Message("Woongemeenten waar de cellen niet optellen tot het gepubliceerde totaal: {count}.", count=count)
    return found("home_total_differs", Severity.WARN, message, rows, count)


def far_from_home(facts: Facts) -> list[Finding]:
    """Homes more than FAR kilometres from the school (flat-earth distance, good to a few per cent here)."""
    if not facts.any("SELECT 1 FROM locations WHERE longitude IS NOT NULL LIMIT 1"):
        return []
    rows = facts.rows(
        f"""WITH pairs AS (SELECT DISTINCT home, location FROM cells),
        far AS (SELECT p.*, sqrt(pow((h.longitude - l.longitude) * 68.7, 2)
                + pow((h.latitude - l.latitude) * 111.2, 2)) AS km
            FROM pairs p JOIN homes h ON h.code = p.home AND h.kind = 'pc4'
            JOIN locations l ON l.code = p.location WHERE km > {FAR})
        SELECT c.home || ' → ' || c.location || ': ' || round(km)::INTEGER || ' km' AS example,
            c.location, l.municipality, c.year, c.sector, c.low, c.high
        FROM cells c JOIN far USING (home, location) JOIN locations l ON l.code = c.location
        ORDER BY km DESC, c.year"""
    )
    message = Message(
        "Cellen waar de woonplaats meer dan {far} km van de school ligt: {count} (leerlingen: {pupils}). "
        "Dat is een fout in het bestand of een school met internaat.",
        far=FAR,
        count=len(rows),
        pupils=span(rows),
    )
    return found("far_from_home", Severity.INFORM, message, rows)
