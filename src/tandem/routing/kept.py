"""Reads what organisations keep up at the desk, and the pairs of school and home that there are pupils for."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from tandem.flows.cube import Cube, NoOpenData, current_cube
from tandem.flows.data import FlowQuery, Level
from tandem.flows.queries import answer
from tandem.opendata.data import ZERO, Interval
from tandem.register.data import COUNTRY, OrganisationKind, Region, Sector, organisation_id
from tandem.register.municipalities import exists
from tandem.routing.book import Rule, Rulebook
from tandem.routing.data import Said
from tandem.routing.models import DeskRule, SchoolTeam
from tandem.routing.upkeep import KeptRule, NewRule, Rhythm, Team


def rules_in_use(book: Rulebook, *, day: date) -> Rulebook:
    """The definitions with what municipalities made of them; theirs come first."""
    holds = Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gt=day))
    rows = DeskRule.objects.filter(holds).order_by("valid_from", "id")
    fields = rows.values_list("id", "municipality__code", "kind", "first", "why", "desk_id")
    own = (
        own_rule(town, NewRule(kind, first, why, desk), key=str(key)[:8])
        for key, town, kind, first, why, desk in fields
    )
    return replace(book, rules=(*own, *book.rules))


def own_rule(municipality: str, new: NewRule, key: str = "nieuw") -> Rule:
    """The rule that a municipality makes for who lives there."""
    why = new.why.replace("{", "(").replace("}", ")")
    return Rule(
        id=f"{municipality}-{key}",
        kinds=frozenset({new.kind}),
        first=new.first,
        why=Said(why, why),
        source=f"afspraak van de gemeente ({municipality})",
        homes=frozenset({municipality}),
        desk=str(new.desk) if new.desk else "",
    )


def own_rules(municipality: UUID) -> list[KeptRule]:
    """The rules of a municipality that hold, by kind."""
    rows = DeskRule.objects.filter(municipality_id=municipality, valid_until=None).order_by("kind")
    return [KeptRule(row.id, NewRule(row.kind, row.first, row.why, row.desk_id)) for row in rows]


def teams(schools: Collection[str]) -> dict[str, Team]:
    """Of each school location what it filled in about its own team."""
    ids = {organisation_id(OrganisationKind.LOCATION, code): code for code in schools}
    return {
        ids[row.location_id]: Team(Rhythm(row.rhythm), row.moment, row.care_hours, row.confirmed)
        for row in SchoolTeam.objects.filter(pk__in=list(ids))
    }


def counts() -> list[tuple[str, str, str, int]]:
    """How often was asked per school, home municipality and kind; only what was asked ten times or more."""
    with connection.cursor() as cursor:
        cursor.execute("select * from routing_counts()")
        rows: list[tuple[str, str, str, int]] = cursor.fetchall()
    return rows


def pairs(*, region: Region = COUNTRY, home: str = "", school: str = "") -> dict[tuple[str, str], Interval]:
    """School location and home municipality with how many pupils, in the newest year of each kind of education."""
    found: dict[tuple[str, str], Interval] = {}
    for cell in _cells(region, home, school, Level.MUNICIPALITY):
        if exists(cell[1]):
            found[cell[0], cell[1]] = found.get((cell[0], cell[1]), ZERO) + cell[2]
    return found


def main_postcodes(*, home: str = "", school: str = "") -> dict[tuple[str, str], str]:
    """Of each school and home municipality the postcode where most of its pupils live."""
    try:
        homes = current_cube().homes
    except NoOpenData:
        return {}
    best: dict[tuple[str, str], tuple[int, str]] = {}
    for code, pc4, pupils in _cells(COUNTRY, home, school, Level.PC4):
        town = homes[pc4].municipality if pc4 in homes else None
        if town and pc4.isdecimal():
            best[code, town] = max(best.get((code, town), (0, "")), (pupils.low, pc4))
    return {pair: pc4 for pair, (_, pc4) in best.items() if pc4}


def _cells(region: Region, home: str, school: str, level: Level) -> Iterator[tuple[str, str, Interval]]:
    try:
        cube = current_cube()
    except NoOpenData:
        return
    for year, sectors in _newest(cube).items():
        query = FlowQuery((year,), sectors, region, level, Level.LOCATION, home, school, together=True)
        for cell in answer(cube, query).cells:
            yield cell.school_code, cell.home_code, cell.pupils


def _newest(cube: Cube) -> dict[int, tuple[Sector, ...]]:
    """Each kind of education in the newest year that has it."""
    newest = {sector: year for year in cube.years for sector in cube.sectors_by_year[year]}
    return {year: tuple(one for one, last in newest.items() if last == year) for year in set(newest.values())}
