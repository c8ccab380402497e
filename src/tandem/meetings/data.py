"""The words about a meeting. Lowest file of the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from tandem.children.data import Kind


class State(StrEnum):
    """Where a meeting is in its life."""

    PLANNED = "PLANNED"
    RUNNING = "RUNNING"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class Stage(StrEnum):
    """Where a case on the agenda is."""

    WAITING = "WAITING"
    DISCUSSED = "DISCUSSED"
    CARRIED = "CARRIED"  # there was no time: to the next meeting


class Reason(StrEnum):
    """Why a case is on the agenda; the first weighs most."""

    URGENT = "URGENT"
    DISAGREEMENT = "DISAGREEMENT"  # the two directors do not agree
    CARRIED_OVER = "CARRIED_OVER"  # it was on the agenda before, and there was no time
    ASKED = "ASKED"  # somebody asked for it
    TERM = "TERM"  # a term ends before the next meeting
    EVALUATION = "EVALUATION"  # to be evaluated before the next meeting
    AGREEMENT = "AGREEMENT"  # an agreement had to be done by now
    NEW = "NEW"  # never discussed in such a meeting
    QUIET = "QUIET"  # not discussed for long


class Family(StrEnum):
    """Who of the family is at the table; on paper, without an account."""

    PARENTS = "PARENTS"
    PUPIL = "PUPIL"


class Ask(StrEnum):
    """Why somebody of the family is invited, or not by itself."""

    BY_DEFAULT = "BY_DEFAULT"
    AUTHORITY_UNKNOWN = "AUTHORITY_UNKNOWN"  # invited; look first who has authority
    NOT_THIS_KIND = "NOT_THIS_KIND"
    UNSAFE = "UNSAFE"  # inviting the parents could put the child in danger
    CONTESTED = "CONTESTED"  # the parents disagree on who decides
    YOUTH_DECIDES = "YOUTH_DECIDES"  # 16 or 17: only when the young person wants it
    ADULT = "ADULT"  # 18 or older
    YOUNG = "YOUNG"  # below the age of the kind of meeting: ask the child beforehand


class Sort(StrEnum):
    """What a line of the minutes is."""

    AGREEMENT = "AGREEMENT"  # somebody does something, before a day
    DECISION = "DECISION"  # what the meeting decided; needs the quorum
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True)
class Role:
    """Who is at the table of a kind of meeting. `needs`: how many of them before anything is decided."""

    id: str
    name: str
    name_en: str
    functions: tuple[str, ...]
    needs: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """`whole`: of the meeting; the rest: the time box of one case, as it is urgent, new or discussed before."""

    whole: int
    urgent: int
    first: int
    again: int


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting (overlegvorm): it fixes purpose, roles, kinds of information, ground and retention."""

    id: str
    version: int
    name: str
    name_en: str
    purpose: str
    purpose_en: str
    hosts: tuple[str, ...]
    leads: tuple[str, ...]
    roles: tuple[Role, ...]
    parents: bool
    pupil_from: int
    information: Kind
    family_sees: Kind
    article_6: str
    law: tuple[str, ...]
    minutes: Minutes
    weeks: int
    school_weeks: bool
    quiet_weeks: int
    retention: str

    def role_of(self, function: str) -> Role | None:
        """None: this function has no seat at this kind of meeting."""
        return next((role for role in self.roles if function in role.functions), None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that could be discussed. `agreements`: until when the open ones must be done."""

    case: UUID
    since: date
    discussed: date | None = None
    urgent: bool = False
    disagreement: bool = False
    carried_over: bool = False
    asked: bool = False
    term: date | None = None
    evaluation: date | None = None
    agreements: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One case on the agenda, with why and for how many minutes."""

    case: UUID
    reasons: tuple[Reason, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """`later`: what waits too, and does not fit. `overrun`: minutes more than there are, for what cannot wait."""

    entries: tuple[Entry, ...]
    later: tuple[Entry, ...]
    overrun: int


@dataclass(frozen=True, slots=True)
class Quorum:
    """Who is there per role, and which roles are missing. Without it a meeting agrees, but decides nothing."""

    there: Mapping[str, int]
    missing: tuple[Role, ...]

    @property
    def met(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether somebody of the family is invited by default, and why (not)."""

    who: Family
    invited: bool
    why: Ask


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the minutes: of one case, of one kind of information."""

    id: UUID
    case: UUID
    kind: Kind


@dataclass(frozen=True, slots=True)
class Eyes:
    """What somebody may know of each case at which she is. A case that is not there: nothing, not even that it is."""

    cases: Mapping[UUID, Kind]
