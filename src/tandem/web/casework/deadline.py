"""A term in words: what is left of it in working and in school days, with a mark and a colour beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from tandem.casework.rules.clocks import working_days_left
from tandem.platform import clock
from tandem.platform.terms.calendar import NoSchoolYearError
from tandem.platform.terms.data import Region
from tandem.platform.terms.definitions import calendar
from tandem.web import format as form

SOON = 1  # working day


class Tone(StrEnum):
    LATE = "late"
    SOON = "soon"
    FINE = "fine"
    STILL = "still"


MARKS = {Tone.LATE: "!", Tone.SOON: "◔", Tone.FINE: "✓", Tone.STILL: "Ⅱ"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """`text` is enough; `day` says when exactly, `school` what it is in school days where that differs."""

    tone: Tone
    text: str
    day: str
    school: str = ""

    @property
    def mark(self) -> str:
        return MARKS[self.tone]


def deadline(due: datetime | None, *, paused: bool = False, region: Region | None = None) -> Deadline | None:
    """None when no term runs. `region`: of the school vacations."""
    if due is None:
        return None
    if paused:
        return Deadline(Tone.STILL, gettext("staat stil"), "")
    now = clock.now()
    left, at = working_days_left(due, now, calendar()), timezone.localtime(due)
    day = f"{form.day(at.date())}, {at:%H:%M}"
    if due < now:
        return Deadline(Tone.LATE, _late(-left), day)
    if at.date() == timezone.localtime(now).date():
        return Deadline(Tone.SOON, gettext("vandaag %(time)s") % {"time": f"{at:%H:%M}"}, day)
    tone = Tone.SOON if left <= SOON else Tone.FINE
    text = ngettext("over %(days)s werkdag", "over %(days)s werkdagen", left) % {"days": left}
    return Deadline(tone, gettext("morgen") if _is_tomorrow(at, now) else text, day, _school(due, now, left, region))


def moment(at: datetime) -> str:
    """'1 oktober 2026, 14:03'."""
    local = timezone.localtime(at)
    return f"{form.day(local.date())}, {local:%H:%M}"


def _late(days: int) -> str:
    if days < 1:
        return gettext("te laat")
    return ngettext("%(days)s werkdag te laat", "%(days)s werkdagen te laat", days) % {"days": days}


def _is_tomorrow(at: datetime, now: datetime) -> bool:
    return at.date() == timezone.localtime(now).date() + timedelta(days=1)


def _school(due: datetime, now: datetime, left: int, region: Region | None) -> str:
    """How many days of school that is, when a vacation lies between."""
    if region is None:
        return ""
    first, last = timezone.localtime(now).date(), timezone.localtime(due).date()
    days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    try:
        found = sum(calendar().is_school_day(day, region) for day in days)
    except NoSchoolYearError:
        return ""
    return "" if found == left else ngettext("%(days)s schooldag", "%(days)s schooldagen", found) % {"days": found}
