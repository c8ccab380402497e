"""The words of casework: a concern, who holds it, and what may happen to it. Lowest file of the domain."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

CLOCK_SERVICE = "concern-clock"


class State(StrEnum):
    """Where a concern is in its life."""

    DRAFT = "DRAFT"  # of who writes it, and of nobody else
    RAISED = "RAISED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    TRIAGED = "TRIAGED"
    IN_ACTION = "IN_ACTION"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


OPEN = frozenset(State) - {State.DRAFT, State.CLOSED}


class Urgency(StrEnum):
    URGENT = "URGENT"
    SOON = "SOON"
    NORMAL = "NORMAL"


class Command(StrEnum):
    """What somebody asks of a concern."""

    SAVE = "SAVE"
    DISCARD = "DISCARD"
    RAISE = "RAISE"
    WITHDRAW = "WITHDRAW"
    ACKNOWLEDGE = "ACKNOWLEDGE"
    TRIAGE = "TRIAGE"
    ACT = "ACT"
    CLOSE = "CLOSE"
    REOPEN = "REOPEN"
    ADD = "ADD"
    ANSWER = "ANSWER"
    OFFER = "OFFER"
    ACCEPT = "ACCEPT"
    REFUSE = "REFUSE"
    REVOKE = "REVOKE"
    LAPSE = "LAPSE"  # silence: the clock gives it to the education coordinator
    HAND_ON = "HAND_ON"  # who held it or was asked is no longer there: the clock gives it to the catch-all
    EMERGENCY = "EMERGENCY"  # somebody opened the pupil by break-glass: the clock tells who holds the concern
    REMIND = "REMIND"  # a term is over
    ASSIGN = "ASSIGN"
    RELEASE = "RELEASE"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    EXTEND = "EXTEND"
    MERGE = "MERGE"


class Part(StrEnum):
    """What somebody is to a concern."""

    AUTHOR = "AUTHOR"  # who raised it
    HOLDER = "HOLDER"  # a professional of the organisation that holds the baton
    OFFERED = "OFFERED"  # a professional of the organisation to which it is offered
    CLOCK = "CLOCK"  # the service that watches the terms


class Outcome(StrEnum):
    """What triage leads to."""

    SCHOOL_SUPPORT = "SCHOOL_SUPPORT"
    PREVENTIVE_OFFER = "PREVENTIVE_OFFER"
    SUPPORT_TEAM = "SUPPORT_TEAM"
    LOCAL_TEAM = "LOCAL_TEAM"
    YOUTH_HEALTH = "YOUTH_HEALTH"
    ATTENDANCE = "ATTENDANCE"
    PARTNERSHIP = "PARTNERSHIP"
    SAFETY = "SAFETY"


class TextPart(StrEnum):
    """What words are about."""

    SEEN = "SEEN"
    TRIED = "TRIED"
    PUPIL = "PUPIL"
    PARENTS = "PARENTS"
    NEEDED = "NEEDED"
    ADDED = "ADDED"
    ANSWER = "ANSWER"  # of the holder, to who raised it
    REASON = "REASON"
    VOICE = "VOICE"  # what the pupil said when it was assessed
    VOICE_WAIVED = "VOICE_WAIVED"  # why the pupil was not heard


FORM_PARTS = (TextPart.SEEN, TextPart.TRIED, TextPart.PUPIL, TextPart.PARENTS, TextPart.NEEDED)


class OfferState(StrEnum):
    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    REVOKED = "REVOKED"
    LAPSED = "LAPSED"  # nobody answered


class RefusalReason(StrEnum):
    """Why an organisation does not take a concern over."""

    RESIDENCE = "RESIDENCE"  # another municipality is responsible; it must be named
    OTHER_TASK = "OTHER_TASK"  # another organisation does this; it must be named
    KNOWN_HERE = "KNOWN_HERE"  # somebody is at work for this child already
    NOT_ENOUGH = "NOT_ENOUGH"  # what is needed to judge it is missing


class Topic(StrEnum):
    """What a notice is about, as people choose which come by mail."""

    NEW = "NEW"
    ANSWERED = "ANSWERED"
    PROGRESS = "PROGRESS"
    WORDS = "WORDS"
    TERM = "TERM"
    CASE = "CASE"
    MEETING = "MEETING"
    DECISION = "DECISION"
    LADDER = "LADDER"


class About(StrEnum):
    """On whose page a notice is explained. Each but a concern is a topic of its own."""

    CONCERN = "CONCERN"
    CASE = "CASE"
    MEETING = "MEETING"
    DECISION = "DECISION"
    LADDER = "LADDER"  # of a case: its subject is the case


class Clock(StrEnum):
    """Which term runs. Each open concern has exactly one; an open offer has its own beside it."""

    ACKNOWLEDGE = "ACKNOWLEDGE"
    TRIAGE = "TRIAGE"
    ACT = "ACT"
    CLOSE = "CLOSE"
    OFFER = "OFFER"


@dataclass(frozen=True, slots=True)
class Offer:
    """The baton held out to another organisation. `number`: the how-manieth since somebody last took it."""

    to: UUID
    number: int


@dataclass(frozen=True, slots=True)
class Baton:
    """Who holds a concern (het stokje): one organisation, always. `refused`: offers that were not taken since."""

    holder: UUID
    offer: Offer | None = None
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an offer is not taken, and who is the right one: an organisation, or for RESIDENCE a municipality."""

    reason: RefusalReason
    words: str
    right_one: UUID | None = None
    municipality: str = ""  # GM code


@dataclass(frozen=True, slots=True)
class Running:
    """A term that runs from `start` to `due`; while paused `paused_at` says since when."""

    clock: Clock
    start: datetime
    due: datetime
    paused_at: datetime | None = None
    extended: bool = False
    was_paused: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that somebody should know. `kind`: what happened, in the words of what it is about.

    `name`: whom a concern is about, where the gate shows that; '' for anything else.
    """

    id: UUID
    about: About
    subject: UUID
    kind: str
    at: datetime
    seen: datetime | None
    name: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A notice of something that who acts did, of which the mail did not arrive. `receiver` '' for a person."""

    about: About
    subject: UUID
    kind: str
    at: datetime
    receiver: str
