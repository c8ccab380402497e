"""What holds for every term and every day; and the calendar against one computed another way."""

import csv
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.platform.home import DEFINITIONS, PROJECT_ROOT
from tandem.platform.terms.calendar import NAMES, Calendar, NoSchoolYearError, holidays_of
from tandem.platform.terms.data import Kind, Region, Unit
from tandem.platform.terms.definitions import calendar, term, terms, vacations
from tandem.platform.terms.rules import MOST_THAT_MOVES, Facts, add_months, birthday, deadline, last_moment

RULES = PROJECT_ROOT.parent / "shared" / "rules" / "deadlines.csv"
DAY = timedelta(days=1)
days = st.dates(date(2015, 1, 1), date(2060, 12, 31))
MOVING = [one for one in terms().values() if one.law and one.length and one.length.unit in MOST_THAT_MOVES]
UNITS = {
    "weken": Unit.WEEKS, "werkdagen": Unit.WORKING_DAYS, "dagen": Unit.DAYS, "maanden": Unit.MONTHS,
    "maand": Unit.MONTHS, "jaar": Unit.YEARS, "schooldagen": Unit.SCHOOL_DAYS, "uren": Unit.HOURS,
}  # fmt: skip


def _easter(year: int) -> date:
    """Anonymous Gregorian computus; Meeus, Astronomical Algorithms, chapter 8."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _nine(year: int) -> set[date]:
    easter = _easter(year)
    king = date(year, 4, 27)
    return {
        date(year, 1, 1), easter - 2 * DAY, easter + DAY, king - DAY if king.weekday() == 6 else king, date(year, 5, 5),
        easter + 39 * DAY, easter + 50 * DAY, date(year, 12, 25), date(year, 12, 26),
    }  # fmt: skip


@pytest.mark.parametrize("year", range(2014, 2101))
def test_the_nine_holidays_are_those_of_the_law(year: int) -> None:
    assert set(holidays_of(year)) == _nine(year)
    assert set(holidays_of(year).values()) <= set(NAMES.values())


def test_nobody_asks_for_the_time_of_the_queen() -> None:
    with pytest.raises(ValueError, match="2014"):
        holidays_of(2013)


@given(st.sampled_from(MOVING), days)
def test_a_legal_term_ends_on_a_working_day_and_no_later_than_needed(one, start) -> None:  # type: ignore[no-untyped-def]
    if one.kind in (Kind.BEFORE, Kind.KEEP):
        return
    end = deadline(one, start, calendar()).last_day
    assert end is not None
    counted = {
        Unit.DAYS: start + DAY * one.length.amount,
        Unit.WEEKS: start + DAY * 7 * one.length.amount,
        Unit.MONTHS: add_months(start, one.length.amount),
    }[one.length.unit]
    if one.length.amount > MOST_THAT_MOVES[one.length.unit]:
        assert end == counted
        return
    assert calendar().is_working_day(end)
    enough = (counted - start).days < 3
    skipped = [counted + DAY * step for step in range((end - counted).days)]
    for day in skipped:
        fits = enough or calendar().working_days_between(start + DAY, day) >= 2
        assert not (calendar().is_working_day(day) and fits)


@given(days, st.integers(1, 60))
def test_working_days_are_counted_as_on_fingers(start: date, count: int) -> None:
    holidays = _nine(start.year) | _nine(start.year + 1) | calendar().equated
    day, left = start, count
    while left:
        day += DAY
        left -= day.weekday() < 5 and day not in holidays
    assert calendar().after_working_days(start, count) == day


@given(st.sampled_from(sorted(terms())), days, st.integers(0, 400))
def test_who_begins_later_is_never_ready_earlier(id: str, start: date, later: int) -> None:
    one = term(id)
    counted = one.kind in (Kind.WITHIN, Kind.AFTER, Kind.KEEP, Kind.EACH_YEAR, Kind.BEFORE)
    if not counted or (one.length and one.length.unit in (Unit.HOURS, Unit.SCHOOL_DAYS)):
        return
    first, second = (deadline(one, day, calendar()).last_day for day in (start, start + DAY * later))
    assert first is not None
    assert second is not None
    assert first <= second
    assert first >= start or one.kind is Kind.BEFORE


@given(days, st.integers(1, 30))
def test_years_are_never_shorter_than_on_the_calendar(start: date, years: int) -> None:
    end = add_months(start, 12 * years)
    assert (end.year, end.month) == (start.year + years, start.month)
    assert end.day == start.day or (start.day, end.day) == (29, 28)


@given(days, st.integers(0, 100))
def test_a_birthday_is_the_first_day_of_an_age(born: date, age: int) -> None:
    day = birthday(born, age)
    passed = [
        year
        for year in range(born.year + 1, day.year + 1)
        if (year, born.month, born.day) <= (day.year, day.month, day.day)
    ]
    assert len(passed) == age


@given(days)
def test_a_last_day_is_over_at_midnight_in_the_netherlands(day: date) -> None:
    assert last_moment(day).hour in (22, 23)
    assert last_moment(day).date() == day


@given(st.sampled_from(Region), st.dates(date(2024, 8, 1), date(2028, 8, 20)))
def test_a_school_day_is_a_working_day_outside_the_vacations(region: Region, day: date) -> None:
    inside = any(one.first <= day <= one.last for one in vacations() if one.region is region)
    assert calendar().is_school_day(day, region) == (calendar().is_working_day(day) and not inside)


@given(st.sampled_from(Region), st.dates(date(2025, 9, 1), date(2028, 7, 1)), st.integers(1, 12))
def test_a_window_has_so_many_lesson_weeks(region: Region, day: date, count: int) -> None:
    first = calendar().lesson_weeks_until(day, count, region)
    weeks = {
        (at - DAY * at.weekday())
        for at in (first + DAY * step for step in range((day - first).days + 7))
        if at - DAY * at.weekday() <= day and calendar().is_school_day(at, region)
    }
    assert len(weeks) == count
    assert first.weekday() == 0


def test_a_year_without_vacations_is_said_to_be_unknown() -> None:
    with pytest.raises(NoSchoolYearError):
        calendar().is_school_day(date(2040, 3, 1), Region.MIDDLE)
    with pytest.raises(NoSchoolYearError):
        Calendar().is_school_day(date(2026, 3, 2), Region.MIDDLE)


def test_vacations_are_whole_weeks_and_do_not_overlap() -> None:
    for region in Region:
        own = sorted((one for one in vacations() if one.region is region), key=lambda one: one.first)
        assert all(earlier.last < later.first for earlier, later in pairwise(own))
        assert all(one.last.weekday() == 6 for one in own)
        assert len(own) == 21


def test_every_term_says_who_and_how_sure() -> None:
    assert len(terms()) == 73
    for one in terms().values():
        assert re.fullmatch(r"(V|VO|W|U|D)(/(V|VO|W|U|D))?", one.verification), one.id


def test_the_terms_are_those_of_the_rule_base() -> None:
    if not RULES.is_file():
        pytest.skip(f"the rule base is not here: {RULES}")
    with RULES.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(terms())
    compared = 0
    for id, row in rows.items():
        one = terms()[id]
        assert one.verification == "/".join(
            re.findall(r"\b(?:VO|V|W|U)\b", row["verificatie"].split("(Rijks")[0])[:2]
        ), id
        counted = one.length and one.length.unit not in (Unit.AGE, Unit.END_OF_MONTH)
        if one.length and counted and row["waarde"].isdigit() and row["eenheid"] in UNITS:
            assert (one.length.amount, one.length.unit) == (int(row["waarde"]), UNITS[row["eenheid"]]), id
            compared += 1
        if one.length is None and one.window is None and one.day is None:
            assert one.kind in (Kind.RULE, Kind.AT_ONCE), id
    assert compared >= 45


def test_no_term_stands_in_two_files() -> None:
    ids = [
        id
        for path in (DEFINITIONS / "terms").glob("*.yaml")
        for id in re.findall(r"\{id: ([A-Z0-9-]+)", path.read_text())
    ]
    assert len(ids) == len(set(ids)) == 73


def test_an_extension_only_lengthens() -> None:
    for one in terms().values():
        if one.extension:
            plain = deadline(one, date(2026, 11, 30), calendar()).last_day
            longer = deadline(one, date(2026, 11, 30), calendar(), Facts(extended=one.extension.amount)).last_day
            assert plain is not None
            assert longer is not None
            assert longer > plain
