"""The words of the compartment. Lowest file of the package."""

from dataclasses import dataclass
from enum import StrEnum


class Betrays(StrEnum):
    """What in a text leads to somebody."""

    ADDRESS = "ADDRESS"  # of the compartment: where the child lives
    SCHOOL = "SCHOOL"  # of the compartment: where it goes
    MUNICIPALITY = "MUNICIPALITY"  # of the compartment
    OTHER = "OTHER"  # of the compartment: provider, place of an appointment, telephone …
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
