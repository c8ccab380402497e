"""The example in the publishers' own layouts (L1, L2, L8, L10, L11, school points): it takes the road of real files."""

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from tandem.opendata.demo.facts import Place
from tandem.opendata.demo.pupils import Cell
from tandem.opendata.demo.schools import School
from tandem.register import municipalities

_AGES = range(3, 26)  # 3 = younger than 4, 25 = older than 24
_AGE_NAMES = ["LEEFTIJD_JONGER", *(f"LEEFTIJD_{age}" for age in range(4, 25)), "LEEFTIJD_OUDER"]
_OLD_KEYS, _NEW_KEYS = ("BRIN_NUMMER", "VESTIGINGSNUMMER"), ("INSTELLINGSCODE", "VESTIGINGSCODE")
_ADDRESS_HEADER = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;BRIN NUMMER;VESTIGINGSNUMMER;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;"
    "POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;TELEFOONNUMMER;INTERNETADRES"
)
# How DUO spells places on its lists, where it is not simply in capitals.
_DUO_PLACES = {"Den Haag": "'S-GRAVENHAGE", "Rijswijk": "RIJSWIJK ZH", "Den Hoorn": "DEN HOORN ZH"}


def write_pupils(
    path: Path, year: int, cells: Iterable[Cell], ages: dict[str, dict[int, int]], rng: np.random.Generator
) -> Path:
    """L1 (exact, until 2017) or L2 (1-4 masked as `<5`, from 2018; the key has its new names from 2019), gzipped."""
    ordered = sorted(cells, key=_duo_order)
    keys = _NEW_KEYS if year >= 2019 else _OLD_KEYS
    header = (
        f"PEILDATUM;GEMEENTENUMMER;GEMEENTENAAM;POSTCODE_LEERLING;GEMEENTENAAM_LEERLING;{keys[0]};{keys[1]};"
        "INSTELLINGSNAAM_VESTIGING;POSTCODE_VESTIGING;PLAATSNAAM;PROVINCIE;SOORT_PO;DENOMINATIE_VESTIGING;"
        f"BEVOEGD_GEZAG_NUMMER;{';'.join(_AGE_NAMES)};TOTAAL"
    )
    numbers = _by_age(ordered, ages, rng)
    text = [str(number) if year < 2018 or number == 0 or number > 4 else "<5" for number in range(2000)]
    lines = [header]
    for cell, row in zip(ordered, numbers, strict=True):
        counts = ";".join(text[number] for number in row)
        lines.append(f"{year}1001;{_pupil_columns(cell)};{counts};{text[cell.pupils]}")
    return _write_gzip(path, lines)


def write_addresses(path: Path, schools: Iterable[School]) -> Path:
    """L8: the address list, without the schools that it does not know."""
    listed = [(school, school.place) for school in schools if school.place and school.in_address_list]
    rows = [_address(school, place) for school, place in listed]
    return _write_text(path, [_ADDRESS_HEADER, *rows], encoding="cp1252", newline="\r\n")


def write_points(path: Path, schools: Iterable[School]) -> Path:
    """School locations on the map, as EduGIS gives them: GeoJSON in WGS84."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "naam": school.name,
                "denominatie": school.denomination,
                "postcode": f"{school.place.pc4}XX",
                "plaats": school.place.name,
                "gemeente": municipalities.name(school.place.municipality),
                "brin_nummer": school.brin,
                "vestigingscode": f"{school.brin}{school.number}",
            },
            "geometry": {"type": "Point", "coordinates": school.point},
        }
        for school in schools
        if school.place and school.in_address_list
    ]
    content = {"type": "FeatureCollection", "name": "scholen", "features": features}
    return _write_text(path, [json.dumps(content, ensure_ascii=False, separators=(",", ":"))])


def write_postcodes(path: Path, places: Iterable[Place]) -> Path:
    """L10: PC4 with its municipality and its point."""
    rows = [
        f"{place.pc4},{place.name},{municipalities.name(place.municipality)},Zuid-Holland,"
        f"{place.longitude:.3f},{place.latitude:.3f}"
        for place in places
        if place.listed
    ]
    return _write_text(path, ["postcode,plaats,gemeente,provincie,lon,lat", *rows])


def write_partnerships(path: Path, places: Iterable[Place]) -> Path:
    """L11: PC4 with its partnerships."""
    rows = [
        f"{place.pc4},{municipalities.name(place.municipality)},{place.partnership_po},{place.partnership_vo}"
        for place in places
    ]
    return _write_text(path, ["pc4,gemeente,swv_po,swv_vo", *rows])


def _duo_order(cell: Cell) -> tuple[str, str, str, str]:
    school = cell.school
    name = municipalities.name(school.place.municipality) if school.place else ""
    return name, school.brin, school.number, cell.home.code


def _by_age(cells: Sequence[Cell], ages: dict[str, dict[int, int]], rng: np.random.Generator) -> list[list[int]]:
    """The pupils of each cell over the ages of its kind; rows add up to the cell."""
    rows = np.zeros((len(cells), len(_AGES)), np.int64)
    kinds = np.array([cell.school.kind for cell in cells])
    pupils = np.array([cell.pupils for cell in cells])
    for kind, shares in ages.items():
        likely = np.array([shares.get(age, 0) for age in _AGES], dtype=float)
        chosen = kinds == kind
        rows[chosen] = rng.multinomial(pupils[chosen], likely / likely.sum())
    return [list(map(int, row)) for row in rows.tolist()]


def _pupil_columns(cell: Cell) -> str:
    school, home = cell.school, cell.home
    place = school.place
    number = municipality = postcode = town = province = " "
    if place:
        number, municipality = str(int(place.municipality[2:])), municipalities.name(place.municipality)
        postcode, town, province = f"{place.pc4}XX", _town(place), "Zuid-Holland"
    return (
        f"{number};{municipality};{home.code};{home.name};{school.brin};{school.number};{school.name};{postcode};{town};"
        f"{province};{school.kind};{school.denomination};{school.board}"
    )


def _address(school: School, place: Place) -> str:
    municipality = municipalities.name(place.municipality).upper().replace("'S-", "S ")
    return (
        f"Zuid-Holland;{school.board};{school.brin};{school.brin}{school.number};{school.name};Voorbeeldstraat;1;"
        f"{place.pc4} XX;{_town(place)};{place.municipality[2:]};{municipality};{school.denomination}; ; "
    )


def _town(place: Place) -> str:
    return _DUO_PLACES.get(place.name, place.name.upper())


def _write_text(path: Path, lines: Iterable[str], encoding: str = "utf-8", newline: str = "\n") -> Path:
    path.write_bytes("".join(f"{line}{newline}" for line in lines).encode(encoding))
    return path


def _write_gzip(path: Path, lines: Iterable[str]) -> Path:
    """Without a time stamp, so that the same example has the same bytes."""
    content = "".join(f"{line}\r\n" for line in lines).encode("cp1252")
    path.write_bytes(gzip.compress(content, compresslevel=4, mtime=0))
    return path
