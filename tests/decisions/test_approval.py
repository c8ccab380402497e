"""The chain of approval: what follows what, who may not, and random lives in which no step is skipped."""

import random
from uuid import UUID

import pytest
from tests.decisions.lives import CHAINS, wander

from tandem.decisions.data import OPEN, UNDER_WAY, Acting, Command, Part, Place, Seat, State, Step, StepKind, Where
from tandem.decisions.rules import approval
from tandem.decisions.rules.approval import Matter, Progress, Why

SCHOOL, TEAM, OTHER_TEAM = (
    Place(UUID(int=1), "LOCATION", frozenset({Where.SPECIAL})),
    Place(UUID(int=2), "LOCAL_TEAM", frozenset({Where.HOME})),
    Place(UUID(int=3), "LOCAL_TEAM", frozenset()),
)
ASKED, SCREENER, DECIDER, THIRD = (UUID(int=number) for number in range(10, 14))
CHAIN = (
    Step(StepKind.SCREEN, Seat(frozenset({"ORTHOPED"}), frozenset({"LOCATION"}), Where.SPECIAL)),
    Step(StepKind.DECIDE, Seat(frozenset({"LT_TOEGANG"}), frozenset({"LOCAL_TEAM"}), Where.HOME), yes_or_no=True),
)
MATTER = Matter(CHAIN, ASKED, (SCHOOL.id, TEAM.id))
SCREENING, DECIDING = Progress(State.SCREENING), Progress(State.DECIDING, 1, (SCREENER,))
screener, decider = Acting(SCREENER, "ORTHOPED", SCHOOL), Acting(DECIDER, "LT_TOEGANG", TEAM)


@pytest.mark.parametrize(
    ("progress", "command", "acting", "expected"),
    [
        pytest.param(SCREENING, Command.PASS, screener, None, id="who screens passes it on"),
        pytest.param(SCREENING, Command.RETURN, screener, None, id="or sends it back"),
        pytest.param(SCREENING, Command.GRANT, screener, Why.STATE, id="who screens does not decide"),
        pytest.param(SCREENING, Command.GRANT, decider, Why.STATE, id="no decision before it is screened"),
        pytest.param(SCREENING, Command.PASS, decider, Why.FUNCTION, id="who decides does not screen"),
        pytest.param(DECIDING, Command.GRANT, decider, None, id="who decides grants"),
        pytest.param(DECIDING, Command.REFUSE, decider, None, id="or refuses"),
        pytest.param(DECIDING, Command.PASS, decider, Why.STATE, id="there is nothing after it"),
        pytest.param(DECIDING, Command.RETURN, decider, Why.YES_OR_NO, id="the municipality only says yes or no"),
        pytest.param(
            DECIDING, Command.GRANT, Acting(SCREENER, "LT_TOEGANG", TEAM), Why.TWICE, id="nobody does two steps"
        ),
        pytest.param(
            DECIDING,
            Command.GRANT,
            Acting(ASKED, "LT_TOEGANG", TEAM),
            Why.OWN,
            id="nobody decides about the own request",
        ),
        pytest.param(
            SCREENING, Command.PASS, Acting(ASKED, "ORTHOPED", SCHOOL), Why.OWN, id="nor screens it in another function"
        ),
        pytest.param(
            DECIDING,
            Command.GRANT,
            Acting(DECIDER, "LT_TOEGANG", OTHER_TEAM),
            Why.PLACE,
            id="not in another municipality",
        ),
        pytest.param(
            DECIDING,
            Command.GRANT,
            Acting(DECIDER, "LT_TOEGANG", Place(OTHER_TEAM.id, "LOCAL_TEAM", frozenset({Where.HOME}))),
            Why.PLACE,
            id="not a team there that was not asked",
        ),
        pytest.param(DECIDING, Command.SAVE, decider, Why.STATE, id="nobody writes in it while it is judged"),
        pytest.param(Progress(State.DRAFT), Command.PASS, screener, Why.STATE, id="not before it was asked"),
        pytest.param(Progress(State.RETURNED), Command.PASS, screener, Why.STATE, id="not while it is sent back"),
        pytest.param(Progress(State.GRANTED), Command.GRANT, decider, Why.STATE, id="not twice"),
    ],
)
def test_whose_turn(progress: Progress, command: Command, acting: Acting, expected: Why | None) -> None:
    assert approval.may_take_turn(MATTER, progress, command, acting) == expected


def test_who_took_the_decision_does_not_look_at_it_again() -> None:
    again = Matter(CHAIN, THIRD, MATTER.asked, frozenset({DECIDER}))
    assert approval.may_take_turn(again, DECIDING, Command.GRANT, decider) is Why.BARRED


@pytest.mark.parametrize(
    ("progress", "command", "expected"),
    [
        (Progress(State.DRAFT), Command.SUBMIT, SCREENING),
        (SCREENING, Command.PASS, DECIDING),
        (DECIDING, Command.GRANT, Progress(State.GRANTED, 1, (SCREENER,))),
        (DECIDING, Command.RETURN, Progress(State.RETURNED)),
        (Progress(State.RETURNED), Command.SUBMIT, SCREENING),
        (DECIDING, Command.EXTEND, DECIDING),
        (DECIDING, Command.WITHDRAW, Progress(State.WITHDRAWN, 1, (SCREENER,))),
        (Progress(State.GRANTED), Command.WITHDRAW, None),
        (Progress(State.GRANTED), Command.REVOKE, Progress(State.REVOKED)),
        (Progress(State.REFUSED), Command.REVOKE, None),
        (Progress(State.REFUSED), Command.REPLACE, Progress(State.REPLACED)),
        (SCREENING, Command.GRANT, None),
        (Progress(State.DRAFT), Command.OVERDUE, None),
    ],
)
def test_what_follows(progress: Progress, command: Command, expected: Progress | None) -> None:
    assert approval.after(progress, command, CHAIN, SCREENER) == expected


def test_every_command_stands_once_in_the_table_and_every_state_is_reached() -> None:
    assert sorted(move.command for move in approval.TABLE) == sorted(Command)
    drawn = approval.drawing()
    # From which the chain follows by itself: those are not arrows of the table.
    assert {state for state in State if f"--> {state}:" in drawn} == set(State) - UNDER_WAY - {State.DRAFT}
    for state in OPEN:
        assert any(approval.allowed(state, part) for part in Part), f"nobody can do anything in {state}"


def test_what_is_sent_back_decided_against_or_stopped_has_a_reason() -> None:
    without = {move.command for move in approval.TABLE if not move.reason}
    assert without == {Command.SAVE, Command.SUBMIT, Command.ANNOUNCE, Command.OVERDUE}


def test_random_lives_keep_the_order_and_four_eyes() -> None:
    done = wander(300, 14, random.Random(20261130))
    assert {command.value for command in (Command.PASS, Command.RETURN, Command.GRANT, Command.REFUSE)} <= done.keys()


@pytest.mark.parametrize("broken", ["OWN", "TWICE", "ORDER", "AGAIN"])
def test_the_lives_see_a_rule_that_is_broken(broken: str) -> None:
    """The controls: rules that let the own request, two steps, the wrong order or an old approval through."""
    with pytest.raises(AssertionError):
        wander(2_000, 14, random.Random(5), broken=broken)


def test_the_lives_use_every_form() -> None:
    assert {len(chain) for chain in CHAINS} == {1, 2, 3}
