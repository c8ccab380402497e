"""What may happen to a decision, by whom and in which order: one table, and who may not although the table says so.

Nobody looks at or decides about what they asked themselves, and nobody does two steps of one decision. Sent back, all
steps are done again: what was approved is no longer what is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from tandem.decisions.data import (
    DECIDED,
    STATE_OF,
    UNDER_WAY,
    WAITING,
    Acting,
    Command,
    Part,
    Seat,
    State,
    Step,
    Where,
)

BEFORE_DECIDING = frozenset({State.SCREENING, State.APPROVING})
FIRST = frozenset({State.DRAFT, State.RETURNED})


class Why(StrEnum):
    """Why somebody may not."""

    STATE = "STATE"  # not now
    PART = "PART"  # not this person
    OWN = "OWN"  # the own request
    TWICE = "TWICE"  # did an earlier step
    BARRED = "BARRED"  # took the decision that is looked at again
    FUNCTION = "FUNCTION"
    PLACE = "PLACE"  # the function counts, but not at this organisation
    YES_OR_NO = "YES_OR_NO"  # this step sends nothing back
    WORDS = "WORDS"  # a reason is missing


@dataclass(frozen=True, slots=True)
class Transition:
    """`command` in one of `sources`, by one of `by`, leads to `target` (None: the chain says which, or it stays)."""

    command: Command
    sources: frozenset[State]
    target: State | None
    by: frozenset[Part]
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a decision is: `at` is the place of the step whose turn it is, `done` who did the steps before it."""

    state: State
    at: int = 0
    done: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What does not change while it is judged. `asked`: the organisation of each step, empty when any that fits counts.

    `barred`: who took the decision against which somebody objected, and so does not look at it again (Awb 10:3).
    """

    chain: tuple[Step, ...]
    requester: UUID
    asked: tuple[UUID, ...] = ()
    barred: frozenset[UUID] = frozenset()


def _move(
    command: Command, sources: frozenset[State], target: State | None, by: str, *, reason: bool = False
) -> Transition:
    return Transition(command, sources, target, frozenset(Part(word) for word in by.split()), reason)


TABLE: tuple[Transition, ...] = (
    _move(Command.SAVE, FIRST, None, "REQUESTER"),
    _move(Command.SUBMIT, FIRST, None, "REQUESTER"),
    _move(Command.WITHDRAW, FIRST | UNDER_WAY, State.WITHDRAWN, "REQUESTER", reason=True),
    _move(Command.PASS, BEFORE_DECIDING, None, "TURN", reason=True),
    _move(Command.RETURN, UNDER_WAY, State.RETURNED, "TURN", reason=True),
    _move(Command.GRANT, frozenset({State.DECIDING}), State.GRANTED, "TURN", reason=True),
    _move(Command.REFUSE, frozenset({State.DECIDING}), State.REFUSED, "TURN", reason=True),
    _move(Command.EXTEND, UNDER_WAY, None, "TURN", reason=True),
    _move(Command.ANNOUNCE, DECIDED, None, "DECIDER"),
    _move(Command.OBJECT, DECIDED, None, "DECIDER", reason=True),
    _move(Command.REVOKE, frozenset({State.GRANTED}), State.REVOKED, "DECIDER", reason=True),
    _move(Command.REPLACE, DECIDED, State.REPLACED, "DECIDER", reason=True),
    _move(Command.OVERDUE, WAITING, None, "CLOCK"),
)
BY_COMMAND = {transition.command: transition for transition in TABLE}


def allowed(state: State, part: Part) -> tuple[Command, ...]:
    """What `part` may ask in `state`, in the order of the table."""
    return tuple(move.command for move in TABLE if state in move.sources and part in move.by)


def after(progress: Progress, command: Command, chain: Sequence[Step], by: UUID | None) -> Progress | None:
    """Where it is then; None when the table does not allow it in this state. `by`: the person, None for the clock."""
    move = BY_COMMAND[command]
    if progress.state not in move.sources:
        return None
    if command is Command.SUBMIT:
        return Progress(STATE_OF[chain[0].kind])
    if command is Command.PASS and by is not None:
        following = progress.at + 1
        return Progress(STATE_OF[chain[following].kind], following, (*progress.done, by))
    if command is Command.RETURN:
        return Progress(State.RETURNED)
    return Progress(move.target or progress.state, progress.at, progress.done)


def sits(acting: Acting, seat: Seat) -> Why | None:
    """Whether this function counts here; why not."""
    if acting.function not in seat.functions:
        return Why.FUNCTION
    if acting.place.kind not in seat.kinds or (seat.where is not Where.ANY and seat.where not in acting.place.where):
        return Why.PLACE
    return None


def may_take_turn(matter: Matter, progress: Progress, command: Command, acting: Acting) -> Why | None:
    """Why this person may not do the step whose turn it is; None when they may."""
    move = BY_COMMAND[command]
    if progress.state not in move.sources & UNDER_WAY or Part.TURN not in move.by:
        return Why.STATE
    step = matter.chain[progress.at]
    if acting.person == matter.requester:
        return Why.OWN
    if acting.person in progress.done:
        return Why.TWICE
    if acting.person in matter.barred:
        return Why.BARRED
    if (against := sits(acting, step.seat)) is not None:
        return against
    if matter.asked and acting.place.id != matter.asked[progress.at]:
        return Why.PLACE
    return Why.YES_OR_NO if step.yes_or_no and command is Command.RETURN else None


def drawing() -> str:
    """The table as a Mermaid state diagram, for the manual."""
    lines = ["stateDiagram-v2", "    [*] --> DRAFT"]
    for move in TABLE:
        lines += [
            f"    {source} --> {move.target}: {move.command}"
            for source in State
            if move.target is not None and source in move.sources
        ]
    return "\n".join(lines)
