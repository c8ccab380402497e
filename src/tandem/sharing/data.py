"""The words of sharing: what may go from whom to whom, for what, on which ground. With `codes` the lowest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tandem.sharing.codes import (
    ConsentState,
    DataKind,
    Fact,
    GateState,
    Giver,
    Ground,
    OpenedBy,
    Scheme,
    Verdict,
    Verification,
)


@dataclass(frozen=True, slots=True)
class Text:
    """The same words twice: B1 Dutch and English."""

    nl: str
    en: str

    def say(self, language: str) -> str:
        """In `nl` or, for any other language, English."""
        return self.nl if language.startswith("nl") else self.en


@dataclass(frozen=True, slots=True)
class Ages:
    """Whole years, both ends included."""

    low: int
    high: int

    def __contains__(self, age: int) -> bool:
        return self.low <= age <= self.high

    def overlaps(self, other: "Ages") -> bool:
        return self.low <= other.high and other.low <= self.high


ANY_AGE = Ages(0, 130)


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who sends or receives. `real`: exists in an organisation or family; the others are parties of rules."""

    code: str
    name: Text
    group: str  # school, municipality, care, … : how lists are grouped
    real: bool
    professional: bool
    secrecy: str  # the norm that binds the holder; '' when there is none of its own
    ages: Ages | None = None  # of a young person who is the party


@dataclass(frozen=True, slots=True)
class Source:
    code: str
    title: str
    version: str
    verification: Verification


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does: `when` is before, at or after the sharing; `evidence` what shows that it was done."""

    code: str
    text: Text
    when: str
    evidence: str  # none, date, note or document
    rank: int


@dataclass(frozen=True, slots=True)
class Block:
    """What stays out. Without a kind it is a piece of information that no kind stands for."""

    kind: DataKind | None
    part: Text | None  # only this part of the kind stays out; the rest may go
    unless: Text | None  # the one exception, which somebody has to write down

    @property
    def whole(self) -> bool:
        """The whole kind stays out."""
        return self.kind is not None and self.part is None


@dataclass(frozen=True, slots=True)
class Secrecy:
    norm: str
    opened_by: OpenedBy


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the standard. `valid_from` None: announced and off; `valid_to`: the first day it no longer holds."""

    id: str
    version: int
    valid_from: date | None
    valid_to: date | None
    sender: str
    receiver: str
    purpose: str
    name: Text
    known_as: str  # what else the purpose is called
    kinds: frozenset[DataKind]
    ages: Ages
    ground: Ground
    why: Text
    needs: tuple[Fact, ...]
    scheme: Scheme | None
    consent_rule: str  # a special rule of that scheme, or ''
    consent_note: str  # '', advised, part or opt_out: consent beside the rule, not instead of it
    talk: str  # with, safe or none: how talking with the family comes first
    article_6: str
    article_9: str
    uavg: str
    law: tuple[str, ...]
    secrecy: Secrecy
    steps: tuple[str, ...]
    verdict: Verdict
    blocks: tuple[Block, ...]
    blocked_until_consent: bool  # with complete consent the kinds of the rule come free
    otherwise: Text | None
    instead: tuple[str, ...]
    sources: tuple[str, ...]
    verification: tuple[Verification, ...]
    reviewed_by: str
    next_review: date
    priority: int
    announced: Text | None = None  # for a version that is not in force: which law, and what was seen of it

    @property
    def key(self) -> tuple[str, str, str]:
        return self.sender, self.receiver, self.purpose

    def holds(self, on: date) -> bool:
        """In force on this day."""
        if self.valid_from is None or on < self.valid_from:
            return False
        return self.valid_to is None or on < self.valid_to

    @property
    def blocked_kinds(self) -> frozenset[DataKind]:
        """Kinds of which at least a part stays out."""
        return frozenset(block.kind for block in self.blocks if block.kind is not None)

    @property
    def closed_kinds(self) -> frozenset[DataKind]:
        """Kinds of which nothing may go."""
        return frozenset(block.kind for block in self.blocks if block.kind is not None and block.whole)

    @property
    def weakest(self) -> Verification:
        """The least sure statement the rule rests on."""
        return max(self.verification, key=list(Verification).index)


@dataclass(frozen=True, slots=True)
class LawChange:
    """A change that was announced for a day: rules that cite the article have to be looked at again."""

    cites: str
    on: date
    text: Text


@dataclass(frozen=True, slots=True)
class Word:
    """What a code is called, and what it means."""

    name: Text
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """Who has authority over the child, as somebody checked it."""

    parents: int = 2  # with authority, 0–2
    guardian: bool = False
    capable: bool = True  # the young person can weigh what it is about
    forced: bool = False  # a court order or protection measure makes consent unnecessary for care itself


@dataclass(frozen=True, slots=True)
class ConsentRule:
    """Who consents at which age. `mode`: consent, inform, agree (about part of it) or not_needed."""

    id: str
    scheme: Scheme
    subject: Text
    ages: Ages
    mode: str
    special: bool  # only where a rule names it
    youth: str  # consents, heard, informed or no
    parents: bool
    both_parents: bool
    without_parents: tuple[str, ...]
    without_youth: tuple[str, ...]
    withdraw: str
    why: Text
    law: str
    sources: tuple[str, ...]
    verification: tuple[Verification, ...]
    reviewed_by: str
    next_review: date


@dataclass(frozen=True, slots=True)
class EvidenceField:
    """One field of a record of consent. `required`: always, never, or the code of a condition."""

    code: str
    required: str
    text: Text
    values: str
    why: Text
    law: str
    verification: tuple[Verification, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """Everything the standard says, in one version. `words` by vocabulary (kinds, verdicts, …) and code."""

    version: str
    published: date
    rules: tuple[Rule, ...]
    by_key: Mapping[tuple[str, str, str], tuple[Rule, ...]]
    by_id: Mapping[str, tuple[Rule, ...]]
    roles: Mapping[str, Role]
    steps: Mapping[str, Step]
    words: Mapping[str, Mapping[str, Word]]
    sources: Mapping[str, Source]
    changes: tuple[LawChange, ...]
    consent: tuple[ConsentRule, ...]
    evidence: tuple[EvidenceField, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one giver said. Consent under the AVG and release from secrecy are two facts."""

    giver: Giver
    consent: ConsentState = ConsentState.UNKNOWN
    release: ConsentState = ConsentState.UNKNOWN


@dataclass(frozen=True, slots=True)
class WhoConsents:
    """Who must consent, and why. `mode` as in `ConsentRule`; `inform` are told, not asked."""

    rule: ConsentRule
    givers: tuple[Giver, ...]
    inform: tuple[Giver, ...]
    exceptions: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """May this be shared? `age` in whole years, None when unknown; `facts` that are known, either way."""

    sender: str
    receiver: str
    purpose: str
    kinds: frozenset[DataKind]
    age: int | None = None
    statements: tuple[Statement, ...] = ()
    facts: Mapping[Fact, bool] = field(default_factory=dict)
    authority: Authority = Authority()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the code of a sentence in `definitions/sharing/words.yaml`, and what it is about."""

    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    state: GateState
    reason: Reason
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """What else one could do; `rule` '' when it is not a rule of the standard."""

    rule: str
    text: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one question, with everything that led to it.

    `open`: both gates are open and nothing that is known stands in the way; steps and `to_check` are still to be done.
    `passing`: the kinds asked for that may go (with consent, when the verdict says so). `blocks`: what stays out.
    `stopped`: the rule that a refusal, a fact or an age closed, when the verdict comes from another one.
    """

    verdict: Verdict
    rule: Rule
    open: bool
    processing: Gate
    secrecy: Gate
    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]
    passing: frozenset[DataKind]
    blocks: tuple[Block, ...]
    to_check: tuple[Fact, ...]
    consent: WhoConsents | None
    alternatives: tuple[Alternative, ...]
    notices: tuple[Text, ...]
    stopped: Rule | None = None

    @property
    def blocked_kinds(self) -> frozenset[DataKind]:
        """Kinds of which at least a part stays out."""
        return frozenset(block.kind for block in self.blocks if block.kind is not None)
