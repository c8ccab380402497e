"""Tables beside the counts: distances (AF), population by age (BV) and a forecast of the publisher's own (PG)."""

import re

from tandem.opendata.data import Problem, Refused
from tandem.opendata.layouts.base import CBS, CC0, CC_BY, DUO, CsvLayout
from tandem.opendata.reading import ASK, Reading
from tandem.opendata.tokens import (
    LARGEST_MUNICIPALITY,
    BadValue,
    parse_location,
    parse_municipality,
    parse_pc4,
    parse_sector,
    parse_year,
    shown,
)

MOST_KM = 500.0
_BAND = re.compile(r"(\d{1,2})\s*(?:-|–|tot)\s*(\d{1,3})|(\d{2,3})\s*(?:\+|jaar of ouder)")
_YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d{2})(?!\d)")

_DISTANCES = """SELECT p.value AS home, l.value AS location, min(k.value) AS km FROM raw r
    JOIN postcodes p ON p.t0 = r.pc4 JOIN kms k ON k.t0 = r.km JOIN locations l ON {joined}
    WHERE k.value IS NOT NULL GROUP BY ALL ORDER BY home, location"""
_POPULATION = """SELECT {year} AS year, p.value AS home, split_part(a.value, '-', 1)::SMALLINT AS age_low,
        split_part(a.value, '-', 2)::SMALLINT AS age_high, sum(n.low) AS people
    FROM raw r JOIN postcodes p ON p.t0 = r.pc4 JOIN bands a ON a.t0 = r.age JOIN counts n ON n.t0 = r.people {years}
    GROUP BY ALL ORDER BY year, home, age_low"""
_FORECASTS = """SELECT y.value AS year, s.value AS sector, m.value AS municipality, sum(n.low) AS pupils
    FROM raw r JOIN years y ON y.t0 = r.year JOIN sectors s ON s.t0 = r.sector JOIN counts n ON n.t0 = r.pupils
    JOIN municipalities m ON m.t0 = r.municipality GROUP BY ALL ORDER BY year, sector, municipality"""


def parse_km(token: str) -> float | None:
    """Kilometres, decimal point or comma; empty is None. Raises BadValue."""
    if not token.strip():
        return None
    try:
        value = float(token.strip().replace(",", "."))
    except ValueError:
        raise BadValue(f"{shown(token)} is geen afstand in kilometer") from None
    if not 0 <= value <= MOST_KM:
        raise BadValue(f"{shown(token)} is geen afstand in kilometer (0 tot {MOST_KM:g})")
    return value


def parse_ages(token: str) -> str:
    """`0-4`, `5 tot 9`, `95+` to `0-4`, `5-9`, `95-120`. Raises BadValue."""
    found = _BAND.fullmatch(token.strip().removesuffix(" jaar"))
    if not found:
        raise BadValue(f"{shown(token)} is geen leeftijdsgroep (zoals 0-4 of 95+)")
    if found[3]:
        return f"{int(found[3])}-120"
    return f"{int(found[1])}-{int(found[2])}"


def _read_distances(reading: Reading) -> None:
    reading.load_raw()
    reading.judge("postcodes", ["pc4"], parse_pc4)
    reading.judge_decimals("kms", "km", parse_km)
    words = ["institution", *(["branch"] if reading.has("branch") else [])]
    reading.judge("locations", words, lambda brin, branch="": parse_location(brin, branch))
    joined = "l.t0 = r.institution" + (" AND l.t1 = r.branch" if reading.has("branch") else "")
    reading.write("distances", _DISTANCES.format(joined=joined))


def _read_population(reading: Reading) -> None:
    reading.load_raw()
    reading.judge("postcodes", ["pc4"], parse_pc4)
    reading.judge("bands", ["age"], parse_ages)
    reading.judge_counts(["people"], LARGEST_MUNICIPALITY)
    if reading.has("year"):
        reading.judge_years(["year"], parse_year)
        year, years = "y.value", "JOIN years y ON y.t0 = r.year"
    else:
        named = _YEAR_IN_NAME.findall(reading.name)
        if len(named) != 1:
            reason = "er staat niet bij van welk jaar de inwoners zijn"
            raise Refused(Problem(reading.name, reason, "Zet het jaar in de naam van het bestand. " + ASK))
        year, years = named[0], ""
    reading.write("population", _POPULATION.format(year=year, years=years))


def _read_forecasts(reading: Reading) -> None:
    reading.load_raw()
    reading.judge_years(["year"], parse_year)
    reading.judge("sectors", ["sector"], parse_sector)
    reading.judge("municipalities", ["municipality"], parse_municipality)
    reading.judge_counts(["pupils"], LARGEST_MUNICIPALITY)
    reading.write("forecasts", _FORECASTS)


DISTANCES = CsvLayout(
    id="AF",
    title="Afstanden van postcode naar vestiging",
    publisher="eigen berekening",
    licence="van wie de tabel maakte",
    required={
        "pc4": ("POSTCODE", "PC4", "POSTCODE4_DEELNEMER"),
        "institution": ("INSTELLINGSCODE", "BRIN_NUMMER", "VESTIGING"),
        "km": ("KM", "AFSTAND_KM", "KILOMETER"),
    },
    optional={"branch": ("VESTIGINGSCODE", "VESTIGINGSNUMMER")},
    read=_read_distances,
)
POPULATION = CsvLayout(
    id="BV",
    title="Inwoners per postcode en leeftijd (83502NED)",
    publisher=CBS,
    licence=CC_BY,
    required={"pc4": ("POSTCODE", "PC4"), "age": ("LEEFTIJD",), "people": ("INWONERS", "BEVOLKING")},
    optional={"year": ("PEILJAAR", "JAAR", "PERIODEN")},
    read=_read_population,
)
FORECASTS = CsvLayout(
    id="PG",
    title="Prognose leerlingen per gemeente",
    publisher=DUO,
    licence=CC0,
    required={
        "municipality": ("GEMEENTENUMMER", "GEMEENTECODE"),
        "sector": ("TYPE_PO", "SOORT_PO", "SOORT"),
        "year": ("PROGNOSEJAAR",),
        "pupils": ("PROGNOSE", "AANTAL_PROGNOSE"),
    },
    read=_read_forecasts,
)
