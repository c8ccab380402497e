"""The words of the compartment. Lowest file of the package."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Betrays(StrEnum):
    """What in a text leads to somebody."""

    ADDRESS = "ADDRESS"  # of the compartment: where the child lives
    OTHER = "OTHER"  # of the compartment: place of an appointment, telephone, car …
    PLACE = "PLACE"  # a school, provider, team or municipality, whichever
    NAME = "NAME"
    CITIZEN_NUMBER = "CITIZEN_NUMBER"
    PHONE = "PHONE"
    MAIL = "MAIL"
    POSTCODE = "POSTCODE"
    BIRTH_DATE = "BIRTH_DATE"


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found from `start` up to `end` in the text. The words themselves stand only in the text."""

    what: Betrays
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Secret:
    """A string that must not stand in a text: '12 Lindelaan', a school, a telephone number."""

    what: Betrays
    text: str


class ProtectedWordsError(ValueError):
    """A text betrays what a compartment hides; nothing was saved. `hits`: where in the text."""

    def __init__(self, hits: tuple[Hit, ...]) -> None:
        super().__init__("the text leads to a protected address")
        self.hits = hits


class Danger(StrEnum):
    """Why an address is kept secret. No words: a reason in words would itself lead somewhere."""

    FAMILY = "FAMILY"  # somebody of the family or a former partner
    SHELTER = "SHELTER"  # in a refuge, or on the advice of Veilig Thuis
    COURT = "COURT"  # a court or the police said so
    OTHER = "OTHER"


DECIDERS = ("TEAMLEIDER", "SCHOOLDIR", "FG")


class Asks(StrEnum):
    """What is asked of a secret address."""

    READ = "READ"  # to read it, for four hours
    LIFT = "LIFT"  # that it is secret no longer


@dataclass(frozen=True, slots=True)
class Opening:
    """One request. `agreed` None: nobody decided yet."""

    id: UUID
    child: UUID
    what: Asks
    person: UUID
    function: str
    reason: str
    asked: datetime
    agreed: bool | None
    expires: datetime | None

    def can_read(self, now: datetime) -> bool:
        return bool(self.agreed) and self.expires is not None and now < self.expires
