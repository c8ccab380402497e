"""What a teacher always gets to know, and what in free text tells who it is about: tables of right and wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.casework.data import Command
from tandem.casework.rules.anonymity import Trace, traces
from tandem.casework.rules.tracking import TOLD, tracking

START = datetime(2026, 9, 1, 9, tzinfo=UTC)
LIVES = {
    # what happened: which of received, taken up and closed are known, and whether it was withdrawn
    "RAISE": ("", False),
    "RAISE ACKNOWLEDGE": ("r", False),
    "RAISE ACKNOWLEDGE TRIAGE": ("r", False),
    "RAISE ACKNOWLEDGE TRIAGE ACT": ("rt", False),
    "RAISE ACKNOWLEDGE TRIAGE ACT CLOSE": ("rtc", False),
    "RAISE ACKNOWLEDGE CLOSE": ("rc", False),
    "RAISE WITHDRAW": ("c", True),
    "RAISE OFFER ACCEPT": ("r", False),
    "RAISE OFFER REFUSE": ("", False),
    "RAISE ACKNOWLEDGE TRIAGE ACT CLOSE REOPEN": ("", False),
    "RAISE ACKNOWLEDGE CLOSE REOPEN ACKNOWLEDGE": ("r", False),
    "RAISE WITHDRAW REOPEN": ("", False),
    "RAISE ACKNOWLEDGE MERGE": ("rc", False),
    "RAISE LAPSE": ("", False),
}


def lines(life: str) -> list[tuple[Command, datetime]]:
    return [(Command(name), START + timedelta(days=day)) for day, name in enumerate(life.split())]


@pytest.mark.parametrize(("life", "expected"), LIVES.items(), ids=LIVES)
def test_received_taken_up_closed(life: str, expected: tuple[str, bool]) -> None:
    found = tracking(lines(life))
    known = {"r": found.received, "t": found.taken_up, "c": found.closed}
    assert ("".join(key for key, at in known.items() if at), found.withdrawn) == expected
    assert found.raised == START


def test_dates_are_of_the_last_round_and_answers_of_all() -> None:
    found = tracking(lines("RAISE ACKNOWLEDGE ANSWER CLOSE REOPEN ACKNOWLEDGE ANSWER"))
    assert (found.received, found.reopened) == (START + timedelta(days=5), START + timedelta(days=4))
    assert found.answers == 2


@given(st.lists(st.sampled_from(Command), max_size=12))
def test_whatever_happens_nothing_is_taken_up_that_was_not_received(commands: list[Command]) -> None:
    found = tracking((command, START + timedelta(days=day)) for day, command in enumerate(commands))
    assert not found.taken_up or (found.received and found.received <= found.taken_up)
    assert not found.withdrawn or found.closed


def test_to_whom_it_is_offered_is_not_told() -> None:
    assert not TOLD & {Command.OFFER, Command.REFUSE, Command.REVOKE, Command.TRIAGE, Command.ASSIGN}


PUPILS = ("Aisha van den Berg", "Bo An", "Zoë Zuring")
TEXTS = {
    "Aisha zit stil.": [(Trace.NAME, "Aisha")],
    "aisha zit stil, Zoe niet": [(Trace.NAME, "aisha"), (Trace.NAME, "Zoe")],
    "Ik sprak Aisha's zus": [(Trace.NAME, "Aisha's")],
    "Ik denk an niets en bo niet": [],
    "Ik zag Daan huilen": [(Trace.PERHAPS_NAME, "Daan")],
    "Daan huilt": [],  # begins the sentence: every sentence has a capital
    "Hij huilt. Daan niet": [],
    "Bij Nederlands en op TikTok": [],
    "Bel 06-12345678": [(Trace.TELEPHONE, "06-12345678")],
    "Bel 06 1234 5678 of +31 6 12345678": [(Trace.TELEPHONE, "06 1234 5678"), (Trace.TELEPHONE, "+31 6 12345678")],
    "Bel 015-2123456": [(Trace.TELEPHONE, "015-2123456")],
    "Het nummer is 111222333": [(Trace.CITIZEN_NUMBER, "111222333")],
    "Het nummer is 111.222.333": [(Trace.CITIZEN_NUMBER, "111.222.333")],
    "Het nummer is 111222334": [],  # fails the eleven test
    "Geboren op 03-04-2017": [(Trace.BIRTH_DATE, "03-04-2017")],
    "Op 12-11 om 10.30 uur": [],
    "Woont op 2611 AB 12": [(Trace.POSTCODE, "2611 AB 12")],
    "In groep 5, 3 keer per week, 2026": [],
    "mail mij: juf@school.example": [(Trace.EMAIL, "juf@school.example")],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items(), ids=TEXTS)
def test_what_tells_who_it_is(text: str, expected: list[tuple[Trace, str]]) -> None:
    assert [(one.trace, one.text) for one in traces(text, PUPILS)] == expected


@given(st.text(max_size=200))
def test_what_is_found_stands_in_the_text_once(text: str) -> None:
    found = traces(text, PUPILS)
    assert "".join(one.text for one in found) == "" or all(one.text in text for one in found)
    assert sum(len(one.text) for one in found) <= len(text)


@given(st.sampled_from(PUPILS), st.sampled_from(["{} huilt.", "Ik zag {} huilen", "({})", "gisteren:{}!"]))
def test_the_full_name_of_an_own_pupil_is_always_found(name: str, sentence: str) -> None:
    assert any(one.trace is Trace.NAME for one in traces(sentence.format(name), PUPILS))
