"""What may happen to a case: one table. Everything else that knows about states is compared with it by the tests.

Where a command leads is decided by who directs (`rules.tandem.state_of`); the table says which outcomes there are.
"""

from dataclasses import dataclass

from tandem.cases.data import OPEN, Command, Part, State

SETTLED = frozenset({State.STARTED, State.RUNNING})
DIRECTED = frozenset({State.STARTED, State.RUNNING, State.STUCK})


@dataclass(frozen=True, slots=True)
class Transition:
    """`command` in one of `sources`, by one of `by`, leads to one of `targets` (empty: the state stays).

    `reason`: words are asked. `tells`: whom it concerns, beside who did it.
    """

    command: Command
    sources: frozenset[State]
    targets: frozenset[State]
    by: frozenset[Part]
    reason: bool = False
    tells: frozenset[Part] = frozenset()


def _move(
    command: Command,
    sources: frozenset[State],
    targets: frozenset[State],
    by: str,
    tells: str = "",
    *,
    reason: bool = False,
) -> Transition:
    return Transition(command, sources, targets, _parts(by), reason, _parts(tells))


def _parts(words: str) -> frozenset[Part]:
    return frozenset(Part(word) for word in words.split())


_STAYS: frozenset[State] = frozenset()
_CLOSED = frozenset({State.CLOSED})
TABLE: tuple[Transition, ...] = (
    _move(Command.OPEN, _STAYS, SETTLED, "HOLDER"),
    _move(Command.INVITE, DIRECTED, DIRECTED, "HOLDER DIRECTOR", "PARTICIPANT KNOWS"),
    _move(Command.LEAVE, SETTLED, SETTLED, "HOLDER", "DIRECTOR", reason=True),
    _move(Command.DIRECT, SETTLED, SETTLED, "HOLDER PARTICIPANT", "DIRECTOR HOLDER"),
    _move(Command.SIGN, SETTLED, SETTLED, "DIRECTOR", "DIRECTOR HOLDER PARTICIPANT"),
    _move(Command.DISAGREE, DIRECTED, frozenset({State.STUCK}), "DIRECTOR", "DIRECTOR HOLDER", reason=True),
    _move(Command.SETTLE, frozenset({State.STUCK}), DIRECTED, "DIRECTOR", "DIRECTOR HOLDER", reason=True),
    _move(Command.ADD, OPEN, _STAYS, "HOLDER DIRECTOR PARTICIPANT", "DIRECTOR HOLDER"),
    _move(Command.OFFER, OPEN, _STAYS, "HOLDER", "OFFERED DIRECTOR", reason=True),
    _move(Command.ACCEPT, OPEN, DIRECTED, "OFFERED", "HOLDER DIRECTOR"),
    _move(Command.REFUSE, OPEN, _STAYS, "OFFERED", "HOLDER", reason=True),
    _move(Command.REVOKE, OPEN, _STAYS, "HOLDER", "OFFERED", reason=True),
    _move(Command.LAPSE, OPEN, _STAYS, "CLOCK", "HOLDER OFFERED"),
    _move(Command.HAND_ON, OPEN, _STAYS, "CLOCK", "HOLDER"),
    _move(Command.CLOSE, SETTLED, _CLOSED, "HOLDER DIRECTOR", "DIRECTOR HOLDER PARTICIPANT KNOWS OFFERED", reason=True),
    _move(Command.REOPEN, _CLOSED, frozenset({State.STARTED}), "HOLDER", "DIRECTOR PARTICIPANT", reason=True),
)
BY_COMMAND = {transition.command: transition for transition in TABLE}


def allowed(state: State, part: Part) -> tuple[Command, ...]:
    """What `part` may ask in `state`, in the order of the table."""
    return tuple(move.command for move in TABLE if state in move.sources and part in move.by)


def may(state: State, command: Command, part: Part) -> bool:
    move = BY_COMMAND[command]
    return state in move.sources and part in move.by


def drawing() -> str:
    """The table as a Mermaid state diagram, for the manual."""
    lines = ["stateDiagram-v2", "    [*] --> STARTED: OPEN"]
    for move in TABLE:
        lines += [
            f"    {source} --> {to}: {move.command}"
            for source in State
            for to in State
            if source in move.sources and to in move.targets and to is not source
        ]
    return "\n".join([*lines, "    CLOSED --> [*]"])
