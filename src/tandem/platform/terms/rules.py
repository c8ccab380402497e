"""Until when: a term and its start in, the last day with the reasoning out. Knows no clock.

Counting: the day of the event does not count (Awb 6:8), so six weeks after the 1st is the 43rd day. Months and years
are those of the calendar; a day that the month has not becomes its last day. Algemene termijnenwet: the end moves to
a working day (1), at least two working days in a term of three days or more (2), but not for a term in hours, of
more than 90 days, 12 weeks or 3 months, or of years (4), and not for one counted back (1 lid 2).
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tandem.platform.message import Message
from tandem.platform.terms.calendar import DAY, Calendar
from tandem.platform.terms.data import Deadline, Kind, Length, Pause, Region, Term, Unit

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOST_THAT_MOVES = {Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3}  # Algemene termijnenwet 4
WORDS = {
    Unit.HOURS: Message("uur"),
    Unit.DAYS: Message("dagen"),
    Unit.WORKING_DAYS: Message("werkdagen"),
    Unit.SCHOOL_DAYS: Message("schooldagen"),
    Unit.WEEKS: Message("weken"),
    Unit.MONTHS: Message("maanden"),
    Unit.YEARS: Message("jaar"),
    Unit.SCHOOL_YEARS: Message("schooljaren"),
    Unit.FULL_SCHOOL_YEARS: Message("hele schooljaren"),
}


class NotATermError(ValueError):
    """This row has no end that can be counted, or not with these facts."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What else is known. `extended`: in units of the term's own extension. `region`: of the school's vacations."""

    variant: str = ""
    extended: int = 0
    paused: Sequence[Pause] = field(default=())
    region: Region | None = None
    birth_date: date | None = None


NOTHING_MORE = Facts()


def deadline(term: Term, start: date | datetime, calendar: Calendar, facts: Facts = NOTHING_MORE) -> Deadline:
    """When `term`, begun at `start`, ends. An hour needs an aware datetime; a day needs a date.

    Raises NotATermError when the row has no end, a fact is missing, or the extension is longer than allowed.
    """
    _check(term, start, facts)
    if term.kind is Kind.AT_ONCE:
        return _at_once(start)
    if term.kind is Kind.EACH_YEAR:
        return _each_year(term, _day(start))
    length = _length(term, facts)
    if length.unit is Unit.HOURS:
        return _in_hours(length, start)
    first = _day(start)
    if term.kind is Kind.BEFORE:
        return _counted_back(length, first)
    end, reasons = _counted(term, length, first, calendar, facts)
    still = [pause for pause in facts.paused if pause.resumed is None]
    if still:
        return Deadline(
            None, None, (*reasons, Message("De termijn staat stil sinds {day}.", day=_text(still[0].asked)))
        )
    end, stood = _after_pauses(end, facts.paused)
    end, limited = _not_beyond_age(term, end, facts)
    end, moved = _moved(term, _last_piece(term, length, facts), (first, end), calendar)
    return Deadline(end, None, (*reasons, *stood, *limited, *moved))


def window_start(term: Term, day: date, calendar: Calendar, region: Region | None = None) -> date:
    """The first day that counts for a threshold on `day`. Raises NotATermError when it is none."""
    if term.window is None:
        raise NotATermError(f"{term.id} is no threshold")
    if not term.window.lesson_weeks:
        return day - DAY * (7 * term.window.weeks - 1)
    if region is None:
        raise NotATermError(f"{term.id} counts lesson weeks: of which region?")
    return calendar.lesson_weeks_until(day, term.window.weeks, region)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier); where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def birthday(birth_date: date, age: int) -> date:
    """The day on which somebody becomes `age`; who was born on 29 February, on 1 March of a shorter year."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def school_year_end(day: date) -> date:
    """31 July of the school year of `day` (1 August to 31 July, WPO 1)."""
    return date(day.year + (day.month >= 8), 7, 31)


def _check(term: Term, start: date | datetime, facts: Facts) -> None:
    if term.kind in (Kind.RULE, Kind.THRESHOLD):
        raise NotATermError(f"{term.id} has no end to count")
    if isinstance(start, datetime) and start.tzinfo is None:
        raise NotATermError("a moment must say in which zone")
    most = term.extension.amount if term.extension else 0
    if not 0 <= facts.extended <= most:
        raise NotATermError(f"{term.id} can be extended by {most} at most")
    if any(pause.resumed is not None and pause.resumed <= pause.asked for pause in facts.paused):
        raise NotATermError("a pause ends after it began")


def _length(term: Term, facts: Facts) -> Length:
    if facts.variant:
        if facts.variant not in term.variants:
            raise NotATermError(f"{term.id} has no variant {facts.variant}")
        return term.variants[facts.variant]
    if term.length is None:
        raise NotATermError(f"{term.id} has no length")
    return term.length


def _at_once(start: date | datetime) -> Deadline:
    moment = start if isinstance(start, datetime) else None
    return Deadline(_day(start), moment, (Message("Dit moet meteen: er is geen termijn om af te wachten."),))


def _each_year(term: Term, start: date) -> Deadline:
    if term.day is None:
        raise NotATermError(f"{term.id} has no day of the year")
    this_year = date(start.year, *term.day)
    end = this_year if this_year >= start else date(start.year + 1, *term.day)
    return Deadline(end, None, (Message("Een vaste dag in het jaar: {day}.", day=_text(end)),))


def _in_hours(length: Length, start: date | datetime) -> Deadline:
    if not isinstance(start, datetime):
        raise NotATermError("a term in hours starts at a moment")
    moment = start.astimezone(UTC) + timedelta(hours=length.amount)
    reason = Message(
        "{amount} uur na het begin. Een termijn in uren schuift nooit op (Algemene termijnenwet 4).",
        amount=length.amount,
    )
    return Deadline(moment.astimezone(AMSTERDAM).date(), moment, (reason,))


def _counted_back(length: Length, day: date) -> Deadline:
    end = _add(day, Length(-length.amount, length.unit))
    reasons = (
        Message("{length} voor {day}.", length=_words(length), day=_text(day)),
        Message("Teruggeteld: een dag schuift dan niet op (Algemene termijnenwet 1 lid 2)."),
    )
    return Deadline(end, None, reasons)


def _counted(
    term: Term, length: Length, first: date, calendar: Calendar, facts: Facts
) -> tuple[date, tuple[Message, ...]]:
    if length.unit in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS):
        end = _in_counted_days(length, first, calendar, facts.region)
    else:
        end = _add(first, length)
    reasons = [_how(length, first)]
    if facts.extended and term.extension is not None:
        more = Length(facts.extended, term.extension.unit)
        same = more.unit is length.unit
        end = _add(first, Length(length.amount + more.amount, more.unit)) if same else _add(end, more)
        reasons.append(Message("Verlengd met {length}.", length=_words(more)))
    return end, tuple(reasons)


def _in_counted_days(length: Length, first: date, calendar: Calendar, region: Region | None) -> date:
    if length.unit is Unit.WORKING_DAYS:
        return calendar.after_working_days(first, length.amount)
    if region is None:
        raise NotATermError("school days are those of a region")
    return calendar.after_school_days(first, length.amount, region)


def _add(day: date, length: Length) -> date:
    add = _ADDED.get(length.unit)
    if add is None:
        raise NotATermError(f"{length.unit} cannot be added to a day")
    return add(day, length.amount)


_ADDED: Mapping[Unit, Callable[[date, int], date]] = {
    Unit.DAYS: lambda day, amount: day + DAY * amount,
    Unit.WEEKS: lambda day, amount: day + DAY * 7 * amount,
    Unit.MONTHS: add_months,
    Unit.YEARS: lambda day, amount: add_months(day, 12 * amount),
    Unit.AGE: lambda day, amount: birthday(day, amount) - DAY,
    Unit.SCHOOL_YEARS: lambda day, amount: add_months(school_year_end(day), 12 * (amount - 1)),
    Unit.FULL_SCHOOL_YEARS: lambda day, amount: add_months(school_year_end(day - DAY), 12 * amount),
    Unit.END_OF_MONTH: lambda day, amount: add_months(day.replace(day=1), amount) - DAY,
}


def _after_pauses(end: date, paused: Sequence[Pause]) -> tuple[date, tuple[Message, ...]]:
    """Days in two pauses at once stand still once."""
    still = {
        pause.asked + DAY * step
        for pause in paused
        if pause.resumed is not None
        for step in range(1, (pause.resumed - pause.asked).days)
    }
    if not still:
        return end, ()
    return end + DAY * len(still), (Message("Stond {days} dagen stil (Awb 4:15).", days=len(still)),)


def _not_beyond_age(term: Term, end: date, facts: Facts) -> tuple[date, tuple[Message, ...]]:
    if term.age_limit is None or facts.birth_date is None:
        return end, ()
    last = birthday(facts.birth_date, term.age_limit) - DAY
    if last >= end:
        return end, ()
    return last, (Message("Eindigt in elk geval op de verjaardag van {age} jaar.", age=term.age_limit),)


def _last_piece(term: Term, length: Length, facts: Facts) -> Length:
    """The piece that runs at the end: an extension is a term of its own for article 4."""
    return term.extension if facts.extended and term.extension is not None else length


def _moved(term: Term, piece: Length, span: tuple[date, date], calendar: Calendar) -> tuple[date, tuple[Message, ...]]:
    first, end = span
    if not term.law or term.kind is Kind.KEEP or piece.unit not in MOST_THAT_MOVES:
        return end, ()
    if piece.amount > MOST_THAT_MOVES[piece.unit]:
        return end, (Message("Te lang om op te schuiven (Algemene termijnenwet 4)."),)
    reasons = []
    if (end - first).days >= 3:
        while calendar.working_days_between(first + DAY, end) < 2:
            end += DAY
            reasons = [Message("Verlengd tot er twee werkdagen in zitten (Algemene termijnenwet 2).")]
    if not calendar.is_working_day(end):
        why = calendar.holiday(end) or ("zaterdag" if end.weekday() == 5 else "zondag")
        told = Message("{day} is geen werkdag ({why}): schuift op (Algemene termijnenwet 1).", day=_text(end), why=why)
        end = calendar.working_day_from(end)
        reasons.append(told)
    return end, tuple(reasons)


def _day(start: date | datetime) -> date:
    return start.astimezone(AMSTERDAM).date() if isinstance(start, datetime) else start


def last_moment(day: date) -> datetime:
    """The moment at which a last day is over: midnight in the Netherlands."""
    return datetime.combine(day + DAY, time.min, AMSTERDAM).astimezone(UTC)


def _how(length: Length, first: date) -> Message:
    if length.unit is Unit.AGE:
        return Message("Tot de verjaardag van {age} jaar; geboren op {day}.", age=length.amount, day=_text(first))
    if length.unit is Unit.END_OF_MONTH:
        return Message("Tot het einde van de maand.")
    if length.unit in (Unit.SCHOOL_YEARS, Unit.FULL_SCHOOL_YEARS):
        return Message(
            "{length} vanaf {day}; een schooljaar eindigt op 31 juli.", length=_words(length), day=_text(first)
        )
    return Message("{length} na {day}; die dag telt niet mee.", length=_words(length), day=_text(first))


def _words(length: Length) -> Message:
    return Message("{amount} {unit}", amount=abs(length.amount), unit=WORDS[length.unit])


def _text(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"
