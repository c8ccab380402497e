"""Which days count: public holidays of the Algemene termijnenwet, working days, school days and lesson weeks.

Article 3 of that law names nine holidays; the library knows on which day they fall. The fifth of May is one every
year, whatever somebody's employer thinks. Days that a royal decree puts on a par with them come in as data.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from tandem.platform.terms.data import Region, Vacation

SATURDAY = 5
DAY = timedelta(days=1)
# Sundays stand in the library's list too, and need no name of their own here.
NAMES = {
    "New Year's Day": "Nieuwjaarsdag",
    "Good Friday": "Goede Vrijdag",
    "Easter Monday": "tweede paasdag",
    "King's Day": "Koningsdag",
    "Liberation Day": "Bevrijdingsdag",
    "Ascension Day": "Hemelvaartsdag",
    "Pentecost Monday": "tweede pinksterdag",
    "Christmas Day": "eerste kerstdag",
    "Second Day of Christmas": "tweede kerstdag",
}


class NoSchoolYearError(LookupError):
    """The vacations of that school year are not in definitions/school_vacations.yaml."""


@cache
def holidays_of(year: int) -> dict[date, str]:
    """Day → Dutch name, the nine of article 3 of the Algemene termijnenwet. From 2014 on (before: Queen's Day)."""
    if year < 2014:
        raise ValueError(f"holidays are known from 2014 on, not for {year}")
    # "optional" has the fifth of May of every year, "public" only that of each lustrum.
    days = holidays.country_holidays("NL", years=year, categories=("public", "optional"), language="en_US")
    found: dict[date, str] = {}
    for day in sorted(days):
        for name in days.get_list(day):
            if name in NAMES:
                found[day] = NAMES[name]
    return found


@dataclass(frozen=True)
class Calendar:
    """`equated`: days that a decree puts on a par with a holiday. `vacations`: sorted by region and day."""

    equated: frozenset[date] = frozenset()
    vacations: tuple[Vacation, ...] = ()

    def holiday(self, day: date) -> str:
        """Name of the holiday, '' when it is none."""
        return holidays_of(day.year).get(day, "gelijkgestelde dag" if day in self.equated else "")

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and not self.holiday(day)

    def working_day_from(self, day: date) -> date:
        """`day` itself, or the first working day after it."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def after_working_days(self, start: date, count: int) -> date:
        """The `count`th working day after `start`."""
        return _nth(self._working_days(start), count)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie in first–last, both included."""
        return sum(self.is_working_day(first + DAY * step) for step in range((last - first).days + 1))

    def vacation(self, day: date, region: Region) -> Vacation | None:
        """The school vacation that has this day. Raises NoSchoolYearError for a year that is not known."""
        own = self._of_region()[region]
        place = bisect_right(own, day, key=lambda vacation: vacation.first) - 1
        if place < 0 or day > own[-1].last:
            raise NoSchoolYearError(f"no school vacations of region {region} around {day}")
        return own[place] if day <= own[place].last else None

    def is_school_day(self, day: date, region: Region) -> bool:
        """A working day outside the vacations; what one school takes off besides stands in its own guide."""
        return day.weekday() < SATURDAY and self.vacation(day, region) is None and self.is_working_day(day)

    def after_school_days(self, start: date, count: int, region: Region) -> date:
        """The `count`th school day after `start`."""
        return _nth((day for day in _days_after(start) if self.is_school_day(day, region)), count)

    def is_lesson_week(self, monday: date, region: Region) -> bool:
        """Whether the week that begins on this Monday has a school day."""
        return any(self.is_school_day(monday + DAY * step, region) for step in range(SATURDAY))

    def lesson_weeks_until(self, day: date, count: int, region: Region) -> date:
        """Monday of the first of the `count` consecutive lesson weeks that end with the week of `day`.

        A week without any school is no lesson week: it neither counts nor breaks the row.
        """
        monday = day - DAY * day.weekday()
        while True:
            count -= self.is_lesson_week(monday, region)
            if count <= 0:
                return monday
            monday -= DAY * 7

    def _working_days(self, start: date) -> Iterator[date]:
        return (day for day in _days_after(start) if self.is_working_day(day))

    def _of_region(self) -> dict[Region, tuple[Vacation, ...]]:
        return _by_region(self.vacations)


@cache
def _by_region(vacations: tuple[Vacation, ...]) -> dict[Region, tuple[Vacation, ...]]:
    ordered = sorted(vacations, key=lambda vacation: vacation.first)
    return {region: tuple(one for one in ordered if one.region is region) for region in Region}


def _days_after(start: date) -> Iterator[date]:
    day = start
    while True:
        day += DAY
        yield day


def _nth(days: Iterable[date], count: int) -> date:
    if count < 1:
        raise ValueError("count at least one day")
    return next(day for place, day in enumerate(days, 1) if place == count)
