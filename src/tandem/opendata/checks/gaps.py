"""Municipalities whose schools are in no file: what is missing there, and what is too low around them."""

from typing import Any

from tandem.opendata.checks.facts import Facts, found
from tandem.opendata.data import EXAMPLE, Finding, Severity
from tandem.platform.message import Message
from tandem.register import municipalities

MOST_MISSING = 30  # municipalities without any school: more than this is a file about a region, not a gap in it
NEAR = 10  # so many pupils that certainly come from the gap make it likely that as many go to it
NAMED = 10


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
            found_per_year += _gap(facts, year, absent)
        elif len(absent) < country and not _is_example(facts):
            found_per_year += _partly(year, country - len(absent))
    return found_per_year


def _gap(facts: Facts, year: int, absent: list[dict[str, Any]]) -> list[Finding]:
    """The gap itself, and the municipalities around it."""
    names = ", ".join(row["example"] for row in absent[:NAMED])
    message = Message(
        "Gemeenten zonder basisschool in {year}: {count} ({names}). Ontbreekt er een bestand?",
        year=str(year),
        count=len(absent),
        names=names,
    )
    return [*found("municipality_missing", Severity.WARN, message, absent), *_around(facts, year, absent, names)]


def _around(facts: Facts, year: int, absent: list[dict[str, Any]], names: str) -> list[Finding]:
    """Where pupils from the gap go to school: from there pupils will go to the gap too, and no file counts those."""
    codes = ", ".join(f"'{row['municipality']}'" for row in absent)
    rows = facts.rows(
        f"""SELECT m.name AS example, m.code AS municipality, c.year FROM cells c JOIN homes h ON h.code = c.home
        JOIN locations l ON l.code = c.location JOIN municipalities m ON m.code = l.municipality
        WHERE c.year = {year} AND h.municipality IN ({codes}) AND l.municipality NOT IN ({codes})
        GROUP BY ALL HAVING sum(c.low) >= {NEAR} ORDER BY sum(c.low) DESC, m.code"""
    )
    message = Message(
        "Gemeenten naast een gemeente zonder scholen in de bestanden ({names}): {count}. Wie van hier daar naar school "
        "gaat, staat er niet in: wonend en uitgaand zijn hier te laag.",
        names=names,
        count=len(rows),
    )
    return found("beside_missing", Severity.WARN, message, rows)


def _partly(year: int, present: int) -> list[Finding]:
    towns = Message("1 gemeente") if present == 1 else Message("{count} gemeenten", count=present)
    message = Message(
        "De bestanden over {year} gaan over scholen in {towns}. Wie daarbuiten naar school gaat, staat er niet in: "
        "hoeveel leerlingen ergens wonen en uitgaan, is dan te laag.",
        year=str(year),
        towns=towns,
    )
    return found("part_of_country", Severity.WARN, message, [{"year": year}], present)


def _is_example(facts: Facts) -> bool:
    """The example region is a small world of its own, and every page says that it is made up."""
    return all(source.publisher == EXAMPLE for source in facts.sources)
