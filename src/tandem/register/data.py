"""The words for places, schools, organisations and people, and the codes that join the publishers' files.

Join on codes and postcodes, never on names: 's-Gravenhage has four spellings in DUO's files alone.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

PC4_PATTERN = re.compile(r"[1-9][0-9]{3}")
MUNICIPALITY_PATTERN = re.compile(r"GM[0-9]{4}")
PARTNERSHIP_PATTERN = re.compile(r"(PO|VO)[0-9]{4}")
BRIN_PATTERN = re.compile(r"[0-9]{2}[A-Z]{2}")
LOCATION_PATTERN = re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{2}")


_ORGANISATIONS = uuid.UUID("7d0c4f1e-6c55-5b0a-9a43-2f8a5d1f0b17")


class OrganisationKind(StrEnum):
    """Kind of organisation (organisatiesoort)."""

    MUNICIPALITY = "MUNICIPALITY"
    PARTNERSHIP = "PARTNERSHIP"
    BOARD = "BOARD"
    SCHOOL = "SCHOOL"
    LOCATION = "LOCATION"
    CHILDCARE = "CHILDCARE"
    DAY_CENTRE = "DAY_CENTRE"
    LOCAL_TEAM = "LOCAL_TEAM"
    YOUTH_HEALTH = "YOUTH_HEALTH"
    ATTENDANCE = "ATTENDANCE"
    PROVIDER = "PROVIDER"
    SAFE_HOME = "SAFE_HOME"
    OTHER = "OTHER"
    FAMILY = "FAMILY"  # where parents and young people have their hats; no organisation, never shown in who-is-who


OPEN_DATA_KINDS = (
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.PARTNERSHIP,
    OrganisationKind.BOARD,
    OrganisationKind.SCHOOL,
    OrganisationKind.LOCATION,
)


class ContactKind(StrEnum):
    PHONE = "PHONE"
    MOBILE = "MOBILE"
    EMAIL = "EMAIL"


def organisation_id(kind: OrganisationKind, code: str) -> uuid.UUID:
    """The key of an organisation that the open data know: the same on every machine and after every load."""
    return uuid.uuid5(_ORGANISATIONS, f"{kind}:{code}")


class Sector(StrEnum):
    """Kind of education (soort onderwijs) as DUO counts it."""

    BO = "BO"
    SBO = "SBO"
    SO = "SO"
    VSO = "VSO"
    VO = "VO"
    PRO = "PRO"
    MBO = "MBO"


# What a user may type for several sectors at once. PO as in DUO's files: the four kinds of primary and special schools.
SECTOR_GROUPS: dict[str, tuple[Sector, ...]] = {
    "PO": (Sector.BO, Sector.SBO, Sector.SO, Sector.VSO),
    "SPECIAAL": (Sector.SBO, Sector.SO, Sector.VSO),
}

# VSO falls under the VO partnerships by law; SBO and SO under PO. MBO has no partnership.
PARTNERSHIP_KIND: dict[Sector, str] = {
    Sector.BO: "PO",
    Sector.SBO: "PO",
    Sector.SO: "PO",
    Sector.VSO: "VO",
    Sector.VO: "VO",
    Sector.PRO: "VO",
}


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (gemeente) by CBS code `GM0518`; `until` and `successors` are set where it was abolished.

    `since` is the first day of one with a new code, None where it is older than the table.
    """

    code: str
    name: str
    until: date | None = None
    successors: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Partnership:
    """A partnership for inclusive education (samenwerkingsverband), code `PO2815` or `VO2806`."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Region:
    """Municipalities that cooperate. `municipalities` empty means the whole country."""

    code: str
    name: str
    municipalities: tuple[str, ...] = ()

    @property
    def is_country(self) -> bool:
        return not self.municipalities


COUNTRY = Region(code="nederland", name="Nederland")


@dataclass(frozen=True, slots=True)
class Board:
    """A school board (bevoegd gezag), code of five digits; `name` is the code where no source names it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class School:
    """A school (instelling) by BRIN; `board` is a code, '' when unknown."""

    code: str
    name: str
    board: str = ""


@dataclass(frozen=True, slots=True)
class SchoolLocation:
    """A school location (vestiging), BRIN and two digits. Codes and texts are '' when unknown."""

    code: str
    name: str
    school: str
    postcode: str = ""
    place: str = ""
    municipality: str = ""
    partnership_po: str = ""
    partnership_vo: str = ""
    phone: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Postcode:
    """Four digits of a postcode and where they lie today; codes are '' when unknown."""

    pc4: str
    municipality: str
    partnership_po: str = ""
    partnership_vo: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Everything the register knows about places and schools at one moment. Codes inside point to units inside."""

    municipalities: tuple[Municipality, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    boards: tuple[Board, ...] = ()
    schools: tuple[School, ...] = ()
    locations: tuple[SchoolLocation, ...] = ()
    postcodes: tuple[Postcode, ...] = ()


class What(StrEnum):
    """What became of a unit."""

    NEW = "NEW"
    CLOSED = "CLOSED"
    MERGED = "MERGED"  # closed, and we know in what it went up
    RETURNED = "RETURNED"  # it had ended and is there again
    RENAMED = "RENAMED"
    MOVED = "MOVED"
    CHANGED = "CHANGED"  # another board, partnership, municipality, telephone


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the register and the open data differ.

    `field` is what changed (`name`, `board`, `postcode`), `before` and `after` its values. For what was merged, `into`
    has the codes of the units in which it went up.
    """

    kind: OrganisationKind
    code: str
    name: str
    what: What
    field: str = ""
    before: str = ""
    after: str = ""
    into: tuple[str, ...] = ()


class Pupils(StrEnum):
    """About which pupils the holder of a function raises a concern."""

    OWN = "OWN"  # whom she teaches
    SCHOOL = "SCHOOL"  # everybody at the school
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Function:
    """A function (functie) that somebody can have at an organisation; from definitions/functions.yaml.

    `professional`: its holder may see who is who. `listed`: its holder stands in who-is-who unless they say otherwise.
    `secrecy`: the norm that binds its holder, in Dutch, '' when there is none. `pupils`: about whom its holder raises
    a concern.
    """

    code: str
    name: str
    name_en: str
    kinds: tuple[OrganisationKind, ...]
    professional: bool
    listed: bool
    secrecy: str = ""
    pupils: Pupils = Pupils.NONE


@dataclass(frozen=True, slots=True)
class OrganisationBrief:
    """An organisation in a list. `municipality` is a code and `municipality_name` its name, '' when it has none."""

    id: uuid.UUID
    kind: OrganisationKind
    code: str
    name: str
    place: str
    municipality: str
    municipality_name: str
    phone: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class AreaPart:
    """A piece of an area: a municipality, a district of it, or postcodes; what does not apply is ''."""

    municipality: str = ""
    municipality_name: str = ""
    district: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    """All that everybody may know of an organisation on a day. `above` is what it is part of, the nearest first."""

    brief: OrganisationBrief
    email: str
    website: str
    hours: str
    postcode: str
    source: str
    valid_from: date | None
    above: tuple[OrganisationBrief, ...]
    below: tuple[OrganisationBrief, ...]
    partnerships: tuple[OrganisationBrief, ...]
    area: tuple[AreaPart, ...]


@dataclass(frozen=True, slots=True)
class PersonName:
    id: uuid.UUID
    given_name: str
    infix: str
    family_name: str

    @property
    def full(self) -> str:
        return " ".join(filter(None, (self.given_name, self.infix, self.family_name)))


@dataclass(frozen=True, slots=True)
class ContactLine:
    kind: ContactKind
    value: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link to a school location, in hours a week."""

    location: OrganisationBrief
    hours_per_week: Decimal
    valid_from: date


@dataclass(frozen=True, slots=True)
class StandInLine:
    """Who takes over the calls, until the day on which it no longer holds."""

    person: PersonName
    contacts: tuple[ContactLine, ...]
    valid_until: date


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody in one function, as a colleague sees her on a day."""

    membership: uuid.UUID
    person: PersonName
    function: str
    is_lead: bool
    organisation: OrganisationBrief
    valid_from: date
    contacts: tuple[ContactLine, ...]
    links: tuple[LinkLine, ...] = ()
    stand_ins: tuple[StandInLine, ...] = ()
