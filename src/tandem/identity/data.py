"""The words for who is acting. Lowest file of the domain."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tandem.audit.data import Actor

IDLE = timedelta(minutes=30)  # without a click
ABSOLUTE = timedelta(hours=12)  # since signing in, whatever was clicked
UNFINISHED = timedelta(days=7)  # how long an account may stay without a second factor
LONGEST_KEY = timedelta(days=365)  # how long a system may go on with one key
CONFIRMED = timedelta(minutes=15)  # how long a sign-in is recent enough to change how one signs in

SIGN_IN = Actor("service:sign-in")  # acts as long as nobody is recognised yet


class Method(StrEnum):
    """How somebody showed who she is."""

    PASSWORD = "password"  # noqa: S105 - the word itself
    PASSKEY = "passkey"
    PROVIDER = "provider"  # the organisation's own sign-in, by OpenID Connect
    DEMO = "demo"  # one click, only on the fictitious region


class Level(StrEnum):
    """How sure we are of it. A professional hat asks for two factors."""

    ONE = "one"
    TWO = "two"


class SecondFactor(StrEnum):
    """Whether an organisation's own sign-in already asks for two factors."""

    NEVER = "never"  # we ask for the second ourselves
    SAID = "said"  # when the provider says so (`amr` holds `mfa`)
    ALWAYS = "always"  # by agreement with the organisation


class StepKind(StrEnum):
    """What is half done."""

    SECOND = "second"  # the password was right, the second factor is to come
    ASK_PASSKEY = "ask-passkey"
    NEW_PASSKEY = "new-passkey"
    NEW_AUTHENTICATOR = "new-authenticator"
    PROVIDER = "provider"
    RESET = "reset"  # a link was mailed
    ENROL = "enrol"  # an invitation was accepted: choose how to sign in


@dataclass(frozen=True, slots=True)
class Hat:
    """One person in one function at one organisation (petje). `id` is the membership's."""

    id: UUID
    person: UUID
    organisation: UUID
    organisation_name: str
    function: str
    function_name: str
    account: UUID

    @property
    def actor(self) -> Actor:
        return Actor(f"person:{self.person}")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that holds: not idle for too long, not too old, of an account that is active."""

    session: UUID
    account: UUID
    hat: UUID | None
    method: Method
    level: Level
    started: datetime
    last_seen: datetime
    confirmed: datetime
    device: str

    @property
    def ends(self) -> datetime:
        """When it ends at the latest without another click."""
        return min(self.last_seen + IDLE, self.started + ABSOLUTE)


@dataclass(frozen=True, slots=True)
class Started:
    """A session that has just begun or was renewed. `token` goes into the cookie and is kept nowhere else."""

    token: str
    signed_in: SignedIn


@dataclass(frozen=True, slots=True)
class Step:
    """A step half done, as it was remembered."""

    id: UUID
    kind: StepKind
    account: UUID | None
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey as its owner sees it."""

    id: UUID
    name: str
    created: datetime
    last_used: datetime | None


class Scope(StrEnum):
    """What a system may do with its key."""

    RAISE = "raise"  # raise a concern, add to it, withdraw it; and know about whom it can be
    FOLLOW = "follow"  # see what became of the concerns that its owner raised
    SEE = "see"  # see the cases, meetings and decisions of its owner
    WORK = "work"  # open a case and take its steps, plan a meeting, ask for a decision and take it


@dataclass(frozen=True, slots=True)
class SystemKey:
    """A key with which a system acts as one person in one function, as its owner sees it."""

    id: UUID
    account: UUID
    hat: UUID
    name: str
    scopes: frozenset[Scope]
    valid_until: date  # the first day on which it no longer holds
    created: datetime
    last_used: datetime | None


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where events go that the owner of a key may know of. `after`: the last that arrived, moment and key.

    `trouble`: why the last try failed, '' when it did not; `stopped`: so often that nothing is tried any more.
    """

    key: UUID
    address: str
    created: datetime
    after: tuple[datetime, UUID]
    tries: int
    next_try: datetime
    delivered: datetime | None
    trouble: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class ProviderName:
    """An organisation's own sign-in, as anybody may see it."""

    id: UUID
    organisation: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """An organisation's sign-in that belongs to an account."""

    id: UUID
    name: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Ways:
    """How an account can sign in."""

    email: str
    password: bool
    passkeys: tuple[Key, ...]
    authenticator: bool
    recovery_left: int
    links: tuple[Link, ...]

    @property
    def second_factor(self) -> bool:
        return self.authenticator or bool(self.passkeys)

    @property
    def complete(self) -> bool:
        """Enough to sign in with two factors, now and after a phone is lost."""
        return bool(self.passkeys) or bool(self.links) or (self.password and self.authenticator)
