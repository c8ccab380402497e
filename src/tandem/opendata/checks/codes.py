"""Codes and places that do not fit: in the counts but not in the lists that were loaded beside them."""

from typing import Any

from tandem.opendata.checks.facts import Facts, found, span
from tandem.opendata.data import Finding, Severity
from tandem.platform.message import Message, Value
from tandem.register import municipalities

_ADDRESSES = "SELECT location FROM part_schools WHERE year = 0 AND longitude IS NULL"


def unknown_locations(facts: Facts) -> list[Finding]:
    """A school location that is in no address list; only of sectors of which a list names some school."""
    rows, count, _ = _units(
        facts,
        f"""SELECT location AS example, location, l.municipality, s.year, s.sector, s.low, s.high
        FROM school_sums s LEFT JOIN locations l ON l.code = s.location WHERE location NOT IN ({_ADDRESSES})
            AND s.sector IN (SELECT sector FROM school_sums WHERE location IN ({_ADDRESSES}))""",
    )
    message = Message("Schoolvestigingen die niet in de geladen adreslijsten staan: {count}.", count=count)
    return found("unknown_location", Severity.WARN, message, rows, count)


def unknown_postcodes(facts: Facts) -> list[Finding]:
    """A home postcode that the postcode table does not know; only when one is loaded."""
    if not facts.any("SELECT 1 FROM part_postcodes LIMIT 1"):
        return []
    rows, count, pupils = _units(
        facts,
        """SELECT s.home AS example, s.year, s.sector, h.municipality, s.low, s.high
        FROM home_sums s JOIN homes h ON h.code = s.home
        WHERE h.kind = 'pc4' AND s.home NOT IN (SELECT pc4 FROM part_postcodes)""",
    )
    message = Message(
        "Woonpostcodes die niet in de postcodetabel staan: {count} (leerlingen: {pupils}). "
        "De gemeente uit de rij zelf is gebruikt, als die er is.",
        count=count,
        pupils=pupils,
    )
    return found("unknown_postcode", Severity.INFORM, message, rows, count)


def unknown_municipalities(facts: Facts) -> list[Finding]:
    """A municipality code or name, of a school or a home, that does not exist and never did since 2010."""
    rows = facts.rows(
        """SELECT DISTINCT municipality AS example FROM part_schools WHERE municipality <> ''
        UNION SELECT municipality_name FROM part_schools WHERE municipality = '' AND municipality_name <> ''
            AND longitude IS NULL
        UNION SELECT name FROM part_home_names WHERE name <> '' AND home ~ '[0-9]{4}'
        UNION SELECT municipality FROM part_home_names WHERE municipality <> '' AND home ~ '[0-9]{4}'
        UNION SELECT municipality_name FROM part_postcodes WHERE municipality_name <> '' ORDER BY 1"""
    )
    unknown = [row for row in rows if not _exists(row["example"])]
    message = Message("Gemeenten in de bestanden die onder die code of naam niet bestaan: {count}.", count=len(unknown))
    return found("unknown_municipality", Severity.WARN, message, unknown)


def _exists(name: str) -> bool:
    return municipalities.exists(name) or municipalities.by_name(name) is not None


def schools_without_place(facts: Facts) -> list[Finding]:
    """A school location in the counts whose municipality nobody tells."""
    rows, count, pupils = _units(
        facts,
        """SELECT location AS example, location, s.year, s.sector, s.low, s.high FROM school_sums s
        LEFT JOIN locations l ON l.code = s.location WHERE l.municipality IS NULL""",
    )
    message = Message(
        "Schoolvestigingen waarvan de gemeente niet bekend is: {count} (leerlingen: {pupils}). "
        "Laad een adreslijst van DUO erbij.",
        count=count,
        pupils=pupils,
    )
    return found("school_without_place", Severity.WARN, message, rows, count)


def seats(facts: Facts) -> list[Finding]:
    """MBO counts at the seat of the institution: where the lessons are given is in no source."""
    rows = facts.rows("SELECT DISTINCT year, sector, location FROM school_sums WHERE sector = 'MBO' ORDER BY ALL")
    count = len({row["location"] for row in rows})
    message = Message(
        "Mbo telt bij de vestigingsplaats van de instelling; dat is niet de leslocatie (instellingen: {count}).",
        count=count,
    )
    slices = [{"year": row["year"], "sector": row["sector"]} for row in rows]
    return found("mbo_at_seat", Severity.WARN, message, slices, count)


def homes_without_municipality(facts: Facts) -> list[Finding]:
    """A home postcode in the counts whose municipality nobody tells."""
    rows, count, pupils = _units(
        facts,
        """SELECT home AS example, s.year, s.sector, s.low, s.high FROM home_sums s JOIN homes h ON h.code = s.home
        WHERE h.kind = 'pc4' AND h.municipality IS NULL""",
    )
    message = Message(
        "Woonpostcodes waarvan de gemeente niet bekend is: {count} (leerlingen: {pupils}). "
        "Laad een postcodetabel erbij.",
        count=count,
        pupils=pupils,
    )
    return found("home_without_municipality", Severity.WARN, message, rows + _where_they_go(facts), count)


def _where_they_go(facts: Facts) -> list[dict[str, Any]]:
    """The municipalities to which pupils from a home without one go; without a postcode table that is everywhere."""
    if not facts.any("SELECT 1 FROM part_postcodes LIMIT 1"):
        return []
    return facts.rows(
        """SELECT DISTINCT l.municipality FROM cells c JOIN homes h ON h.code = c.home
        JOIN locations l ON l.code = c.location
        WHERE h.kind = 'pc4' AND h.municipality IS NULL AND l.municipality IS NOT NULL"""
    )


def postcodes_without_partnership(facts: Facts) -> list[Finding]:
    """A home postcode in the counts in no partnership; only when the areas are loaded."""
    if not facts.any("SELECT 1 FROM part_partnership_areas LIMIT 1"):
        return []
    rows, count, _ = _units(
        facts,
        """SELECT home AS example, h.municipality, s.year, s.sector, s.low, s.high
        FROM home_sums s JOIN homes h ON h.code = s.home
        WHERE h.kind = 'pc4' AND (CASE WHEN s.sector IN ('VSO', 'VO', 'PRO') THEN h.partnership_vo
            ELSE h.partnership_po END) IS NULL""",
    )
    message = Message(
        "Woonpostcodes die in de geladen indeling bij geen samenwerkingsverband horen: {count}.", count=count
    )
    return found("home_without_partnership", Severity.INFORM, message, rows, count)


def repaired_names(facts: Facts) -> list[Finding]:
    """Names of municipalities that the publisher garbled and the register put right."""
    names = facts.rows(
        """SELECT name, max(rows) AS rows FROM (SELECT name, seq, sum(rows)::BIGINT AS rows
            FROM part_home_names GROUP BY ALL) GROUP BY name ORDER BY name"""
    )
    wrong = [(row, right) for row in names if (right := municipalities.repaired(row["name"]))]
    rows = [
        {"example": f"{row['name']} → {right}", "municipality": municipalities.by_name(right)} for row, right in wrong
    ]
    count = sum(row["rows"] for row, _ in wrong)
    message = Message("Rijen waarin een verminkte gemeentenaam is hersteld: {count}.", count=count)
    return found("name_repaired", Severity.INFORM, message, rows, count)


def _units(facts: Facts, sql: str) -> tuple[list[dict[str, Any]], int, Value]:
    """Rows for `found`, how many units and how many pupils, of a query with example, year, sector, low and high.

    A row per unit and one per year and sector; every combination would be hundreds of thousands when no list is loaded.
    """
    facts.connection.execute(f"CREATE OR REPLACE TEMP TABLE units AS {sql}")
    units = facts.rows(
        """SELECT * EXCLUDE (year, sector, low, high), sum(low)::BIGINT AS low,
            CASE WHEN count(*) = count(high) THEN sum(high)::BIGINT END AS high FROM units GROUP BY ALL
        ORDER BY low DESC, example"""
    )
    times = facts.rows("SELECT DISTINCT year, sector FROM units ORDER BY year, sector")
    return units + times, len(units), span(units)
