"""The facts behind the example region, from definitions/demo.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from tandem.platform.home import DEFINITIONS
from tandem.register.definitions import Definition, MunicipalityCode, Part, PartnershipCode, read_definition

_Postcode = tuple[int, str, float, float, int, PartnershipCode | None, PartnershipCode | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A PC4: where it lies (degrees), how many children live there, to what it belongs.

    Not `listed`: the postcode table of the example leaves it out.
    """

    pc4: str
    name: str
    longitude: float
    latitude: float
    children: int
    municipality: str
    partnership_po: str
    partnership_vo: str
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Totals:
    """What DUO's file of 2017 says about one municipality and one kind, in pupils."""

    living: int
    staying: int
    out_within_region: int
    at_school: int

    @property
    def out(self) -> int:
        return self.living - self.staying

    @property
    def incoming(self) -> int:
        return self.at_school - self.staying


class _KindPart(Part):
    size: int
    distance: float


class _MunicipalityPart(Part):
    code: MunicipalityCode
    postcodes: tuple[_Postcode, ...]
    unlisted: tuple[_Postcode, ...] = ()
    schools: dict[str, int] = Field(default_factory=dict)


class _DemoFile(Definition):
    totals: dict[str, dict[MunicipalityCode, tuple[int, int, int, int]]]
    ages: dict[str, dict[int, int]]
    kinds: dict[str, _KindPart]
    coast: tuple[tuple[float, float], ...]
    far_homes: tuple[tuple[str, str, int], ...]
    far_share: int
    municipalities: tuple[_MunicipalityPart, ...]
    neighbours: tuple[_MunicipalityPart, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the example is made from. `kinds` in the order of DUO: Bo, Sbo, So, Vso."""

    kinds: tuple[str, ...]
    totals: dict[str, dict[str, Totals]]
    ages: dict[str, dict[int, int]]
    school_size: dict[str, int]
    distance: dict[str, float]  # km over which pupils spread
    coast: tuple[tuple[float, float], ...]
    far_homes: tuple[tuple[str, str, int], ...]
    far_share: float
    inside: tuple[str, ...]
    places: tuple[Place, ...]
    outside_schools: dict[str, dict[str, int]]  # municipality -> kind -> number


@cache
def facts() -> Facts:
    """The validated facts. Raises `DefinitionError`."""
    file = read_definition(DEFINITIONS / "demo.yaml", _DemoFile)
    return Facts(
        kinds=tuple(file.kinds),
        totals={k: {code: Totals(*numbers) for code, numbers in rows.items()} for k, rows in file.totals.items()},
        ages=file.ages,
        school_size={kind: part.size for kind, part in file.kinds.items()},
        distance={kind: part.distance for kind, part in file.kinds.items()},
        coast=file.coast,
        far_homes=file.far_homes,
        far_share=file.far_share / 1000,
        inside=tuple(part.code for part in file.municipalities),
        places=tuple(_places((*file.municipalities, *file.neighbours))),
        outside_schools={part.code: part.schools for part in file.neighbours},
    )


def _places(parts: Iterable[_MunicipalityPart]) -> Iterable[Place]:
    for part in parts:
        for row in part.postcodes:
            yield _place(row, part.code, listed=True)
        for row in part.unlisted:
            yield _place(row, part.code, listed=False)


def _place(row: _Postcode, municipality: str, *, listed: bool) -> Place:
    pc4, name, longitude, latitude, children, po, vo = row
    return Place(str(pc4), name, longitude, latitude, children, municipality, po or "", vo or "", listed)
