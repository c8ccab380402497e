"""What crosses the border about authority and consent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tandem.children.data import Kind
from tandem.sharing.codes import Giver
from tandem.sharing.records import Authenticity, Channel, Form, Outcome, Override


@dataclass(frozen=True, slots=True)
class Receiver:
    """A function at an organisation; with `membership` only that one hat."""

    organisation: UUID
    function: str
    membership: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewAuthority:
    """`file`: whose file it stands in (`queries.file_of`); `source_date`: of the document, None only when unknown."""

    child: UUID
    file: UUID
    name: str
    giver: Giver
    source: Authenticity
    source_date: date | None
    since: date


@dataclass(frozen=True, slots=True)
class Authority:
    id: UUID
    name: str
    giver: Giver
    source: Authenticity
    source_date: date | None
    contested: bool
    valid_from: date
    valid_until: date | None

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What one giver says. `authority` None: the young person. `text_hash`: SHA-256 of the text that was shown."""

    child: UUID
    file: UUID
    giver: Giver
    authority: UUID | None
    authority_checked: Authenticity
    receiver: Receiver
    purpose: str
    kinds: Kind
    outcome: Outcome
    gives_consent: bool
    releases_secrecy: bool
    form: Form
    text_version: str
    text_hash: str
    explicit: bool
    freedom_explained: bool
    given_at: datetime
    valid_until: date
    purpose_words: str = ""
    refusal_reason: str = ""
    deviation: Override | None = None
    case: UUID | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """What stands in the record."""

    id: UUID
    giver: Giver
    authority: UUID | None
    age_band: str
    receiver: Receiver
    purpose: str
    kinds: Kind
    outcome: Outcome
    gives_consent: bool
    releases_secrecy: bool
    form: Form
    text_version: str
    given_at: datetime
    valid_until: date
    reconfirm_on: date | None
    refusal_reason: str
    withdrawn_at: datetime | None
    withdrawn_by: Giver | None
    withdrawn_channel: Channel | None
    recorded_at: datetime

    @property
    def until(self) -> date:
        """The first day on which it says nothing any more."""
        return min(self.valid_until, self.reconfirm_on or self.valid_until)

    def holds(self, day: date) -> bool:
        return self.outcome is Outcome.GIVEN and self.withdrawn_at is None and day < self.until


@dataclass(frozen=True, slots=True)
class Evidence:
    """The whole record. `giver_name` "" for the young person; `organisation` and `function` wrote it down."""

    consent: Consent
    child: UUID
    file: UUID
    case: UUID | None
    giver_name: str
    authority_checked: Authenticity
    organisation: UUID
    function: str
    purpose_words: str
    text_hash: str
    explicit: bool
    freedom_explained: bool
    receivers_informed_at: datetime | None
    deviation: Override | None
