"""One text per number, in Dutch and in English; every reason has its own."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tandem.flows.data import Share
from tandem.opendata.data import ZERO, Interval
from tandem.web import format as form

MISSING = Interval(12, None, missing=1)
WIDE = Interval(47, 102, masked=18)
CASES = [
    (ZERO, "0", "0", "zero"),
    (Interval.exact(7), "7", "7", "exact"),
    (Interval.exact(101262), "101.262", "101,262", "exact"),
    (Interval.mask(), "1–4", "1–4", "masked"),
    (WIDE, "47–102", "47–102", "range"),
    (Interval(1234, 5678, masked=9), "1.234–5.678", "1,234–5,678", "range"),
    (MISSING, "minstens 12", "at least 12", "missing"),
    (Interval(0, None, missing=2), "onbekend", "unknown", "missing"),
]


@pytest.mark.parametrize(("value", "dutch", "english", "kind"), CASES)
def test_every_reason_has_its_own_text_and_look(value: Interval, dutch: str, english: str, kind: str) -> None:
    with translation.override("nl"):
        assert form.interval(value) == dutch
    with translation.override("en"):
        assert form.interval(value) == english
    assert form.kind(value) == kind


def test_no_two_reasons_look_the_same() -> None:
    kinds = {kind for _, _, _, kind in CASES}
    assert kinds == {"zero", "exact", "masked", "range", "missing"}


def test_shares_and_days() -> None:
    assert form.percentage(Share(0.0849, 0.0850)) == "8,5 %"
    assert form.percentage(Share(0.067, 0.15)) == "6,7–15,0 %"
    assert form.percentage(Share(0.067, None)) == "minstens 6,7 %"
    assert form.percentage(Share(None, None)) == form.percentage(None) == "n.v.t."
    assert form.percentage(Share(0.0, 0.0)) == "0 %"
    assert form.day(date(2017, 10, 1)) == form.count_day(2017) == "1 oktober 2017"
    assert form.listing(["a", "b", "c"]) == "a, b en c"
    with translation.override("en"):
        assert form.percentage(Share(0.0849, 0.0850)) == "8.5%"
        assert form.count_day(2017) == "1 October 2017"


def test_wide_is_more_than_half_of_the_middle() -> None:
    assert not form.is_wide(Interval(100, 166, masked=22))
    assert form.is_wide(Interval(100, 167, masked=23))
    assert form.is_wide(MISSING)
    assert not form.is_wide(ZERO)


numbers = st.integers(0, 500)


@given(numbers, numbers, numbers, numbers)
def test_a_share_holds_every_true_share(part_low: int, part_more: int, rest_low: int, rest_more: int) -> None:
    part = Interval(part_low, part_low + part_more)
    whole = part + Interval(rest_low, rest_low + rest_more)
    share = form.share_of(part, whole)
    if whole.high == 0:
        assert share is None
        return
    assert share is not None
    assert share.low is not None
    assert share.high is not None
    for true_part in (part.low, part.high or 0):
        for true_rest in (rest_low, rest_low + rest_more):
            if true_part + true_rest:
                assert share.low - 1e-9 <= true_part / (true_part + true_rest) <= share.high + 1e-9


def test_a_share_of_an_open_whole_is_open() -> None:
    assert form.share_of(MISSING, Interval(40, None, missing=1)) == Share(0.0, None)
