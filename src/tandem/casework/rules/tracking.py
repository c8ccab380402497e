"""What who raised a concern always gets to know: received, taken up, closed, with the moments. Never what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tandem.casework.data import Command

# What stands in her timeline. Offers, refusals and outcomes are content: whom it was offered tells what is the matter.
TOLD = frozenset(
    {
        Command.RAISE,
        Command.ACKNOWLEDGE,
        Command.ACT,
        Command.ACCEPT,
        Command.ANSWER,
        Command.CLOSE,
        Command.WITHDRAW,
        Command.REOPEN,
        Command.LAPSE,
        Command.HAND_ON,
        Command.MERGE,
    }
)


@dataclass(frozen=True, slots=True)
class Tracking:
    """Moments since it was raised, or raised again; None: not yet. `answers`: how many were given, readable or not."""

    raised: datetime | None = None
    received: datetime | None = None
    taken_up: datetime | None = None
    closed: datetime | None = None
    withdrawn: bool = False
    reopened: datetime | None = None
    answers: int = 0


def tracking(lines: Iterable[tuple[Command, datetime]]) -> Tracking:
    """`lines`: the timeline, the oldest first."""
    raised = received = taken_up = closed = reopened = None
    withdrawn, answers = False, 0
    for command, at in lines:
        match command:
            case Command.RAISE:
                raised = at
            case Command.ACKNOWLEDGE | Command.ACCEPT:
                received = received or at
            case Command.ACT:
                received, taken_up = received or at, taken_up or at
            case Command.CLOSE | Command.WITHDRAW | Command.MERGE:
                closed, withdrawn = at, command is Command.WITHDRAW
            case Command.REOPEN:
                received = taken_up = closed = None
                reopened, withdrawn = at, False
            case Command.ANSWER:
                answers += 1
    return Tracking(raised, received, taken_up, closed, withdrawn, reopened, answers)
