"""Where the pupils of a school or the students of an institution live: by municipality or by RMC region."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, reduce
from operator import add

from tandem.flows.answers import answer_arrays
from tandem.flows.cube import Cube
from tandem.flows.data import FlowCell, FlowQuery, Share
from tandem.flows.forms import parse_sectors, parse_years
from tandem.flows.presence import require
from tandem.flows.summary import share
from tandem.opendata.data import ZERO, Interval
from tandem.register.data import Sector
from tandem.register.definitions import regions

RMC = "rmc-"  # how the codes of these regions start


class OriginLevel(StrEnum):
    """To which unit homes are added up."""

    RMC = "rmc"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class Origin:
    """So many live in this unit, which is this share (0–1) of all.

    `code` is a municipality, a region (`rmc-…`), or what stands in the place of either (BE, DE, ANDER, ONBEKEND).
    """

    code: str
    name: str
    pupils: Interval
    share: Share


def origins(
    cube: Cube, school: str, *, year: int, sectors: Sequence[Sector], level: OriginLevel = OriginLevel.RMC
) -> tuple[Origin, ...]:
    """Where they live who go to `school` (a location 00AP01, an institution 27GZ, GM0518, VO2806), sectors together.

    Largest first, ties by code. The pupils add up to those of the school. NotInData, ValueError (Dutch).
    """
    found = answer_arrays(cube, FlowQuery((year,), tuple(sectors), school=school, together=True))
    units: dict[str, tuple[str, Interval]] = {}
    for cell in found.cells():
        code, name = _unit(cell, level)
        units[code] = (name, units[code][1] + cell.pupils if code in units else cell.pupils)
    everyone = reduce(add, (pupils for _, pupils in units.values()), ZERO)
    closed = sum(pupils.high or 0 for _, pupils in units.values())
    lines = [
        Origin(code, name, pupils, share(pupils, _others(everyone, closed, pupils)))
        for code, (name, pupils) in units.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.pupils.low, -(line.pupils.high or 0), line.code)))


def sectors_at(cube: Cube, school: str, year: int) -> tuple[Sector, ...]:
    """The sectors of this location or institution, or else of the whole year. ValueError (Dutch) for a wrong code."""
    require(cube, FlowQuery((year,), tuple(Sector), school=school))
    found = {sector for code, here in cube.locations.items() if code.startswith(school) for sector in here.sectors}
    there = cube.sectors_by_year[year]
    return tuple(sector for sector in there if sector in found) or there


def origin_query(cube: Cube, school: str, year: str = "", sectors: str = "") -> FlowQuery:
    """The question in words of an address or the command line: one year (the last), the sectors of this school.

    ValueError (Dutch, names the parameter).
    """
    years = parse_years(year or str(max(cube.years, default="")), cube.years)
    if len(years) != 1:
        raise ValueError("jaar: de herkomst gaat over één jaar.")
    chosen = parse_sectors(sectors) if sectors else sectors_at(cube, school, years[0])
    return FlowQuery(years, chosen, school=school, together=True)


def school_name(cube: Cube, school: str) -> str:
    """What a location, institution, municipality or partnership is called; its code when nothing says."""
    named = (cube.locations, cube.municipalities, cube.partnerships)
    return next((names[school].name for names in named if school in names), school)


def _others(everyone: Interval, closed: int, part: Interval) -> Interval:
    """All parts but this one; `closed` adds up the upper bounds that are known."""
    masked, missing = everyone.masked - part.masked, everyone.missing - part.missing
    high = None if missing else closed - (part.high or 0)
    return Interval(everyone.low - part.low, high, masked, missing)


def _unit(cell: FlowCell, level: OriginLevel) -> tuple[str, str]:
    if level is OriginLevel.RMC:
        return rmc_regions().get(cell.home_code, (cell.home_code, cell.home_name))
    return cell.home_code, cell.home_name


@cache
def rmc_regions() -> dict[str, tuple[str, str]]:
    """Code and name of the RMC region of every municipality (today's division)."""
    return {
        municipality: (region.code, region.name)
        for region in regions().values()
        if region.code.startswith(RMC)
        for municipality in region.municipalities
    }
