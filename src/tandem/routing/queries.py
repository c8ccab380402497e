"""Reads what a route is decided on: the register, the kinds of education of a school, and the posts that are filled."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tandem.flows.cube import NoOpenData, current_cube
from tandem.flows.data import SchoolLocation
from tandem.platform import clock, context
from tandem.register import municipalities, reach
from tandem.register import queries as register
from tandem.register.data import BRIN_PATTERN, OrganisationKind, organisation_id
from tandem.routing import kept
from tandem.routing.book import Rulebook
from tandem.routing.data import Question, Receiver, Route
from tandem.routing.definitions import rulebook
from tandem.routing.known import Desk, Facts, Home, Link, Part, Post, School, StandIn
from tandem.routing.rules.receivers import receivers
from tandem.routing.rules.route import route

LOOK_BACK = timedelta(days=366)  # how long what ended is still told as gone


def today() -> date:
    return context.current().day or clock.today()


def current_rules() -> Rulebook:
    """What holds today: the definitions with what municipalities made of them."""
    return kept.rules_in_use(rulebook(), day=today())


def ask(question: Question) -> Route:
    """The answer as of today. Raises KeyError for a school that the register does not know."""
    facts = facts_for([question.school], [question.home, question.before, question.stays_at, question.mother])
    return route(current_rules(), facts, question)


def receivers_for(school: str, home: str, kind: str, age: int | None = None) -> tuple[Receiver, ...]:
    """To whom a concern of a pupil goes, the best first: `school` a code (99AA00), `home` four digits of a postcode.

    `kind` is a code of the desk (worry, home_help, absence …). Empty when only the school itself or a national number
    is known: then the coordinator takes it. Raises KeyError for a school or a kind that is not known.
    """
    return receivers(ask(Question(school, home[:4], kind, age)), _location_id(school))


def facts_for(schools: Collection[str], pc4s: Iterable[str]) -> Facts:
    """What is known today around these schools and home postcodes; unknown ones are left out."""
    day = today()
    found = _schools(schools)
    homes = {
        pc4: Home(pc4, one.municipality, one.partnership_po, one.partnership_vo)
        for pc4, one in reach.postcodes(pc4s, on=day).items()
    }
    towns = {home.municipality for home in homes.values()}
    return _facts(day, found, homes, towns)


def facts_of_region(schools: Collection[str], towns: Collection[str]) -> Facts:
    """The same for many pairs at once: every postcode of these municipalities."""
    day = today()
    homes = {
        pc4: Home(pc4, one.municipality, one.partnership_po, one.partnership_vo)
        for pc4, one in reach.postcodes_of(towns, on=day).items()
    }
    return _facts(day, _schools(schools), homes, set(towns))


def _facts(day: date, schools: dict[str, School], homes: dict[str, Home], towns: set[str]) -> Facts:
    since = day - LOOK_BACK
    ids = {key: _location_id(key) for key in schools}
    around = towns | {school.municipality for school in schools.values() if school.municipality}
    belongs = {code for school in schools.values() for code in (school.partnership_po, school.partnership_vo)}
    belongs |= {code for home in homes.values() for code in (home.partnership_po, home.partnership_vo)}
    partnerships_of = _partnerships_of(towns, day)
    belongs |= {code for codes in partnerships_of.values() for code in codes}
    places = {home.pc4 for home in homes.values()} | {school.pc4 for school in schools.values()}
    codes = belongs | around | schools.keys() | {code[:4] for code in schools}
    rows = reach.reached(municipalities=around, pc4s=places, codes=codes, since=since)
    posts = _posts([row.id for row in rows], list(ids.values()), since)
    elsewhere = {UUID(post.desk) for post in posts.values()} - {row.id for row in rows}
    rows += reach.reached(ids=elsewhere, since=since) if elsewhere else []
    links, linked_elsewhere = _links(posts, {str(key): code for code, key in ids.items()}, since)
    return Facts(
        day=day,
        schools=schools,
        homes=homes,
        municipalities={code: municipalities.name(code) for code in around},
        partnerships={row.code: row.name for row in rows if row.kind is OrganisationKind.PARTNERSHIP},
        desks={desk.id: desk for desk in map(_desk, rows)},
        partnerships_of=partnerships_of,
        posts=posts,
        links=links,
        stand_ins=_stand_ins(posts),
        linked_elsewhere=linked_elsewhere,
    )


def _schools(codes: Collection[str]) -> dict[str, School]:
    """Locations, and institutions of which nobody knows the locations (MBO) by their BRIN."""
    try:
        known: dict[str, SchoolLocation] = dict(current_cube().locations)
    except NoOpenData:
        known = {}
    found = {}
    for code, (one, until) in register.locations(codes).items():
        sectors = known[code].sectors if code in known else ()
        found[code] = School(
            code, one.name, one.municipality, one.postcode[:4], one.partnership_po, one.partnership_vo, sectors,
            one.phone, until=until,
        )  # fmt: skip
    for brin, school in register.schools([code for code in codes if BRIN_PATTERN.fullmatch(code)]).items():
        seat = known.get(brin)
        place = ((seat.municipality or ""), (seat.postcode or "")[:4]) if seat else ("", "")
        found[brin] = School(brin, school.name, *place, sectors=seat.sectors if seat else ())
    return found


def schools_named(codes: Collection[str]) -> dict[str, str]:
    """Code to name, of those that the register knows."""
    return {code: school.name for code, school in _schools(codes).items()}


def _location_id(code: str) -> UUID:
    kind = OrganisationKind.SCHOOL if BRIN_PATTERN.fullmatch(code) else OrganisationKind.LOCATION
    return organisation_id(kind, code)


def _partnerships_of(towns: Iterable[str], day: date) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (town, kind): tuple(code for code in codes if code.startswith(kind))
        for town, codes in reach.partnerships_of(towns, on=day).items()
        for kind in ("PO", "VO")
    }


def _desk(row: reach.Reached) -> Desk:
    return Desk(
        id=str(row.id),
        kind=row.kind,
        code=row.code,
        name=row.name,
        municipality=row.municipality,
        phone=row.phone,
        hours=row.hours,
        email=row.email,
        website=row.website,
        parent=str(row.parent) if row.parent else "",
        since=row.since,
        until=row.until,
        area=tuple(Part(part.municipality, part.district, part.first, part.last) for part in row.area),
    )


def _posts(desks: list[UUID], schools: list[UUID], since: date) -> dict[str, Post]:
    functions = sorted({code for role in rulebook().roles.values() for code in role.functions})
    rows = _rows("routing_posts(%s, %s, %s, %s)", [desks, schools, functions, since])
    return {
        str(key): Post(str(key), str(desk), function, lead, begin, until)
        for key, desk, function, lead, begin, until in rows
    }


def _links(posts: dict[str, Post], schools: dict[str, str], since: date) -> tuple[tuple[Link, ...], frozenset[str]]:
    """The links to these schools, and the posts with a link that holds to another."""
    links, elsewhere = [], set()
    for post, school, hours, begin, until in _rows("routing_links(%s, %s)", [[UUID(key) for key in posts], since]):
        if code := schools.get(str(school)):
            links.append(Link(str(post), code, hours, begin, until))
        elif until is None or until > today():
            elsewhere.add(str(post))
    return tuple(links), frozenset(elsewhere)


def _stand_ins(posts: dict[str, Post]) -> tuple[StandIn, ...]:
    rows = _rows("routing_stand_ins(%s)", [[UUID(key) for key in posts]])
    return tuple(StandIn(str(post), str(by), since, until) for post, by, since, until in rows)


def _rows(source: str, values: list[Any]) -> list[tuple[Any, ...]]:  # Any: what the database says
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {source}", values)  # noqa: S608 - our own three calls
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
