"""On which side of a case a function stands, read from definitions/ once and kept."""

from functools import cache
from typing import Annotated

from pydantic import Field, model_validator

from tandem.cases.data import Domain
from tandem.platform.definitions import Definition, DefinitionError, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.register.functions import FunctionCode, functions


class DomainsFile(Definition):
    """Layout of definitions/cases/domains.yaml."""

    domains: dict[Domain, Annotated[tuple[FunctionCode, ...], Field(min_length=1)]]

    @model_validator(mode="after")
    def _each_once(self) -> "DomainsFile":
        if missing := set(Domain) - set(self.domains):
            raise ValueError(f"no functions for {', '.join(sorted(missing))}")
        codes = [code for codes in self.domains.values() for code in codes]
        if len(set(codes)) < len(codes):
            raise ValueError("a function stands on both sides")
        return self


@cache
def domains() -> dict[str, Domain]:
    """Function code → its side; who stands nowhere is not there. Raises `DefinitionError`."""
    file = read_definition(DEFINITIONS / "cases" / "domains.yaml", DomainsFile)
    found = {code: domain for domain, codes in file.domains.items() for code in codes}
    if strangers := {code for code in found if code not in functions() or not functions()[code].professional}:
        raise DefinitionError(f"domains.yaml: no professional has the function {', '.join(sorted(strangers))}")
    return found


def domain_of(function: str) -> Domain | None:
    return domains().get(function)
