"""Municipalities since 2010: codes, names in every spelling, and what became of the abolished ones.

Source: definitions/municipalities.yaml and municipality_points.yaml. Each is read once and kept; after that no function
touches the disk.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Annotated

from pydantic import Field

from tandem.platform.home import DEFINITIONS
from tandem.register.data import Municipality
from tandem.register.definitions import Definition, DefinitionError, MunicipalityCode, Part, read_definition

# How publishers garbled accents: (the encoding they read with, the encoding it was written in).
_GARBLED = (("cp850", "cp1252"), ("cp1252", "utf-8"), ("latin-1", "utf-8"))


class _AbolishedPart(Part):
    code: MunicipalityCode
    name: str
    until: date
    successors: Annotated[tuple[MunicipalityCode, ...], Field(min_length=1)]
    postcodes: dict[MunicipalityCode, tuple[int, ...]] = Field(default_factory=dict)


class MunicipalitiesFile(Definition):
    """Layout of definitions/municipalities.yaml."""

    today: dict[MunicipalityCode, str]
    abolished: tuple[_AbolishedPart, ...]
    other_names: dict[str, MunicipalityCode]


class PointsFile(Definition):
    """Layout of definitions/municipality_points.yaml."""

    points: dict[MunicipalityCode, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Table:
    municipalities: dict[str, Municipality]
    parts: dict[tuple[str, str], str]  # (abolished code, PC4) -> successor
    names: dict[str, str]  # normal form -> the code that bore the name


def by_name(name: str, pc4: str = "") -> str | None:
    """Today's code for a name in any spelling, old names included; None when no municipality is called so.

    Of a divided municipality `pc4` decides the part, as in `successor`.
    """
    code = _named(name)
    if code is None and (right := repaired(name)):
        code = _named(right)
    return successor(code, pc4) if code else None


@lru_cache(maxsize=4096)
def repaired(name: str) -> str | None:
    """The right spelling of a name whose accents were garbled ("S·dwest-FryslÔn"); None when nothing was wrong."""
    if not name or name.isascii() or _named(name):
        return None
    for read_as, written_in in _GARBLED:
        try:
            right = name.encode(read_as).decode(written_in)
        except UnicodeError:
            continue
        if _named(right):
            return right
    return None


def successor(code: str, pc4: str = "") -> str:
    """Today's code for a code since 2010. An unknown code comes back as it is (see `exists`).

    Of a divided municipality the part follows from `pc4` where we know it, else it is the main successor.
    """
    table = _table()
    while (municipality := table.municipalities.get(code)) and municipality.successors:
        code = table.parts.get((code, pc4)) or municipality.successors[0]
    return code


def find(code: str) -> Municipality:
    """The municipality with this code, also an abolished one. Raises KeyError for an unknown code."""
    return _table().municipalities[code]


def name(code: str) -> str:
    """The name that goes with a code, as `find`."""
    return find(code).name


def exists(code: str) -> bool:
    """Whether this is the code of a municipality, of today or since 2010."""
    return code in _table().municipalities


def heirs(code: str) -> tuple[str, ...]:
    """Today's municipalities that took the place of an abolished one, the main one first; none of one that exists."""
    old = _table().municipalities.get(code)
    return tuple(dict.fromkeys(successor(heir) for heir in old.successors)) if old else ()


@cache
def current() -> tuple[Municipality, ...]:
    """Today's municipalities in the order of their codes."""
    return tuple(m for _, m in sorted(_table().municipalities.items()) if not m.successors)


@cache
def points() -> dict[str, tuple[int, int]]:
    """The middle of each of today's municipalities in whole metres RD (EPSG:28992), where nothing better is known."""
    file = read_definition(DEFINITIONS / "municipality_points.yaml", PointsFile)
    return {code: (round(east * 1000), round(north * 1000)) for code, (east, north) in file.points.items()}


@cache
def all_codes() -> dict[str, str]:
    """Every code since 2010 with today's (main) code."""
    return {code: successor(code) for code in _table().municipalities}


@cache
def all_names() -> dict[str, str]:
    """Every known name in normal form (`normalise`) with today's (main) code."""
    return {normal: successor(code) for normal, code in _table().names.items()}


@cache
def also_called() -> dict[str, tuple[str, ...]]:
    """Of each of today's municipalities the other spellings of its name ("Den Haag"), without remarks in brackets."""
    file = read_definition(DEFINITIONS / "municipalities.yaml", MunicipalitiesFile)
    found: dict[str, list[str]] = {}
    for other, code in file.other_names.items():
        if code in file.today and "(" not in other:
            found.setdefault(code, []).append(other)
    return {code: tuple(names) for code, names in found.items()}


def divided() -> dict[tuple[str, str], str]:
    """For municipalities that were divided: (old code, PC4) with today's code, where not the main successor."""
    return {(code, pc4): successor(code, pc4) for code, pc4 in _table().parts}


def normalise(name: str) -> str:
    """The normal form in which spellings are equal: lower case, no accents, only letters and digits."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if sign.isalnum())


def _named(name: str) -> str | None:
    return _table().names.get(normalise(name))


@cache
def _table() -> _Table:
    file = read_definition(DEFINITIONS / "municipalities.yaml", MunicipalitiesFile)
    everyone = [Municipality(code, called) for code, called in file.today.items()]
    everyone += [Municipality(part.code, part.name, part.until, part.successors) for part in file.abolished]
    municipalities = {municipality.code: municipality for municipality in everyone}
    if len(municipalities) != len(everyone):
        raise DefinitionError("municipalities.yaml: a code occurs twice")
    parts = {
        (part.code, f"{pc4:04d}"): to for part in file.abolished for to, pc4s in part.postcodes.items() for pc4 in pc4s
    }
    _check_successors(municipalities, parts)
    return _Table(municipalities, parts, _names(everyone, file.other_names))


def _check_successors(municipalities: dict[str, Municipality], parts: dict[tuple[str, str], str]) -> None:
    """Successors exist and are younger, so that following them ends."""
    for municipality in municipalities.values():
        for to in municipality.successors:
            heir = municipalities.get(to)
            if heir is None or municipality.until is None or (heir.until and heir.until <= municipality.until):
                raise DefinitionError(f"municipalities.yaml: {municipality.code} cannot be followed by {to}")
    for (code, pc4), to in parts.items():
        if to not in municipalities[code].successors:
            raise DefinitionError(f"municipalities.yaml: postcode {pc4} of {code} goes to {to}, no successor of it")


def _names(everyone: list[Municipality], other_names: dict[str, str]) -> dict[str, str]:
    names: dict[str, str] = {}
    pairs = [(m.name, m.code) for m in everyone] + list(other_names.items())
    for called, code in pairs:
        if names.setdefault(normalise(called), code) != code:
            raise DefinitionError(f"municipalities.yaml: two municipalities are called {called}")
    return names
