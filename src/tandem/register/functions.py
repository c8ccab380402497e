"""Which functions there are, read from definitions/functions.yaml once and kept."""

from functools import cache
from typing import Annotated

from pydantic import Field, StringConstraints

from tandem.platform.home import DEFINITIONS
from tandem.register.data import Function, OrganisationKind, Pupils
from tandem.register.definitions import Definition, DefinitionError, Part, read_definition

FunctionCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

ADMINISTRATOR = "BEHEER_ORG"


class _FunctionPart(Part):
    code: FunctionCode
    name: Name
    name_en: Name
    kinds: Annotated[tuple[OrganisationKind, ...], Field(min_length=1)]
    professional: bool
    listed: bool
    secrecy: str
    pupils: Pupils = Pupils.NONE


class FunctionsFile(Definition):
    """Layout of definitions/functions.yaml."""

    functions: tuple[_FunctionPart, ...]


@cache
def functions() -> dict[str, Function]:
    """Every function by code, in the order of the file. Raises `DefinitionError`."""
    found: dict[str, Function] = {}
    for part in read_definition(DEFINITIONS / "functions.yaml", FunctionsFile).functions:
        if part.code in found:
            raise DefinitionError(f"functions.yaml: function {part.code} is defined twice")
        if part.listed and not part.professional:
            raise DefinitionError(f"functions.yaml: {part.code} is listed among the professionals but is none")
        found[part.code] = Function(**part.model_dump())
    if ADMINISTRATOR not in found:
        raise DefinitionError(f"functions.yaml: {ADMINISTRATOR} is missing, nobody could keep up an organisation")
    return found


def find(code: str) -> Function:
    """The function with this code. Raises KeyError for an unknown code."""
    return functions()[code]


@cache
def raising_codes() -> frozenset[str]:
    """Codes of the functions whose holders raise a concern about a pupil."""
    return frozenset(code for code, function in functions().items() if function.pupils is not Pupils.NONE)


@cache
def professional_codes() -> frozenset[str]:
    """Codes of the functions whose holders may see who is who."""
    return frozenset(code for code, function in functions().items() if function.professional)
