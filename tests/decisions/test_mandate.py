"""Which mandate fits: expected answers first, then what holds for every request that can be made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.decisions.data import Mandates, Request, StepKind
from tandem.decisions.definitions import forms, mandates, region_of
from tandem.decisions.rules.mandate import Choice, Not, Why, chain, choose, limits
from tandem.register.definitions import regions

HAAGLANDEN = mandates()["haaglanden"]
TOWNS = regions()["haaglanden"].municipalities
REQUESTS = st.builds(
    Request,
    st.sampled_from(sorted(HAAGLANDEN.supports)),
    st.integers(0, 200_000),
    st.integers(1, 48),
    st.sampled_from([*TOWNS, "GM0599", ""]),
)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (Request("LIGHT_HELP", 2500, 6, "GM0503"), "HGL-SCHOOL"),
        (Request("LIGHT_HELP", 2501, 6, "GM0503"), "HGL-SCREENED"),
        (Request("LIGHT_HELP", 2500, 7, "GM0503"), "HGL-SCREENED"),
        (Request("GROUP_HELP", 10_001, 6, "GM0503"), "HGL-TEAM"),
        (Request("AMBULANT", 10_000, 12, "GM1783"), "HGL-SCREENED"),
        (Request("AMBULANT", 10_001, 12, "GM1783"), "HGL-FAST"),
        (Request("AMBULANT", 10_001, 12, "GM0518"), "HGL-TEAM"),
        (Request("TREATMENT", 100, 1, "GM0518"), "HGL-TEAM"),
        (Request("TREATMENT", 15_000, 12, "GM1842"), "HGL-FAST"),
        (Request("TREATMENT", 15_000, 13, "GM1842"), "HGL-TEAM"),
        (Request("DAY_PLACE", 90_000, 36, "GM0599"), "HGL-TEAM"),
        (Request("CLASS_SUPPORT", 0, 12, "GM0503"), "HGL-ARRANGEMENT"),
        (Request("SPECIAL_PLACE", 0, 12, "GM0599"), "HGL-TLV"),
    ],
)
def test_which_mandate(request_: Request, expected: str) -> None:
    found = choose(HAAGLANDEN, request_).mandate
    assert found is not None
    assert found.id == expected


def test_it_says_of_each_that_was_passed_why() -> None:
    found = choose(HAAGLANDEN, Request("AMBULANT", 16_000, 13, "GM0518"))
    assert [(mandate.id, against) for mandate, against in found.passed] == [
        ("HGL-SCREENED", (Not(Why.EUROS, 10_000), Not(Why.MONTHS, 12))),
        ("HGL-FAST", (Not(Why.MUNICIPALITY), Not(Why.EUROS, 15_000), Not(Why.MONTHS, 12))),
    ]


@pytest.mark.parametrize("wrong", [Request("AMBULANT", -1, 1, ""), Request("AMBULANT", 1, 0, "")])
def test_what_is_no_amount_or_period(wrong: Request) -> None:
    with pytest.raises(ValueError, match="euros from 0"):
        choose(HAAGLANDEN, wrong)


def test_nobody_may_decide_what_is_not_there() -> None:
    assert choose(HAAGLANDEN, Request("HORSES", 1, 1, "GM0503")) == Choice(None, ())


@given(REQUESTS)
def test_there_is_always_a_mandate_and_it_is_the_first_that_fits(request_: Request) -> None:
    found = choose(HAAGLANDEN, request_)
    assert found.mandate is not None
    fitting = [mandate for mandate in HAAGLANDEN.mandates if not limits(mandate, request_)]
    assert found.mandate is fitting[0]
    assert all(against for _, against in found.passed)


@given(REQUESTS, st.integers(0, 50_000), st.integers(0, 24))
def test_more_money_or_time_never_leads_to_a_lighter_mandate(request_: Request, euros: int, months: int) -> None:
    more = Request(request_.support, request_.euros + euros, request_.months + months, request_.home)
    before, after = choose(HAAGLANDEN, request_).mandate, choose(HAAGLANDEN, more).mandate
    assert before is not None
    assert after is not None
    assert HAAGLANDEN.mandates.index(after) >= HAAGLANDEN.mandates.index(before)


def test_a_hole_in_the_mandates_is_seen() -> None:
    """The control: without the last one that has no limits, a request falls through."""
    holed = Mandates(
        HAAGLANDEN.region,
        HAAGLANDEN.supports,
        tuple(one for one in HAAGLANDEN.mandates if one.id != "HGL-TEAM"),
        HAAGLANDEN.valid_from,
        None,
    )
    assert choose(holed, Request("DAY_PLACE", 1, 1, "GM0503")).mandate is None


@given(REQUESTS)
def test_the_form_follows_and_is_decided_once_and_last(request_: Request) -> None:
    mandate = choose(HAAGLANDEN, request_).mandate
    assert mandate is not None
    steps = chain(forms()[mandate.form], mandate, request_.euros)
    assert [step.kind for step in steps].count(StepKind.DECIDE) == 1
    assert steps[-1].kind is StepKind.DECIDE
    second = mandate.second_from is not None and request_.euros >= mandate.second_from
    assert [step.kind for step in steps].count(StepKind.APPROVE) == int(second)


def test_who_lives_outside_all_regions_falls_under_that_of_the_school() -> None:
    assert region_of("GM0503") == region_of("GM0599") == "haaglanden"
