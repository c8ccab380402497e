"""From one year to the next: what jumps, grows or disappears."""

from tandem.opendata.checks.facts import Facts, dotted, found
from tandem.opendata.data import Finding, Severity
from tandem.platform.message import Message

JUMP_SHARE, JUMP_PUPILS = 0.5, 20
ROWS_SHARE = 0.1
VANISHED_PUPILS = 20

# Sums per school with the year before, only for years that the snapshot holds for that sector.
_WITH_PREVIOUS = """SELECT s.*, b.low AS before_low, b.high AS before_high, l.municipality
    FROM school_sums s JOIN school_sums b ON b.location = s.location AND b.sector = s.sector AND b.year = s.year - 1
    LEFT JOIN locations l ON l.code = s.location"""


def jumps(facts: Facts) -> list[Finding]:
    """School locations that certainly grew or shrank by more than half and by more than twenty pupils in a year."""
    rows = facts.rows(
        f"""SELECT location || ' ' || sector || ' ' || year || ': '
            || {dotted("before_low")} || ' → ' || {dotted("low")} AS example, location, municipality, year, sector
        FROM ({_WITH_PREVIOUS}) WHERE greatest(low - before_high, before_low - high) > {JUMP_PUPILS}
            AND greatest(low - before_high, before_low - high) > {JUMP_SHARE} * greatest(before_high, 1)
        ORDER BY year, sector, location"""
    )
    message = Message(
        "Schoolvestigingen waar het aantal leerlingen in een jaar met meer dan de helft (en meer dan {least}) "
        "veranderde: {count}.",
        least=JUMP_PUPILS,
        count=len(rows),
    )
    return found("jump", Severity.WARN, message, rows)


def row_counts(facts: Facts) -> list[Finding]:
    """A year of a sector with a tenth more or fewer rows than the year before: is a file complete?"""
    rows = facts.rows(
        f"""WITH counted AS (SELECT year, sector, sum(cells)::BIGINT AS n FROM school_sums GROUP BY ALL)
        SELECT c.sector || ' ' || c.year || ': ' || {dotted("b.n")} || ' → ' || {dotted("c.n")} || ' rijen' AS example,
            c.year, c.sector
        FROM counted c JOIN counted b ON b.sector = c.sector AND b.year = c.year - 1
        WHERE abs(c.n - b.n) > {ROWS_SHARE} * b.n ORDER BY c.year, c.sector"""
    )
    message = Message(
        "{count} keer heeft een jaar ruim 10\N{NO-BREAK SPACE}% meer of minder rijen dan het jaar ervoor; "
        "is een bestand compleet?",
        count=len(rows),
    )
    return found("rows_jump", Severity.WARN, message, rows)


def vanished_schools(facts: Facts) -> list[Finding]:
    """School locations of some size that are not in the next year, while that year is there."""
    rows = facts.rows(
        f"""SELECT s.location || ' ' || s.sector || ': ' || {dotted("s.low")} || ' in ' || s.year AS example,
            s.location, l.municipality, s.year + 1 AS year, s.sector
        FROM school_sums s LEFT JOIN locations l ON l.code = s.location
        SEMI JOIN (SELECT DISTINCT year, sector FROM school_sums) there
            ON there.year = s.year + 1 AND there.sector = s.sector
        ANTI JOIN school_sums n ON n.year = s.year + 1 AND n.sector = s.sector AND n.location = s.location
        WHERE s.low > {VANISHED_PUPILS}
        ORDER BY s.low DESC, s.location"""
    )
    message = Message(
        "Schoolvestigingen met meer dan {least} leerlingen die het jaar erna niet meer in de telling staan: {count}.",
        least=VANISHED_PUPILS,
        count=len(rows),
    )
    return found("school_vanished", Severity.INFORM, message, rows)
