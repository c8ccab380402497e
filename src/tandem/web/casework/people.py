"""Where somebody raises a concern, about whom she may, and who will read it."""

from dataclasses import dataclass
from uuid import UUID

from tandem.audit.actions import acting_actor
from tandem.casework import following
from tandem.children import queries as children
from tandem.children.data import Place, Why
from tandem.platform import clock, context
from tandem.register import functions, organisations, people
from tandem.register.data import OrganisationKind, PersonCard, Pupils
from tandem.web.disclosures.shown import function_name

WHY = Why("raise-concern", "6(1)(e)")
PARTS = 20  # of a list of pupils


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads a concern at the school from the moment it is raised, and which functions only once they hold it."""

    school: str
    cards: tuple[PersonCard, ...]
    functions: tuple[str, ...]  # names; where nobody is known, they say who it would be
    others: tuple[str, ...]

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        return tuple((card.person.full, function_name(card.function)) for card in self.cards)


def own_place() -> UUID:
    """The location where a concern of who acts is raised."""
    organisation = context.current().organisation
    if organisation is None:
        raise LookupError("no hat on")
    found = organisations.organisation(organisation, on=clock.today())
    below = [one.id for one in found.below if one.kind is OrganisationKind.LOCATION]
    return below[0] if found.brief.kind is OrganisationKind.SCHOOL and below else organisation


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
    """Asked of the gate, so that what the page promises is what happens."""
    codes = tuple(code for code, function in functions.functions().items() if function.professional)
    at_school = following.readers(codes, own_school=True)
    elsewhere = [code for code in following.readers(codes, own_school=False) if code not in at_school]
    team = people.people_at(actor=acting_actor(), organisation=location)
    above = organisations.organisation(location, on=clock.today())
    if above.above:
        team += tuple(
            card
            for card in people.people_at(actor=acting_actor(), organisation=above.above[0].id)
            if card.organisation.id == above.above[0].id
        )
    return Readers(
        school=above.brief.name,
        cards=tuple(card for card in team if card.function in at_school),
        functions=tuple(map(function_name, at_school)),
        others=tuple(map(function_name, elsewhere)),
    )
