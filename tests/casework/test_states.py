"""The table of states: what follows what, for whom, and that nothing is unreachable or a dead end."""

import pytest
from django.utils import translation
from tests.casework.manual import OWN, PAGE, page

from tandem.casework.data import OPEN, About, Command, Part, State
from tandem.casework.rules import states
from tandem.platform.home import PROJECT_ROOT
from tandem.web.casework import words
from tandem.web.notices import words as notices


def test_every_command_stands_once_in_the_table() -> None:
    assert sorted(move.command for move in states.TABLE) == sorted(Command)


def test_every_state_is_reached_and_none_but_closed_is_an_end() -> None:
    reached, todo = {State.DRAFT}, [State.DRAFT]
    while todo:
        state = todo.pop()
        for command in Command:
            for part in Part:
                after = states.target(state, command, part)
                if after is not None and after not in reached:
                    reached.add(after)
                    todo.append(after)
    assert reached == set(State)
    for state in OPEN:
        assert Command.CLOSE in states.allowed(state, Part.HOLDER) or Command.ACKNOWLEDGE in states.allowed(
            state, Part.HOLDER
        )


def test_in_every_open_state_the_holder_can_do_something_and_the_author_can_add() -> None:
    for state in OPEN:
        assert Command.OFFER in states.allowed(state, Part.HOLDER)
        assert Command.ADD in states.allowed(state, Part.AUTHOR)


@pytest.mark.parametrize(
    ("state", "command", "part", "expected"),
    [
        (State.DRAFT, Command.RAISE, Part.AUTHOR, State.RAISED),
        (State.DRAFT, Command.RAISE, Part.HOLDER, None),
        (State.DRAFT, Command.ADD, Part.AUTHOR, None),
        (State.RAISED, Command.ACKNOWLEDGE, Part.HOLDER, State.ACKNOWLEDGED),
        (State.RAISED, Command.ACKNOWLEDGE, Part.AUTHOR, None),
        (State.RAISED, Command.ACKNOWLEDGE, Part.OFFERED, None),
        (State.RAISED, Command.TRIAGE, Part.HOLDER, None),
        (State.RAISED, Command.WITHDRAW, Part.AUTHOR, State.CLOSED),
        (State.TRIAGED, Command.WITHDRAW, Part.AUTHOR, None),
        (State.RAISED, Command.CLOSE, Part.HOLDER, None),
        (State.ACKNOWLEDGED, Command.CLOSE, Part.HOLDER, State.CLOSED),
        (State.ACKNOWLEDGED, Command.TRIAGE, Part.HOLDER, State.TRIAGED),
        (State.TRIAGED, Command.ACT, Part.HOLDER, State.IN_ACTION),
        (State.IN_ACTION, Command.CLOSE, Part.HOLDER, State.CLOSED),
        (State.RAISED, Command.ACCEPT, Part.OFFERED, State.ACKNOWLEDGED),
        (State.IN_ACTION, Command.ACCEPT, Part.OFFERED, State.IN_ACTION),
        (State.TRIAGED, Command.ACCEPT, Part.HOLDER, None),
        (State.CLOSED, Command.REOPEN, Part.AUTHOR, State.REOPENED),
        (State.CLOSED, Command.ADD, Part.AUTHOR, None),
        (State.REOPENED, Command.ACKNOWLEDGE, Part.HOLDER, State.ACKNOWLEDGED),
        (State.RAISED, Command.LAPSE, Part.CLOCK, State.RAISED),
        (State.RAISED, Command.LAPSE, Part.HOLDER, None),
    ],
)
def test_what_follows(state: State, command: Command, part: Part, expected: State | None) -> None:
    assert states.target(state, command, part) == expected


def test_nobody_but_its_author_does_anything_with_a_draft() -> None:
    for part in set(Part) - {Part.AUTHOR}:
        assert states.allowed(State.DRAFT, part) == ()


def test_the_drawing_shows_every_change_of_state() -> None:
    lines = states.drawing().splitlines()
    for move in states.TABLE:
        for source in move.sources:
            after = states.target(source, move.command, next(iter(move.by)))
            if after is not None and after != source:
                assert f"    {source} --> {after}: {move.command}" in lines


def test_the_manual_has_the_drawing_of_today() -> None:
    assert states.drawing() in (PROJECT_ROOT / "docs" / "manual" / "werk.md").read_text(encoding="utf-8")


def test_the_page_of_the_manual_is_made_from_this_table() -> None:
    """Not so? `python -m tests.casework.manual` makes it again."""
    with translation.override("nl"):
        assert (PROJECT_ROOT / PAGE).read_text(encoding="utf-8") == page()


def test_every_state_and_command_has_its_word_for_people() -> None:
    assert set(words.STATES) == set(State)
    assert {command.value for command in words.VERBS} | set(OWN) == set(Command)
    assert {move.command for move in states.TABLE if move.tells} <= set(notices.HAPPENED[About.CONCERN])
