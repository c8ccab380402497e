"""What is known of the places and organisations around a question: the facts of a decision."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from tandem.register.data import OrganisationKind, Sector


@dataclass(frozen=True, slots=True)
class School:
    """A school location by code, or an MBO institution by its BRIN. Codes are '' when unknown."""

    code: str
    name: str
    municipality: str = ""
    pc4: str = ""
    partnership_po: str = ""
    partnership_vo: str = ""
    sectors: tuple[Sector, ...] = ()
    phone: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Four digits of a postcode and where they lie; codes are '' when unknown."""

    pc4: str
    municipality: str
    partnership_po: str = ""
    partnership_vo: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an area: postcodes from–to, else a district of a municipality, else the whole municipality."""

    municipality: str = ""
    district: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """An organisation that can be called. `until`: the first day on which it no longer exists."""

    id: str
    kind: OrganisationKind
    code: str
    name: str
    municipality: str = ""
    phone: str = ""
    hours: str = ""
    email: str = ""
    website: str = ""
    parent: str = ""
    since: date | None = None
    until: date | None = None
    area: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A function that somebody fills at a desk (a membership), without who."""

    id: str
    desk: str
    function: str
    lead: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A post linked to a school for so many hours a week."""

    post: str
    school: str
    hours: Decimal
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class StandIn:
    """Another post takes over the calls of a post."""

    post: str
    by: str
    since: date
    until: date


def holds(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day < until)


@dataclass(frozen=True)
class Facts:
    """All that is known on a day of the places and organisations around one or more questions."""

    day: date
    schools: dict[str, School]
    homes: dict[str, Home]
    municipalities: dict[str, str]  # code to name
    partnerships: dict[str, str]
    desks: dict[str, Desk]
    partnerships_of: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)  # municipality and PO or VO
    posts: dict[str, Post] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    linked_elsewhere: frozenset[str] = frozenset()  # posts with a link that holds, at a school that is not in `schools`

    @cached_property
    def posts_at(self) -> dict[str, list[Post]]:
        """By desk, whoever came first."""
        found: dict[str, list[Post]] = {}
        for post in sorted(self.posts.values(), key=lambda one: (one.since or date.min, one.id)):
            found.setdefault(post.desk, []).append(post)
        return found

    @cached_property
    def links_of(self) -> dict[str, list[Link]]:
        """By school."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.school, []).append(link)
        return found

    @cached_property
    def linked_posts(self) -> frozenset[str]:
        """Posts that are linked to some school today."""
        known = frozenset(link.post for link in self.links if holds(link.since, link.until, self.day))
        return known | self.linked_elsewhere

    @cached_property
    def desks_of(self) -> dict[OrganisationKind, list[Desk]]:
        """By kind, in order of name."""
        found: dict[OrganisationKind, list[Desk]] = {}
        for desk in sorted(self.desks.values(), key=lambda one: (one.name, one.id)):
            found.setdefault(desk.kind, []).append(desk)
        return found

    @cached_property
    def by_code(self) -> dict[tuple[OrganisationKind, str], Desk]:
        return {(desk.kind, desk.code): desk for desk in self.desks.values() if desk.code}
