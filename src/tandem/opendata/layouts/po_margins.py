"""L7: the published totals of the DUO portal: per school location, and per municipality where pupils live."""

from functools import partial

from tandem.opendata.data import Problem, Refused
from tandem.opendata.layouts.base import CC0, DUO, CsvLayout
from tandem.opendata.layouts.po_portal import BRANCH, INSTITUTION, KIND, PUPILS, YEAR
from tandem.opendata.reading import ASK, Reading
from tandem.opendata.tokens import (
    LARGEST_LOCATION,
    LARGEST_MUNICIPALITY,
    parse_location,
    parse_municipality,
    parse_sector,
    parse_year,
)

_MARGINS = """SELECT '{kind}' AS kind, y.value AS year, s.value AS sector, c.value AS code, n.low, n.high, n.reason
    FROM raw r JOIN years y ON y.t0 = r.year JOIN sectors s ON s.t0 = r.sector JOIN counts n ON n.t0 = r.pupils
    JOIN codes c ON {joined} ORDER BY kind, year, sector, code"""


def _read(reading: Reading, kind: str, largest: int) -> None:
    reading.judge_years(["year"], parse_year)
    reading.judge("sectors", ["sector"], parse_sector)
    reading.judge_counts(["pupils"], largest)
    joined = "c.t0 = r.institution AND c.t1 = r.branch" if kind == "location" else "c.t0 = r.municipality"
    reading.connection.execute(f"CREATE TABLE margins AS {_MARGINS.format(kind=kind, joined=joined)}")
    twice = reading.number("SELECT count(*) - count(DISTINCT (year, sector, code)) FROM margins")
    if twice:
        reason = f"er zijn rijen met hetzelfde jaar, dezelfde soort en dezelfde code ({twice})"
        remedy = "Een bestand met totalen heeft elke combinatie één keer; ontbreekt de kolom met de postcode? " + ASK
        raise Refused(Problem(reading.name, reason, remedy))
    reading.write("margins", "SELECT * FROM margins")


def _read_locations(reading: Reading) -> None:
    reading.load_raw()
    reading.judge("codes", ["institution", "branch"], parse_location)
    _read(reading, "location", LARGEST_LOCATION)


def _read_homes(reading: Reading) -> None:
    reading.load_raw()
    reading.judge("codes", ["municipality"], parse_municipality)
    _read(reading, "home_municipality", LARGEST_MUNICIPALITY)


_COMMON = {"sector": KIND, "year": YEAR, "pupils": PUPILS}
_layout = partial(CsvLayout, id="L7", publisher=DUO, licence=CC0)

LOCATIONS = _layout(
    title="Leerlingen po per vestiging (brin6_totaal)",
    required={"institution": INSTITUTION, "branch": BRANCH, **_COMMON},
    read=_read_locations,
)
HOMES = _layout(
    title="Leerlingen po per woongemeente (gemeente_totaal)",
    required={"municipality": ("GEMEENTENUMMER",), **_COMMON},
    read=_read_homes,
)
