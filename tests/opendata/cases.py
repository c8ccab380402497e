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
