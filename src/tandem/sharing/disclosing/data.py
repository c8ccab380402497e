"""What crosses the border about disclosures."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tandem.children.data import Kind
from tandem.sharing.codes import DataKind, Fact
from tandem.sharing.consenting.data import Authority, Consent, Receiver
from tandem.sharing.data import Answer
from tandem.sharing.records import Ending, Override, Told


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to share. `file`: whose file it comes from; `until`: the first day it no longer holds."""

    child: UUID
    file: UUID
    receiver: Receiver
    kinds: frozenset[DataKind]
    purpose: str
    until: date


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """To share where the rule says no: on one of three grounds, with a reason in words."""

    ground: Override
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who must consent. `authority` None: the young person. `consent` holds today and covers it."""

    name: str
    authority: Authority | None
    consent: Consent | None
    refused: bool  # the last word was no


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the standard says of a proposal, and what stands in the way.

    `kinds`: what would be shared, in bits; `asked_kinds`: what a yes is about. After a no, `asked` are those who could
    still say yes.
    """

    answer: Answer
    kinds: Kind
    needs_consent: bool
    needs_release: bool
    asked: tuple[Asked, ...]
    asked_kinds: Kind
    contested: bool
    missing: Kind  # of the kinds asked for, those that who gives does not have

    @property
    def consented(self) -> bool:
        return not self.contested and all(one.consent for one in self.asked)

    @property
    def refused(self) -> bool:
        return any(one.refused for one in self.asked)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure as both sides may know it. `child_name` '' where the name is not theirs to know."""

    id: UUID
    child: UUID
    child_name: str
    file: UUID
    organisation: UUID
    organisation_name: str
    function: str
    receiver: Receiver
    receiver_name: str
    kinds: Kind
    purpose: str
    rule: str
    rule_version: str
    verdict: str
    gate_processing: str
    gate_secrecy: str
    needs_consent: bool
    overridden: bool
    as_of: datetime
    valid_from: date
    valid_until: date
    ended_on: date | None
    ended_reason: Ending | None

    def runs(self, day: date) -> bool:
        return self.ended_on is None and self.valid_from <= day < self.valid_until

    @property
    def ground(self) -> str:
        """As it stands in the log: the article, the rule in its version, and which disclosure."""
        return f"{self.gate_processing} {self.rule}@{self.rule_version} {self.id}"


@dataclass(frozen=True, slots=True)
class NoteShown:
    """`corrected`: another note puts it right; both stay. `id` None where nothing can be done with it."""

    written: datetime
    function: str
    text: str
    id: UUID | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """Where a child lives or learns, from–until."""

    name: str
    postcode: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Content:
    """What one disclosure shows: everything, in the order in which it is shown. None or empty: not shown."""

    kinds: Kind
    name: str = ""
    birth_date: date | None = None
    residences: tuple[PlaceShown, ...] = ()
    enrolments: tuple[PlaceShown, ...] = ()
    citizen_number: str = ""
    notes: tuple[tuple[Kind, tuple[NoteShown, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """A function at the receiver and how many people hold it today. `content` None: they see nothing of it."""

    function: str
    people: int
    content: Content | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Asked of the database as the receivers would see it. What is written after `as_of` is not shared."""

    as_of: datetime
    content: Content
    audiences: tuple[Audience, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked: no names."""

    at: datetime
    organisation: str
    function: str
    purpose: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepDone:
    code: str
    evidence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """`own`: for who gave it, something to do; else for who received it."""

    id: UUID
    disclosure: UUID
    own: bool
    code: Ending | Told
    created_on: date
    due_on: date | None


class NotAllowedError(Exception):
    """The standard, a missing consent or a missing kind stands in the way; `judgement` says which."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(judgement.answer.rule.id)
        self.judgement = judgement


class NotDoneError(Exception):
    """Steps or facts that must come first were not checked off, or without what shows it."""

    def __init__(self, steps: tuple[str, ...], facts: tuple[Fact, ...]) -> None:
        super().__init__(*steps, *facts)
        self.steps, self.facts = steps, facts
