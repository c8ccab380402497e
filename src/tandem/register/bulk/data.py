"""The words of a bulk import (invoer): columns, what is known beforehand, findings, and the plan that follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tandem.register.data import Function, OrganisationKind

SHEET, EXPLANATION, LISTS = "Mensen", "Uitleg", "Lijsten"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the template. `also`: headings that people use for the same, folded."""

    key: str
    heading: str
    hint: str
    required: bool = False
    also: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column("given", "voornaam", "De roepnaam, zoals op het werk.", True, ("roepnaam", "voornamen")),
    Column("infix", "tussenvoegsel", "Van, de, van der.", also=("tussenvoegsels", "voorvoegsel")),
    Column("family", "achternaam", "Zonder tussenvoegsel.", True, ("naam", "familienaam")),
    Column(
        "email",
        "e-mail",
        "Het werkadres. Hieraan herkent Tandem dat twee rijen over dezelfde persoon gaan.",
        True,
        ("email", "e-mailadres", "emailadres", "mail", "mailadres"),
    ),
    Column("phone", "telefoon", "Vast nummer van het werk.", also=("telefoonnummer", "tel", "tel.", "vast nummer")),
    Column("mobile", "mobiel", "Mobiel nummer van het werk.", also=("mobiele telefoon", "06", "06-nummer", "gsm")),
    Column("organisation", "organisatie", "Kies uit de lijst. Leeg: je eigen organisatie.", also=("onderdeel", "team")),
    Column("function", "functie", "Kies uit de lijst.", True, ("functie/rol", "rol")),
    Column("lead", "leidt het team", "Ja of nee. Leeg is nee.", also=("teamleider", "leidinggevende")),
    Column("listed", "in wie is wie", "Ja of nee. Leeg: zoals bij de functie hoort.", also=("in de gids", "zichtbaar")),
    Column("valid_from", "vanaf", "Eerste werkdag: 01-09-2026. Leeg: vandaag.", also=("begindatum", "startdatum")),
    Column("valid_until", "tot en met", "Laatste werkdag. Leeg: geen einde bekend.", also=("einddatum", "t/m")),
    Column("school", "school", "Kies uit de lijst. Een rij per school.", also=("vestiging", "locatie")),
    Column("hours", "uren per week", "Op die school: 4 of 3,5.", also=("uren", "uur", "uren/week")),
)
BY_KEY = {column.key: column for column in COLUMNS}


class Weight(StrEnum):
    """An error stops the whole file; a remark does not."""

    ERROR = "ERROR"
    REMARK = "REMARK"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong and what to do, in Dutch. `row` 0 and `column` '' where it is about the whole sheet or file.

    `row` is counted as the person sees it, `column` is the letter with the heading: `C · achternaam`.
    """

    file: str
    sheet: str
    row: int
    column: str
    reason: str
    advice: str
    weight: Weight = Weight.ERROR


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation or school location that a row may name."""

    id: UUID
    kind: OrganisationKind
    code: str
    name: str

    @property
    def label(self) -> str:
        """As it stands in the drop-down."""
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class KnownFunction:
    """A function that somebody has already."""

    membership: UUID
    organisation: UUID
    function: str
    locations: frozenset[UUID] = frozenset()

    @property
    def key(self) -> tuple[UUID, str]:
        return (self.organisation, self.function)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of the own organisation, found by work e-mail (folded)."""

    person: UUID
    given: str
    infix: str
    family: str
    email: str
    functions: tuple[KnownFunction, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before the file is read. `organisations` are those that the administrator keeps up, own one first.

    `own_emails`: of the administrator herself; nobody gives herself a function.
    """

    today: date
    organisations: tuple[Place, ...]
    schools: tuple[Place, ...]
    functions: Mapping[str, Function]
    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    own_emails: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """A row without mistakes. `valid_until` is the first day on which it no longer holds, as in the register."""

    sheet: str
    number: int
    given: str
    infix: str
    family: str
    email: str
    phone: str
    mobile: str
    organisation: UUID
    function: str
    lead: bool
    listed: bool
    valid_from: date
    valid_until: date | None
    school: UUID | None
    hours: Decimal | None

    @property
    def shown_name(self) -> str:
        return " ".join(part for part in (self.given, self.infix, self.family) if part)

    @property
    def function_key(self) -> tuple[str, UUID, str]:
        """Rows with the same key are about the same function of the same person."""
        return (self.email.casefold(), self.organisation, self.function)


class Effect(StrEnum):
    """What a row will do."""

    PERSON = "PERSON"
    FUNCTION = "FUNCTION"
    LINK = "LINK"
    NOTHING = "NOTHING"


@dataclass(frozen=True, slots=True)
class Planned:
    """A row with what it will do, given what is known: to `person` and `membership` when these exist already."""

    row: Row
    effects: tuple[Effect, ...]
    person: UUID | None = None
    membership: UUID | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The dry run. With an error in `findings` there is no plan: one bad row changes nothing."""

    file: str
    findings: tuple[Finding, ...]
    planned: tuple[Planned, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.weight is Weight.ERROR)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.weight is Weight.REMARK)

    def count(self, effect: Effect) -> int:
        return sum(effect in planned.effects for planned in self.planned)

    @property
    def changes_something(self) -> bool:
        return any(planned.effects != (Effect.NOTHING,) for planned in self.planned)
