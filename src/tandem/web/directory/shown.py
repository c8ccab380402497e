"""What the pages of the directory show: values made of offers, ready for a template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from tandem.directory.data import Found, Offer, OfferQuestion
from tandem.web.directory import words
from tandem.web.directory.forms import SearchForm
from tandem.web.who import words as who
from tandem.web.who.shown import Crumb
from tandem.web.who.shown import href as organisation_href


@dataclass(frozen=True, slots=True)
class Card:
    """An offer in a list. `far`: how far away it is, '' when that was not asked."""

    key: str
    name: str
    href: str
    summary: str
    owner: str
    facts: tuple[str, ...]
    stale: str
    far: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The offers of one step of the order."""

    number: int
    title: str
    why: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    text: str
    count: int
    chosen: bool
    key: str  # id of the count on the page


@dataclass(frozen=True, slots=True)
class Filter:
    name: str
    title: str
    choices: tuple[Choice, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the fixed form; `href` '' for what cannot be followed."""

    name: str
    text: str
    href: str = ""


FILTERS = (
    ("soort", "kinds"),
    ("thema", "themes"),
    ("school", "settings"),
    ("plek", "delivered"),
    ("cluster", "clusters"),
)
OPEN = {"soort", "thema"}


def href(offer: Offer) -> str:
    return f"{words.root()}{offer.id}/"


def card(offer: Offer, far: str = "") -> Card:
    facts = offer.facts
    short = (words.ages(facts), words.listed(facts.delivered, words.DELIVERED), words.area(facts))
    wait = () if facts.waiting_weeks is None else (gettext("wacht: %(text)s") % {"text": words.waiting(facts)},)
    return Card(
        str(offer.id),
        facts.name,
        href(offer),
        facts.summary,
        offer.organisation.name,
        (*short, *wait),
        words.stale(offer),
        far,
    )


def groups(offers: Sequence[Offer]) -> tuple[Group, ...]:
    """By step of the order, the lightest first; steps without offers are left out."""
    found = []
    for number, step in enumerate(words.steps(), 1):
        cards = tuple(card(offer) for offer in offers if offer.facts.kind is step.kind)
        if cards:
            found.append(Group(number, str(words.KINDS[step.kind]), words.why(step), cards))
    return tuple(found)


def filters(form: SearchForm, found: Found) -> tuple[Filter, ...]:
    """Every choice with the number of offers that it would give."""
    made = []
    for name, counted in FILTERS:
        chosen = set(form[name].value() or ())
        counts = found.counts.get(counted, {})
        choices = tuple(
            Choice(str(code), str(text), counts.get(str(code), 0), str(code) in chosen, f"n-{name}-{code}")
            for code, text in form.fields[name].choices  # type: ignore[attr-defined]
        )
        made.append(Filter(name, str(form.fields[name].label), choices, name in OPEN or bool(chosen)))
    return tuple(made)


def lines(offer: Offer) -> tuple[Line, ...]:
    """The fixed form, the same for every offer, so that two can lie side by side."""
    facts = offer.facts
    return (
        Line(gettext("Van"), offer.organisation.name, organisation_href(offer.organisation)),
        Line(gettext("Soort"), str(words.KINDS[facts.kind])),
        Line(gettext("Thema"), words.listed(facts.themes, words.THEMES)),
        Line(gettext("Leeftijd"), words.ages(facts)),
        Line(gettext("Voor"), words.listed(facts.settings, words.SETTINGS)),
        Line(gettext("Cluster"), ", ".join(map(str, facts.clusters)) or gettext("Maakt niet uit")),
        Line(gettext("Plek"), words.listed(facts.delivered, words.DELIVERED)),
        Line(gettext("Gebied"), words.area(facts)),
        Line(gettext("Plekken"), words.capacity(facts)),
        Line(gettext("Wachttijd"), words.waiting(facts)),
        Line(gettext("Wie beslist"), str(words.DECIDES[facts.decides])),
        Line(gettext("Wie betaalt"), words.paid(facts)),
        Line(gettext("Aanmelden"), facts.apply),
        Line(gettext("Telefoon"), facts.phone or gettext("Niet bekend"), who.dial(facts.phone)),
        Line(gettext("Website"), facts.website or gettext("Niet bekend"), who.site(facts.website)),
        Line(gettext("Wat werkt"), words.evidence(facts)),
        Line(gettext("Bevestigd"), words.confirmed(offer)),
    )


def comparison(offers: Sequence[Offer]) -> tuple[tuple[str, tuple[Line, ...], bool], ...]:
    """Per line of the form its text for each offer, and whether they differ."""
    columns = [lines(offer) for offer in offers]
    rows = zip(*columns, strict=True)
    return tuple((row[0].name, row, len({line.text for line in row}) > 1) for row in rows)


def crumbs(*more: tuple[str, str]) -> tuple[Crumb, ...]:
    return (Crumb(gettext("Aanbod"), words.root()), *(Crumb(text, to) for text, to in more))


def asked(question: OfferQuestion) -> bool:
    """Whether anything was asked at all."""
    return question != OfferQuestion()


def corrections(found: Found) -> Iterable[tuple[str, str]]:
    return found.corrected.items()
