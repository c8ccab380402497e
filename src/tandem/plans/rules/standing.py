"""What may happen to a plan, and how far it is: one table, asked by the actions and by the pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tandem.cases.data import Part
from tandem.cases.data import State as CaseState
from tandem.plans.data import Agreement, Command, GoalState, NewAgreement, Owner, Progress, State

WORK = frozenset({Part.HOLDER, Part.DIRECTOR, Part.PARTICIPANT})
READ = WORK | {Part.OFFERED}
FURTHEST = timedelta(days=731)  # two years: what lies further is no agreement but a hope


class Why(StrEnum):
    """Why something cannot be done with a plan."""

    PART = "PART"
    CLOSED = "CLOSED"  # the case is
    STATE = "STATE"
    WORDS = "WORDS"
    OWNER = "OWNER"
    PAST = "PAST"
    FAR = "FAR"
    AHEAD = "AHEAD"  # what was not said yet
    MEASURE = "MEASURE"
    WHEN_WRONG = "WHEN_WRONG"
    STILL_OPEN = "STILL_OPEN"  # the goal has agreements that nobody settled


@dataclass(frozen=True, slots=True)
class Move:
    """`command` on something in one of `sources` leads to `target`; `reason`: words are asked."""

    command: Command
    sources: frozenset[State | GoalState]
    target: State | GoalState
    reason: bool = False


_UNDER_WAY: frozenset[State | GoalState] = frozenset({State.OPEN})
_OPEN_GOAL: frozenset[State | GoalState] = frozenset({GoalState.OPEN})
TABLE: tuple[Move, ...] = (
    Move(Command.SET_GOAL, frozenset(), GoalState.OPEN),
    Move(Command.REWORD_GOAL, _OPEN_GOAL, GoalState.OPEN),
    Move(Command.REACH_GOAL, _OPEN_GOAL, GoalState.REACHED),
    Move(Command.DROP_GOAL, _OPEN_GOAL, GoalState.DROPPED, reason=True),
    Move(Command.REOPEN_GOAL, frozenset({GoalState.REACHED, GoalState.DROPPED}), GoalState.OPEN, reason=True),
    Move(Command.AGREE, _OPEN_GOAL, GoalState.OPEN),
    Move(Command.PROTECT, frozenset(), State.OPEN),
    Move(Command.DONE, _UNDER_WAY, State.DONE),
    Move(Command.NOT_DONE, _UNDER_WAY, State.NOT_DONE, reason=True),
    Move(Command.CHANGE, _UNDER_WAY, State.CHANGED),
    Move(Command.REOPEN, frozenset({State.DONE, State.NOT_DONE}), State.OPEN, reason=True),
    Move(Command.MOMENT, frozenset(), GoalState.OPEN),
    Move(Command.EVALUATE, frozenset(), GoalState.OPEN),
    Move(Command.TALK, frozenset(), GoalState.OPEN),
    Move(Command.LAY_OUT, frozenset(), GoalState.OPEN),
)
BY_COMMAND = {move.command: move for move in TABLE}
ENDS_GOAL = frozenset({Command.REACH_GOAL, Command.DROP_GOAL})


def against(parts: Iterable[Part], case: CaseState) -> Why | None:
    """Why who is `parts` of a case does not change its plan now."""
    if not WORK & set(parts):
        return Why.PART
    return Why.CLOSED if case is CaseState.CLOSED else None


def against_move(
    command: Command, state: State | GoalState | None, *, words: str = "", still_open: int = 0
) -> Why | None:
    """Why this is not done with something in `state` (None: it begins). `still_open`: agreements under the goal."""
    move = BY_COMMAND[command]
    if move.sources and state not in move.sources:
        return Why.STATE
    if move.reason and not words.strip():
        return Why.WORDS
    return Why.STILL_OPEN if command in ENDS_GOAL and still_open else None


def commands(state: State | GoalState) -> tuple[Command, ...]:
    """What may be done with something in this state, in the order of the table."""
    same = [move for move in TABLE if type(move.target) is type(state)]  # OPEN of a goal equals OPEN of an agreement
    return tuple(move.command for move in same if state in move.sources)


def against_agreement(new: NewAgreement, today: date) -> Why | None:
    """Why nobody could keep this agreement: it says not what, who, until when, or how we see that it works."""
    if not new.text.strip():
        return Why.WORDS
    if not _one(new.owner):
        return Why.OWNER
    if new.due < today:
        return Why.PAST
    if new.due > today + FURTHEST:
        return Why.FAR
    if new.goal is None:
        return None if new.when_wrong.strip() else Why.WHEN_WRONG
    return None if new.measure.strip() else Why.MEASURE


def _one(owner: Owner) -> bool:
    return [owner.hat is not None, owner.participant is not None, bool(owner.words.strip())].count(True) == 1


def progress(agreements: Iterable[Agreement], today: date) -> Progress:
    """How far it is. A safety agreement is never ready, so it does not count; its day does."""
    kept = [one for one in agreements if one.state is not State.CHANGED]
    counted = [one for one in kept if not one.is_safety]
    due = [one.due for one in kept if one.state is State.OPEN]
    return Progress(
        done=sum(one.state is State.DONE for one in counted),
        total=len(counted),
        next=min((day for day in due if day >= today), default=None),
        late=sum(day < today for day in due),
    )
