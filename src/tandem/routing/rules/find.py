"""Finds who fills a role, by each of its ways in turn; tells what it was that is gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tandem.register.data import OrganisationKind
from tandem.routing.book import Role
from tandem.routing.data import Law, Question, Responsible, Way
from tandem.routing.known import Desk, Facts, Home, Part, Post, School, holds

POSTCODES, DISTRICT, WHOLE = 3, 2, 1  # how particular a piece of an area is


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was worked out before: who is responsible, and the partnership's code."""

    question: Question
    facts: Facts
    responsible: dict[Law, Responsible]
    partnership: str

    @property
    def school(self) -> School | None:
        return self.facts.schools.get(self.question.school)

    def home(self, law: Law) -> Home:
        """Which home counts: of the responsible municipality, or where a law names none, that of the registration."""
        who = self.responsible[law]
        pc4 = who.pc4 or self.question.home
        return self.facts.homes.get(pc4) or Home("", "")


@dataclass(frozen=True, slots=True)
class Target:
    """Who can be called: a post that holds, or a desk alone. `more`: other desks that were as good."""

    desk: Desk | None
    post: Post | None = None
    stands_in_for: str = ""
    until: date | None = None
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """The last day before which there was somebody; None when there never was."""

    until: date | None = None


def find(role: Role, asked: Asked, desk: str = "") -> Target | Gone:
    """The target by the first way that has one. `desk`: a rule named this organisation itself."""
    gone: list[date] = []
    if desk:
        return _in_desks(role, asked, [asked.facts.desks[desk]] if desk in asked.facts.desks else [], gone) or _last(
            gone
        )
    for way in role.ways:
        if way is Way.FIXED:
            return Target(None)
        found = (
            _linked(role, asked, gone) if way is Way.LINKED else _in_desks(role, asked, _desks(way, role, asked), gone)
        )
        if found:
            return found
    return _last(gone)


def _last(gone: list[date]) -> Gone:
    return Gone(max(gone) if gone else None)


# --- a post --------------------------------------------------------------------------------------------------------


def _linked(role: Role, asked: Asked, gone: list[date]) -> Target | None:
    """Who is linked to the school: of the home municipality's organisation first, then most hours."""
    facts, home = asked.facts, asked.home(role.law).municipality
    able: list[tuple[int, bool, Decimal, str]] = []
    for link in facts.links_of.get(asked.question.school, ()):
        post = facts.posts.get(link.post)
        if post is None or post.function not in role.functions:
            continue
        desk = facts.desks.get(post.desk)
        ends = [one.until for one in (link, post, desk) if one and one.until and one.until <= facts.day]
        gone += [min(ends)] if ends else []
        if desk and all(holds(one.since, one.until, facts.day) for one in (link, post, desk)):
            order = role.functions.index(post.function)
            able.append((order, desk.municipality != home, -link.hours, post.id))
    return _answering(facts, facts.posts[min(able)[-1]]) if able else None


def _in_desks(role: Role, asked: Asked, desks: list[Desk], gone: list[date]) -> Target | None:
    """The first desk with somebody in it, else the first desk where that alone is enough."""
    facts = asked.facts
    there = [desk for desk in desks if _is_there(desk, facts.day)]
    gone += [desk.until for desk in desks if desk.until and desk.until <= facts.day]
    for desk in there:
        if post := _best_post(role, asked, desk, gone):
            return _with_more(role, _answering(facts, post), there, desk)
    if there and not role.needs_person:
        return _with_more(role, Target(there[0]), there, there[0])
    return None


def _with_more(role: Role, found: Target, there: list[Desk], chosen: Desk) -> Target:
    """Teams that have the home as well: nobody can tell by postcode which of them it is."""
    if role.kind is not OrganisationKind.LOCAL_TEAM:
        return found
    more = tuple(desk.name for desk in there if desk.id != chosen.id)
    return Target(found.desk, found.post, found.stands_in_for, found.until, more)


def _best_post(role: Role, asked: Asked, desk: Desk, gone: list[date]) -> Post | None:
    """In order of function; who is linked to the school, then who leads, then who came first."""
    facts = asked.facts
    linked = {
        link.post for link in facts.links_of.get(asked.question.school, ()) if holds(link.since, link.until, facts.day)
    }
    able: list[tuple[int, bool, bool, int]] = []
    posts = facts.posts_at.get(desk.id, [])
    for number, post in enumerate(posts):
        elsewhere = role.by_school and post.id not in linked and post.id in facts.linked_posts
        if post.function not in role.functions or elsewhere:
            continue
        if holds(post.since, post.until, facts.day):
            able.append((role.functions.index(post.function), post.id not in linked, not post.lead, number))
        elif post.until and post.until <= facts.day:
            gone.append(post.until)
    return posts[min(able)[-1]] if able else None


def _answering(facts: Facts, post: Post) -> Target:
    """Who answers the calls of a post today: she herself, or the end of the chain of stand-ins."""
    seen, at, until = {post.id}, post, None
    while step := next(_stand_ins(facts, at, seen), None):
        at, ends = step
        until = min(until, ends) if until else ends
        seen.add(at.id)
    return Target(facts.desks[at.desk], at, post.id if at is not post else "", until)


def _stand_ins(facts: Facts, post: Post, seen: set[str]) -> Iterator[tuple[Post, date]]:
    for one in sorted(facts.stand_ins, key=lambda one: (one.until, one.by)):
        by = facts.posts.get(one.by)
        if one.post == post.id and by and by.id not in seen and holds(one.since, one.until, facts.day):
            desk = facts.desks.get(by.desk)
            if holds(by.since, by.until, facts.day) and desk and _is_there(desk, facts.day):
                yield by, one.until


# --- a desk --------------------------------------------------------------------------------------------------------


def _is_there(desk: Desk, day: date) -> bool:
    return holds(desk.since, desk.until, day)


def _desks(way: Way, role: Role, asked: Asked) -> list[Desk]:
    """The desks that this way leads to, the best first; also those that are gone."""
    facts, school = asked.facts, asked.school
    if way is Way.AT_SCHOOL:
        return _of_school(facts, asked.question.school)
    if way is Way.PARTNERSHIP:
        return _by_code(facts, OrganisationKind.PARTNERSHIP, asked.partnership)
    if way is Way.MUNICIPALITY_HOME:
        return _of_municipality(facts, asked.home(role.law).municipality)
    if way is Way.MUNICIPALITY_SCHOOL:
        return _of_municipality(facts, school.municipality if school else "")
    if way is Way.AREA_HOME:
        return _by_area(facts, role, asked.home(role.law))
    return _by_area(facts, role, Home(school.pc4, school.municipality) if school else Home("", ""))


def _of_school(facts: Facts, code: str) -> list[Desk]:
    return [
        *_by_code(facts, OrganisationKind.LOCATION, code),
        *_by_code(facts, OrganisationKind.SCHOOL, code[:4]),
    ]


def _of_municipality(facts: Facts, code: str) -> list[Desk]:
    """The municipality itself, then the units that are part of it."""
    own = _by_code(facts, OrganisationKind.MUNICIPALITY, code)
    teams = facts.desks_of.get(OrganisationKind.LOCAL_TEAM, [])
    return own + [desk for desk in teams if own and desk.parent == own[0].id]


def _by_code(facts: Facts, kind: OrganisationKind, code: str) -> list[Desk]:
    desk = facts.by_code.get((kind, code)) if code else None
    return [desk] if desk else []


def _by_area(facts: Facts, role: Role, home: Home) -> list[Desk]:
    """Those whose area has the home: by postcode before by district before the whole municipality, then by name."""
    if role.kind is None or not home.municipality:
        return []
    scored = [(_reach(desk, home), desk) for desk in facts.desks_of.get(role.kind, ())]
    found = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    best = found[0][0] if found else 0
    return [desk for score, desk in found if score == best or not _is_there(found[0][1], facts.day)]


def _reach(desk: Desk, home: Home) -> int:
    return max((_covers(part, home) for part in desk.area), default=0)


def _covers(part: Part, home: Home) -> int:
    if part.first:
        return POSTCODES if home.pc4 and part.first <= home.pc4 <= part.last else 0
    if part.municipality != home.municipality:
        return 0
    return DISTRICT if part.district else WHOLE
