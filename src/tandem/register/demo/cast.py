"""Who plays in the example region, from definitions/demo_cast.yaml: demo, tests, screenshots and manual share it."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated

from pydantic import Field, StringConstraints

from tandem.platform.home import DEFINITIONS
from tandem.register import functions
from tandem.register.data import OPEN_DATA_KINDS, OrganisationKind, organisation_id
from tandem.register.definitions import Definition, DefinitionError, MunicipalityCode, Part, Slug, read_definition

FILE = DEFINITIONS / "demo_cast.yaml"
DOMAIN = "tandem.example"  # reserved: nobody gets mail there
_IDS = uuid.UUID("6f9d9a52-6a0c-5e0b-8f0e-6a4c1c2d7e11")

Area = Annotated[str, StringConstraints(pattern=r"^(GM[0-9]{4}|[1-9][0-9]{3}-[1-9][0-9]{3})$")]


class _OrganisationPart(Part):
    key: Slug
    kind: OrganisationKind
    code: str = ""
    name: str = ""
    above: Slug | None = Field(default=None, alias="in")
    area: tuple[Area, ...] = ()
    in_municipality: MunicipalityCode | None = None
    phone: str = ""


class _FunctionPart(Part):
    function: str = Field(alias="as")
    at: Slug
    lead: bool = False
    schools: dict[Slug, Decimal] = Field(default_factory=dict)
    stand_in: Slug | None = None
    days: int = 0


class _PersonPart(Part):
    key: Slug
    name: tuple[str, str, str]
    functions: Annotated[tuple[_FunctionPart, ...], Field(min_length=1)]


class _CastFile(Definition):
    organisations: tuple[_OrganisationPart, ...]
    people: tuple[_PersonPart, ...]
    left_out: dict[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """An organisation of the cast. `known`: the open data brings it, the demo only points to it."""

    key: str
    id: uuid.UUID
    kind: OrganisationKind
    code: str
    name: str
    above: str | None
    areas: tuple[str, ...]
    municipality: str | None
    phone: str

    @property
    def known(self) -> bool:
        return self.kind in OPEN_DATA_KINDS


@dataclass(frozen=True, slots=True)
class Role:
    """A function that somebody of the cast plays. `schools`: stage key to hours; `stand_in`: key of a person."""

    id: uuid.UUID
    function: str
    at: str
    lead: bool
    schools: dict[str, Decimal]
    stand_in: str | None
    days: int


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of the cast. `email` leads nowhere."""

    key: str
    id: uuid.UUID
    given: str
    infix: str
    family: str
    email: str
    phone: str
    roles: tuple[Role, ...]

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given, self.infix, self.family) if part)


@dataclass(frozen=True, slots=True)
class Cast:
    stages: dict[str, Stage]
    players: dict[str, Player]
    left_out: dict[str, str]
    since: date
    fingerprint: str

    def with_function(self, function: str) -> tuple[tuple[Player, Role], ...]:
        """Who plays this function, and as what."""
        return tuple((p, role) for p in self.players.values() for role in p.roles if role.function == function)


@cache
def cast() -> Cast:
    """The validated cast. Raises `DefinitionError` when somebody plays what does not exist."""
    file = read_definition(FILE, _CastFile)
    stages = {part.key: _stage(part) for part in file.organisations}
    players = {part.key: _player(part, number) for number, part in enumerate(file.people, 1)}
    _check(stages, players)
    fingerprint = hashlib.sha256(FILE.read_bytes()).hexdigest()
    return Cast(stages, players, dict(file.left_out), file.valid_from, fingerprint)


def _stage(part: _OrganisationPart) -> Stage:
    known = part.kind in OPEN_DATA_KINDS
    own_id = uuid.uuid5(_IDS, f"organisation:{part.key}")
    return Stage(
        key=part.key,
        id=organisation_id(part.kind, part.code) if known else own_id,
        kind=part.kind,
        code=part.code,
        name=part.name,
        above=part.above,
        areas=part.area,
        municipality=part.in_municipality,
        phone=part.phone,
    )


def _player(part: _PersonPart, number: int) -> Player:
    given, infix, family = part.name
    roles = tuple(
        Role(
            uuid.uuid5(_IDS, f"membership:{part.key}:{role.function}:{role.at}"),
            role.function,
            role.at,
            role.lead,
            dict(role.schools),
            role.stand_in,
            role.days,
        )
        for role in part.functions
    )
    email = f"{part.key}@{DOMAIN}"
    return Player(
        part.key, uuid.uuid5(_IDS, f"person:{part.key}"), given, infix, family, email, f"06000000{number:02}", roles
    )


def _check(stages: dict[str, Stage], players: dict[str, Player]) -> None:
    for player in players.values():
        for role in player.roles:
            try:
                kinds = functions.find(role.function).kinds
                at, *_ = stages[role.at], *(stages[key] for key in role.schools)
                stand_in = players[role.stand_in] if role.stand_in else None
            except KeyError as error:
                raise DefinitionError(f"demo_cast.yaml: {player.key} needs {error}, which does not exist") from error
            if at.kind not in kinds:
                raise DefinitionError(f"demo_cast.yaml: {player.key} cannot be {role.function} at {role.at}")
            if stand_in and role.at not in {other.at for other in stand_in.roles}:
                raise DefinitionError(f"demo_cast.yaml: {role.stand_in} does not work where {player.key} does")
