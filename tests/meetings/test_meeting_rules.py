"""What a meeting decides by rule: tables of right and wrong, and what holds whatever happens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.children.data import Kind
from tandem.meetings.data import Ask, Eyes, Family, Line, Reason, Waiting
from tandem.meetings.definitions import kinds
from tandem.meetings.rules.agenda import build
from tandem.meetings.rules.inviting import FamilyFacts, family
from tandem.meetings.rules.quorum import quorum
from tandem.meetings.rules.rhythm import following
from tandem.meetings.rules.screen import in_common, lawful_part, on_screen
from tandem.platform.terms.data import Region
from tandem.platform.terms.definitions import calendar

ON, NEXT = date(2026, 10, 6), date(2026, 11, 17)
LONG_AGO = ON - timedelta(weeks=30)
TEAM = kinds()["SUPPORT_TEAM"]  # 90 minutes: urgent 20, first 15, again 10
KNOWN = Waiting(UUID(int=1), LONG_AGO, discussed=ON - timedelta(weeks=2))

WHY = {
    "nothing asks for it": (KNOWN, ""),
    "never discussed": (replace(KNOWN, discussed=None), "NEW"),
    "quiet, to the day": (replace(KNOWN, discussed=ON - timedelta(weeks=12)), "QUIET"),
    "a day short of quiet": (replace(KNOWN, discussed=ON - timedelta(weeks=12, days=-1)), ""),
    "an agreement is due on the day itself": (replace(KNOWN, agreements=(ON,)), "AGREEMENT"),
    "an agreement is due the day after": (replace(KNOWN, agreements=(ON + timedelta(days=1),)), ""),
    "a term ends before the next one": (replace(KNOWN, term=NEXT - timedelta(days=1)), "TERM"),
    "a term ends on the day of the next one": (replace(KNOWN, term=NEXT), ""),
    "to be evaluated before the next one": (replace(KNOWN, evaluation=ON), "EVALUATION"),
    "the evaluation can wait": (replace(KNOWN, evaluation=NEXT), ""),
    "asked for, and carried over": (replace(KNOWN, asked=True, carried_over=True), "CARRIED_OVER ASKED"),
    "everything": (
        replace(KNOWN, discussed=None, urgent=True, disagreement=True, agreements=(LONG_AGO,)),
        "URGENT DISAGREEMENT AGREEMENT NEW",
    ),
}


@pytest.mark.parametrize(("case", "expected"), WHY.values(), ids=WHY)
def test_why_a_case_is_on_the_agenda(case: Waiting, expected: str) -> None:
    agenda = build([case], TEAM, on=ON, following=NEXT)
    assert " ".join(reason for entry in agenda.entries for reason in entry.reasons) == expected
    assert not agenda.later


def test_what_is_urgent_comes_first_and_what_does_not_fit_waits() -> None:
    new = [Waiting(UUID(int=10 + n), LONG_AGO + timedelta(days=n)) for n in range(6)]
    urgent = Waiting(UUID(int=99), ON, urgent=True)
    agenda = build([*reversed(new), urgent], TEAM, on=ON, following=NEXT)
    assert [entry.case.int for entry in agenda.entries] == [99, 10, 11, 12, 13]  # 20 + 4 × 15 = 80 of 90
    assert [entry.case.int for entry in agenda.later] == [14, 15]
    assert agenda.overrun == 0


def test_the_time_box_says_how_often_it_was_discussed() -> None:
    boxes = [replace(KNOWN, asked=True), replace(KNOWN, asked=True, discussed=None), replace(KNOWN, urgent=True)]
    assert [build([case], TEAM, on=ON, following=NEXT).entries[0].minutes for case in boxes] == [10, 15, 20]


def test_six_urgent_cases_run_over_and_say_so() -> None:
    agenda = build([Waiting(UUID(int=n), ON, urgent=True) for n in range(6)], TEAM, on=ON, following=NEXT)
    assert (len(agenda.entries), agenda.later, agenda.overrun) == (6, (), 30)


days = st.integers(-200, 200).map(lambda n: ON + timedelta(days=n))
flag = st.booleans()
waiting = st.builds(
    Waiting,
    case=st.integers(0, 10**9).map(lambda n: UUID(int=n)),
    since=days,
    discussed=st.none() | days,
    urgent=flag,
    disagreement=flag,
    carried_over=flag,
    asked=flag,
    term=st.none() | days,
    evaluation=st.none() | days,
    agreements=st.lists(days, max_size=3).map(tuple),
)
many = st.lists(waiting, max_size=15, unique_by=lambda one: one.case)


@settings(max_examples=50)
@given(many, st.sampled_from(sorted(kinds())), st.randoms())
def test_whatever_waits_the_agenda_is_whole_fits_and_has_one_order(cases: list[Waiting], name: str, random) -> None:  # type: ignore[no-untyped-def]
    kind = kinds()[name]
    agenda = build(cases, kind, on=ON, following=NEXT)
    shuffled = list(cases)
    random.shuffle(shuffled)
    assert build(shuffled, kind, on=ON, following=NEXT) == agenda
    listed = [entry.case for entry in (*agenda.entries, *agenda.later)]
    assert len(set(listed)) == len(listed)
    assert all(entry.reasons for entry in (*agenda.entries, *agenda.later))
    assert set(listed) >= {case.case for case in cases if case.urgent or case.discussed is None}
    assert not any(Reason.URGENT in entry.reasons for entry in agenda.later)
    total = sum(entry.minutes for entry in agenda.entries)
    assert total - agenda.overrun <= kind.minutes.whole
    assert agenda.overrun == 0 or all(Reason.URGENT in entry.reasons for entry in agenda.entries)


ROOMS = {
    # who is there: which roles are missing
    "nobody": ("", "EDUCATION YOUTH_CARE"),
    "school and team": ("IB LT_HULP", ""),
    "five of the school": ("IB IB SCHOOLDIR LERAAR LERAAR", "YOUTH_CARE"),
    "only guests": ("JGZ LPA SWV", "EDUCATION YOUTH_CARE"),
    "a function without a seat": ("IB WETH", "YOUTH_CARE"),
    "everybody": ("IB LERAAR SMW JGZ LPA SWV LT_TOEGANG", ""),
}


@pytest.mark.parametrize(("present", "missing"), ROOMS.values(), ids=ROOMS)
def test_the_quorum_counts_roles_and_not_heads(present: str, missing: str) -> None:
    found = quorum(TEAM, present.split())
    assert " ".join(role.id for role in found.missing) == missing
    assert found.met is (missing == "")


@settings(max_examples=50)
@given(
    st.sampled_from(sorted(kinds())),
    st.lists(st.sampled_from(["IB", "LERAAR", "SMW", "LT_TOEGANG", "SWV", "JGZ", "WETH"])),
)
def test_who_comes_in_never_breaks_the_quorum(name: str, present: list[str]) -> None:
    before = {role.id for role in quorum(kinds()[name], present[:-1]).missing}
    assert {role.id for role in quorum(kinds()[name], present).missing} <= before


FAMILIES = {
    # facts: why parents, why pupil
    "a boy of 9": (FamilyFacts(9, True), Ask.BY_DEFAULT, Ask.YOUNG),
    "the day she is 12": (FamilyFacts(12, True), Ask.BY_DEFAULT, Ask.BY_DEFAULT),
    "nobody wrote down who decides": (FamilyFacts(9, False), Ask.AUTHORITY_UNKNOWN, Ask.YOUNG),
    "parents who disagree": (FamilyFacts(9, True, contested=True), Ask.CONTESTED, Ask.YOUNG),
    "not safe at home": (FamilyFacts(14, True, unsafe=True), Ask.UNSAFE, Ask.BY_DEFAULT),
    "not safe weighs most": (FamilyFacts(17, True, True, True, True), Ask.UNSAFE, Ask.BY_DEFAULT),
    "16, and has not said yes": (FamilyFacts(16, True), Ask.YOUTH_DECIDES, Ask.BY_DEFAULT),
    "16, and wants them there": (FamilyFacts(16, True, youth_agrees=True), Ask.BY_DEFAULT, Ask.BY_DEFAULT),
    "16, wants them there, and they disagree": (
        FamilyFacts(16, True, contested=True, youth_agrees=True),
        Ask.CONTESTED,
        Ask.BY_DEFAULT,
    ),
    "18": (FamilyFacts(18, False), Ask.ADULT, Ask.BY_DEFAULT),
    "18, and wants them there": (FamilyFacts(18, False, youth_agrees=True), Ask.BY_DEFAULT, Ask.BY_DEFAULT),
}


@pytest.mark.parametrize(("facts", "parents", "pupil"), FAMILIES.values(), ids=FAMILIES)
def test_who_of_the_family_is_invited(facts: FamilyFacts, parents: Ask, pupil: Ask) -> None:
    found = family(TEAM, facts)
    assert [(one.who, one.why) for one in found] == [(Family.PARENTS, parents), (Family.PUPIL, pupil)]
    assert found[0].invited is (parents in (Ask.BY_DEFAULT, Ask.AUTHORITY_UNKNOWN))
    assert found[1].invited is (pupil is Ask.BY_DEFAULT)


def test_a_kind_without_parents_invites_none() -> None:
    assert family(replace(TEAM, parents=False), FamilyFacts(9, True))[0].why is Ask.NOT_THIS_KIND


CASES = [UUID(int=n) for n in range(3)]
bits = st.sampled_from([Kind.IDENTITY, Kind.SCHOOL, Kind.PLAN, Kind.FAMILY, Kind.MEDICAL, Kind.REPORTER])
sets_of_bits = st.lists(bits).map(lambda found: sum(set(found), Kind(0)) if found else Kind(0)).map(Kind)
lines_of = st.lists(
    st.builds(Line, id=st.uuids(), case=st.sampled_from(CASES), kind=bits), max_size=12, unique_by=lambda one: one.id
)
eyes = st.builds(Eyes, st.dictionaries(st.sampled_from(CASES), sets_of_bits))
room_of = st.lists(eyes, max_size=5)


def slow_screen(lines: Sequence[Line], case: UUID, room: Sequence[Eyes], family_there: bool) -> list[UUID]:
    """Line by line, person by person, bit by bit."""
    shown = []
    for line in lines:
        yes = line.case == case and bool(room) and line.kind in TEAM.information
        for person in room:
            yes = yes and line.case in person.cases and line.kind in person.cases[line.case]
        if family_there:
            yes = yes and line.kind in TEAM.family_sees
        if yes:
            shown.append(line.id)
    return shown


@settings(max_examples=50)
@given(lines_of, st.sampled_from(CASES), room_of, st.booleans())
def test_the_screen_is_what_all_of_them_may_see(lines: list[Line], case: UUID, room: list[Eyes], there: bool) -> None:
    shown = on_screen(lines, case, TEAM, room, family=there)
    assert [line.id for line in shown] == slow_screen(lines, case, room, there)
    for person in room:
        assert set(shown) <= set(lawful_part(lines, TEAM, person))


@settings(max_examples=50)
@given(lines_of, st.sampled_from(CASES), room_of, eyes)
def test_who_comes_in_never_adds_to_the_screen(lines: list[Line], case: UUID, room: list[Eyes], newcomer: Eyes) -> None:
    before = set(on_screen(lines, case, TEAM, room, family=False))
    after = set(on_screen(lines, case, TEAM, [*room, newcomer], family=False))
    assert after <= before or not room
    assert set(on_screen(lines, case, TEAM, room, family=True)) <= before


def test_an_empty_room_and_a_stranger_see_nothing() -> None:
    line = Line(UUID(int=7), CASES[0], Kind.PLAN)
    knows = Eyes({CASES[0]: Kind.PLAN | Kind.IDENTITY})
    assert on_screen([line], CASES[0], TEAM, [knows], family=True) == (line,)  # or the rest would prove nothing
    assert on_screen([line], CASES[0], TEAM, [], family=False) == ()
    assert on_screen([line], CASES[0], TEAM, [knows, Eyes({})], family=False) == ()
    assert on_screen([line], CASES[1], TEAM, [knows], family=False) == ()


def test_what_is_not_for_this_kind_of_meeting_is_for_nobody() -> None:
    medical = Line(UUID(int=7), CASES[0], Kind.MEDICAL)
    knows = Eyes({CASES[0]: Kind(8191)})
    assert lawful_part([medical], TEAM, knows) == ()
    assert lawful_part([medical], kinds()["MDO"], knows) == (medical,)
    assert not in_common(CASES[0], kinds()["MDO"], [knows], family=True) & Kind.MEDICAL


AMSTERDAM = ZoneInfo("Europe/Amsterdam")
RHYTHM = {
    # start, weeks: the next
    "six weeks on, over the end of summer time": ("2026-09-15 15:00", 6, "2026-10-27 15:00"),
    "each week, past the autumn holidays": ("2026-10-13 09:00", 1, "2026-10-27 09:00"),
    "each week, past Christmas": ("2026-12-16 09:00", 1, "2027-01-06 09:00"),
}


@pytest.mark.parametrize(("start", "weeks", "expected"), RHYTHM.values(), ids=RHYTHM)
def test_the_next_meeting_is_in_a_week_with_school(start: str, weeks: int, expected: str) -> None:
    found = following(datetime.fromisoformat(start).replace(tzinfo=AMSTERDAM), weeks, calendar(), Region.MIDDLE)
    assert found.isoformat(" ", "minutes")[:16] == expected


@settings(max_examples=50)
@given(st.integers(0, 300), st.integers(1, 12), st.sampled_from([None, *Region]))
def test_the_rhythm_keeps_its_weekday_and_hour(day: int, weeks: int, region: Region | None) -> None:
    start = datetime(2026, 8, 31, 14, 30, tzinfo=AMSTERDAM) + timedelta(days=day)
    found = following(start, weeks, calendar(), region)
    assert (found.weekday(), found.time()) == (start.weekday(), start.time())
    assert found.date() >= start.date() + timedelta(weeks=weeks)
    if start.weekday() < 5:
        assert calendar().is_working_day(found.date())
