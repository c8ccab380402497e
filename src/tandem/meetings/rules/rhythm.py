"""When the next meeting is: same day of the week, same hour, so many weeks later, in a week with school."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tandem.platform.terms.calendar import Calendar, NoSchoolYearError
from tandem.platform.terms.data import Region

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEEK = timedelta(weeks=1)
FURTHEST = 12  # weeks to look on: longer than any vacation


def following(start: datetime, weeks: int, calendar: Calendar, region: Region | None) -> datetime:
    """The next moment after `start` (aware) on this rhythm; `region` of the school vacations, None: they do not count.

    The hour stays what the clock on the wall said, also when the clocks change.
    """
    here = start.astimezone(AMSTERDAM)
    day = here.date() + WEEK * weeks
    for _ in range(FURTHEST):
        if _is_possible(day, calendar, region):
            break
        day += WEEK
    return datetime.combine(day, here.time(), AMSTERDAM)


def _is_possible(day: date, calendar: Calendar, region: Region | None) -> bool:
    if region is None:
        return calendar.is_working_day(day)
    try:
        return calendar.is_school_day(day, region)
    except NoSchoolYearError:
        return calendar.is_working_day(day)
