"""What the pages of who-is-who show: values made of the register, ready for a template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, gettext

from tandem.register.data import (
    AreaPart,
    ContactKind,
    ContactLine,
    OrganisationBrief,
    OrganisationDetail,
    OrganisationKind,
    PersonCard,
)
from tandem.web import format as form
from tandem.web.insight.links import home
from tandem.web.who import words


@dataclass(frozen=True, slots=True)
class Crumb:
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation in a list."""

    code: str
    name: str
    href: str
    note: str
    phone: str
    dial: str
    ended: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of facts; `href` is '' for what cannot be followed."""

    name: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    title: str
    kind: str
    crumbs: tuple[Crumb, ...]
    ended: str
    facts: tuple[Fact, ...]
    area: tuple[str, ...]
    more_area: int
    part_of: tuple[Entry, ...]
    partnerships: tuple[Entry, ...]
    below: tuple[Group, ...]
    source: str
    insight: str


@dataclass(frozen=True, slots=True)
class Line:
    """A way to reach somebody: 'telefoon', the number, and the link that dials it."""

    kind: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in one function."""

    name: str
    function: str
    is_lead: bool
    organisation: Entry
    lines: tuple[Line, ...]
    links: tuple[tuple[Entry, str], ...]
    stand_ins: tuple[tuple[str, tuple[Line, ...], str], ...]
    since: str


MOST_AREA = 12


def root() -> str:
    return f"{home()}wie-is-wie/"


def href(brief: OrganisationBrief) -> str:
    return f"{root()}organisatie/{brief.id}/"


def municipality_href(code: str) -> str:
    return f"{root()}gemeente/{code}/"


def entry(brief: OrganisationBrief, *, with_kind: bool = True) -> Entry:
    """Without its kind below a heading that says it."""
    kind = str(words.ONE[brief.kind]) if with_kind else ""
    code = brief.code if brief.kind is not OrganisationKind.MUNICIPALITY and brief.code != brief.name else ""
    note = " · ".join(filter(None, (kind[:1].upper() + kind[1:], words.where(brief), code)))
    ended = gettext("tot %(day)s") % {"day": form.day(brief.valid_until)} if brief.valid_until else ""
    return Entry(brief.code, words.name(brief), href(brief), note, brief.phone, words.dial(brief.phone), ended)


def groups(by_kind: dict[OrganisationKind, tuple[OrganisationBrief, ...]]) -> tuple[Group, ...]:
    return tuple(
        Group(str(words.MANY[kind]), kind.value.lower(), tuple(entry(brief, with_kind=False) for brief in briefs))
        for kind, briefs in by_kind.items()
    )


def organisation_page(found: OrganisationDetail, today: date) -> OrganisationPage:
    brief = found.brief
    name = words.name(brief)
    middle = (
        [Crumb(words.municipality(brief.municipality, brief.municipality_name), municipality_href(brief.municipality))]
        if brief.municipality
        else []
    )
    area = _area(found.area) if brief.kind is not OrganisationKind.MUNICIPALITY else ()
    ended = ""
    if brief.valid_until and brief.valid_until <= today:
        ended = gettext("Deze organisatie bestaat niet meer sinds %(day)s.") % {"day": form.day(brief.valid_until)}
    return OrganisationPage(
        title=name,
        kind=str(words.ONE[brief.kind]),
        crumbs=(Crumb(gettext("Wie is wie"), root()), *middle, Crumb(name)),
        ended=ended,
        facts=tuple(_facts(found)),
        area=area[:MOST_AREA],
        more_area=max(0, len(area) - MOST_AREA),
        part_of=tuple(map(entry, found.above)),
        partnerships=tuple(map(entry, found.partnerships)),
        below=groups(_by_kind(found.below)),
        source=words.source(found.source),
        insight=_insight(brief),
    )


def _facts(found: OrganisationDetail) -> Iterable[Fact]:
    """What is known of it; what is not known has no line."""
    brief = found.brief
    where = ", ".join(filter(None, (found.postcode, words.where(brief))))
    since = form.day(found.valid_from) if found.valid_from else ""
    until = form.day(brief.valid_until) if brief.valid_until else ""
    facts = (
        Fact(gettext("Telefoon"), brief.phone, words.dial(brief.phone)),
        Fact(gettext("Bereikbaar"), found.hours),
        Fact(gettext("E-mail"), found.email, f"mailto:{found.email}"),
        Fact(gettext("Website"), found.website, words.site(found.website)),
        Fact(gettext("Plaats"), where),
        Fact(gettext("Code"), brief.code),
        Fact(gettext("Sinds"), since),
        Fact(gettext("Tot"), until),
    )
    return (fact for fact in facts if fact.text)


def _area(parts: Iterable[AreaPart]) -> tuple[str, ...]:
    return tuple(words.area(part) for part in parts)


def _by_kind(briefs: Iterable[OrganisationBrief]) -> dict[OrganisationKind, tuple[OrganisationBrief, ...]]:
    found: dict[OrganisationKind, tuple[OrganisationBrief, ...]] = {}
    for brief in briefs:
        found[brief.kind] = (*found.get(brief.kind, ()), brief)
    return found


def _insight(brief: OrganisationBrief) -> str:
    """Where the figures of this unit are, '' when there are none."""
    pages = {
        OrganisationKind.MUNICIPALITY: "gemeente",
        OrganisationKind.PARTNERSHIP: "samenwerkingsverband",
        OrganisationKind.LOCATION: "school",
    }
    page = pages.get(brief.kind)
    return f"{home()}inzicht/{page}/{brief.code}/" if page and brief.code and not brief.valid_until else ""


def person(card: PersonCard) -> Person:
    return Person(
        name=card.person.full,
        function=words.function(card.function),
        is_lead=card.is_lead,
        organisation=entry(card.organisation),
        lines=lines(card.contacts),
        links=tuple((entry(link.location), hours(link.hours_per_week)) for link in card.links),
        stand_ins=tuple((one.person.full, lines(one.contacts), form.day(one.valid_until)) for one in card.stand_ins),
        since=form.day(card.valid_from),
    )


def lines(contacts: Iterable[ContactLine]) -> tuple[Line, ...]:
    return tuple(Line(str(words.CONTACTS[one.kind]), one.value, _reach(one)) for one in contacts)


def _reach(one: ContactLine) -> str:
    return f"mailto:{one.value}" if one.kind is ContactKind.EMAIL else words.dial(one.value)


def hours(number: Decimal) -> str:
    """'6,5 uur per week'."""
    text = f"{number.normalize():f}"
    if not (get_language() or "nl").startswith("en"):
        text = text.replace(".", ",")
    return gettext("%(number)s uur per week") % {"number": text}
