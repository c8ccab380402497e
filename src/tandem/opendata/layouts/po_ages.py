"""L1 and L2: DUO's PO pupils per school location, home postcode and age: exact until 2018, with `<5` since 2019."""

from collections.abc import Sequence
from functools import partial

from tandem.opendata.data import Problem, Refused, Severity
from tandem.opendata.layouts.base import CC0, DUO, CsvLayout
from tandem.opendata.layouts.cells import (
    FOREIGN,
    JUDGED,
    KEY,
    added_up,
    cells_from,
    high_of_sum,
    reason_of_sum,
    repeats,
    sort_rows,
    write_cells,
)
from tandem.opendata.layouts.schools import write_schools
from tandem.opendata.reading import ASK, Reading
from tandem.opendata.tokens import parse_home, parse_location, parse_sector, parse_year, year_in_name

YOUNGEST, OLDEST = 3, 25  # "younger than 4" and "older than 24"
FIRST_MASKED_YEAR = 2019
AGES = {"age_3": ("LEEFTIJD_JONGER",), "age_25": ("LEEFTIJD_OUDER",)} | {
    f"age_{age}": (f"LEEFTIJD_{age}",) for age in range(YOUNGEST + 1, OLDEST)
}

# One column after another: a good third faster than UNPIVOT.
_AGE_ROWS = """CREATE OR REPLACE TABLE age_rows AS SELECT u.id, u.age, n.low, n.high, n.reason
    FROM ({ages}) u JOIN counts n ON n.t0 = u.token WHERE n.high IS DISTINCT FROM 0"""
_OF_ONE_AGE = "SELECT rowid AS id, {age}::SMALLINT AS age, age_{age} AS token FROM raw WHERE age_{age} <> '0'"
_NO_AGE_ROWS = """CREATE OR REPLACE TABLE age_rows
    (id BIGINT, age SMALLINT, low INTEGER, high INTEGER, reason reason)"""
_AGE_SUMS = f"""CREATE OR REPLACE TABLE age_sums AS SELECT id, sum(low)::INTEGER AS low, {high_of_sum("a")} AS high,
    {reason_of_sum("a")} AS reason FROM age_rows a GROUP BY id"""

# What a row counts: its total where the file gives one, else the sum of its ages (no age at all is zero).
_FROM_TOTAL = """CREATE OR REPLACE TABLE totals AS SELECT r.rowid AS id,
    CASE WHEN t.high IS NULL AND a.high IS NOT NULL THEN a.low ELSE t.low END AS low,
    coalesce(t.high, a.high) AS high,
    CASE WHEN t.high IS NULL AND a.high IS NOT NULL THEN a.reason ELSE t.reason END AS reason
    FROM raw r JOIN counts t ON t.t0 = r.pupils LEFT JOIN age_sums a ON a.id = r.rowid"""
_FROM_AGES = """CREATE OR REPLACE TABLE totals AS SELECT r.rowid AS id, coalesce(a.low, 0) AS low,
    CASE WHEN a.id IS NULL THEN 0 ELSE a.high END AS high, coalesce(a.reason, 'exact') AS reason
    FROM raw r LEFT JOIN age_sums a ON a.id = r.rowid"""

_AGES = f"""SELECT y.value AS year, s.value AS sector, h.value AS home, l.value AS location,
    a.age, a.low, a.high, a.reason FROM {JUDGED} JOIN age_rows a ON a.id = r.rowid"""
_AGE_KEY = f"{KEY}, age"
_HOME_NAMES = f"""SELECT h.value AS home, trim(r.home_municipality) AS name, count(*) AS rows
    FROM raw r JOIN homes h ON h.t0 = r.home
    WHERE trim(r.home_municipality) <> '' AND h.value NOT IN ({FOREIGN}) GROUP BY 1, 2 ORDER BY 1, 2"""
_NOT_ADDING_UP = """SELECT count(*) FROM raw r JOIN counts t ON t.t0 = r.pupils LEFT JOIN age_sums a ON a.id = r.rowid
    WHERE coalesce(a.low, 0) > t.high OR (CASE WHEN a.id IS NULL THEN 0 ELSE a.high END) < t.low"""


def read(reading: Reading) -> None:
    reading.load_raw()
    ages = reading.words("age_")
    totals = ["pupils"] if reading.has("pupils") else []
    if not ages and not totals:
        raise Refused(Problem(reading.name, "de kolommen met leeftijden en de kolom TOTAAL ontbreken", ASK, line=1))
    _judge(reading, ages + totals)
    write_cells(reading, cells_from("totals n ON n.id = r.rowid"), partial(_derive, reading, ages))
    if ages:
        _write_ages(reading)
    if ages and totals:
        _check_totals(reading)
    if reading.has("home_municipality"):
        reading.write("home_names", _HOME_NAMES)
    write_schools(reading, "(SELECT r.*, y.value AS counted FROM raw r JOIN years y ON y.t0 = r.year)", "counted")
    _name_layout(reading)


def _judge(reading: Reading, numbers: Sequence[str]) -> None:
    if not reading.has("year"):
        year = year_in_name(reading.name)
        if year is None:
            remedy = "Zet het jaar van de telling in de naam van het bestand, zoals DUO doet (…-2019-2020.csv)."
            raise Refused(Problem(reading.name, "het jaar staat niet in het bestand en niet in de naam", remedy))
        reading.connection.execute(f"ALTER TABLE raw ADD COLUMN year VARCHAR DEFAULT '{year}'")
    reading.judge_years(["year"], parse_year)
    reading.judge("sectors", ["sector"], parse_sector)
    reading.judge("homes", ["home"], parse_home)
    reading.judge("locations", ["institution", "branch"], parse_location)
    reading.judge_counts(numbers)


def _derive(reading: Reading, ages: Sequence[str]) -> None:
    run = reading.connection.execute
    each = [_OF_ONE_AGE.format(age=word.removeprefix("age_")) for word in ages]
    run(_AGE_ROWS.format(ages=" UNION ALL ".join(each)) if ages else _NO_AGE_ROWS)
    run(_AGE_SUMS)
    run(_FROM_TOTAL if reading.has("pupils") else _FROM_AGES)


def _write_ages(reading: Reading) -> None:
    sort_rows(reading, "ages", _AGES, _AGE_KEY)
    if repeats(reading, "ages", _AGE_KEY):
        sort_rows(reading, "ages", added_up(_AGES, _AGE_KEY), _AGE_KEY)
    reading.write_as_is("ages", "SELECT *, NULL::SMALLINT AS grade FROM ages")


def _check_totals(reading: Reading) -> None:
    if wrong := reading.number(_NOT_ADDING_UP):
        message = f"Rijen waarin TOTAAL niet klopt met de leeftijden: {wrong}. TOTAAL is gebruikt."
        reading.find("ages_not_total", Severity.WARN, message, wrong)


def _name_layout(reading: Reading) -> None:
    newest = reading.number("SELECT max(value) FROM years")
    masked = reading.number("SELECT count(*) FROM counts WHERE reason = 'masked'")
    if masked or newest >= FIRST_MASKED_YEAR:
        reading.layout = "L2"


LAYOUT = CsvLayout(
    id="L1",
    title="Leerlingen po per gemeente, postcode leerling en leeftijd",
    publisher=DUO,
    licence=CC0,
    required={
        "home": ("POSTCODE_LEERLING",),
        "institution": ("BRIN_NUMMER", "INSTELLINGSCODE"),
        "branch": ("VESTIGINGSNUMMER", "VESTIGINGSCODE"),
        "sector": ("SOORT_PO", "TYPE_PO"),
    },
    optional={
        "year": ("PEILDATUM", "PEILJAAR"),
        "pupils": ("TOTAAL",),
        "home_municipality": ("GEMEENTENAAM_LEERLING",),
        "municipality": ("GEMEENTENUMMER",),
        "municipality_name": ("GEMEENTENAAM",),
        "name": ("INSTELLINGSNAAM_VESTIGING",),
        "postcode": ("POSTCODE_VESTIGING",),
        "place": ("PLAATSNAAM",),
        "denomination": ("DENOMINATIE_VESTIGING",),
        "board": ("BEVOEGD_GEZAG_NUMMER",),
        **AGES,
    },
    read=read,
    marks=("LEEFTIJD_4", "LEEFTIJD_JONGER", "POSTCODE_LEERLING"),
)
