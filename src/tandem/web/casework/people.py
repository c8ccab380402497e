"""Who will read a concern that somebody raises."""

from dataclasses import dataclass
from uuid import UUID

from tandem.audit.actions import acting_actor
from tandem.casework import desks
from tandem.register import functions, organisations, people
from tandem.web.disclosures.shown import function_name


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads a concern at the school from the moment it is raised, and which functions only once they hold it."""

    school: str
    named: tuple[tuple[str, str], ...]  # who, and in which function
    functions: tuple[str, ...]  # names; where nobody is known, they say who it would be
    others: tuple[str, ...]


def readers(location: UUID) -> Readers:
    """Asked of what row security itself asks, so that what the page promises is what happens."""
    codes = [code for code, function in functions.functions().items() if function.professional]
    dealing = desks.dealing_functions(at_own_school=True)
    at_school = [code for code in codes if code in dealing]
    elsewhere = [code for code in codes if code in desks.dealing_functions() and code not in dealing]
    named = people.holders(actor=acting_actor(), at=location, functions=at_school)
    return Readers(
        school=organisations.briefs([location])[location].name,
        named=tuple((name, function_name(code)) for name, code in named),
        functions=tuple(map(function_name, at_school)),
        others=tuple(map(function_name, elsewhere)),
    )
