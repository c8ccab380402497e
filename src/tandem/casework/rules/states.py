"""What may happen to a concern: one table. Everything else that knows about states is compared with it by the tests."""

from dataclasses import dataclass

from tandem.casework.data import OPEN, Command, Part, State

ANYWHERE = frozenset(State)
BEFORE_TRIAGE = frozenset({State.RAISED, State.ACKNOWLEDGED, State.REOPENED})


@dataclass(frozen=True, slots=True)
class Transition:
    """`command` in one of `sources`, by one of `by`, leads to `target` (None: the state stays).

    `reason`: words are asked. `tells`: whom it concerns, beside who did it.
    """

    command: Command
    sources: frozenset[State]
    target: State | None
    by: frozenset[Part]
    reason: bool = False
    tells: frozenset[Part] = frozenset()


def _move(
    command: Command,
    sources: State | frozenset[State],
    target: State | None,
    by: str,
    tells: str = "",
    *,
    reason: bool = False,
) -> Transition:
    start = sources if isinstance(sources, frozenset) else frozenset({sources})
    return Transition(command, start, target, _parts(by), reason, _parts(tells))


def _parts(words: str) -> frozenset[Part]:
    return frozenset(Part(word) for word in words.split())


TABLE: tuple[Transition, ...] = (
    _move(Command.SAVE, State.DRAFT, None, "AUTHOR"),
    _move(Command.DISCARD, State.DRAFT, None, "AUTHOR"),
    _move(Command.RAISE, State.DRAFT, State.RAISED, "AUTHOR", "HOLDER"),
    _move(Command.WITHDRAW, BEFORE_TRIAGE, State.CLOSED, "AUTHOR", "HOLDER OFFERED", reason=True),
    _move(Command.ACKNOWLEDGE, frozenset({State.RAISED, State.REOPENED}), State.ACKNOWLEDGED, "HOLDER", "AUTHOR"),
    _move(Command.TRIAGE, State.ACKNOWLEDGED, State.TRIAGED, "HOLDER", "AUTHOR"),
    _move(Command.ACT, State.TRIAGED, State.IN_ACTION, "HOLDER", "AUTHOR"),
    _move(
        Command.CLOSE,
        frozenset({State.ACKNOWLEDGED, State.TRIAGED, State.IN_ACTION}),
        State.CLOSED,
        "HOLDER",
        "AUTHOR OFFERED",
        reason=True,
    ),
    _move(Command.REOPEN, State.CLOSED, State.REOPENED, "AUTHOR HOLDER", "HOLDER AUTHOR", reason=True),
    _move(Command.ADD, OPEN, None, "AUTHOR HOLDER", "HOLDER"),
    _move(Command.ANSWER, OPEN, None, "HOLDER", "AUTHOR"),
    _move(Command.OFFER, OPEN, None, "HOLDER", "OFFERED", reason=True),
    _move(Command.ACCEPT, OPEN, State.ACKNOWLEDGED, "OFFERED", "HOLDER AUTHOR"),
    _move(Command.REFUSE, OPEN, None, "OFFERED", "HOLDER", reason=True),
    _move(Command.REVOKE, OPEN, None, "HOLDER", "OFFERED", reason=True),
    _move(Command.LAPSE, OPEN, None, "CLOCK", "HOLDER OFFERED AUTHOR"),
    _move(Command.HAND_ON, OPEN, None, "CLOCK", "HOLDER AUTHOR"),
    _move(Command.EMERGENCY, OPEN, None, "CLOCK", "HOLDER"),
    _move(Command.REMIND, OPEN, None, "CLOCK", "HOLDER"),
    _move(Command.ASSIGN, OPEN, None, "HOLDER"),
    _move(Command.RELEASE, OPEN, None, "HOLDER", reason=True),
    _move(Command.PAUSE, OPEN, None, "HOLDER", "AUTHOR", reason=True),
    _move(Command.RESUME, OPEN, None, "HOLDER", "AUTHOR"),
    _move(Command.EXTEND, OPEN, None, "HOLDER", "AUTHOR", reason=True),
    _move(Command.MERGE, OPEN, State.CLOSED, "HOLDER", "AUTHOR OFFERED", reason=True),
)
BY_COMMAND = {transition.command: transition for transition in TABLE}


def allowed(state: State, part: Part) -> tuple[Command, ...]:
    """What `part` may ask in `state`, in the order of the table."""
    return tuple(move.command for move in TABLE if state in move.sources and part in move.by)


def target(state: State, command: Command, part: Part) -> State | None:
    """The state that follows; None when `part` may not ask this of a concern in `state`."""
    move = BY_COMMAND[command]
    if state not in move.sources or part not in move.by:
        return None
    # Who takes over something that is further along does not send it back to the start.
    if command is Command.ACCEPT and state not in BEFORE_TRIAGE:
        return state
    return move.target or state


def drawing() -> str:
    """The table as a Mermaid state diagram, for the manual."""
    lines = ["stateDiagram-v2", "    [*] --> DRAFT"]
    for move in TABLE:
        if move.target is not None:
            lines += [
                f"    {source} --> {move.target}: {move.command}"
                for source in State
                if source in move.sources and target(source, move.command, next(iter(move.by))) == move.target != source
            ]
    return "\n".join([*lines, "    CLOSED --> [*]"])
