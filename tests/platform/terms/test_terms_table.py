"""Decision table of terms, worked out by hand with a calendar beside it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tandem.platform.terms.data import Pause, Region
from tandem.platform.terms.definitions import calendar, term
from tandem.platform.terms.rules import Facts, NotATermError, deadline, window_start

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NORTH, MIDDLE, SOUTH = Region.NORTH, Region.MIDDLE, Region.SOUTH

TABLE = [
    # Awb 6:7 and 6:8: publication + 42 days; the end moves to a working day
    ("T-AWB-BEZWAAR", "2026-11-02", "2026-12-14"),  # a Monday
    ("T-AWB-BEZWAAR", "2026-10-03", "2026-11-16"),  # Saturday moves to Monday
    ("T-AWB-BEZWAAR", "2026-10-04", "2026-11-16"),  # Sunday too
    ("T-AWB-BEZWAAR", "2026-11-13", "2026-12-28"),  # first and second day of Christmas, then a Sunday
    ("T-AWB-BEZWAAR", "2026-11-19", "2026-12-31"),  # New Year's Eve is a working day
    ("T-AWB-BEZWAAR", "2026-11-20", "2027-01-04"),  # New Year's Day on a Friday
    ("T-AWB-BEZWAAR", "2025-11-21", "2026-01-05"),  # 2 January 2026 was equated
    ("T-AWB-BEZWAAR", "2026-02-20", "2026-04-07"),  # Good Friday to Easter Monday
    ("T-AWB-BEZWAAR", "2026-03-16", "2026-04-28"),  # King's Day
    ("T-AWB-BEZWAAR", "2025-03-15", "2025-04-28"),  # King's Day on Saturday 26 April, as the 27th is a Sunday
    ("T-AWB-BEZWAAR", "2026-03-24", "2026-05-06"),  # 5 May counts every year, not once in five
    ("T-AWB-BEZWAAR", "2026-04-02", "2026-05-18"),  # Ascension Day and the equated Friday after it
    ("T-AWB-BEZWAAR", "2028-04-13", "2028-05-29"),  # the same in 2028
    ("T-AWB-BEZWAAR", "2027-03-25", "2027-05-10"),  # Ascension Day on 6 May
    ("T-AWB-BEZWAAR", "2026-04-13", "2026-05-26"),  # Whit Monday
    ("T-AWB-BEZWAAR", "2024-02-29", "2024-04-11"),  # from a leap day
    ("T-AWB-INGEBREKE", "2026-12-11", "2026-12-28"),
    ("T-AWB-BESLIS", "2026-11-30", "2027-01-25"),
    ("T-AWB-BOB", "2026-12-14", "2027-01-25"),
    ("T-JW-PLANSCHRIFT", "2026-12-11", "2026-12-28"),
    ("T-JW-PLAN", "2026-08-31", "2026-10-12"),
    ("T-OPP", "2026-08-31", "2026-10-12"),
    ("T-GPO", "2026-10-17", "2026-12-28"),
    ("T-TLV", "2026-10-01", "2026-11-26"),
    ("T-PO-BESLIS", "2027-01-15", "2027-02-26"),
    ("T-PO-TIJDELIJK", "2026-10-16", "2026-12-28"),
    # short terms: art. 1 for two days, art. 2 from three days on
    ("T-LPW-ZIEK", "2026-11-27", "2026-11-30"),  # Friday + 2 = Sunday
    ("T-LPW-ZIEK", "2026-11-23", "2026-11-25"),
    ("T-LPW-INUIT", "2026-11-23", "2026-11-30"),
    ("T-VT-TRIAGE", "2026-11-23", "2026-11-30"),  # Saturday moves
    ("T-VT-TRIAGE", "2026-12-23", "2026-12-28"),  # two working days are in it: the 24th and the 28th
    ("T-VT-TRIAGE", "2027-03-25", "2027-03-31"),  # only the Tuesday after Easter: one more
    ("T-VT-TRIAGE", "2025-04-17", "2025-04-23"),  # the same in 2025
    # months: 31 January has no 31 February
    ("V-WMO", "2026-11-30", "2027-03-01"),  # Sunday 28 February moves
    ("V-WMO", "2027-01-31", "2027-04-30"),
    ("P-INZAGE", "2027-01-31", "2027-03-01"),
    ("P-INZAGE", "2028-01-31", "2028-02-29"),
    ("P-INZAGE", "2026-10-14", "2026-11-16"),
    ("T-LPW-ARTS", "2026-11-30", "2027-02-28"),  # how old a paper is: nothing to move
    ("T-JW-HERVAT", "2026-08-31", "2027-02-28"),  # six months never move, Sunday or not (art. 4)
    # years are those of the calendar, and never move
    ("B-JW-DOSSIER", "2006-02-28", "2026-02-28"),
    ("B-JW-DOSSIER", "2004-02-29", "2024-02-29"),
    ("T-SWV-BEWAAR", "2024-02-29", "2027-02-28"),
    ("B-SCHOOL-ADM", "2022-01-01", "2027-01-01"),  # a holiday, and it stays
    ("T-SWV-PLAN", "2024-02-29", "2028-02-29"),
    ("T-VIR", "2025-03-10", "2027-03-10"),
    # ages: the last day is the eve of the birthday
    ("T-JW-23", "2004-11-30", "2027-11-29"),
    ("T-JW-23", "2004-02-29", "2027-02-28"),
    ("B-VT", "2010-06-15", "2028-06-14"),
    # fixed days and the school year
    ("T-ADVIES", "2026-08-31", "2027-03-24"),
    ("T-ADVIES", "2027-03-24", "2027-03-24"),
    ("T-ADVIES", "2027-03-25", "2028-03-24"),
    ("T-LPW-JAAR", "2027-08-01", "2027-09-30"),
    ("T-OPP-EVAL", "2026-08-01", "2027-07-31"),
    ("T-OPP-EVAL", "2027-07-31", "2027-07-31"),
    ("T-TLV-DUUR", "2026-10-12", "2028-07-31"),  # the rest of this year, and one more
    ("T-TLV-DUUR", "2026-08-01", "2027-07-31"),
    # working days
    ("I-RETOUR", "2026-12-23", "2026-12-29"),
    ("I-VOT", "2026-04-24", "2026-05-04"),
    ("I-START", "2026-12-31", "2027-01-08"),
    ("I-DECLANTW", "2026-11-30", "2026-12-29"),
    ("I-DECL", "2027-02-10", "2027-02-28"),
    # house rules do not move
    ("T-THUIS-4W", "2026-11-01", "2026-11-29"),
    ("T-THUIS-3M", "2026-11-30", "2027-02-28"),
    # counted back: stays on its Saturday (art. 1 lid 2)
    ("T-PO-AANMELD", "2027-08-30", "2027-06-21"),
    ("T-PO-AANMELD", "2027-05-15", "2027-03-06"),
    ("T-JW-BEREIK", "2026-12-25", "2026-12-25"),
]

WITH_FACTS = [
    ("T-AWB-BOB", "2026-12-14", Facts(variant="adviescommissie"), "2027-03-08"),
    ("T-AWB-BOB", "2026-10-03", Facts(variant="adviescommissie"), "2026-12-28"),  # twelve weeks still move
    ("T-AWB-BOB", "2026-12-14", Facts(extended=6), "2027-03-08"),
    ("T-AWB-BOB", "2026-12-14", Facts(variant="adviescommissie", extended=6), "2027-04-19"),
    ("T-PO-BESLIS", "2027-01-15", Facts(extended=4), "2027-03-30"),  # Good Friday
    ("T-PO-BESLIS", "2027-01-15", Facts(extended=2), "2027-03-12"),
    ("P-INZAGE", "2026-11-30", Facts(extended=2), "2027-03-01"),
    ("P-INZAGE", "2026-12-31", Facts(extended=1), "2027-03-01"),
    ("P-DPIA-AP", "2026-11-30", Facts(extended=6), "2027-03-08"),
    ("T-TLV", "2026-10-01", Facts(variant="regionaal"), "2026-11-12"),
    ("T-VT-TRIAGE", "2027-03-25", Facts(variant="werkdagen"), "2027-04-05"),
    ("I-DECLANTW", "2026-11-30", Facts(variant="betaling"), "2026-12-30"),
    ("T-RMC-LFT", "2004-11-30", Facts(variant="doorstroompunt-27"), "2031-11-29"),
    ("T-VIR", "2025-03-10", Facts(birth_date=date(2003, 5, 1)), "2026-04-30"),
    ("T-VIR", "2025-03-10", Facts(birth_date=date(2015, 5, 1)), "2027-03-10"),
    # Awb 4:15: from the day after the question until the day of the answer
    ("T-PO-BESLIS", "2027-01-15", Facts(paused=[Pause(date(2027, 1, 20), date(2027, 2, 3))]), "2027-03-11"),
    ("T-PO-BESLIS", "2027-01-15", Facts(paused=[Pause(date(2027, 1, 20), date(2027, 1, 21))]), "2027-02-26"),
    (
        "T-PO-BESLIS", "2027-01-15",
        Facts(paused=[Pause(date(2027, 1, 20), date(2027, 2, 3)), Pause(date(2027, 1, 27), date(2027, 2, 10))]),
        "2027-03-18",
    ),
    # school days
    ("T-MAZL-7D", "2026-10-14", Facts(region=MIDDLE), "2026-10-30"),
    ("T-MAZL-7D", "2026-10-08", Facts(region=NORTH), "2026-10-26"),
    ("T-MAZL-7D", "2027-02-11", Facts(region=SOUTH), "2027-03-01"),
    ("T-LPW-VERLOF", "2026-12-11", Facts(region=MIDDLE), "2027-01-08"),
]  # fmt: skip

WINDOWS = [
    ("T-LPW-16U", "2026-11-06", MIDDLE, "2026-10-05"),  # the autumn week does not count
    ("T-LPW-16U", "2027-01-08", MIDDLE, "2026-11-30"),  # nor do the two of Christmas
    ("T-LPW-16U", "2026-12-18", SOUTH, "2026-11-23"),
    ("T-MAZL-4X", "2026-12-18", MIDDLE, "2026-09-21"),
]

IN_HOURS = [
    # 72 hours over Christmas, and over both changes of the clock
    (datetime(2026, 12, 24, 15, 30, tzinfo=AMSTERDAM), datetime(2026, 12, 27, 14, 30, tzinfo=UTC)),
    (datetime(2027, 3, 27, 12, 0, tzinfo=AMSTERDAM), datetime(2027, 3, 30, 11, 0, tzinfo=UTC)),
    (datetime(2026, 10, 24, 12, 0, tzinfo=AMSTERDAM), datetime(2026, 10, 27, 10, 0, tzinfo=UTC)),
]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) + len(WITH_FACTS) + len(WINDOWS) + len(IN_HOURS) >= 80


@pytest.mark.parametrize(("id", "start", "last"), TABLE)
def test_a_term_ends_on(id: str, start: str, last: str) -> None:
    found = deadline(term(id), _day(start), calendar())
    assert found.last_day == _day(last), found.reasons
    assert found.reasons


@pytest.mark.parametrize(("id", "start", "facts", "last"), WITH_FACTS)
def test_a_term_with_more_facts_ends_on(id: str, start: str, facts: Facts, last: str) -> None:
    found = deadline(term(id), _day(start), calendar(), facts)
    assert found.last_day == _day(last), found.reasons


@pytest.mark.parametrize(("id", "day", "region", "first"), WINDOWS)
def test_a_threshold_looks_back_until(id: str, day: str, region: Region, first: str) -> None:
    assert window_start(term(id), _day(day), calendar(), region) == _day(first)


@pytest.mark.parametrize(("start", "moment"), IN_HOURS)
def test_a_term_in_hours_never_moves(start: datetime, moment: datetime) -> None:
    found = deadline(term("P-DATALEK-AP"), start, calendar())
    assert found.moment == moment
    assert "4" in found.reasons[0]


def test_a_moment_counts_as_its_day_in_the_netherlands() -> None:
    late = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)  # half past midnight on the 2nd
    assert deadline(term("T-AWB-BEZWAAR"), late, calendar()).last_day == date(2026, 12, 14)


def test_a_term_that_stands_still_has_no_end() -> None:
    found = deadline(term("T-PO-BESLIS"), date(2027, 1, 15), calendar(), Facts(paused=[Pause(date(2027, 1, 20), None)]))
    assert (found.last_day, found.moment, found.over_from) == (None, None, None)
    assert "staat stil" in found.reasons[-1]


def test_the_day_after_the_last_it_is_over() -> None:
    assert deadline(term("T-AWB-BEZWAAR"), date(2026, 11, 2), calendar()).over_from == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("id", "start", "facts"),
    [
        ("T-ATW-1", date(2026, 1, 1), Facts()),  # a way of counting
        ("T-MELD-STAP", date(2026, 1, 1), Facts()),
        ("T-LPW-16U", date(2026, 1, 1), Facts()),  # a threshold
        ("T-PO-BESLIS", date(2026, 1, 1), Facts(extended=5)),  # four weeks at most
        ("T-OPP", date(2026, 1, 1), Facts(extended=1)),  # cannot be extended
        ("T-OPP", date(2026, 1, 1), Facts(extended=-1)),
        ("T-TLV", date(2026, 1, 1), Facts(variant="elders")),
        ("P-DATALEK-AP", date(2026, 1, 1), Facts()),  # hours start at a moment
        ("P-DATALEK-AP", datetime(2026, 1, 1, 12), Facts()),  # noqa: DTZ001 - that is what is wrong
        ("T-MAZL-7D", date(2026, 10, 1), Facts()),  # of which region?
        ("T-PO-BESLIS", date(2026, 1, 1), Facts(paused=[Pause(date(2026, 1, 5), date(2026, 1, 5))])),
    ],
)
def test_what_has_no_end_is_refused(id: str, start: date, facts: Facts) -> None:
    with pytest.raises(NotATermError):
        deadline(term(id), start, calendar(), facts)


def test_a_window_needs_a_threshold_and_lesson_weeks_a_region() -> None:
    with pytest.raises(NotATermError):
        window_start(term("T-OPP"), date(2026, 11, 6), calendar(), MIDDLE)
    with pytest.raises(NotATermError):
        window_start(term("T-LPW-16U"), date(2026, 11, 6), calendar())
