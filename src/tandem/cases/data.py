"""The words of a case: who takes part, who directs, and what may happen to it. Lowest file of the domain."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """Where a case is in its life."""

    STARTED = "STARTED"  # who directs is not settled: a seat is empty, or not signed
    RUNNING = "RUNNING"  # everybody who must direct it signed
    STUCK = "STUCK"  # the two of the tandem disagree, and that is recorded
    CLOSED = "CLOSED"


OPEN = frozenset(State) - {State.CLOSED}


class Domain(StrEnum):
    """The side on which somebody stands in a case."""

    EDUCATION = "EDUCATION"
    YOUTH_CARE = "YOUTH_CARE"


class Command(StrEnum):
    """What somebody asks of a case."""

    OPEN = "OPEN"
    INVITE = "INVITE"  # takes part from now on, or may know that there is a case and who is at work
    LEAVE = "LEAVE"
    DIRECT = "DIRECT"  # somebody is named to direct, for one domain
    SIGN = "SIGN"
    DISAGREE = "DISAGREE"
    SETTLE = "SETTLE"  # who disagreed agrees again
    ADD = "ADD"
    OFFER = "OFFER"
    ACCEPT = "ACCEPT"
    REFUSE = "REFUSE"
    REVOKE = "REVOKE"
    LAPSE = "LAPSE"  # silence: the clock gives it to the education coordinator
    HAND_ON = "HAND_ON"  # who held it or was asked is no longer there: the clock gives it to the catch-all
    CLOSE = "CLOSE"
    REOPEN = "REOPEN"


class Part(StrEnum):
    """What somebody is to a case."""

    HOLDER = "HOLDER"  # a professional of the organisation that holds the baton
    OFFERED = "OFFERED"  # a professional of the organisation to which it is offered
    DIRECTOR = "DIRECTOR"  # who directs it, in that hat
    PARTICIPANT = "PARTICIPANT"
    KNOWS = "KNOWS"  # may know that there is a case and who is at work, and nothing of what it says
    CLOCK = "CLOCK"  # the service that watches the terms


class TextPart(StrEnum):
    """What words are about."""

    QUESTION = "QUESTION"  # what they do together
    ADDED = "ADDED"
    REASON = "REASON"


@dataclass(frozen=True, slots=True)
class Seat:
    """Who directs for one domain: a hat of a participant. `disagrees`: that is recorded, and not settled."""

    domain: Domain
    hat: UUID
    person: UUID
    signed: bool = False
    disagrees: bool = False


@dataclass(frozen=True, slots=True)
class Tandem:
    """`needed`: the domains that are at work; `seats`: at most one each."""

    needed: frozenset[Domain]
    seats: tuple[Seat, ...] = ()

    def seat(self, domain: Domain) -> Seat | None:
        return next((seat for seat in self.seats if seat.domain is domain), None)


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who takes part from now on. `disclosure`: what lets her read, None for who may only know.

    `hat`: this person alone; else everybody in that function at the organisation.
    """

    organisation: UUID
    function: str
    purpose: str
    ground: str
    kinds: int = 0
    disclosure: UUID | None = None
    hat: UUID | None = None
    knows_only: bool = False


@dataclass(frozen=True, slots=True)
class Participant:
    id: UUID
    organisation: UUID
    function: str
    hat: UUID | None
    domain: Domain | None
    purpose: str
    ground: str
    kinds: int
    disclosure: UUID | None
    own: bool
    knows_only: bool
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Directing:
    """A seat as the page shows it."""

    domain: Domain
    organisation: UUID
    function: str
    hat: UUID
    person: UUID
    named: datetime
    signed: datetime | None
    disagreed: datetime | None
