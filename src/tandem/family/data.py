"""The words of the family window. Lowest file of the domain."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from tandem.children.data import Kind
from tandem.sharing.codes import Giver
from tandem.sharing.consenting.data import Receiver
from tandem.sharing.records import Authenticity


class Capacity(StrEnum):
    """As what somebody of the family looks in. A parent without authority has no window (BW 1:377c)."""

    PARENT = "PARENT"  # who has authority: a parent, guardian or representative
    YOUNG = "YOUNG"  # the young person herself, from 12 on


class Sort(StrEnum):
    """What was let out to the family."""

    TEXT = "TEXT"
    AGREEMENT = "AGREEMENT"
    PLAN = "PLAN"
    DECISION = "DECISION"


KIND_OF = {
    Sort.TEXT: Kind.CONCERN,
    Sort.AGREEMENT: Kind.PLAN,
    Sort.PLAN: Kind.PLAN,
    Sort.DECISION: Kind.DECISION,
}


class Audience(StrEnum):
    """Who of the family reads it."""

    BOTH = "BOTH"
    PARENTS = "PARENTS"
    YOUNG = "YOUNG"


class Held(StrEnum):
    """Why a window is shut until somebody has looked at it."""

    CONTESTED = "CONTESTED"  # somebody wrote down that the authority is contested
    DISPUTED = "DISPUTED"  # a parent says so in the window


class Shut(StrEnum):
    """Why a window shows nothing today. The first that applies, in this order."""

    CLOSED = "CLOSED"  # by a professional
    UNUSED = "UNUSED"  # nobody has accepted the invitation
    OVER = "OVER"  # its time is over
    TOO_YOUNG = "TOO_YOUNG"
    GROWN_UP = "GROWN_UP"  # a parent of somebody of 18
    HELD = "HELD"  # contested or disputed, for both parents
    NO_AUTHORITY = "NO_AUTHORITY"  # it ended, or was never checked
    YOUNG_SAYS_NO = "YOUNG_SAYS_NO"  # from 16 on the young person decides


class Voice(StrEnum):
    """What somebody of the family says in the window."""

    WORDS = "WORDS"  # of one's own, beside those of the professionals
    QUESTION = "QUESTION"
    MEETING = "MEETING"  # asks for one
    AUTHORITY = "AUTHORITY"  # a parent says that the authority is not right: shuts it for every parent


WAITS = frozenset({Voice.QUESTION, Voice.MEETING, Voice.AUTHORITY})  # for an answer


@dataclass(frozen=True, slots=True)
class Ages:
    """Who may look in from `first` up to and with `last` years; `law`: the article."""

    first: int
    last: int
    parents: bool
    young: bool
    asks_young: bool
    law: str


@dataclass(frozen=True, slots=True)
class Window:
    """The window of one person on one case. `shut` None: it shows something today."""

    id: UUID
    case: UUID
    child: UUID
    capacity: Capacity
    name: str
    accepted: datetime | None
    invited: datetime
    code_until: datetime | None
    valid_until: date
    held: Held | None
    shut: Shut | None
    organisation: UUID
    function: str


@dataclass(frozen=True, slots=True)
class Release:
    """What was let out, in plain words."""

    id: UUID
    sort: Sort
    audience: Audience
    title: str
    text: str
    organisation: UUID
    function: str
    released: datetime
    withdrawn: datetime | None
    why_withdrawn: str


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody of the family said, and the answer. `name`: of the parent, '' for the young person."""

    id: UUID
    window: UUID
    voice: Voice
    text: str
    said: datetime
    capacity: Capacity
    name: str
    answer: str
    answered: datetime | None
    function: str

    @property
    def waits(self) -> bool:
        return self.voice in WAITS and self.answered is None


@dataclass(frozen=True, slots=True)
class Question:
    """A consent that is asked: what a yes would be about. `file`: whose record it becomes."""

    window: UUID
    file: UUID
    giver: Giver
    checked: Authenticity
    receiver: Receiver
    purpose: str
    kinds: Kind
    needs_consent: bool
    needs_release: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The same in the window. `organisation` asks; the names are '' where they could tell where the child is."""

    id: UUID
    window: UUID
    organisation: str
    receiver: str
    receiver_function: str
    purpose: str
    kinds: Kind
    asked: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """`code` is shown this once, on the screen and on paper; it is kept nowhere."""

    window: UUID
    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes part, for the family. `organisation` '' where its name could tell where the child is."""

    organisation: str
    function: str
    since: datetime
    directs: bool


@dataclass(frozen=True, slots=True)
class Track:
    """Where the case is now. `holder` '' where its name could tell where the child is; `since`: of that state."""

    state: str
    since: datetime
    opened: datetime
    holder: str
    offered: bool
    people: tuple[Taking, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody in this function looked on this day, so many times: no names of people."""

    day: date
    times: int
    organisation: str
    function: str
    purpose: str
