"""Search of offers: Dutch full text with synonyms and typing errors put right, filters, and the counts of all filters.

Every code of a filter is a bit of `facets` (`sql/directory.sql`), so a filter is one comparison; the counts of what
each other choice would give are made of the bits of all offers that the rest of the question leaves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.db import connection

from tandem.directory import asking, definitions, rules
from tandem.directory.data import Decides, Delivery, OfferKind, OfferQuestion, Setting, Theme

# Per filter: the first bit, and its codes in the order of the bits.
FACETS: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "kinds": (0, tuple(OfferKind)),
    "themes": (5, tuple(Theme)),
    "settings": (10, tuple(Setting)),
    "delivered": (19, tuple(Delivery)),
    "clusters": (23, ("1", "2", "3", "4")),
    "direct": (27, (Decides.NOBODY.value,)),
}
_LIST = """
select o.id from directory_offer o{text} where {conditions}
order by o.step, {rank} o.sort_key, o.id limit %s offset %s
"""
_COUNTS = """
select coalesce(array_agg(facets), '{{}}'), coalesce(array_agg(number), '{{}}')
from (select o.facets, count(*) as number from directory_offer o{text} where {conditions} group by 1) per_facets
"""


@dataclass(frozen=True, slots=True)
class Hits:
    keys: tuple[UUID, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    corrected: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question without its filters, as SQL."""

    text: str
    conditions: tuple[str, ...]
    values: tuple[str | int | date, ...]
    query: str


def search(question: OfferQuestion, *, on: date, page: int = 1, size: int = 50) -> Hits:
    """The offers of a page, and how many there are. A word that nobody uses is put right when nothing is found."""
    words = asking.words_of(question.text)
    hits = _search(question, words, on, page, size)
    if hits.total or not words:
        return hits
    meant = _alike([word for word in words if word not in definitions.synonyms()])
    if not meant:
        return hits
    again = _search(question, [meant.get(word, word) for word in words], on, page, size)
    return Hits(again.keys, again.total, again.counts, meant if again.total else {})


def _search(question: OfferQuestion, words: Sequence[str], on: date, page: int, size: int) -> Hits:
    asked = _ask(question, words, on)
    chosen = _chosen(question)
    total, counts = _count(asked, chosen)
    masks = [mask for mask in chosen.values() if mask]
    keys = _list(asked, masks, size, (page - 1) * size) if total else ()
    return Hits(keys, total, counts, {})


def _ask(question: OfferQuestion, words: Sequence[str], on: date) -> _Asked:
    conditions = ["o.valid_from <= %s", "(o.valid_until is null or o.valid_until > %s)"]
    values: list[str | int | date] = [on, on]
    if not question.also_old:
        conditions.append("o.confirmed_on > %s")
        values.append(rules.months_before(on, definitions.terms().hide))
    if question.municipality:
        conditions.append("(o.municipalities @> array[%s] or o.municipalities = '{}')")
        values.append(question.municipality)
    if question.age is not None:
        conditions.append("%s between o.age_from and o.age_to")
        values.append(question.age)
    query = asking.text_query(words, definitions.synonyms())
    if query:
        conditions.append("o.search @@ q.query")
    text = ", to_tsquery('dutch', %s) q(query)" if query else ""
    return _Asked(text, tuple(conditions), tuple(values), query)


def _chosen(question: OfferQuestion) -> dict[str, int]:
    """Per filter the bits of what was chosen; 0 when nothing was."""
    values: dict[str, Sequence[object]] = {
        "kinds": question.kinds,
        "themes": question.themes,
        "settings": question.settings,
        "delivered": question.delivered,
        "clusters": question.clusters,
        "direct": (Decides.NOBODY.value,) if question.direct else (),
    }
    return {
        name: sum(1 << (first + codes.index(str(value))) for value in values[name])
        for name, (first, codes) in FACETS.items()
    }


def _list(asked: _Asked, masks: Sequence[int], size: int, offset: int) -> tuple[UUID, ...]:
    conditions = " and ".join([*asked.conditions, *("o.facets & %s <> 0" for _ in masks)])
    rank = "ts_rank(o.search, q.query) desc," if asked.query else ""
    query = (asked.query,) if asked.query else ()
    with connection.cursor() as cursor:
        cursor.execute(
            _LIST.format(text=asked.text, conditions=conditions, rank=rank),
            [*query, *asked.values, *masks, size, offset],
        )
        return tuple(key for (key,) in cursor.fetchall())


def _count(asked: _Asked, chosen: Mapping[str, int]) -> tuple[int, dict[str, dict[str, int]]]:
    """How many there are with every filter, and per filter how many of each code with the other filters."""
    with connection.cursor() as cursor:
        query = (asked.query,) if asked.query else ()
        cursor.execute(
            _COUNTS.format(text=asked.text, conditions=" and ".join(asked.conditions)), [*query, *asked.values]
        )
        facets, numbers = (np.array(column, dtype=np.int64) for column in cursor.fetchone())
    fits = {name: (facets & mask) != 0 if mask else np.ones(len(facets), bool) for name, mask in chosen.items()}
    counts: dict[str, dict[str, int]] = {}
    for name, (first, codes) in FACETS.items():
        others = np.logical_and.reduce([fit for other, fit in fits.items() if other != name])
        bits, left = facets[others], numbers[others]
        counts[name] = {code: int(left[(bits >> (first + at)) & 1 == 1].sum()) for at, code in enumerate(codes)}
    return int(numbers[np.logical_and.reduce(list(fits.values()))].sum()), counts


def _alike(words: Sequence[str]) -> dict[str, str]:
    """For each word that no offer has: the one that is most like it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select typed, meant from unnest(%s::text[]) typed, directory_alike(typed) meant where meant is not null",
            [list(words)],
        )
        return dict(cursor.fetchall())
