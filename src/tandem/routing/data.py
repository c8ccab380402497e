"""The words of the one desk: a question, what is known (facts), and the answer (route) with its reasons."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from tandem.register.data import OrganisationKind, Sector

OLDEST = 60  # years; a higher age is a typing error
EMERGENCY = "112"


class Law(StrEnum):
    """For which law a municipality is responsible."""

    YOUTH_CARE = "youth_care"
    ATTENDANCE = "attendance"
    TRANSPORT = "transport"


class Way(StrEnum):
    """Where a role is looked for; definitions/routing.yaml explains each."""

    LINKED = "LINKED"
    AT_SCHOOL = "AT_SCHOOL"
    AREA_HOME = "AREA_HOME"
    AREA_SCHOOL = "AREA_SCHOOL"
    PARTNERSHIP = "PARTNERSHIP"
    MUNICIPALITY_HOME = "MUNICIPALITY_HOME"
    MUNICIPALITY_SCHOOL = "MUNICIPALITY_SCHOOL"
    FIXED = "FIXED"


class Place(StrEnum):
    """Where a contact stands on the line from school to home municipality."""

    SCHOOL = "SCHOOL"
    BETWEEN = "BETWEEN"
    HOME = "HOME"


CATCH_ALL = "CATCH_ALL"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages of the house."""

    nl: str
    en: str

    def __str__(self) -> str:
        return self.nl


@dataclass(frozen=True, slots=True)
class Question:
    """About one pupil, without a name. Postcodes are their first four digits, '' when not known.

    `home`: where the pupil is registered. `stay`: in care, shelter or detention; `before`: the home just before that.
    `stays_at`: where the pupil really stays, '' for at home. `mother`: where the mother was registered at the birth.
    """

    school: str
    home: str
    kind: str
    age: int | None = None
    stay: bool = False
    before: str = ""
    stays_at: str = ""
    mother: str = ""


# --- facts ----------------------------------------------------------------------------------------------------------


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


# --- rules ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question. `words`: everything somebody may type for it, in small letters."""

    code: str
    nl: str
    name: Said
    words: frozenset[str]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """What can be called, and where it is looked for."""

    code: str
    rule: str
    name: Said
    functions: tuple[str, ...]
    ways: tuple[Way, ...]
    place: Place
    why: Said
    source: str
    kind: OrganisationKind | None = None
    law: Law = Law.YOUTH_CARE
    ages: tuple[int, int] | None = None
    needs_person: bool = False
    by_school: bool = False
    instead: str = ""
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Brings a role to the front of the chain when its conditions hold; empty conditions always do.

    `border`: the pupil lives in another municipality of the region than the school stands in. `desk`: call this
    organisation for the role, whatever the ways say. `region`: its municipalities, () for the whole country.
    """

    id: str
    kinds: frozenset[str]
    first: str
    why: Said
    source: str
    border: bool | None = None
    homes: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    ages: tuple[int, int] | None = None
    region: frozenset[str] = frozenset()
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A region with a desk of its own: the name and number of who takes what fits nowhere."""

    code: str
    name: str
    municipalities: frozenset[str]
    catch_all: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A question of the walk to the responsible municipality; `yes` and `no` name a step or an outcome."""

    id: str
    asks: str
    question: Said
    yes: str
    no: str
    ground: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that law and regions set about the desk. `rules`: the most particular first."""

    kinds: dict[str, Kind]
    roles: dict[str, Role]
    rules: tuple[Rule, ...]
    notes: dict[str, Said]
    laws: dict[Law, tuple[Step, ...]]
    remarks: tuple[Said, ...]
    regions: tuple[Region, ...]
    rmc: dict[str, str] = field(default_factory=dict)  # municipality to the name of its RMC region


# --- answer ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, and how it was answered."""

    id: str
    question: Said
    answer: bool
    ground: str


@dataclass(frozen=True, slots=True)
class Responsible:
    """Which municipality is responsible for a law ('' when none is known), by which steps.

    `pc4`: the home that counts.
    """

    law: Law
    municipality: str
    pc4: str
    steps: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """One link of the chain. `post`: who can be called, '' for the desk alone.

    `stands_in_for`: whose calls she takes over.

    `desk` is '' for what stands in no register (a national number, the catch-all of a region).
    """

    role: str
    role_name: Said
    desk: str
    organisation: str
    municipality: str
    place: Place
    why: Said
    rule: str
    source: str
    post: str = ""
    stands_in_for: str = ""
    until: date | None = None  # of the stand-in
    phone: str = ""
    hours: str = ""
    more: tuple[str, ...] = ()  # other teams of the same municipality that were as good


@dataclass(frozen=True, slots=True)
class Off:
    """A rule that was switched off because its target is gone."""

    rule: str
    role: str
    why: Said


@dataclass(frozen=True, slots=True)
class Partnership:
    """Of the school, and of the home; codes '' when there is none."""

    code: str
    name: str
    home_code: str
    home_name: str


@dataclass(frozen=True, slots=True)
class Route:
    """The answer. `chain` has at least one contact, the first is who to call now."""

    question: Question
    chain: tuple[Contact, ...]
    responsible: dict[Law, Responsible]
    partnership: Partnership
    notes: tuple[Said, ...]
    off: tuple[Off, ...] = ()
    emergency: bool = False

    @property
    def first(self) -> Contact:
        return self.chain[0]
