"""Whether the cube holds what a question names; if not, the message lists what it does hold."""

from collections.abc import Collection

from tandem.flows.cube import Cube, NoFigures, NotInData
from tandem.flows.data import ABROAD, UNKNOWN, FlowQuery
from tandem.register import municipalities
from tandem.register.data import BRIN_PATTERN, MUNICIPALITY_PATTERN, PARTNERSHIP_PATTERN, Region, Sector

SHOWN = 12


def require(cube: Cube, query: FlowQuery) -> None:
    """Raise NotInData where the answer would be empty only because the data are not there."""
    for year in query.years:
        _require_year(cube, year)
    require_region(cube, query.region)
    if query.home:
        _require_unit(cube, "woon", query.home, cube.homes)
    if query.school:
        _require_unit(cube, "school", query.school, cube.locations)
    slices = {(year, sector) for year in query.years for sector in query.sectors}
    if not slices & cube.slices.keys():
        there = sorted({sector for year in query.years for sector in cube.sectors_by_year[year]})
        raise NoFigures(
            f"soort: geen gegevens over {', '.join(query.sectors)} in {_list(query.years)}. "
            f"Wel over: {', '.join(there)}"
        )
    if query.ages and not slices & cube.age_slices.keys():
        raise NoFigures(
            f"leeftijd: de bronnen over {', '.join(query.sectors)} in {_list(query.years)} noemen geen leeftijden"
        )


def _require_year(cube: Cube, year: int) -> None:
    if year not in cube.sectors_by_year:
        raise NotInData(f"jaar: er zijn geen gegevens over {year}. Wel over: {_list(cube.years)}")


def require_region(cube: Cube, region: Region) -> None:
    """Raise NotInData where a municipality of the region is not in the data."""
    unknown = [code for code in region.municipalities if code not in cube.units.number]
    if unknown:
        raise NotInData(f"gemeenten: {'; '.join(_why_not(code) for code in unknown)}")


def _require_unit(cube: Cube, field: str, code: str, single: Collection[str]) -> None:
    if MUNICIPALITY_PATTERN.fullmatch(code):
        known: Collection[str] = cube.units.number
    elif PARTNERSHIP_PATTERN.fullmatch(code):
        known = cube.partnership_units.number
    elif BRIN_PATTERN.fullmatch(code):
        known = {location[:4] for location in single}
    else:
        known = single
    if code not in known and code not in {*ABROAD, UNKNOWN}:
        raise NotInData(f"{field}: {_why_not(code)}")


def _why_not(code: str) -> str:
    """Of an abolished municipality also which ones took its place: figures are in today's division."""
    if not municipalities.exists(code) or not (old := municipalities.find(code)).successors:
        return f"{code} staat niet in de gegevens"
    today = dict.fromkeys(municipalities.successor(heir) for heir in old.successors)
    heirs = " en ".join(f"{heir} ({municipalities.name(heir)})" for heir in today)
    return f"{code} ({old.name}) bestaat niet meer; neem {heirs}"


def absent_slices(cube: Cube, query: FlowQuery) -> tuple[tuple[int, Sector], ...]:
    """The asked (year, sector) without data (with `ages`: without ages)."""
    there = cube.age_slices if query.ages else cube.slices
    return tuple((y, s) for y in query.years for s in query.sectors if (y, s) not in there)


def _list(things: Collection[object]) -> str:
    """Twelve of them, and how many more."""
    shown = ", ".join(str(thing) for thing in list(things)[:SHOWN])
    more = len(things) - SHOWN
    return f"{shown} en nog {more}" if more > 0 else shown
