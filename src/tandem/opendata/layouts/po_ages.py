"""L1 and L2: DUO's PO pupils per school location, home postcode and age: exact until 2018, with `<5` since 2019."""

from functools import partial

from tandem.opendata.data import Problem, Refused
from tandem.opendata.layouts.base import CC0, DUO, CsvLayout
from tandem.opendata.layouts.headers import BRANCH, HOME, INSTITUTION, PLACES, YEAR
from tandem.opendata.layouts.rows import judge_year, write_home_names
from tandem.opendata.layouts.schools import write_schools
from tandem.opendata.layouts.wide import Wide
from tandem.opendata.reading import ASK, Reading
from tandem.opendata.tokens import parse_home, parse_location, parse_sector
from tandem.platform.message import Message

YOUNGEST, OLDEST = 3, 25  # "younger than 4" and "older than 24"
FIRST_MASKED_YEAR = 2019
_YOUNGER = ("LEEFTIJD_JONGER", "LEEFTIJD_3", "LEEFTIJD_3_JAAR", "3_JAAR", "JONGER_DAN_4_JAAR")
_OLDER = ("LEEFTIJD_OUDER", "LEEFTIJD_25", "LEEFTIJD_25_JAAR", "25_JAAR", "OUDER_DAN_24_JAAR")
AGES = {"age_3": _YOUNGER, "age_25": _OLDER} | {
    f"age_{age}": (f"LEEFTIJD_{age}", f"LEEFTIJD_{age}_JAAR", f"{age}_JAAR") for age in range(YOUNGEST + 1, OLDEST)
}


def read(reading: Reading) -> None:
    ages, totals = reading.words("age_"), reading.words("pupils")
    reading.load_raw(numbers=ages + totals)
    if not ages and not totals:
        raise Refused(Problem(reading.name, "de kolommen met leeftijden en de kolom TOTAAL ontbreken", ASK, line=1))
    judge_year(reading)
    reading.together(_judge_keys, lambda part: part.judge_counts(ages + totals))
    wide = Wide.of(reading, ages, "age")
    wide.write_cells()
    reading.together(partial(_write_ages, wide=wide), _write_places)
    _name_layout(reading)


def _judge_keys(reading: Reading) -> None:
    reading.judge("sectors", ["sector"], parse_sector)
    reading.judge("homes", ["home"], parse_home)
    reading.judge("locations", ["institution", "branch"], parse_location)


def _write_ages(reading: Reading, *, wide: Wide) -> None:
    if wide.words:
        wide.write_parts(reading)
        wide.check_totals(reading, Message("leeftijden"))


def _write_places(reading: Reading) -> None:
    write_home_names(reading)
    write_schools(reading)


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
        "home": HOME,
        "institution": INSTITUTION,
        "branch": BRANCH,
        "sector": ("SOORT_PO", "TYPE_PO", "SOORT_PRIMAIR_ONDERWIJS"),
    },
    optional={
        "year": YEAR,
        "pupils": ("TOTAAL",),
        **PLACES,
        **AGES,
    },
    read=read,
    marks=("LEEFTIJD_4", "LEEFTIJD_4_JAAR", "LEEFTIJD_JONGER"),
)
