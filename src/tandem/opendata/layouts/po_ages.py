"""L1 and L2: DUO's PO pupils per school location, home postcode and age: exact until 2018, with `<5` since 2019."""

from collections.abc import Sequence
from functools import partial

from tandem.opendata.data import Problem, Refused
from tandem.opendata.layouts.base import CC0, DUO, CsvLayout
from tandem.opendata.layouts.cells import cells_from, write_cells
from tandem.opendata.layouts.headers import BRANCH, HOME, INSTITUTION, PLACES, YEAR
from tandem.opendata.layouts.rows import judge_year, write_home_names
from tandem.opendata.layouts.schools import write_schools
from tandem.opendata.layouts.splits import add_up, check_totals, write_parts
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
    reading.load_raw()
    ages = reading.words("age_")
    totals = ["pupils"] if reading.has("pupils") else []
    if not ages and not totals:
        raise Refused(Problem(reading.name, "de kolommen met leeftijden en de kolom TOTAAL ontbreken", ASK, line=1))
    _judge(reading, ages + totals)
    write_cells(reading, cells_from("totals n ON n.id = r.rowid"), partial(add_up, reading, ages))
    reading.together(partial(_write_ages, ages=ages, checked=bool(totals)), _write_places)
    _name_layout(reading)


def _judge(reading: Reading, numbers: Sequence[str]) -> None:
    judge_year(reading)
    reading.together(_judge_keys, lambda part: part.judge_counts(numbers))


def _judge_keys(reading: Reading) -> None:
    reading.judge("sectors", ["sector"], parse_sector)
    reading.judge("homes", ["home"], parse_home)
    reading.judge("locations", ["institution", "branch"], parse_location)


def _write_ages(reading: Reading, *, ages: Sequence[str], checked: bool) -> None:
    if ages:
        write_parts(reading, "age")
    if ages and checked:
        check_totals(reading, Message("leeftijden"))


def _write_places(reading: Reading) -> None:
    write_home_names(reading)
    write_schools(reading, "(SELECT r.*, y.value AS counted FROM raw r JOIN years y ON y.t0 = r.year)", "counted")


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
