"""L8: DUO's address lists of school locations (BO, VO, SBO/SO/VSO), old and new header names."""

from tandem.opendata.data import Severity
from tandem.opendata.layouts.base import CC0, DUO, CsvLayout
from tandem.opendata.layouts.schools import write_schools
from tandem.opendata.reading import Reading
from tandem.opendata.tokens import parse_location
from tandem.platform.message import Message


def read(reading: Reading) -> None:
    rows = reading.load_raw()
    reading.judge("locations", ["institution", "branch"], parse_location)
    repeated = rows - reading.number("SELECT count(DISTINCT value) FROM locations")
    if repeated:
        message = Message(
            "Vestigingen die meer dan eens in de adreslijst staan: {count}. De eerste rij telt.", count=repeated
        )
        reading.find("duplicate_location", Severity.INFORM, message, repeated)
    write_schools(reading, "0")


LAYOUT = CsvLayout(
    id="L8",
    title="Adressen van schoolvestigingen",
    publisher=DUO,
    licence=CC0,
    required={
        "institution": ("BRIN_NUMMER", "INSTELLINGSCODE"),
        "branch": ("VESTIGINGSNUMMER", "VESTIGINGSCODE"),
        "name": ("VESTIGINGSNAAM", "INSTELLINGSNAAM", "VESTIGINGSNAAM_VOLLEDIG"),
        "postcode": ("POSTCODE",),
        "place": ("PLAATSNAAM", "PLAATS"),
    },
    optional={
        "municipality": ("GEMEENTENUMMER", "GEMEENTECODE"),
        "municipality_name": ("GEMEENTENAAM",),
        "denomination": ("DENOMINATIE",),
        "board": ("BEVOEGD_GEZAG_NUMMER", "BEVOEGD_GEZAG_CODE"),
        "telephone": ("TELEFOONNUMMER",),
        "website": ("INTERNETADRES",),
    },
    read=read,
)
