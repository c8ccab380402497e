"""The words of the one desk: a question, and the answer (route) with its reasons."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

OLDEST = 60  # years; a higher age is a typing error
EMERGENCY = "112"


class Law(StrEnum):
    """For which law a municipality is responsible."""

    YOUTH_CARE = "youth_care"
    ATTENDANCE = "attendance"
    TRANSPORT = "transport"


class Way(StrEnum):
    """Where a role is looked for; definitions/routing.yaml explains each."""

    LINKED = "LINKED"
    AT_SCHOOL = "AT_SCHOOL"
    AREA_HOME = "AREA_HOME"
    AREA_SCHOOL = "AREA_SCHOOL"
    PARTNERSHIP = "PARTNERSHIP"
    MUNICIPALITY_HOME = "MUNICIPALITY_HOME"
    MUNICIPALITY_SCHOOL = "MUNICIPALITY_SCHOOL"
    FIXED = "FIXED"


class Place(StrEnum):
    """Where a contact stands on the line from school to home municipality."""

    SCHOOL = "SCHOOL"
    BETWEEN = "BETWEEN"
    HOME = "HOME"


CATCH_ALL = "CATCH_ALL"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages of the house."""

    nl: str
    en: str

    def __str__(self) -> str:
        return self.nl


@dataclass(frozen=True, slots=True)
class Question:
    """About one pupil, without a name. Postcodes are their first four digits, '' when not known.

    `home`: where the pupil is registered. `stay`: in care, shelter or detention; `before`: the home just before that.
    `stays_at`: where the pupil really stays, '' for at home. `mother`: where the mother was registered at the birth.
    """

    school: str
    home: str
    kind: str
    age: int | None = None
    stay: bool = False
    before: str = ""
    stays_at: str = ""
    mother: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, and how it was answered."""

    id: str
    question: Said
    answer: bool
    ground: str


@dataclass(frozen=True, slots=True)
class Responsible:
    """Which municipality is responsible for a law ('' when none is known), by which steps.

    `pc4`: the home that counts.
    """

    law: Law
    municipality: str
    pc4: str
    steps: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """One link of the chain. `post`: who can be called, '' for the desk alone.

    `stands_in_for`: whose calls she takes over.

    `desk` is '' for what stands in no register (a national number, the catch-all of a region).
    """

    role: str
    role_name: Said
    desk: str
    organisation: str
    municipality: str
    place: Place
    why: Said
    rule: str
    source: str
    post: str = ""
    stands_in_for: str = ""
    until: date | None = None  # of the stand-in
    phone: str = ""
    hours: str = ""
    more: tuple[str, ...] = ()  # other teams of the same municipality that were as good


@dataclass(frozen=True, slots=True)
class Off:
    """A rule that was switched off because its target is gone."""

    rule: str
    role: str
    why: Said


@dataclass(frozen=True, slots=True)
class Partnership:
    """Of the school, and of the home; codes '' when there is none."""

    code: str
    name: str
    home_code: str
    home_name: str


@dataclass(frozen=True, slots=True)
class Route:
    """The answer. `chain` has at least one contact, the first is who to call now."""

    question: Question
    chain: tuple[Contact, ...]
    responsible: dict[Law, Responsible]
    partnership: Partnership
    notes: tuple[Said, ...]
    off: tuple[Off, ...] = ()
    emergency: bool = False

    @property
    def first(self) -> Contact:
        return self.chain[0]


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organisation that a concern can be handed over to. `filled`: somebody works there in a function for it."""

    organisation: UUID
    name: str
    role: Said
    municipality: str
    why: Said
    filled: bool
