"""What counts as far and what a kilometre costs, read from `definitions/travel.yaml`."""

from functools import cache
from typing import Annotated

from pydantic import Field

from tandem.platform.home import DEFINITIONS
from tandem.register.data import Sector
from tandem.register.definitions import Definition, MunicipalityCode, Part, read_definition

Kilometres = Annotated[float, Field(gt=0, le=100)]


class Limit(Part):
    """From how many kilometres on a municipality provides transport, where its bylaw says otherwise than the law."""

    municipality: MunicipalityCode
    limit_km: Kilometres
    sectors: tuple[Sector, ...]
    source: str
    verification: str


class Travel(Definition):
    factor: Annotated[float, Field(ge=1, le=3)]
    limit_km: Kilometres
    school_days: Annotated[int, Field(gt=0, le=366)]
    euro_per_km: Annotated[float, Field(gt=0, le=100)]
    transported: tuple[Sector, ...]
    limits: tuple[Limit, ...] = ()

    def limit(self, municipality: str | None, sector: Sector) -> float:
        """From how many kilometres on a school is far for who lives in this municipality."""
        own = (one.limit_km for one in self.limits if one.municipality == municipality and sector in one.sectors)
        return next(own, self.limit_km)


@cache
def travel() -> Travel:
    """Raises DefinitionError."""
    return read_definition(DEFINITIONS / "travel.yaml", Travel)
