"""The table of states of a case: complete, and the only one."""

from tandem.cases.data import OPEN, Command, Part, State
from tandem.cases.rules import states
from tandem.cases.rules.states import BY_COMMAND, DIRECTED, TABLE


def test_every_command_has_its_row_and_every_state_a_way_on() -> None:
    assert [move.command for move in TABLE] == list(Command)
    for state in State:
        assert any(state in move.sources and (move.targets - {state}) for move in TABLE), f"nobody leaves {state}"
        assert any(state in move.targets for move in TABLE), f"nobody reaches {state}"


def test_every_open_state_has_an_owner_who_can_move_it_and_pass_it_on() -> None:
    for state in OPEN:
        asked = states.allowed(state, Part.HOLDER)
        assert {Command.OFFER, Command.ADD} <= set(asked)
        movers = {part for move in TABLE if state in move.sources and move.targets - {state} for part in move.by}
        assert movers & {Part.HOLDER, Part.DIRECTOR}, state


def test_every_change_of_state_tells_somebody_and_what_hurts_asks_for_words() -> None:
    for move in TABLE:
        if move.command is not Command.OPEN and move.targets:
            assert move.tells, move.command
    reasons = {move.command for move in TABLE if move.reason}
    assert {Command.CLOSE, Command.REOPEN, Command.DISAGREE, Command.SETTLE, Command.LEAVE, Command.REFUSE} <= reasons


def test_who_may_only_know_can_do_nothing() -> None:
    assert not any(states.allowed(state, Part.KNOWS) for state in State)


def test_a_stuck_case_stays_as_it_is_but_who_has_the_ladder_can_be_invited() -> None:
    stuck = {move.command for move in TABLE if State.STUCK in move.sources}
    assert not stuck & {Command.CLOSE, Command.LEAVE, Command.DIRECT, Command.SIGN}
    assert BY_COMMAND[Command.INVITE].sources == DIRECTED
    assert BY_COMMAND[Command.SETTLE].sources == {State.STUCK}


def test_the_drawing_shows_every_change_of_state() -> None:
    drawn = states.drawing()
    for line in ("STARTED --> RUNNING: SIGN", "RUNNING --> STUCK: DISAGREE", "CLOSED --> STARTED: REOPEN"):
        assert line in drawn
