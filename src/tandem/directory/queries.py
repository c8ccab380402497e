"""Reads of the directory. Offers are public; direct numbers and suggestions come through row security."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.directory import definitions, rows, rules, searching
from tandem.directory.data import (
    Advised,
    DirectContact,
    Example,
    Found,
    Fresh,
    Offer,
    OfferKind,
    OfferQuestion,
    Setting,
    Suggestion,
    Theme,
)
from tandem.directory.models import Contact, Reminder
from tandem.directory.models import Example as ExampleRow
from tandem.directory.models import Offer as Row
from tandem.directory.models import Suggestion as SuggestionRow
from tandem.platform import clock, context
from tandem.register.organisations import briefs

PURPOSE, GROUND = "find-colleague", "6(1)(e)"
LIGHT = (OfferKind.BASIC, OfferKind.PREVENTIVE)
MOST_ADVISED = 200
MOST_LISTED = 1_000


def find(question: OfferQuestion, *, page: int = 1, size: int = 50) -> Found:
    """What fits the question today, the lightest step first; `page` from 1."""
    today = _today()
    hits = searching.search(question, on=today, page=page, size=size)
    return Found(tuple(offers(hits.keys)), hits.total, hits.counts, hits.corrected)


def offers(keys: Sequence[UUID]) -> list[Offer]:
    """In this order; what does not exist is left out."""
    found = {offer.id: offer for offer in rows.offers_of(Row.objects.filter(pk__in=list(keys)), _today())}
    return [found[key] for key in keys if key in found]


def offer(key: UUID) -> Offer:
    """Also one that ended. Raises KeyError."""
    found = offers([key])
    if not found:
        raise KeyError(key)
    return found[0]


def of_organisation(organisation: UUID) -> tuple[Offer, ...]:
    """What an organisation offers today, by step."""
    return tuple(
        rows.offers_of(_existing(_today()).filter(organisation=organisation).order_by("step", "sort_key"), _today())
    )


def preventive_offers(
    theme: Theme | None = None, sector: str = "", age: int | None = None, municipality: str = ""
) -> tuple[Advised, ...]:
    """What somebody can do first, before specialised help is asked: basic support and open preventive offers.

    `sector` is a code of `Setting` (BO, VO, OPVANG …), `municipality` one of CBS (GM0503). In the order of
    definitions/directory.yaml, each with its reasons (Dutch). What nobody confirmed for too long is left out.
    """
    question = OfferQuestion(
        kinds=LIGHT,
        themes=(theme,) if theme else (),
        settings=(Setting(sector),) if sector else (),
        age=age,
        municipality=municipality,
    )
    return rules.advise(find(question, size=MOST_ADVISED).offers, definitions.order(), municipality)


def direct_contact(key: UUID, *, actor: Actor) -> DirectContact:
    """For professionals and the owner; empty when there is none. Leaves its line in the log of reading."""
    audit.record_read(
        actor=actor,
        action="show direct number of offer",
        purpose=PURPOSE,
        ground=GROUND,
        subjects=[],
        kinds=["telephone", "e-mail"],
    )
    row = Contact.objects.filter(pk=key).first()
    return DirectContact(row.role, row.phone, row.email) if row else DirectContact()


# --- the owner's own ------------------------------------------------------------------------------------------------


def own_offer(key: UUID) -> Offer:
    """An offer of an organisation that the administrator who acts keeps up. Raises KeyError."""
    found = offer(key)
    if found.organisation.id not in context.current().principals:
        raise KeyError(key)
    return found


def own_offers(*, ended: bool = False) -> tuple[Offer, ...]:
    """Of all organisations that the administrator keeps up; what ended apart."""
    today = _today()
    mine = Row.objects.filter(organisation__in=context.current().principals)
    over = Q(valid_until__lte=today)
    picked = mine.filter(over) if ended else mine.exclude(over)
    return tuple(rows.offers_of(picked.order_by("confirmed_on", "sort_key"), today))


def suggestions(*, done: bool = False) -> tuple[Suggestion, ...]:
    """What readers suggested about the administrator's own offers, the oldest first."""
    found = SuggestionRow.objects.filter(done__isnull=not done).select_related("offer").order_by("created")
    return tuple(
        Suggestion(one.id, one.offer_id, one.offer.name, one.text, one.created, one.done, one.answer) for one in found
    )


def suggestion(key: UUID) -> Suggestion:
    """One that is not settled. Raises KeyError."""
    return {one.id: one for one in suggestions()}[key]


def reminded(token: str) -> UUID:
    """Which offer the owner is asked about by this link, as long as it was not used. Raises KeyError."""
    row = Reminder.objects.filter(token_hash=hash_of(token), used=None).first()
    if row is None:
        raise KeyError("no such link")
    return row.offer_id


def hash_of(token: str) -> bytes:
    """The token is random and long, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).digest()


# --- how fresh ------------------------------------------------------------------------------------------------------


def freshness() -> tuple[Fresh, ...]:
    """Per organisation that offers something today; the stalest first."""
    today, terms = _today(), definitions.terms()
    days: dict[UUID, list[date]] = defaultdict(list)
    for organisation, confirmed in _existing(today).values_list("organisation_id", "confirmed_on"):
        days[organisation].append(confirmed)
    owned = _owned(days)
    found = [
        Fresh(owner, Counter(rules.freshness(day, today, terms) for day in days[key]), min(days[key]), key in owned)
        for key, owner in briefs(days).items()
    ]
    return tuple(sorted(found, key=lambda one: (one.oldest, one.organisation.name, one.organisation.id)))


def _owned(organisations: Iterable[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select id from unnest(%s::uuid[]) id where directory_is_owned(id)", [list(organisations)])
        return {key for (key,) in cursor.fetchall()}


# --- good examples --------------------------------------------------------------------------------------------------


def examples(*, municipality: str = "", setting: str = "") -> tuple[Example, ...]:
    """The first content and what organisations added, by title; filtered by what is not ''."""
    added = ExampleRow.objects.filter(Q(valid_until=None) | Q(valid_until__gt=_today()))
    every = (*definitions.examples().values(), *_examples(added))
    fits = (
        one
        for one in every
        if (not municipality or municipality in one.municipalities) and (not setting or setting in one.settings)
    )
    return tuple(sorted(fits, key=lambda one: (one.title.casefold(), one.key)))


def example(key: str) -> Example:
    """By its key in the definitions, or the id of one that was added. Raises KeyError."""
    if key in definitions.examples():
        return definitions.examples()[key]
    try:
        found = _examples(ExampleRow.objects.filter(pk=UUID(key)))
    except ValueError:
        raise KeyError(key) from None
    if not found:
        raise KeyError(key)
    return found[0]


def own_examples() -> tuple[Example, ...]:
    return tuple(_examples(ExampleRow.objects.filter(organisation__in=context.current().principals).order_by("title")))


def own_example(key: UUID) -> Example:
    """Raises KeyError."""
    return {one.key: one for one in own_examples()}[str(key)]


def _examples(found: QuerySet[ExampleRow]) -> list[Example]:
    listed = list(found)
    owners = briefs({row.organisation_id for row in listed})
    return [rows.example_of(row, owners[row.organisation_id]) for row in listed if row.organisation_id in owners]


def _existing(today: date) -> QuerySet[Row]:
    return Row.objects.filter(Q(valid_until=None) | Q(valid_until__gt=today), valid_from__lte=today)


def _today() -> date:
    return context.current().day or clock.today()
