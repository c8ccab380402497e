"""The world of the decision table as facts, and the changes that a case makes in it first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tandem.register.data import OrganisationKind, Sector
from tandem.routing.known import Desk, Facts, Home, Link, Part, Post, School, StandIn

HERE = Path(__file__).parent
WORLD: dict[str, Any] = yaml.safe_load((HERE / "world.yaml").read_text(encoding="utf-8"))
DAY: date = WORLD["day"]
Change = Callable[[Facts], Facts]


def world() -> Facts:
    homes = [
        Home(pc4, municipality, po, vo) for municipality, po, vo, pcs in WORLD["homes"] for pc4 in str(pcs).split()
    ]
    schools = {code: _school(code, *row) for code, row in WORLD["schools"].items()}
    desks = {desk.id: desk for desk in _desks(schools)}
    posts = [_post(desks, key, *row) for key, row in WORLD["posts"].items()]
    return Facts(
        day=DAY,
        schools=schools,
        homes={home.pc4: home for home in homes},
        municipalities=WORLD["municipalities"],
        partnerships=WORLD["partnerships"],
        partnerships_of=_partnerships(homes),
        desks=desks,
        posts={post.id: post for post in posts},
        links=tuple(Link(post, school, Decimal(hours)) for post, school, hours in WORLD["links"]),
    )


def _partnerships(homes: list[Home]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], set[str]] = {}
    for home in homes:
        found.setdefault((home.municipality, "PO"), set()).add(home.partnership_po)
        found.setdefault((home.municipality, "VO"), set()).add(home.partnership_vo)
    return {key: tuple(sorted(codes)) for key, codes in found.items()}


def _days(offset: int | None) -> date | None:
    return None if offset is None else DAY + timedelta(days=offset)


def _school(code: str, name: str, municipality: str, pc4: str, sectors: str) -> School:
    po, vo = next(((po, vo) for _, po, vo, pcs in WORLD["homes"] if pc4 and pc4 in str(pcs).split()), ("", ""))
    kinds = tuple(Sector(one) for one in sectors.split())
    return School(code, name, municipality, pc4, po, vo, kinds, "012-3", until=_days(WORLD["closed"].get(code)))


def _desks(schools: dict[str, School]) -> list[Desk]:
    kinds = OrganisationKind
    found = [Desk(c, kinds.MUNICIPALITY, c, n, c) for c, n in WORLD["municipalities"].items()]
    found += [Desk(code, kinds.PARTNERSHIP, code, name) for code, name in WORLD["partnerships"].items()]
    for school in schools.values():
        kind = kinds.LOCATION if len(school.code) == 6 else kinds.SCHOOL
        found.append(Desk(school.code, kind, school.code, school.name, school.municipality, until=school.until))
    for key, (kind, name, municipality, phone, area) in WORLD["desks"].items():
        until = _days(WORLD["gone"].get(key))
        found.append(
            Desk(key, kinds(kind), "", name, municipality, phone, parent=municipality, until=until, area=_area(area))
        )
    return found


def _area(text: str) -> tuple[Part, ...]:
    parts = []
    for word in text.split():
        if word.startswith("GM"):
            code, _, district = word.partition("/")
            parts.append(Part(code, district))
        else:
            first, _, last = word.partition("-")
            parts.append(Part(first=first, last=last))
    return tuple(parts)


def _post(desks: dict[str, Desk], key: str, at: str, function: str, extra: dict[str, Any] | None = None) -> Post:
    more = extra or {}
    assert at in desks, at
    return Post(key, at, function, more.get("lead", False), _days(more.get("since")), _days(more.get("until")))


# --- what a case changes first -------------------------------------------------------------------------------------


def without_post(facts: Facts, post: str, until: int) -> Facts:
    posts = facts.posts | {post: replace(facts.posts[post], until=_days(until))}
    return replace(facts, posts=posts)


def stand_ins(facts: Facts, *rows: tuple[str, str, int]) -> Facts:
    made = tuple(StandIn(post, by, DAY - timedelta(days=3), DAY + timedelta(days=days)) for post, by, days in rows)
    return replace(facts, stand_ins=made)


def nobody(facts: Facts) -> Facts:
    """No people, no teams: what the open data alone know."""
    known = {key: desk for key, desk in facts.desks.items() if desk.code}
    return replace(facts, desks=known, posts={}, links=())


CHANGES: dict[str, Change] = {
    "": lambda facts: facts,
    "smw ended today": lambda facts: without_post(facts, "smw-delft", 0),
    "smw ended yesterday": lambda facts: without_post(facts, "smw-denhaag", -1),
    "smw ends tomorrow": lambda facts: without_post(facts, "smw-denhaag", 1),
    "both smw ended": lambda facts: without_post(without_post(facts, "smw-delft", 0), "smw-delft-2", -5),
    "smw link ended": lambda facts: replace(facts, links=tuple(replace(one, until=DAY) for one in facts.links)),
    "smw stand-in": lambda facts: stand_ins(facts, ("smw-denhaag", "smw-delft-2", 10)),
    "smw stand-in of stand-in": lambda facts: stand_ins(
        facts, ("smw-denhaag", "smw-delft", 10), ("smw-delft", "smw-delft-2", 4)
    ),
    "smw stand-in over": lambda facts: stand_ins(facts, ("smw-denhaag", "smw-delft-2", 0)),
    "smw stand-in left": lambda facts: without_post(
        stand_ins(facts, ("smw-denhaag", "smw-delft-2", 10)), "smw-delft-2", -1
    ),
    "smw stand each other in": lambda facts: stand_ins(
        facts, ("smw-denhaag", "smw-delft", 10), ("smw-delft", "smw-denhaag", 10)
    ),
    "toegang stand-in": lambda facts: stand_ins(facts, ("toegang-westland", "hulp-westland", 10)),
    "toegang left": lambda facts: without_post(facts, "toegang-westland", -1),
    "team gone": lambda facts: replace(
        facts, desks=facts.desks | {"team-westland": replace(facts.desks["team-westland"], until=DAY)}
    ),
    "attendance gone": lambda facts: replace(
        facts, desks=facts.desks | {"lp-westland": replace(facts.desks["lp-westland"], until=DAY)}
    ),
    "nobody": nobody,
}
