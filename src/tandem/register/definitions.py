"""Regions and the names of partnerships, read from `definitions/`."""

from functools import cache
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from tandem.platform.definitions import Definition, DefinitionError, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.platform.terms.data import Region as VacationRegion
from tandem.register.data import COUNTRY, MUNICIPALITY_PATTERN, PARTNERSHIP_PATTERN, Region

__all__ = ["Definition", "DefinitionError", "Part", "read_definition"]  # where the other domains look for them

MunicipalityCode = Annotated[str, StringConstraints(pattern=f"^{MUNICIPALITY_PATTERN.pattern}$")]
PartnershipCode = Annotated[str, StringConstraints(pattern=f"^{PARTNERSHIP_PATTERN.pattern}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class _RegionPart(Part):
    code: Slug
    name: str
    municipalities: Annotated[tuple[MunicipalityCode, ...], Field(min_length=1)]
    school_vacations: VacationRegion | None = None
    desk: dict[str, Any] = Field(default_factory=dict)  # for tandem.routing.definitions


class _RegionFile(Definition):
    regions: tuple[_RegionPart, ...]


class _PartnershipPart(Part):
    code: PartnershipCode
    name: str
    verification: str


class _PartnershipFile(Definition):
    partnerships: tuple[_PartnershipPart, ...]


@cache
def regions() -> dict[str, Region]:
    """All regions by code, from definitions/regions/; `nederland` is the whole country."""
    found = {COUNTRY.code: COUNTRY}
    for path in sorted((DEFINITIONS / "regions").glob("*.yaml")):
        for part in read_definition(path, _RegionFile).regions:
            if part.code in found:
                raise DefinitionError(f"{path.name}: region {part.code} is defined twice")
            found[part.code] = Region(part.code, part.name, part.municipalities)
    return found


@cache
def vacations_of(municipality: str) -> VacationRegion | None:
    """Which school vacations the schools of a municipality have; None where no region says so."""
    parts = [
        part
        for path in sorted((DEFINITIONS / "regions").glob("*.yaml"))
        for part in read_definition(path, _RegionFile).regions
    ]
    return next(
        (part.school_vacations for part in parts if municipality in part.municipalities and part.school_vacations), None
    )


def region(name: str) -> Region:
    """The region with this code or name, in any case. Raises ValueError, in Dutch, that says which regions exist."""
    wanted = name.strip().casefold()
    by_code = {code.casefold(): found for code, found in regions().items()}
    by_name = {found.name.casefold(): found for found in regions().values()}
    match = by_code.get(wanted) or by_name.get(wanted)
    if match is None:
        raise ValueError(f"De regio '{name}' bestaat niet. Kies uit: {', '.join(regions())}.")
    return match


@cache
def partnership_names() -> dict[str, str]:
    """Names of partnerships by code (`PO2815`), as far as a source names them; the others have only their code."""
    file = read_definition(DEFINITIONS / "partnerships.yaml", _PartnershipFile)
    return {part.code: part.name for part in file.partnerships}
