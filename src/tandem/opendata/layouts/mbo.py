"""L6: DUO's MBO students per institution and home municipality, one column per year, `-1` masked.

The file names a home by the name of its municipality only, and an institution by its seat: where its lessons are given,
nobody tells. So the home is a municipality (HomeKind.MUNICIPALITY) and the location is the whole institution (BRIN).
"""

from functools import cache

from tandem.opendata.data import Problem, Refused, Severity
from tandem.opendata.layouts.base import CC_BY, DUO, CsvLayout
from tandem.opendata.layouts.cells import write_sums
from tandem.opendata.layouts.rows import add_column
from tandem.opendata.layouts.schools import write_schools
from tandem.opendata.layouts.splits import split
from tandem.opendata.reading import ASK, Reading
from tandem.opendata.tokens import FIRST_YEAR, LARGEST_MUNICIPALITY, LAST_YEAR, parse_institution
from tandem.platform.message import Message
from tandem.register import municipalities
from tandem.register.data import Sector

UNKNOWN = "ONBEKEND"
# What stands in the place of a municipality (as `municipalities.normalise` has it) and what we call that home.
_ELSEWHERE = {
    "belgie": "BE",
    "duitsland": "DE",
    "buitenland": "ANDER",
    "overigbuitenland": "ANDER",
    "onbekend": UNKNOWN,
    "woonplaatsonbekend": UNKNOWN,
    "": UNKNOWN,
}
YEARS = {f"year_{year}": (f"JAAR_{year}", str(year)) for year in range(FIRST_YEAR, LAST_YEAR + 1)}

_CELLS = f"""SELECT a.number AS year, '{Sector.MBO}' AS sector, h.value AS home, l.value AS location, a.low, a.high,
    CASE WHEN a.reason = 'exact' AND NOT starts_with(h.value::VARCHAR, 'GM') THEN 'foreign_home'::reason
        ELSE a.reason END AS reason
    FROM raw r JOIN split_rows a ON a.id = r.rowid JOIN homes h ON h.t0 = r.home
    JOIN locations l ON l.t0 = r.institution AND l.t1 = r.branch"""
_UNKNOWN_NAMES = f"SELECT h.t0 FROM homes h WHERE h.value = '{UNKNOWN}' ORDER BY 1"


def read(reading: Reading) -> None:
    reading.load_raw(whole=True)
    years = reading.words("year_")
    if not years:
        raise Refused(Problem(reading.name, "er is geen kolom met een jaar (JAAR_2021)", ASK, line=1))
    add_column(reading, "branch", "")
    reading.judge("homes", ["home"], _home)
    reading.judge("locations", ["institution", "branch"], parse_institution)
    reading.judge_counts(years, LARGEST_MUNICIPALITY)
    write_sums(reading, _CELLS, lambda: split(reading, years))
    _name_slices(reading)
    _tell_unknown_names(reading)
    write_schools(reading, "(SELECT max(value) FROM years)")


def _home(token: str) -> str:
    """The code of a home; a name that no municipality bears is an unknown home, and is told."""
    return _ELSEWHERE.get(municipalities.normalise(token)) or _municipality(token) or UNKNOWN


@cache
def _municipality(token: str) -> str | None:
    return municipalities.by_name(token)


def _tell_unknown_names(reading: Reading) -> None:
    rows = reading.connection.execute(_UNKNOWN_NAMES).fetchall()
    names = [name.strip() for (name,) in rows if municipalities.normalise(name) not in _ELSEWHERE]
    if names:
        message = Message(
            "Namen van woongemeenten die niet bestaan: {count}. Die studenten tellen als woonplaats onbekend.",
            count=len(names),
        )
        reading.find("home_name_unknown", Severity.WARN, message, len(names), names[:5])


def _name_slices(reading: Reading) -> None:
    """The tables from which the source tells its years and sectors."""
    run = reading.connection.execute
    run("CREATE TABLE years AS SELECT DISTINCT number AS value FROM split_rows")
    run(f"CREATE TABLE sectors AS SELECT '{Sector.MBO}' AS value")


LAYOUT = CsvLayout(
    id="L6",
    title="Studenten mbo per instelling en woongemeente",
    publisher=DUO,
    licence=CC_BY,
    required={
        "institution": ("INSTELLINGSCODE", "BRIN_NUMMER"),
        "place": ("PLAATSNAAM_INSTELLING",),
        "home": ("WOONGEMEENTE",),
    },
    optional={"name": ("INSTELLINGSNAAM",), **YEARS},
    read=read,
    marks=("WOONGEMEENTE",),
)
