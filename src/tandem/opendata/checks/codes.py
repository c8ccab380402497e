"""Codes and places that do not fit: in the counts but not in the lists that were loaded beside them."""

from typing import Any

from tandem.opendata.checks.facts import Facts, found
from tandem.opendata.data import EXAMPLE, Finding, Severity
from tandem.register import municipalities

_ADDRESSES = "SELECT location FROM part_schools WHERE year = 0 AND longitude IS NULL"
MOST_MISSING = 30  # municipalities without any school: more than this is a file about a region, not a gap in it


def unknown_locations(facts: Facts) -> list[Finding]:
    """A school location that is in no address list; only of sectors of which a list names some school."""
    rows, count, _ = _units(
        facts,
        f"""SELECT location AS example, location, l.municipality, s.year, s.sector, s.low
        FROM school_sums s LEFT JOIN locations l ON l.code = s.location WHERE location NOT IN ({_ADDRESSES})
            AND s.sector IN (SELECT sector FROM school_sums WHERE location IN ({_ADDRESSES}))""",
    )
    message = f"Schoolvestigingen die niet in de geladen adreslijsten staan: {count}."
    return found("unknown_location", Severity.WARN, message, rows, count)


def unknown_postcodes(facts: Facts) -> list[Finding]:
    """A home postcode that the postcode table does not know; only when one is loaded."""
    if not facts.any("SELECT 1 FROM part_postcodes LIMIT 1"):
        return []
    rows, count, pupils = _units(
        facts,
        """SELECT s.home AS example, s.year, s.sector, h.municipality, s.low
        FROM home_sums s JOIN homes h ON h.code = s.home
        WHERE h.kind = 'pc4' AND s.home NOT IN (SELECT pc4 FROM part_postcodes)""",
    )
    message = (
        f"Woonpostcodes die niet in de postcodetabel staan: {count} (leerlingen: minstens {pupils}). "
        "De gemeente uit de rij zelf is gebruikt, als die er is."
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
    message = f"Gemeenten in de bestanden die onder die code of naam niet bestaan: {len(unknown)}."
    return found("unknown_municipality", Severity.WARN, message, unknown)


def _exists(name: str) -> bool:
    return municipalities.exists(name) or municipalities.by_name(name) is not None


def schools_without_place(facts: Facts) -> list[Finding]:
    """A school location in the counts whose municipality nobody tells."""
    rows, count, pupils = _units(
        facts,
        """SELECT location AS example, location, s.year, s.sector, s.low FROM school_sums s
        LEFT JOIN locations l ON l.code = s.location WHERE l.municipality IS NULL""",
    )
    message = (
        f"Schoolvestigingen waarvan de gemeente niet bekend is: {count} (leerlingen: minstens {pupils}). "
        "Laad een adreslijst van DUO erbij."
    )
    return found("school_without_place", Severity.WARN, message, rows, count)


def seats(facts: Facts) -> list[Finding]:
    """MBO counts at the seat of the institution: where the lessons are given is in no source."""
    rows = facts.rows("SELECT DISTINCT year, sector, location FROM school_sums WHERE sector = 'MBO' ORDER BY ALL")
    count = len({row["location"] for row in rows})
    message = f"Mbo telt bij de vestigingsplaats van de instelling; dat is niet de leslocatie (instellingen: {count})."
    slices = [{"year": row["year"], "sector": row["sector"]} for row in rows]
    return found("mbo_at_seat", Severity.WARN, message, slices, count)


def homes_without_municipality(facts: Facts) -> list[Finding]:
    """A home postcode in the counts whose municipality nobody tells."""
    rows, count, pupils = _units(
        facts,
        """SELECT home AS example, s.year, s.sector, s.low FROM home_sums s JOIN homes h ON h.code = s.home
        WHERE h.kind = 'pc4' AND h.municipality IS NULL""",
    )
    message = (
        f"Woonpostcodes waarvan de gemeente niet bekend is: {count} (leerlingen: minstens {pupils}). "
        "Laad een postcodetabel erbij."
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
        """SELECT home AS example, h.municipality, s.year, s.sector, s.low
        FROM home_sums s JOIN homes h ON h.code = s.home
        WHERE h.kind = 'pc4' AND (CASE WHEN s.sector IN ('VSO', 'VO', 'PRO') THEN h.partnership_vo
            ELSE h.partnership_po END) IS NULL""",
    )
    message = f"Woonpostcodes die in de geladen indeling bij geen samenwerkingsverband horen: {count}."
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
    message = f"Rijen waarin een verminkte gemeentenaam is hersteld: {count}."
    return found("name_repaired", Severity.INFORM, message, rows, count)


def missing_municipalities(facts: Facts) -> list[Finding]:
    """Municipalities without any primary school in a year: a gap in the files, or files about a part of the country.

    Pupils who go to school where no file is about do not live anywhere either, so both make figures too low.
    """
    rows = facts.rows(
        """SELECT m.name AS example, m.code AS municipality, y.year FROM municipalities m,
            (SELECT DISTINCT year FROM school_sums WHERE sector = 'BO') y
        WHERE NOT EXISTS (SELECT 1 FROM school_sums s JOIN locations l ON l.code = s.location
            WHERE s.sector = 'BO' AND s.year = y.year AND l.municipality = m.code) ORDER BY y.year, m.code"""
    )
    country = len(municipalities.current())
    found_per_year = []
    for year in sorted({row["year"] for row in rows}):
        absent = [row for row in rows if row["year"] == year]
        if len(absent) <= MOST_MISSING:
            names = ", ".join(row["example"] for row in absent[:10])
            message = f"Gemeenten zonder basisschool in {year}: {len(absent)} ({names}). Ontbreekt er een bestand?"
            found_per_year += found("municipality_missing", Severity.WARN, message, absent)
        elif len(absent) < country and not _is_example(facts):
            found_per_year += _partly(year, country - len(absent))
    return found_per_year


def _partly(year: int, present: int) -> list[Finding]:
    towns = "1 gemeente" if present == 1 else f"{present} gemeenten"
    message = (
        f"De bestanden over {year} gaan over scholen in {towns}. Wie daarbuiten naar school gaat, staat er niet in: "
        "hoeveel leerlingen ergens wonen en uitgaan, is dan te laag."
    )
    return found("part_of_country", Severity.WARN, message, [{"year": year}], present)


def _is_example(facts: Facts) -> bool:
    """The example region is a small world of its own, and every page says that it is made up."""
    return all(source.publisher == EXAMPLE for source in facts.sources)


def _units(facts: Facts, sql: str) -> tuple[list[dict[str, Any]], int, int]:
    """Rows for `found`, how many units, and at least how many pupils, of a query with example, year, sector and low.

    A row per unit and one per year and sector; every combination would be hundreds of thousands when no list is loaded.
    """
    facts.connection.execute(f"CREATE OR REPLACE TEMP TABLE units AS {sql}")
    units = facts.rows(
        """SELECT * EXCLUDE (year, sector, low), sum(low)::BIGINT AS low FROM units GROUP BY ALL
        ORDER BY low DESC, example"""
    )
    times = facts.rows("SELECT DISTINCT year, sector FROM units ORDER BY year, sector")
    return units + times, len(units), sum(unit["low"] for unit in units)
