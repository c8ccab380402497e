"""The words about a child. Lowest file of the domain."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntFlag, StrEnum
from uuid import UUID


class Kind(IntFlag):
    """Kinds of information about a child, each in tables of its own. Somebody's access names the kinds it is for."""

    IDENTITY = 1  # name, day of birth, where the child lives
    PROTECTED_ADDRESS = 2  # where a child lives whose address is secret
    SCHOOL = 4
    ABSENCE = 8
    CONCERN = 16
    FAMILY = 32
    PLAN = 64
    MEDICAL = 128
    DECISION = 256
    FINANCE = 512
    REPORTER = 1024
    CITIZEN_NUMBER = 2048  # BSN
    CRIMINAL = 4096  # suspicions, sentences, contacts with the police


class Reason(StrEnum):
    """Why somebody may know."""

    ENROLLED = "ENROLLED"  # the school of the child, for whoever coordinates care there or leads it
    DISCLOSED = "DISCLOSED"  # a disclosure of the gate
    TEACHES = "TEACHES"  # a teacher of the child: who it is, and no more
    BREAK_GLASS = "BREAK_GLASS"  # one hat, some hours, to read: waiting would do harm
    FAMILY = "FAMILY"  # a window of the family: what was let out to a parent or the young person


class Protection(IntFlag):
    """How secret an address is."""

    RESTRICTED = 1  # the municipality passes it on to nobody who need not have it
    SAFETY = 2  # somebody is in danger if it becomes known: where the child lives and learns stays hidden too


OF_A_SCHOOL = Kind.IDENTITY | Kind.SCHOOL | Kind.ABSENCE | Kind.CITIZEN_NUMBER


@dataclass(frozen=True, slots=True)
class Child:
    id: UUID
    given_name: str
    family_name: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class Residence:
    """Where a child lives from–until. `municipality` is the id of the organisation; `postcode` may be ''."""

    municipality: UUID
    postcode: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """At which location a child learns from–until; `location` is the id of the organisation."""

    location: UUID
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What one disclosure opens. `guarded`: where the child lives and learns only with the kind protected address."""

    child: UUID
    kinds: Kind
    guarded: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """Why who acts may know something of a child. `source`: the enrolment, teaching, disclosure or use that gave it."""

    reason: Reason
    source: UUID
    principal: UUID
    kinds: Kind
    since: date
    until: date | None
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """After which child the next part of a list begins."""

    sort_key: str
    child: UUID


@dataclass(frozen=True, slots=True)
class Why:
    """For the log: `purpose` is a code ("find-pupil"), `ground` an article ("6(1)(c)")."""

    purpose: str
    ground: str
