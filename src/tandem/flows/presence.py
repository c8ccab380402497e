"""Whether the cube holds what a question names; if not, the message lists what it does hold."""

from collections.abc import Collection

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import ABROAD, UNKNOWN, FlowQuery
from tandem.platform.message import Message
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
        raise NotInData(
            Message(
                "soort: geen gegevens over {sectors} in {years}. Wel over: {there}",
                sectors=", ".join(query.sectors),
                years=_list(query.years),
                there=", ".join(there),
            )
        )
    if query.ages and not slices & cube.age_slices.keys():
        raise NotInData(
            Message(
                "leeftijd: de bronnen over {sectors} in {years} noemen geen leeftijden",
                sectors=", ".join(query.sectors),
                years=_list(query.years),
            )
        )


def _require_year(cube: Cube, year: int) -> None:
    if year not in cube.sectors_by_year:
        raise NotInData(
            Message(
                "jaar: er zijn geen gegevens over {year}. Wel over: {years}", year=str(year), years=_list(cube.years)
            )
        )


def require_region(cube: Cube, region: Region) -> None:
    """Raise NotInData where a municipality of the region is not in the data."""
    unknown = [code for code in region.municipalities if code not in cube.units.number]
    if unknown:
        raise NotInData(Message("{field}: {why}", field="gemeenten", why=_and([why_not(code) for code in unknown])))


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
        raise NotInData(Message("{field}: {why}", field=field, why=why_not(code)))


def why_not(code: str) -> Message:
    """Of an abolished municipality also which ones took its place: figures are in today's division."""
    heirs = municipalities.heirs(code)
    if not heirs:
        return Message("{code} staat niet in de gegevens", code=code)
    named = Message("{code} ({name})", code=heirs[0], name=municipalities.name(heirs[0]))
    for heir in heirs[1:]:
        named = Message("{first} en {last}", first=named, last=f"{heir} ({municipalities.name(heir)})")
    return Message(
        "{code} ({name}) bestaat niet meer; neem {heirs}", code=code, name=municipalities.name(code), heirs=named
    )


def _and(reasons: list[Message]) -> Message:
    first, *rest = reasons
    return Message("{first}; {rest}", first=first, rest=_and(rest)) if rest else first


def absent_slices(cube: Cube, query: FlowQuery) -> tuple[tuple[int, Sector], ...]:
    """The asked (year, sector) without data (with `ages`: without ages)."""
    there = cube.age_slices if query.ages else cube.slices
    return tuple((y, s) for y in query.years for s in query.sectors if (y, s) not in there)


def _list(things: Collection[object]) -> str:
    """Twelve of them, and how many more."""
    shown = ", ".join(str(thing) for thing in list(things)[:SHOWN])
    more = len(things) - SHOWN
    return Message("{shown} en nog {more}", shown=shown, more=more) if more > 0 else shown
