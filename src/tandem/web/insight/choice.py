"""What a reader chose, as a value: from the address bar and back. An unknown word is an error that names it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, FlowQuery, Level, Scope
from tandem.flows.forms import parse_sectors
from tandem.register.data import SECTOR_GROUPS, Region, Sector

# What may stand behind an address of insight; `q` is what a reader looks for.
PARAMETERS = ("gemeenten", "jaar", "soort", "richting", "bereik", "kant", "gemeente", "embed", "q")


class Side(StrEnum):
    """On which side the ranking adds up."""

    HOME = "woon"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Choice:
    """One reader's view of the data. `municipality` is the one drawn strong on the map, '' = let the page choose."""

    region: Region
    year: int
    sectors: tuple[Sector, ...]
    direction: Direction = Direction.OUT
    scope: Scope = Scope.ALL
    side: Side = Side.HOME
    municipality: str = ""
    embed: bool = False

    def query(self, **changes: object) -> FlowQuery:
        """The flows of the region in this year and these sectors, added up."""
        base = FlowQuery((self.year,), self.sectors, self.region, together=True)
        return replace(base, **changes)  # type: ignore[arg-type]

    def levels(self, home_level: Level, school_level: Level, **changes: object) -> FlowQuery:
        return self.query(home_level=home_level, school_level=school_level, **changes)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What needs no word in the address."""

    year: int
    sectors: tuple[Sector, ...]
    there: Mapping[int, tuple[Sector, ...]] = field(hash=False)

    def sectors_in(self, year: int) -> tuple[Sector, ...]:
        """The usual kinds that this year has, or all it has."""
        return tuple(sector for sector in self.sectors if sector in self.there[year]) or self.there[year]


def defaults(cube: Cube) -> Defaults:
    """The last year, and of that year the four kinds of primary and special education, or all there are."""
    year = cube.years[-1]
    there = cube.sectors_by_year[year]
    primary = tuple(sector for sector in SECTOR_GROUPS["PO"] if sector in there)
    return Defaults(year, primary or there, cube.sectors_by_year)


def read_choice(params: Mapping[str, str], cube: Cube, region: Region) -> Choice:
    """The choice in an address. ValueError (Dutch, names the parameter) where it says something impossible."""
    usual = defaults(cube)
    year = _year(params.get("jaar", ""), usual.year, cube)
    direction = _one_of("richting", params.get("richting", ""), (Direction.OUT, Direction.IN), Direction.OUT)
    natural = Side.HOME if direction is Direction.OUT else Side.SCHOOL
    return Choice(
        region=region,
        year=year,
        sectors=_sectors(params.get("soort", ""), cube.sectors_by_year[year], usual.sectors_in(year)),
        direction=direction,
        scope=_one_of("bereik", params.get("bereik", ""), tuple(Scope), Scope.ALL),
        side=_one_of("kant", params.get("kant", ""), tuple(Side), natural),
        municipality=_municipality(params.get("gemeente", ""), cube),
        embed=params.get("embed") == "1",
    )


def _year(text: str, usual: int, cube: Cube) -> int:
    if not text:
        return usual
    if text.isdecimal() and int(text) in cube.years:
        return int(text)
    values = {"year": text[:20], "years": ", ".join(map(str, cube.years))}
    raise ValueError("jaar: " + gettext("er zijn geen gegevens over ‘%(year)s’. Wel over %(years)s.") % values)


def _sectors(text: str, there: tuple[Sector, ...], usual: tuple[Sector, ...]) -> tuple[Sector, ...]:
    if not text:
        return usual
    chosen = tuple(sector for sector in parse_sectors(text) if sector in there)
    if not chosen:
        values = {"sectors": text[:40], "there": ", ".join(there)}
        raise ValueError("soort: " + gettext("over %(sectors)s zijn er geen gegevens. Wel over %(there)s.") % values)
    return chosen


W = TypeVar("W", Direction, Scope, Side)


def _one_of(name: str, text: str, allowed: tuple[W, ...], usual: W) -> W:
    for word in allowed:
        if word == text:
            return word
    if text:
        values = {"word": text[:20], "allowed": ", ".join(allowed)}
        raise ValueError(f"{name}: " + gettext("‘%(word)s’ bestaat niet. Kies uit %(allowed)s.") % values)
    return usual


def _municipality(code: str, cube: Cube) -> str:
    if code and code not in cube.municipalities:
        raise ValueError("gemeente: " + gettext("%(code)s staat niet in de gegevens.") % {"code": code[:20]})
    return code


def to_params(choice: Choice, usual: Defaults) -> dict[str, str]:
    """The parameters that say this choice; what is usual is left out."""
    natural = Side.HOME if choice.direction is Direction.OUT else Side.SCHOOL
    said = {
        "gemeenten": ",".join(choice.region.municipalities) if choice.region.code == "keuze" else "",
        "jaar": str(choice.year) if choice.year != usual.year else "",
        "soort": "" if choice.sectors == usual.sectors_in(choice.year) else ",".join(choice.sectors),
        "richting": choice.direction if choice.direction is not Direction.OUT else "",
        "bereik": choice.scope if choice.scope is not Scope.ALL else "",
        "kant": choice.side if choice.side is not natural else "",
        "gemeente": choice.municipality,
        "embed": "1" if choice.embed else "",
    }
    return {name: value for name, value in said.items() if value}


def to_search(choice: Choice, usual: Defaults, *, without: tuple[str, ...] = ()) -> str:
    """The same as the tail of an address: '?jaar=2017' or ''."""
    params = {name: value for name, value in to_params(choice, usual).items() if name not in without}
    return "?" + urlencode(params, safe=",") if params else ""
