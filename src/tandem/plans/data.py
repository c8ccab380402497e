"""The words of a plan: goals, agreements, who does them, and what became of them. Lowest file of the domain."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from tandem.children.data import Kind

# Whoever reads the words of the case, or was given the plan, reads what was agreed in it.
KIND = Kind.CONCERN | Kind.PLAN


class Voice(StrEnum):
    """In whose words a goal stands."""

    CHILD = "CHILD"
    PARENTS = "PARENTS"
    PROFESSIONAL = "PROFESSIONAL"  # noted by somebody who works with them


class GoalState(StrEnum):
    """Where a goal is in its life."""

    OPEN = "OPEN"
    REACHED = "REACHED"
    DROPPED = "DROPPED"  # no longer wanted


class State(StrEnum):
    """What became of an agreement. Nothing is deleted."""

    OPEN = "OPEN"
    DONE = "DONE"
    NOT_DONE = "NOT_DONE"
    CHANGED = "CHANGED"  # another agreement came in its place


class Command(StrEnum):
    """What somebody asks of a plan."""

    SET_GOAL = "SET_GOAL"
    REWORD_GOAL = "REWORD_GOAL"
    REACH_GOAL = "REACH_GOAL"
    DROP_GOAL = "DROP_GOAL"
    REOPEN_GOAL = "REOPEN_GOAL"
    AGREE = "AGREE"
    PROTECT = "PROTECT"  # a safety agreement
    DONE = "DONE"
    NOT_DONE = "NOT_DONE"
    CHANGE = "CHANGE"
    REOPEN = "REOPEN"


class TextPart(StrEnum):
    """What words of a plan are."""

    GOAL = "GOAL"  # the last one counts
    AGREEMENT = "AGREEMENT"
    MEASURE = "MEASURE"  # how we see that it works
    OWNER = "OWNER"  # who does it, outside the case: a grandmother, a sports club
    WHEN_WRONG = "WHEN_WRONG"  # of a safety agreement: who does what when it goes wrong
    REASON = "REASON"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who does it: somebody in a hat, a participant of the case, or somebody outside in words. Exactly one."""

    hat: UUID | None = None
    participant: UUID | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """`goal` None: a safety agreement, which says `when_wrong` too."""

    goal: UUID | None
    text: str
    owner: Owner
    due: date
    measure: str = ""
    when_wrong: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement as it is read; words are '' where the gate does not show them."""

    id: UUID
    case: UUID
    goal: UUID | None
    state: State
    owner: Owner
    due: date
    author_hat: UUID
    follows: UUID | None
    made: datetime
    settled: datetime | None
    text: str = ""
    measure: str = ""
    when_wrong: str = ""
    reason: str = ""  # the last one that was given
    name: str = ""  # whom it is about, in a list
    version: int = 0  # of its plan, in a list

    @property
    def is_safety(self) -> bool:
        return self.goal is None


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` agreements under goals; `next` day on which something is due; `late`: how many are past it."""

    done: int
    total: int
    next: date | None
    late: int
