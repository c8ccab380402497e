"""Decisions of the directory: facts in, answer with reasons out."""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tandem.directory.data import Advised, Decides, Freshness, Offer, OfferFacts, OfferKind, Step, Terms, Theme
from tandem.register.administration.data import Refused
from tandem.register.data import MUNICIPALITY_PATTERN

OLDEST = 27
_POSTCODES = re.compile(r"[1-9][0-9]{3}(-[1-9][0-9]{3})?")
_CHILD = re.compile(r"\b[0-9]{9}\b")  # nine digits may be a citizen number


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month: 31 August − 6 is 28 February."""
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def freshness(confirmed_on: date, today: date, terms: Terms) -> Freshness:
    """What a confirmation of that day is worth today."""
    if confirmed_on <= months_before(today, terms.hide):
        return Freshness.HIDDEN
    if confirmed_on <= months_before(today, terms.doubt):
        return Freshness.DOUBTFUL
    return Freshness.DUE if confirmed_on <= months_before(today, terms.remind) else Freshness.CONFIRMED


def step_of(kind: OfferKind, order: Sequence[Step]) -> int:
    """The number of the step, from 1."""
    return next(number for number, step in enumerate(order, 1) if step.kind is kind)


def check_facts(facts: OfferFacts) -> None:
    """Raises Refused, with the field as `OfferFacts` calls it."""
    if not facts.themes:
        raise Refused("Kies minstens één thema.", "themes")
    if not facts.settings:
        raise Refused("Kies minstens één soort school of opvang.", "settings")
    if not facts.delivered:
        raise Refused("Kies minstens één plek waar het gegeven wordt.", "delivered")
    if not 0 <= facts.age_from <= facts.age_to <= OLDEST:
        raise Refused(f"De leeftijd loopt van laag naar hoog, van 0 tot en met {OLDEST}.", "age_to")
    if facts.valid_until is not None and facts.valid_until <= facts.valid_from:
        raise Refused("De laatste dag ligt voor de eerste dag.", "valid_until")
    _check_place(facts)
    _check_numbers(facts)
    if any(_CHILD.search(text) for text in (facts.name, facts.summary, facts.description, facts.apply)):
        raise Refused("Hier staat een getal van negen cijfers. Schrijf niets over een kind.", "description")


def _check_place(facts: OfferFacts) -> None:
    if wrong := [code for code in facts.municipalities if not MUNICIPALITY_PATTERN.fullmatch(code)]:
        raise Refused(f"{wrong[0]} is geen gemeentecode.", "municipalities")
    for part in facts.postcodes:
        first, _, last = part.partition("-")
        if not _POSTCODES.fullmatch(part) or (last and last < first):
            raise Refused("Schrijf postcodes met vier cijfers, zoals 2611 of 2611-2614.", "postcodes")
    if facts.postcode and not re.fullmatch(r"[1-9][0-9]{3}", facts.postcode):
        raise Refused("Schrijf de vier cijfers van de postcode, zoals 2611.", "postcode")


def _check_numbers(facts: OfferFacts) -> None:
    if facts.capacity is not None and not 0 <= facts.capacity <= 100_000:
        raise Refused("Vul een aantal plekken in van 0 tot 100.000.", "capacity")
    if facts.waiting_weeks is not None and not 0 <= facts.waiting_weeks <= 260:
        raise Refused("Vul een aantal weken in van 0 tot 260.", "waiting_weeks")
    if (facts.waiting_weeks is None) != (facts.waiting_on is None):
        raise Refused("Een wachttijd heeft de dag waarop hij gold, en andersom.", "waiting_on")


def serves(offer: OfferFacts, *, theme: Theme | None, setting: str, age: int | None, municipality: str) -> bool:
    """Whether the offer is meant for this question; what is not asked does not count."""
    return (
        (theme is None or theme in offer.themes)
        and (not setting or setting in offer.settings)
        and (age is None or offer.age_from <= age <= offer.age_to)
        and (not municipality or not offer.municipalities or municipality in offer.municipalities)
    )


def advise(offers: Iterable[Offer], order: Sequence[Step], municipality: str = "") -> tuple[Advised, ...]:
    """The lightest step first; inside a step what needs no decision, then the shortest known wait, then by name."""
    found = [Advised(offer, step_of(offer.facts.kind, order), _reasons(offer, order, municipality)) for offer in offers]
    return tuple(sorted(found, key=_place))


def _place(one: Advised) -> tuple[int, bool, int, str, str]:
    facts = one.offer.facts
    weeks = 1_000 if facts.waiting_weeks is None else facts.waiting_weeks
    return one.step, facts.decides is not Decides.NOBODY, weeks, facts.name.casefold(), str(one.offer.id)


def _reasons(offer: Offer, order: Sequence[Step], municipality: str) -> tuple[str, ...]:
    facts = offer.facts
    number = step_of(facts.kind, order)
    reasons = [f"Stap {number}: {order[number - 1].why}"]
    if facts.decides is Decides.NOBODY:
        reasons.append("Je hebt er geen besluit voor nodig.")
    if facts.waiting_weeks is not None and facts.waiting_on is not None:
        weeks = "geen wachttijd" if not facts.waiting_weeks else f"wachttijd {facts.waiting_weeks} weken"
        reasons.append(f"Opgegeven op {facts.waiting_on:%d-%m-%Y}: {weeks}.")
    if municipality and municipality in facts.municipalities:
        reasons.append("Het werkt in deze gemeente.")
    if offer.freshness is Freshness.DOUBTFUL:
        reasons.append("De aanbieder heeft dit al een tijd niet bevestigd: bel eerst.")
    return tuple(reasons)


def differences(mine: OfferFacts, now: OfferFacts) -> Mapping[str, tuple[object, object]]:
    """Which fields differ, as (mine, what stands there now)."""
    names = OfferFacts.__dataclass_fields__
    pairs = {name: (getattr(mine, name), getattr(now, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
