"""What law and regions set, read from `definitions/`: regions and the names of partnerships.

Every file says where it comes from, since when it holds, how sure we are and when to look again (`Definition`).
A file that is wrong stops the reader with its name and the field (`DefinitionError`).
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tandem.platform.home import DEFINITIONS
from tandem.register.data import COUNTRY, MUNICIPALITY_PATTERN, PARTNERSHIP_PATTERN, Region

MunicipalityCode = Annotated[str, StringConstraints(pattern=f"^{MUNICIPALITY_PATTERN.pattern}$")]
PartnershipCode = Annotated[str, StringConstraints(pattern=f"^{PARTNERSHIP_PATTERN.pattern}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class DefinitionError(Exception):
    """A definitions file that cannot be used; the message names file and field."""


class Part(BaseModel):
    """A piece of a definitions file: unknown fields are an error, so a typing error never passes silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Definition(Part):
    """The head that every definitions file has."""

    source: str
    valid_from: date
    valid_to: date | None = None
    verification: str
    next_review: date


D = TypeVar("D", bound=Definition)


def read_definition(path: Path, model: type[D]) -> D:
    """The file as a validated value. Raises `DefinitionError`."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_SafeLoader)  # noqa: S506 - both loaders are safe
        return model.model_validate(content)
    except (
        OSError,
        ValueError,
        yaml.YAMLError,
    ) as error:  # ValueError: of pydantic, of decoding, of an impossible date
        raise DefinitionError(f"{path.name}: {error}") from error


# The C loader reads the long tables ten times faster; it is absent in some builds of PyYAML.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RegionPart(Part):
    code: Slug
    name: str
    municipalities: Annotated[tuple[MunicipalityCode, ...], Field(min_length=1)]


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
