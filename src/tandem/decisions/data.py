"""The words of decisions: mandate, form, step, ladder and rung. Lowest file of the domain; standard library only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

CLOCK_SERVICE = "decision-clock"


class State(StrEnum):
    """Where a decision is in its life."""

    DRAFT = "DRAFT"
    SCREENING = "SCREENING"
    APPROVING = "APPROVING"  # a second pair of eyes
    DECIDING = "DECIDING"
    RETURNED = "RETURNED"  # for edits, with a comment
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"  # the request, before it was decided
    REVOKED = "REVOKED"  # the decision
    REPLACED = "REPLACED"  # by a decision that changes it


class StepKind(StrEnum):
    """What somebody does who is not the one who asked."""

    SCREEN = "SCREEN"
    APPROVE = "APPROVE"
    DECIDE = "DECIDE"


STATE_OF = {StepKind.SCREEN: State.SCREENING, StepKind.APPROVE: State.APPROVING, StepKind.DECIDE: State.DECIDING}
UNDER_WAY = frozenset(STATE_OF.values())
WAITING = UNDER_WAY | {State.RETURNED}
OPEN = WAITING | {State.DRAFT}
DECIDED = frozenset({State.GRANTED, State.REFUSED})


class Command(StrEnum):
    """What somebody asks of a decision."""

    SAVE = "SAVE"
    SUBMIT = "SUBMIT"
    WITHDRAW = "WITHDRAW"
    PASS = "PASS"  # noqa: S105 - screened or approved: on to the next step
    RETURN = "RETURN"
    GRANT = "GRANT"
    REFUSE = "REFUSE"
    EXTEND = "EXTEND"
    ANNOUNCE = "ANNOUNCE"  # sent: the term for objection begins
    OBJECT = "OBJECT"
    REVOKE = "REVOKE"
    REPLACE = "REPLACE"
    OVERDUE = "OVERDUE"  # nobody decided in time: the clock says so and the case goes up the ladder


class Part(StrEnum):
    """What somebody is to a decision."""

    REQUESTER = "REQUESTER"
    TURN = "TURN"  # whose step it is now
    DECIDER = "DECIDER"  # works in the organisation that decided, in a function that decides
    CLOCK = "CLOCK"


class Where(StrEnum):
    """Which organisations a function counts at."""

    SCHOOL = "SCHOOL"
    SPECIAL = "SPECIAL"
    HOME = "HOME"
    PARTNERSHIP = "PARTNERSHIP"
    ANY = "ANY"


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a definitions file in both languages."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Seat:
    """Who may: one of these functions at one of these kinds of organisation, in that place."""

    functions: frozenset[str]
    kinds: frozenset[str]
    where: Where


@dataclass(frozen=True, slots=True)
class Step:
    """One pair of eyes. `yes_or_no`: it grants or refuses and sends nothing back."""

    kind: StepKind
    seat: Seat
    yes_or_no: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """How a decision is taken. `agreed`: working days that the region aims at; 0 when it agreed none."""

    id: str
    name: Said
    asks: Seat
    steps: tuple[Step, ...]
    term: str
    extension_weeks: int
    agreed: int
    return_stops: bool
    objection: str
    against: Said
    source: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who may decide what, up to what and where. `euros` and `months` None: no limit."""

    id: str
    form: str
    supports: frozenset[str]
    municipalities: frozenset[str]  # GM codes; empty is the whole region
    euros: int | None
    months: int | None
    second_from: int | None
    agreed: str


@dataclass(frozen=True, slots=True)
class Mandates:
    """Those of a region, in the order in which they are tried."""

    region: str
    supports: dict[str, Said]
    mandates: tuple[Mandate, ...]
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: euros for the whole period, months, and where the pupil lives (GM code)."""

    support: str
    euros: int
    months: int
    home: str


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation as the rules see it. `where`: which places it is for this pupil."""

    id: UUID
    kind: str
    where: frozenset[Where]


@dataclass(frozen=True, slots=True)
class Acting:
    """Who wants to do something, in which function and where."""

    person: UUID
    function: str
    place: Place


@dataclass(frozen=True, slots=True)
class Budget:
    """What a rung may spend without asking anybody."""

    line: Said
    euros: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: who has it, for how many working days at most, with which money."""

    id: str
    name: Said
    holder: Seat
    days: int
    budget: Budget | None
    may: Said


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder of a region, lowest rung first. `stands_in`: who has a rung where nobody has its function.

    `remind`: how many working days before its last day who has a rung is reminded.
    """

    region: str
    stands_in: str
    remind: int
    rungs: tuple[Rung, ...]


class LadderState(StrEnum):
    OPEN = "OPEN"
    SETTLED = "SETTLED"


class Cause(StrEnum):
    """Why a case went on the ladder."""

    DISAGREEMENT = "DISAGREEMENT"  # the tandem does not agree
    OVERDUE = "OVERDUE"  # a decision was not taken in time
    NO_MANDATE = "NO_MANDATE"  # nobody may decide this
    NO_OFFER = "NO_OFFER"  # there is no help or place
    WAITING = "WAITING"  # it takes too long


class Move(StrEnum):
    """How a rung came to have the case."""

    START = "START"
    CLIMB = "CLIMB"  # somebody asked for it, with a reason
    LAPSE = "LAPSE"  # its days were over
    SETTLE = "SETTLE"


class TextPart(StrEnum):
    """What words are about."""

    WHY = "WHY"  # what is asked and why, of who asks
    ADVICE = "ADVICE"  # of who screens or approves
    DECISION = "DECISION"  # why it is decided so; stands in the letter
    REASON = "REASON"


# Kind of information (children.data.Kind) that somebody must be given to read them.
KIND_OF = {TextPart.WHY: 16, TextPart.ADVICE: 16, TextPart.DECISION: 256, TextPart.REASON: 16}
