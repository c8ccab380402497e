"""The words of an organisation's own administration."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

INVITATION_HOLDS = timedelta(days=7)
LONGEST_STAND_IN = timedelta(days=366)


class TaskKind(StrEnum):
    """What somebody held who left."""

    SCHOOL_LINK = "SCHOOL_LINK"
    STAND_IN = "STAND_IN"  # she stood in for somebody
    STAND_IN_FOR = "STAND_IN_FOR"  # somebody stood in for her: nobody is left to return to
    LEAD = "LEAD"  # she led the team


class Refused(ValueError):  # noqa: N818 - a verdict
    """The rules do not allow it. The reason is Dutch; `field` names what it is about, '' for the whole."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whom the register does not know yet. Telephone numbers '' when there are none."""

    given: str
    infix: str
    family: str
    email: str
    phone: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class NewFunction:
    """A function to give. `valid_until` is the first day on which it no longer holds."""

    organisation: UUID
    function: str
    valid_from: date
    valid_until: date | None = None
    lead: bool = False
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation that the administrator keeps up, or a school location."""

    id: UUID
    kind: str
    code: str
    name: str

    @property
    def label(self) -> str:
        """Schools share names, so they are told apart by their code; other organisations do not need it."""
        return f"{self.name} ({self.code})" if self.kind in ("SCHOOL", "LOCATION") and self.code else self.name


@dataclass(frozen=True, slots=True)
class Link:
    """A function linked to a school location (koppeling)."""

    id: UUID
    membership: UUID
    location: UUID
    location_name: str
    hours: Decimal
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class HeldFunction:
    """A function of somebody at one of the own organisations."""

    id: UUID
    person: UUID
    name: str
    organisation: UUID
    organisation_name: str
    function: str
    lead: bool
    listed: bool
    valid_from: date
    valid_until: date | None
    ended_reason: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def is_over_on(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until <= day


class Access(StrEnum):
    """How far somebody is with signing in."""

    ACCOUNT = "ACCOUNT"
    INVITED = "INVITED"
    EXPIRED = "EXPIRED"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the own organisation with all she has there."""

    id: UUID
    name: str
    sort_key: str
    email: str
    phones: tuple[str, ...]
    access: Access
    functions: tuple[HeldFunction, ...]


@dataclass(frozen=True, slots=True)
class StandingIn:
    """Who takes over from whom."""

    id: UUID
    membership: UUID
    name: str
    stand_in_name: str
    function: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Invited:
    id: UUID
    membership: UUID
    name: str
    email: str
    organisation_name: str
    created: datetime
    expires: datetime
    accepted: datetime | None
    withdrawn: datetime | None

    def is_open(self, now: datetime) -> bool:
        return self.accepted is None and self.withdrawn is None and now < self.expires


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What the holder of the link sees before accepting."""

    name: str
    organisation_name: str
    function: str
    email: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class HandOver:
    """A task: what somebody held who left. `hours` and `location_name` only of a school link."""

    id: UUID
    organisation: UUID
    organisation_name: str
    kind: TaskKind
    held_by: str
    function: str
    location_name: str
    hours: Decimal | None
    created: datetime
    done: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Batch:
    """An import: proposed, applied or undone."""

    id: UUID
    file: str
    created: datetime
    people: int
    functions: int
    links: int
    applied: datetime | None
    undone: datetime | None
