"""The words of a plan: goals, agreements, who does them, and what became of them. Lowest file of the domain."""

from collections.abc import Mapping
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


class Subject(StrEnum):
    """Whose Big 5 it is."""

    YOUNG = "YOUNG"
    PARENTS = "PARENTS"


class Origin(StrEnum):
    """Why they look back on a day."""

    AGREED = "AGREED"
    CLOSING = "CLOSING"  # the case is closed


class Helped(StrEnum):
    """Whether it did."""

    YES = "YES"
    PARTLY = "PARTLY"
    NO = "NO"


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
    MOMENT = "MOMENT"  # a day on which they look back
    EVALUATE = "EVALUATE"
    TALK = "TALK"  # about the Big 5
    LAY_OUT = "LAY_OUT"  # a template, as it was looked at and changed


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


@dataclass(frozen=True, slots=True)
class Proposal:
    """An agreement of a template, `days` after the start. `who`: functions; `outside`: who else, in words."""

    days: int
    text: str
    who: tuple[str, ...]
    outside: str
    measure: str = ""
    when_wrong: str = ""


@dataclass(frozen=True, slots=True)
class TemplateGoal:
    words: str
    agreements: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A first proposal for the plan of a family, by theme."""

    id: str
    name: str
    name_en: str
    about: str
    about_en: str
    goals: tuple[TemplateGoal, ...]
    safety: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who takes part in the case, in a function."""

    participant: UUID
    function: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A goal with its agreements as they would be made; `voice` None: these are safety agreements, without a goal."""

    voice: Voice | None
    words: str
    agreements: tuple[NewAgreement, ...]


Said = tuple[str, str]  # Dutch and English


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the five, and what is asked about it."""

    name: Said
    asks: Mapping[Subject, Said]


@dataclass(frozen=True, slots=True)
class Big5:
    """`low`: at this score or below there is work to do."""

    scale: Mapping[int, Said]
    low: int
    domains: Mapping[str, Domain]


@dataclass(frozen=True, slots=True)
class Looking:
    """What an evaluation is about: a kind of help, and who gives it. `provider` None: nobody else."""

    help: str = "PLAN"
    provider: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """How looking back is asked: `ahead` days before, the answers and the kinds of help in words."""

    ahead: int
    answers: Mapping[str, Said]
    help: Mapping[str, Said]
