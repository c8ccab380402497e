"""Terms of a decision and of objection: days from the calendar on paper, then what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.decisions.definitions import forms
from tandem.decisions.rules import objection, terms
from tandem.decisions.rules.objection import Objection, Verdict
from tandem.decisions.rules.terms import Running, Why
from tandem.platform.terms.data import Pause
from tandem.platform.terms.definitions import calendar, term

TEAM, TLV = forms()["LOCAL_TEAM"], forms()["TLV"]
LAW = term("T-AWB-BESLIS")
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("asked", "weeks", "expected"),
    [
        (date(2026, 11, 2), 0, date(2026, 12, 28)),  # eight weeks on a Monday
        (date(2026, 10, 30), 0, date(2026, 12, 28)),  # Friday 25 December: Christmas, Saturday, Sunday
        (date(2026, 11, 6), 0, date(2027, 1, 4)),  # Friday 1 January and the weekend after it
        (date(2026, 11, 2), 4, date(2027, 1, 25)),
        (date(2026, 3, 9), 0, date(2026, 5, 4)),
        (date(2026, 3, 10), 0, date(2026, 5, 6)),  # 5 May is a holiday every year
    ],
)
def test_eight_weeks(asked: date, weeks: int, expected: date) -> None:
    assert terms.due(TEAM, LAW, Running(asked, weeks), calendar()).last_day == expected


def extend(running: Running, weeks: int, on: date) -> Running | Why:
    return terms.extend(TEAM, LAW, running, weeks=weeks, on=on, calendar=calendar())


ASKED = Running(date(2026, 11, 2))


@pytest.mark.parametrize(
    ("running", "weeks", "on", "expected"),
    [
        pytest.param(ASKED, 4, date(2026, 12, 1), Running(date(2026, 11, 2), 4), id="once, told in time"),
        pytest.param(ASKED, 4, date(2026, 12, 28), Running(date(2026, 11, 2), 4), id="on the last day"),
        pytest.param(ASKED, 4, date(2026, 12, 29), Why.TOO_LATE, id="a day later"),
        pytest.param(Running(date(2026, 11, 2), 4), 2, date(2026, 12, 1), Why.TWICE, id="not twice"),
        pytest.param(ASKED, 9, date(2026, 12, 1), Why.WEEKS, id="not longer than the form allows"),
        pytest.param(ASKED, 0, date(2026, 12, 1), Why.WEEKS, id="not by nothing"),
    ],
)
def test_extending(running: Running, weeks: int, on: date, expected: Running | Why) -> None:
    assert extend(running, weeks, on) == expected


def test_it_stands_still_only_where_the_school_is_the_applicant() -> None:
    back = terms.sent_back(ASKED, date(2026, 11, 10))
    assert terms.due(TLV, term("T-TLV"), back, calendar()).last_day is None
    assert terms.due(TEAM, LAW, back, calendar()).last_day == date(2026, 12, 28), "the family goes on waiting"
    again = terms.completed(back, date(2026, 11, 20))
    assert again.pauses == (Pause(date(2026, 11, 10), date(2026, 11, 20)),)
    assert terms.due(TLV, term("T-TLV"), again, calendar()).last_day == date(2027, 1, 6)
    assert terms.completed(back, date(2026, 11, 10)).pauses == ()
    assert terms.extend(TLV, term("T-TLV"), back, weeks=2, on=date(2026, 11, 12), calendar=calendar()) is (
        Why.STANDS_STILL
    )


def test_the_region_aims_at_a_day_that_is_never_later_than_the_law() -> None:
    fast = forms()["FAST_TRACK"]
    assert terms.aim(fast, date(2026, 12, 18), date(2027, 2, 12), calendar()) == date(2027, 1, 5)
    assert terms.aim(fast, date(2026, 12, 18), date(2026, 12, 24), calendar()) == date(2026, 12, 24)
    assert terms.aim(TEAM, date(2026, 12, 18), date(2027, 2, 12), calendar()) == date(2027, 2, 12)
    assert terms.aim(fast, date(2026, 12, 18), None, calendar()) == date(2027, 1, 5)


def test_near_and_over() -> None:
    day = date(2026, 12, 28)
    assert [terms.warned(day, day - timedelta(days=days)) for days in (15, 14, 0, -1)] == [False, True, True, True]
    assert [terms.overdue(day, day + timedelta(days=days)) for days in (0, 1)] == [False, True]
    assert not terms.warned(None, day)
    assert not terms.overdue(None, day)


@given(DAYS, st.integers(0, 8))
def test_a_legal_term_never_ends_on_a_day_off_and_never_early(asked: date, weeks: int) -> None:
    last = terms.due(TEAM, LAW, Running(asked, weeks), calendar()).last_day
    assert last is not None
    assert calendar().is_working_day(last)
    assert timedelta(0) <= last - (asked + timedelta(weeks=8 + weeks)) <= timedelta(days=5)


@pytest.mark.parametrize(
    ("announced", "expected"),
    [
        (date(2026, 11, 30), date(2027, 1, 11)),
        (date(2026, 11, 13), date(2026, 12, 28)),  # Friday 25 December
        (date(2026, 11, 14), date(2026, 12, 28)),  # Saturday 26 December
        (date(2026, 11, 20), date(2027, 1, 4)),  # 1 January
        (date(2026, 3, 24), date(2026, 5, 6)),  # 5 May
        (date(2026, 3, 16), date(2026, 4, 28)),  # 27 April, King's Day
    ],
)
def test_six_weeks_to_object(announced: date, expected: date) -> None:
    assert objection.until(term("T-AWB-BEZWAAR"), announced, calendar()).last_day == expected


LAST = date(2027, 1, 11)


@pytest.mark.parametrize(
    ("received", "posted", "expected"),
    [
        (LAST, None, Verdict.IN_TIME),
        (LAST + timedelta(days=1), None, Verdict.LATE),
        (LAST + timedelta(days=1), LAST, Verdict.BY_POST),
        (LAST + timedelta(days=7), LAST, Verdict.BY_POST),
        (LAST + timedelta(days=8), LAST, Verdict.LATE),
        (LAST + timedelta(days=1), LAST + timedelta(days=1), Verdict.LATE),
        (LAST - timedelta(days=30), LAST - timedelta(days=31), Verdict.IN_TIME),
    ],
)
def test_in_time(received: date, posted: date | None, expected: Verdict) -> None:
    assert objection.judge(Objection(received, posted), LAST) is expected


def test_what_came_before_it_was_posted_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="before it was posted"):
        objection.judge(Objection(LAST, LAST + timedelta(days=1)), LAST)


@given(DAYS, st.integers(0, 60), st.integers(0, 20))
def test_later_is_never_more_in_time(announced: date, days: int, more: int) -> None:
    last = objection.until(term("T-AWB-BEZWAAR"), announced, calendar()).last_day
    assert last is not None
    early, late = (Objection(announced + timedelta(days=at)) for at in (days, days + more))
    order = [Verdict.IN_TIME, Verdict.BY_POST, Verdict.LATE]
    assert order.index(objection.judge(early, last)) <= order.index(objection.judge(late, last))
