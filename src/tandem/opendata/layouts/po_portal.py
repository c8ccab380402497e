"""L4: `brin6_pc4.csv` of the DUO portal: PO pupils per school location and home postcode, all years in one file."""

from tandem.opendata.layouts.base import CC0, DUO, CsvLayout
from tandem.opendata.layouts.cells import cells_from, write_cells
from tandem.opendata.reading import Reading
from tandem.opendata.tokens import parse_home, parse_location, parse_sector, parse_year

INSTITUTION = ("INSTELLINGSCODE", "BRIN_NUMMER")
BRANCH = ("VESTIGINGSCODE", "VESTIGINGSNUMMER")
KIND = ("TYPE_PO", "SOORT_PO")
YEAR = ("PEILJAAR",)
PUPILS = ("AANTAL_LEERLINGEN",)


def read(reading: Reading) -> None:
    reading.load_raw()
    reading.judge_years(["year"], parse_year)
    reading.judge("sectors", ["sector"], parse_sector)
    reading.judge("homes", ["home"], parse_home)
    reading.judge("locations", ["institution", "branch"], parse_location)
    reading.judge_counts(["pupils"])
    write_cells(reading, cells_from("counts n ON n.t0 = r.pupils"))


LAYOUT = CsvLayout(
    id="L4",
    title="Leerlingen po per vestiging en postcode van de leerling (brin6_pc4)",
    publisher=DUO,
    licence=CC0,
    required={
        "institution": INSTITUTION,
        "branch": BRANCH,
        "sector": KIND,
        "year": YEAR,
        "home": ("POSTCODE4_DEELNEMER", "POSTCODE4_LEERLING"),
        "pupils": PUPILS,
    },
    read=read,
    marks=("POSTCODE4_DEELNEMER", "POSTCODE4_LEERLING"),
)
