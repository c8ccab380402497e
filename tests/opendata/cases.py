"""What a case of the corpus is, and the ways to write one. The cases: `bad` and `odd`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.opendata import samples as s

REFUSED, UNKNOWN, LOADED, NOTHING = "refused", "unknown", "loaded", "nothing"

Make = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Case:
    """`make` writes into an empty folder; `words`, `line` and `column` stand in the message."""

    name: str
    verdict: str
    make: Make
    words: str = ""
    line: int | None = None
    column: str = ""
    rows: int = 0  # cells a good file adds


def text(content: str | bytes, name: str = "bestand.csv", encoding: str = "utf-8") -> Make:
    return lambda folder: s.write(folder, name, content, encoding)


def zipped(*members: tuple[str, str | bytes]) -> Make:
    return lambda folder: s.write_zip(folder / "map.zip", members)


GOOD_L1, GOOD_L4 = s.l1(), s.l4()
CRLF = "\r\n"


def l1_with(old: str, new: str) -> str:
    assert old in GOOD_L1
    return GOOD_L1.replace(old, new, 1)


def points(*features: dict[str, object]) -> Make:
    return text(s.collection(features), "scholen.geojson")


def area(coordinates: object, **properties: object) -> Make:
    return text(s.collection([s.feature(properties, "Polygon", coordinates)]), "grenzen.geojson")


# --- VO and MBO -----------------------------------------------------------------------------------------------------

GOOD_L3 = (
    "BRIN NUMMER;VESTIGINGSNUMMER;POSTCODE LEERLING;GEMEENTENUMMER LEERLING;GEMEENTENAAM LEERLING;"
    + ";".join(f"LEER- OF VERBLIJFSJAAR {grade}" for grade in range(1, 7))
    + "\r\n99ZA;0;2611;503;DELFT;7;<5;0;0;12;0\r\n"
)
GOOD_L5 = (
    "JAAR,BRIN NUMMER,VESTIGINGSNUMMER,POSTCODE LEERLING,LEER- OF VERBLIJFSJAAR,AANTAL LEERLINGEN\n"
    "2017,99ZA,0,2611,1,7\n"
)
GOOD_L6 = (
    "INSTELLINGSCODE,INSTELLINGSNAAM,PLAATSNAAM INSTELLING,WOONGEMEENTE,LEEFTIJDSCATEGORIE,LEERWEG,"
    "JAAR_2021,JAAR_2022\n"
    "99ZR,ROC Verzinsel,DELFT,DELFT,18-22,BOL,7,-1\n"
)
L3_NAME = "02.-leerlingen-per-vestiging-naar-postcode-en-leerjaar-2019.csv"


def l3_with(old: str, new: str) -> Make:
    assert old in GOOD_L3
    return text(GOOD_L3.replace(old, new, 1), L3_NAME)


def l5_with(old: str, new: str) -> Make:
    assert old in GOOD_L5
    return text(GOOD_L5.replace(old, new, 1), "02voins.csv")


def l6_with(old: str, new: str) -> Make:
    assert old in GOOD_L6
    return text(GOOD_L6.replace(old, new, 1), "mbo.csv")
