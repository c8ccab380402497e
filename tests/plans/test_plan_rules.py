"""What may happen to a plan, and how far it is, as tables: written before the rules."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tandem.cases.data import Part
from tandem.cases.data import State as CaseState
from tandem.plans.data import Agreement, Command, GoalState, NewAgreement, Owner, State
from tandem.plans.rules.standing import (
    TABLE,
    against,
    against_agreement,
    against_move,
    commands,
    progress,
)

TODAY = date(2026, 11, 30)
GOAL = UUID(int=7)
OMA = Owner(words="oma")


@pytest.mark.parametrize(
    ("parts", "case", "why"),
    [
        ("HOLDER", "RUNNING", None),
        ("DIRECTOR", "STUCK", None),
        ("PARTICIPANT", "STARTED", None),
        ("PARTICIPANT KNOWS", "STARTED", None),
        ("OFFERED", "RUNNING", "PART"),
        ("KNOWS", "RUNNING", "PART"),
        ("CLOCK", "RUNNING", "PART"),
        ("", "RUNNING", "PART"),
        ("HOLDER", "CLOSED", "CLOSED"),
        ("KNOWS", "CLOSED", "PART"),
    ],
)
def test_who_changes_a_plan(parts: str, case: str, why: str | None) -> None:
    assert against([Part(part) for part in parts.split()], CaseState(case)) == why


@pytest.mark.parametrize(
    ("command", "state", "words", "still_open", "why"),
    [
        (Command.DONE, State.OPEN, "", 0, None),
        (Command.DONE, State.DONE, "", 0, "STATE"),
        (Command.DONE, State.CHANGED, "", 0, "STATE"),
        (Command.NOT_DONE, State.OPEN, "ziek", 0, None),
        (Command.NOT_DONE, State.OPEN, "  ", 0, "WORDS"),
        (Command.NOT_DONE, State.NOT_DONE, "ziek", 0, "STATE"),
        (Command.CHANGE, State.OPEN, "", 0, None),
        (Command.CHANGE, State.DONE, "", 0, "STATE"),
        (Command.CHANGE, State.CHANGED, "", 0, "STATE"),
        (Command.REOPEN, State.DONE, "toch niet", 0, None),
        (Command.REOPEN, State.NOT_DONE, "weer beter", 0, None),
        (Command.REOPEN, State.DONE, "", 0, "WORDS"),
        (Command.REOPEN, State.CHANGED, "toch", 0, "STATE"),
        (Command.REOPEN, State.OPEN, "toch", 0, "STATE"),
        (Command.SET_GOAL, None, "", 0, None),
        (Command.PROTECT, None, "", 0, None),
        (Command.AGREE, GoalState.OPEN, "", 0, None),
        (Command.AGREE, GoalState.REACHED, "", 0, "STATE"),
        (Command.REWORD_GOAL, GoalState.DROPPED, "", 0, "STATE"),
        (Command.REACH_GOAL, GoalState.OPEN, "", 0, None),
        (Command.REACH_GOAL, GoalState.OPEN, "", 2, "STILL_OPEN"),
        (Command.DROP_GOAL, GoalState.OPEN, "wil niet", 0, None),
        (Command.DROP_GOAL, GoalState.OPEN, "", 0, "WORDS"),
        (Command.DROP_GOAL, GoalState.OPEN, "wil niet", 1, "STILL_OPEN"),
        (Command.REOPEN_GOAL, GoalState.REACHED, "terugval", 3, None),
        (Command.REOPEN_GOAL, GoalState.OPEN, "terugval", 0, "STATE"),
    ],
)
def test_what_may_be_done_with_what(
    command: Command, state: State | GoalState | None, words: str, still_open: int, why: str | None
) -> None:
    assert against_move(command, state, words=words, still_open=still_open) == why


def test_every_command_stands_in_the_table_once_and_what_was_changed_is_over() -> None:
    assert [move.command for move in TABLE] == list(dict.fromkeys(Command))
    assert commands(State.CHANGED) == ()
    assert commands(State.OPEN) == (Command.DONE, Command.NOT_DONE, Command.CHANGE)
    assert commands(GoalState.REACHED) == (Command.REOPEN_GOAL,)


def new(**other: object) -> NewAgreement:
    known: dict[str, object] = {
        "goal": GOAL,
        "text": "Oma loopt mee.",
        "owner": OMA,
        "due": TODAY,
        "measure": "Zij komt binnen.",
    }
    return NewAgreement(**(known | other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("agreement", "why"),
    [
        (new(), None),
        (new(due=TODAY - timedelta(days=1)), "PAST"),
        (new(due=TODAY + timedelta(days=731)), None),
        (new(due=TODAY + timedelta(days=732)), "FAR"),
        (new(text=" "), "WORDS"),
        (new(measure=" "), "MEASURE"),
        (new(owner=Owner()), "OWNER"),
        (new(owner=Owner(words=" ")), "OWNER"),
        (new(owner=Owner(hat=GOAL)), None),
        (new(owner=Owner(participant=GOAL)), None),
        (new(owner=Owner(hat=GOAL, words="oma")), "OWNER"),
        (new(owner=Owner(hat=GOAL, participant=GOAL)), "OWNER"),
        (new(goal=None, measure=""), "WHEN_WRONG"),
        (new(goal=None, measure="", when_wrong="Oma belt."), None),
    ],
)
def test_an_agreement_says_what_who_until_when_and_how_we_see_it(agreement: NewAgreement, why: str | None) -> None:
    assert against_agreement(agreement, TODAY) == why


def agreement(number: int, state: State, days: int, goal: UUID | None = GOAL) -> Agreement:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    id, due = UUID(int=number), TODAY + timedelta(days=days)
    return Agreement(id, GOAL, goal, state, OMA, due, GOAL, None, at, None)


def test_how_far_it_is_counts_what_still_stands_and_not_what_keeps_safe() -> None:
    found = [
        agreement(1, State.DONE, -3),
        agreement(2, State.NOT_DONE, -2),
        agreement(3, State.CHANGED, 1),
        agreement(4, State.OPEN, -1),
        agreement(5, State.OPEN, 9),
        agreement(6, State.OPEN, 5, goal=None),
        agreement(7, State.DONE, 5, goal=None),
    ]
    said = progress(found, TODAY)
    assert (said.done, said.total, said.late) == (1, 4, 1)
    assert said.next == TODAY + timedelta(days=5)
    nothing = progress([], TODAY)
    assert (nothing.done, nothing.total, nothing.next, nothing.late) == (0, 0, None, 0)
    today = progress([agreement(1, State.OPEN, 0)], TODAY)
    assert (today.next, today.late) == (TODAY, 0), "what is due today is not late"
