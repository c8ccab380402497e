"""The ladder: days from the calendar on paper, then climbs of every kind that end, and never two at once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.decisions.data import LadderState
from tandem.decisions.definitions import ladders
from tandem.decisions.rules import ladder as rules
from tandem.decisions.rules.ladder import Standing, Why
from tandem.platform.terms.definitions import calendar

HAAGLANDEN = ladders()["haaglanden"]
MONDAY = date(2026, 11, 30)
FIRST = Standing(0, MONDAY, MONDAY, date(2026, 12, 14))
TOP = Standing(len(HAAGLANDEN.rungs) - 1, MONDAY, MONDAY, date(2026, 12, 14))
OVER = Standing(0, MONDAY, MONDAY, date(2026, 12, 14), LadderState.SETTLED)


def start(words: str = "niemand mag beslissen", *, already: bool = False) -> Standing | Why:
    return rules.start(HAAGLANDEN, on=MONDAY, words=words, calendar=calendar(), already=already)


def climb(standing: Standing, words: str = "zij kunnen het niet") -> Standing | Why:
    return rules.climb(HAAGLANDEN, standing, on=MONDAY, words=words, calendar=calendar())


def lapse(standing: Standing, on: date) -> Standing | Why:
    return rules.lapse(HAAGLANDEN, standing, on=on, calendar=calendar())


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(start(), FIRST, id="ten working days for the first"),
        pytest.param(start(already=True), Why.ANOTHER, id="never two"),
        pytest.param(start("  "), Why.WORDS, id="not without a reason"),
        pytest.param(climb(FIRST), Standing(1, MONDAY, MONDAY, date(2026, 12, 7)), id="one higher"),
        pytest.param(climb(FIRST, ""), Why.WORDS, id="not higher without a reason"),
        pytest.param(climb(TOP), Why.TOP, id="nothing above the top"),
        pytest.param(climb(OVER), Why.SETTLED, id="not when it is settled"),
        pytest.param(lapse(FIRST, date(2026, 12, 14)), Why.NOT_YET, id="its last day is its own"),
        pytest.param(
            lapse(FIRST, date(2026, 12, 15)),
            Standing(1, MONDAY, date(2026, 12, 15), date(2026, 12, 22)),
            id="the day after, the next one has it",
        ),
        pytest.param(lapse(TOP, date(2027, 3, 1)), Why.TOP, id="the top keeps it"),
        pytest.param(lapse(OVER, date(2027, 3, 1)), Why.SETTLED, id="settled does not climb"),
        pytest.param(
            rules.settle(FIRST, words="plek op school"),
            OVER,
            id="settled where it stood",
        ),
        pytest.param(rules.settle(FIRST, words=""), Why.WORDS, id="not settled without saying how"),
        pytest.param(rules.settle(OVER, words="x"), Why.SETTLED, id="not settled twice"),
    ],
)
def test_what_follows(found: Standing | Why, expected: Standing | Why) -> None:
    assert found == expected


def test_christmas_is_no_working_day() -> None:
    assert rules.last_day(HAAGLANDEN.rungs[0], date(2026, 12, 18), calendar()) == date(2027, 1, 5)


@given(st.dates(date(2024, 1, 1), date(2028, 6, 1)), st.lists(st.sampled_from(["climb", "wait", "lapse"]), max_size=60))
def test_it_only_rises_and_reaches_the_top_in_the_days_that_were_promised(begun: date, asked: list[str]) -> None:
    standing = rules.start(HAAGLANDEN, on=begun, words="x", calendar=calendar(), already=False)
    assert isinstance(standing, Standing)
    day = begun
    for what in asked:
        day += timedelta(days=1) if what == "wait" else timedelta(0)
        found = climb_or_lapse(standing, what, day)
        if isinstance(found, Standing):
            assert found.at == standing.at + 1
            assert (found.started, found.since) == (begun, day)
            assert found.due > found.since
            assert calendar().is_working_day(found.due)
            standing = found


def climb_or_lapse(standing: Standing, what: str, day: date) -> Standing | Why:
    if what == "climb":
        return rules.climb(HAAGLANDEN, standing, on=day, words="x", calendar=calendar())
    return rules.lapse(HAAGLANDEN, standing, on=day, calendar=calendar())


@given(st.dates(date(2024, 1, 1), date(2028, 6, 1)))
def test_left_alone_it_is_at_the_top_on_the_promised_day(begun: date) -> None:
    standing = rules.start(HAAGLANDEN, on=begun, words="x", calendar=calendar(), already=False)
    assert isinstance(standing, Standing)
    day = begun
    while standing.at < len(HAAGLANDEN.rungs) - 1:
        day += timedelta(days=1)
        found = rules.lapse(HAAGLANDEN, standing, on=day, calendar=calendar())
        standing = found if isinstance(found, Standing) else standing
    assert standing.due == rules.longest(HAAGLANDEN, begun, calendar())
