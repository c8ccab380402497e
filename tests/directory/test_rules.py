"""Decisions of the directory against tables that were written first."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.directory.made import DAY, FACTS, facts, offer

from tandem.directory import definitions, rules
from tandem.directory.data import Decides, Freshness, OfferFacts, OfferKind, Setting, Terms, Theme
from tandem.register.administration.data import Refused

TERMS = Terms(remind=6, doubt=9, hide=12, repeat_weeks=4)
F = Freshness


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-09-14", 6, "2026-03-14"),
        ("2026-08-31", 6, "2026-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-12-31", 12, "2025-12-31"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-03-31", 1, "2026-02-28"),
    ],
)
def test_so_many_months_earlier(day: str, months: int, before: str) -> None:
    assert rules.months_before(date.fromisoformat(day), months) == date.fromisoformat(before)


@pytest.mark.parametrize(
    ("confirmed", "state"),
    [
        ("2026-09-14", F.CONFIRMED),
        ("2026-03-15", F.CONFIRMED),
        ("2026-03-14", F.DUE),
        ("2025-12-15", F.DUE),
        ("2025-12-14", F.DOUBTFUL),
        ("2025-09-15", F.DOUBTFUL),
        ("2025-09-14", F.HIDDEN),
        ("2010-01-01", F.HIDDEN),
    ],
)
def test_the_terms_begin_on_their_day(confirmed: str, state: Freshness) -> None:
    assert rules.freshness(date.fromisoformat(confirmed), DAY, TERMS) is state


@given(days=st.lists(st.integers(0, 900), min_size=2, max_size=2))
def test_older_is_never_fresher(days: list[int]) -> None:
    order = list(Freshness)
    newer, older = (order.index(rules.freshness(DAY - timedelta(days=ago), DAY, TERMS)) for ago in sorted(days))
    assert newer <= older


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("themes", {"themes": ()}),
    ("settings", {"settings": ()}),
    ("delivered", {"delivered": ()}),
    ("age_to", {"age_from": 9, "age_to": 8}),
    ("age_to", {"age_to": 140}),
    ("age_to", {"age_from": -1}),
    ("valid_until", {"valid_until": FACTS.valid_from}),
    ("municipalities", {"municipalities": ("Delft",)}),
    ("postcodes", {"postcodes": ("261",)}),
    ("postcodes", {"postcodes": ("2614-2611",)}),
    ("postcode", {"postcode": "2611AB"}),
    ("capacity", {"capacity": -1}),
    ("waiting_weeks", {"waiting_weeks": 500, "waiting_on": DAY}),
    ("waiting_on", {"waiting_weeks": 3}),
    ("waiting_on", {"waiting_on": DAY}),
    ("description", {"apply": "Bel over 123456782."}),
]
RIGHT: list[dict[str, Any]] = [
    {},
    {"age_from": 0, "age_to": 0},
    {"postcodes": ("2611", "2611-2614"), "municipalities": ("GM0503",), "postcode": "2611"},
    {"waiting_weeks": 0, "waiting_on": DAY},
    {"apply": "Bel 015-0000040."},
]


@pytest.mark.parametrize(("field", "changes"), WRONG)
def test_what_is_wrong_is_said_at_its_field(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_facts(facts(**changes))
    assert refused.value.field == field


@pytest.mark.parametrize("changes", RIGHT)
def test_what_is_right_is_taken(changes: dict[str, Any]) -> None:
    rules.check_facts(facts(**changes))


@pytest.mark.parametrize(
    ("question", "serves"),
    [
        ({}, True),
        ({"theme": Theme.SUPPORT}, True),
        ({"theme": Theme.INCOME}, False),
        ({"setting": "BO"}, True),
        ({"setting": "VO"}, False),
        ({"age": 12}, True),
        ({"age": 13}, False),
        ({"age": 3}, False),
        ({"municipality": "GM0503"}, True),
        ({"municipality": "GM0518"}, False),
    ],
)
def test_an_offer_serves_a_question(question: dict[str, Any], serves: bool) -> None:
    one = facts(age_from=4, age_to=12, municipalities=("GM0503",))
    asked: dict[str, Any] = {"theme": None, "setting": "", "age": None, "municipality": ""} | question
    assert rules.serves(one, **asked) is serves


OFFERS = st.builds(
    offer,
    kind=st.sampled_from(OfferKind),
    decides=st.sampled_from(Decides),
    waiting_weeks=st.one_of(st.none(), st.integers(0, 40)),
    waiting_on=st.just(DAY),
    name=st.sampled_from(["Aap", "Noot", "Mies"]),
)


@given(offers=st.lists(OFFERS, max_size=12), seed=st.randoms())
def test_advice_puts_the_lightest_first_whatever_the_order_of_asking(offers: list[Any], seed: Any) -> None:
    order = definitions.order()
    advised = rules.advise(offers, order)
    steps = [one.step for one in advised]
    assert steps == sorted(steps)
    assert all(one.reasons and one.reasons[0].startswith(f"Stap {one.step}: ") for one in advised)
    for step in set(steps):
        needs = [one.offer.facts.decides is not Decides.NOBODY for one in advised if one.step == step]
        assert needs == sorted(needs), "what needs no decision comes first inside a step"
    seed.shuffle(offers)
    assert rules.advise(offers, order) == advised


def test_every_kind_has_one_step_and_specialised_help_is_the_last() -> None:
    order = definitions.order()
    assert [rules.step_of(kind, order) for kind in OfferKind] == [1, 2, 3, 4, 5]


def test_the_differences_of_two_texts_are_found() -> None:
    other = facts(name="Samen eten", settings=(Setting.BO, Setting.SBO))
    assert rules.differences(FACTS, FACTS) == {}
    found = rules.differences(other, FACTS)
    assert found["name"] == ("Samen eten", "Samen spelen")
    assert set(found) == {"name", "settings"}
    assert set(OfferFacts.__dataclass_fields__) > set(found)
