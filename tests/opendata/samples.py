"""Small files in the publishers' layouts, written by the tests themselves: fictitious schools and pupils."""

import gzip
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

L1_HEADER = (
    "PEILDATUM;GEMEENTENUMMER;GEMEENTENAAM;POSTCODE_LEERLING;GEMEENTENAAM_LEERLING;BRIN_NUMMER;VESTIGINGSNUMMER;"
    "INSTELLINGSNAAM_VESTIGING;POSTCODE_VESTIGING;PLAATSNAAM;PROVINCIE;SOORT_PO;DENOMINATIE_VESTIGING;"
    "BEVOEGD_GEZAG_NUMMER;LEEFTIJD_JONGER;"
    + ";".join(f"LEEFTIJD_{age}" for age in range(4, 25))
    + ";LEEFTIJD_OUDER;TOTAAL"
)
L4_HEADER = "INSTELLINGSCODE,VESTIGINGSCODE,TYPE_PO,PEILJAAR,POSTCODE4_DEELNEMER,AANTAL_LEERLINGEN"
L8_HEADER = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;BRIN NUMMER;VESTIGINGSNUMMER;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;"
    "POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;TELEFOONNUMMER;INTERNETADRES"
)


def l1_row(
    home: str = "2611",
    *,
    brin: str = "99ZA",
    branch: str = "00",
    kind: str = "Bo",
    ages: Mapping[int, object] | None = None,
    total: object = None,
    date: str = "20171001",
    municipality: str = "503",
    name: str = "Delft",
    home_name: str = "Delft",
) -> str:
    """One row; the total is the sum of the ages unless given."""
    given = {6: 5} if ages is None else ages
    cells = [str(given.get(age, 0)) for age in range(3, 26)]
    count = total if total is not None else sum(int(str(value)) for value in given.values())
    school = ("Basisschool De Verzinsel", "2611AA", "DELFT", "Zuid-Holland", kind, "Openbaar", "12345")
    return ";".join((date, municipality, name, home, home_name, brin, branch, *school, *cells, str(count)))


def l1(*rows: str) -> str:
    return "\r\n".join([L1_HEADER, *(rows or (l1_row(),))]) + "\r\n"


def l4_row(
    home: str = "2611",
    pupils: object = 7,
    *,
    brin: str = "99ZA",
    branch: str = "00",
    kind: str = "BO",
    year: object = 2017,
) -> str:
    return f"{brin},{branch},{kind},{year},{home},{pupils}"


def l4(*rows: str) -> str:
    return "\n".join([L4_HEADER, *(rows or (l4_row(),))]) + "\n"


def school_totals(*rows: str) -> str:
    return "\n".join(["INSTELLINGSCODE,VESTIGINGSCODE,TYPE_PO,PEILJAAR,AANTAL_LEERLINGEN", *rows]) + "\n"


def home_totals(*rows: str) -> str:
    return "\n".join(["GEMEENTENUMMER,TYPE_PO,PEILJAAR,AANTAL_LEERLINGEN", *rows]) + "\n"


def l8(*rows: str) -> str:
    standard = (
        "Zuid-Holland;12345;99ZA;99ZA00;School De Lijst;Straat;1;2611 AB;DELFT;0503;DELFT;Openbaar;0151234567;"
        "www.example.org"
    )
    return "\r\n".join([L8_HEADER, *(rows or (standard,))]) + "\r\n"


def postcodes(*rows: str) -> str:
    return "\n".join(["postcode,plaats,gemeente,lon,lat", *(rows or ("2611,Delft,Delft,4.3571,52.0116",))]) + "\n"


def partnership_areas(*rows: str) -> str:
    return "\n".join(["pc4,gemeente,swv_po,swv_vo", *(rows or ("2611,Delft,PO2802,VO2809",))]) + "\n"


def square(west: float, south: float, size: float) -> list[list[list[float]]]:
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(properties: Mapping[str, object], kind: str, coordinates: object) -> dict[str, object]:
    return {"type": "Feature", "properties": dict(properties), "geometry": {"type": kind, "coordinates": coordinates}}


def collection(features: Iterable[Mapping[str, object]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def borders(*, statcode: str = "GM0503", west: float = 84_000, south: float = 444_000, size: float = 5_000) -> str:
    return collection([feature({"statcode": statcode, "statnaam": "Delft"}, "Polygon", square(west, south, size))])


def school_point(
    code: str = "99ZA00", longitude: object = 4.36, latitude: object = 52.01, postcode: str = "2611AA"
) -> dict[str, object]:
    properties = {"naam": "De Verzinsel", "postcode": postcode, "brin_nummer": code[:4], "vestigingscode": code}
    return feature(properties, "Point", [longitude, latitude])


def write(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def gz(content: str | bytes) -> bytes:
    return gzip.compress(content if isinstance(content, bytes) else content.encode(), mtime=0)


def write_zip(path: Path, members: Sequence[tuple[str, str | bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path
