"""L3 and L5: DUO's VO pupils per school location, home postcode and year of study.

L3 (one file per year, `<5` masked) has a column per year of study; `02voins.csv` of the portal (L5, several years) a
row. Neither needs to say which pupils are in practical education (PrO); where one does, they are PRO.
"""

from tandem.opendata.data import Severity
from tandem.opendata.layouts.base import CC0, CC_BY, DUO, CsvLayout
from tandem.opendata.layouts.cells import JUDGED, cells_from, write_sums
from tandem.opendata.layouts.headers import BRANCH, HOME, INSTITUTION, PLACES, YEAR
from tandem.opendata.layouts.rows import add_column, judge_year, write_home_names
from tandem.opendata.layouts.schools import write_schools
from tandem.opendata.layouts.splits import sort_ages
from tandem.opendata.layouts.wide import Wide
from tandem.opendata.reading import Reading
from tandem.opendata.tokens import parse_grade, parse_home, parse_location, parse_vo_kind
from tandem.platform.message import Message
from tandem.register.data import Sector

LAST_GRADE = 8
_GRADE = ("LEER-_OF_VERBLIJFSJAAR", "LEER-_EN_VERBLIJFSJAAR", "LEER-OF_VERBLIJFSJAAR", "LEERJAAR")
GRADES = {f"grade_{n}": tuple(f"{name}_{n}" for name in _GRADE) for n in range(1, LAST_GRADE + 1)}
_KIND = ("SOORT_VO", "TYPE_VO", "SOORT_ONDERWIJS", "ONDERWIJSTYPE", "ONDERWIJSTYPE_VO", "ONDERWIJSSTRUCTUUR")

_LONG_GRADES = f"""SELECT y.value AS year, s.value AS sector, h.value AS home, l.value AS location,
    g.value::VARCHAR::SMALLINT AS grade, n.low, n.high, n.reason
    FROM {JUDGED} JOIN grades g ON g.t0 = r.grade JOIN counts n ON n.t0 = r.pupils"""


def _read_wide(reading: Reading) -> None:
    grades, totals = reading.words("grade_"), reading.words("pupils")
    reading.load_raw(whole=reading.has("kind"), numbers=grades + totals)
    _judge(reading)
    reading.judge_counts(grades + totals)
    wide = Wide.of(reading, grades, "grade")
    if reading.has("kind"):
        wide.write_sums()
    else:
        wide.write_cells()
    wide.write_parts(reading)
    wide.check_totals(reading, Message("leerjaren"))
    _write_places(reading)


def _read_long(reading: Reading) -> None:
    reading.load_raw(whole=True)
    _judge(reading)
    reading.judge("grades", ["grade"], parse_grade)
    reading.judge_counts(["pupils"])
    write_sums(reading, cells_from("counts n ON n.t0 = r.pupils"))
    sort_ages(reading, _LONG_GRADES, "grade")
    _write_places(reading)


def _judge(reading: Reading) -> None:
    judge_year(reading)
    if not reading.has("kind"):
        add_column(reading, "kind", Sector.VO)
        message = Message("Het bestand noemt het praktijkonderwijs niet apart; die leerlingen tellen mee bij VO.")
        reading.find("pro_within_vo", Severity.INFORM, message, 1)
    reading.judge("sectors", ["kind"], parse_vo_kind)
    reading.connection.execute("ALTER TABLE raw RENAME kind TO sector")
    reading.judge("homes", ["home"], parse_home)
    reading.judge("locations", ["institution", "branch"], parse_location)


def _write_places(reading: Reading) -> None:
    write_home_names(reading)
    write_schools(reading)


WIDE = CsvLayout(
    id="L3",
    title="Leerlingen vo per vestiging naar postcode leerling en leerjaar",
    publisher=DUO,
    licence=CC0,
    required={"home": HOME, "institution": INSTITUTION, "branch": BRANCH, "grade_1": GRADES["grade_1"]},
    optional={"year": YEAR, "pupils": ("TOTAAL",), "kind": _KIND, **PLACES, **GRADES},
    read=_read_wide,
    marks=GRADES["grade_1"][:3],
)
LONG = CsvLayout(
    id="L5",
    title="Leerlingen vo per vestiging, postcode van de leerling en leerjaar (02voins)",
    publisher=DUO,
    licence=CC_BY,
    required={
        "home": HOME,
        "institution": INSTITUTION,
        "branch": BRANCH,
        "grade": _GRADE,
        "pupils": ("AANTAL_LEERLINGEN",),
    },
    optional={"year": YEAR, "kind": _KIND, **PLACES},
    read=_read_long,
    marks=_GRADE[:3],
)
