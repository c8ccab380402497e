"""L10 (PC4 with municipality and point), L11 (PC4 with partnerships) and the list of municipalities."""

from functools import partial

from tandem.opendata.data import Severity
from tandem.opendata.layouts.base import CBS, CC_BY, CsvLayout
from tandem.opendata.reading import Reading
from tandem.opendata.tokens import parse_degrees, parse_municipality, parse_partnership, parse_pc4
from tandem.platform.message import Message

_POSTCODES = """SELECT p.value AS pc4, {place} AS place, first(trim(r.municipality_name)) AS municipality_name,
    first(lon.value) AS longitude, first(lat.value) AS latitude
    FROM raw r JOIN postcodes p ON p.t0 = r.pc4 JOIN lon ON lon.t0 = r.longitude JOIN lat ON lat.t0 = r.latitude
    GROUP BY p.value ORDER BY p.value"""
_PARTNERSHIPS = """SELECT p.value AS pc4, first(po.value)::VARCHAR AS partnership_po,
    first(vo.value)::VARCHAR AS partnership_vo
    FROM raw r JOIN postcodes p ON p.t0 = r.pc4 JOIN po ON po.t0 = r.partnership_po
    JOIN vo ON vo.t0 = r.partnership_vo GROUP BY p.value ORDER BY p.value"""
_MUNICIPALITIES = """SELECT m.value AS code, first(trim(r.name)) AS name, NULL AS longitude, NULL AS latitude
    FROM raw r JOIN municipalities m ON m.t0 = r.code GROUP BY m.value ORDER BY m.value"""


def _read_postcodes(reading: Reading) -> None:
    rows = reading.load_raw()
    reading.judge("postcodes", ["pc4"], parse_pc4)
    reading.judge_decimals("lon", "longitude", parse_degrees)
    reading.judge_decimals("lat", "latitude", parse_degrees)
    _note_repeats(reading, rows, "postcodes")
    place = "first(trim(r.place))" if reading.has("place") else "''"
    reading.write("postcodes", _POSTCODES.format(place=place))


def _read_partnerships(reading: Reading) -> None:
    rows = reading.load_raw()
    reading.judge("postcodes", ["pc4"], parse_pc4)
    reading.judge("po", ["partnership_po"], partial(parse_partnership, kind="PO"))
    reading.judge("vo", ["partnership_vo"], partial(parse_partnership, kind="VO"))
    _note_repeats(reading, rows, "postcodes")
    reading.write("partnership_areas", _PARTNERSHIPS)
    if nowhere := reading.number("SELECT count(*) FROM po JOIN raw r ON r.partnership_po = po.t0 WHERE value = ''"):
        message = Message(
            "Postcodes die volgens het bestand bij geen samenwerkingsverband horen: {count}.", count=nowhere
        )
        reading.find("postcode_without_partnership", Severity.INFORM, message, nowhere)


def _read_municipalities(reading: Reading) -> None:
    reading.load_raw()
    reading.judge("municipalities", ["code"], parse_municipality)
    reading.write("municipality_names", _MUNICIPALITIES)


def _note_repeats(reading: Reading, rows: int, table: str) -> None:
    if repeated := rows - reading.number(f"SELECT count(DISTINCT value) FROM {table}"):
        message = Message("Postcodes die er meer dan eens in staan: {count}. De eerste rij telt.", count=repeated)
        reading.find("duplicate_postcode", Severity.WARN, message, repeated)


POSTCODES = CsvLayout(
    id="L10",
    title="Postcodes met gemeente en middelpunt",
    publisher=CBS,
    licence=CC_BY,
    required={
        "pc4": ("POSTCODE", "PC4"),
        "municipality_name": ("GEMEENTE", "GEMEENTENAAM"),
        "longitude": ("LON",),
        "latitude": ("LAT",),
    },
    optional={"place": ("PLAATS", "WOONPLAATS")},
    read=_read_postcodes,
)
PARTNERSHIPS = CsvLayout(
    id="L11",
    title="Samenwerkingsverbanden per postcode (bijlage bij BWBR0032324)",
    publisher="Staatscourant",
    licence="publiek domein (art. 11 Auteurswet)",
    required={"pc4": ("PC4", "POSTCODE"), "partnership_po": ("SWV_PO",), "partnership_vo": ("SWV_VO",)},
    forbidden=("AANTAL_PC4",),  # the summary per municipality has a list of postcodes in one cell
    read=_read_partnerships,
)
MUNICIPALITIES = CsvLayout(
    id="ML",
    title="Lijst van gemeenten",
    publisher=CBS,
    licence=CC_BY,
    required={"code": ("STATCODE",), "name": ("STATNAAM",)},
    read=_read_municipalities,
)
