"""Where somebody raises a concern, about whom she may, and who will read it."""

from dataclasses import dataclass
from uuid import UUID

from tandem.audit.actions import acting_actor
from tandem.casework import desks
from tandem.children import queries as children
from tandem.children.data import Place, Why
from tandem.platform import clock, context
from tandem.register import functions, organisations, people
from tandem.register.data import OrganisationKind, Pupils
from tandem.web.disclosures.shown import function_name

WHY = Why("raise-concern", "6(1)(e)")
PARTS = 20  # of a list of pupils


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads a concern at the school from the moment it is raised, and which functions only once they hold it."""

    school: str
    named: tuple[tuple[str, str], ...]  # who, and in which function
    functions: tuple[str, ...]  # names; where nobody is known, they say who it would be
    others: tuple[str, ...]


def own_place() -> UUID:
    """The location where a concern of who acts is raised."""
    organisation = context.current().organisation
    if organisation is None:
        raise LookupError("no hat on")
    if organisations.briefs([organisation])[organisation].kind is not OrganisationKind.SCHOOL:
        return organisation
    found = organisations.organisation(organisation, on=clock.today())
    return next((one.id for one in found.below if one.kind is OrganisationKind.LOCATION), organisation)


def pupils() -> list[tuple[str, str]]:
    """Id and name of each child about whom who acts may raise a concern, by family name."""
    now = context.current()
    taught = functions.find(now.function).pupils is Pupils.OWN
    principals = [now.hat] if taught else list(now.principals)
    found: dict[str, str] = {}
    for principal in filter(None, principals):
        for name in _of(principal):
            found.setdefault(*name)
    return list(found.items())


def _of(principal: UUID) -> list[tuple[str, str]]:
    names: list[tuple[str, str]] = []
    after: Place | None = None
    for _ in range(PARTS):
        some, after = children.children_of(
            acting_actor(), principal=principal, why=WHY, after=after, limit=children.MOST
        )
        names += [(str(one.id), f"{one.given_name} {one.family_name}") for one in some]
        if after is None:
            break
    return names


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
