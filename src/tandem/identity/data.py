"""The words for who is acting. Lowest file of the domain."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tandem.audit.data import Actor

IDLE = timedelta(minutes=30)  # without a click
ABSOLUTE = timedelta(hours=12)  # since signing in, whatever was clicked


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
    device: str

    @property
    def actor(self) -> Actor:
        return Actor(f"person:{self.account}")

    @property
    def ends(self) -> datetime:
        """When it ends at the latest without another click."""
        return min(self.last_seen + IDLE, self.started + ABSOLUTE)
