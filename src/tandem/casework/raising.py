"""Where somebody raises a concern, and about whom she may; the same for the form and for a program."""

from uuid import UUID

from tandem.audit.actions import acting_actor
from tandem.children import queries as children
from tandem.children.data import Place, Reason, Why
from tandem.platform import clock, context
from tandem.register import functions, organisations
from tandem.register.data import OrganisationKind, Pupils

WHY = Why("raise-concern", "6(1)(e)")
PARTS = 20  # of a list of pupils
LONGEST = 4000  # signs of one answer on the form
YOUNGEST, OLDEST = 2, 30  # a pupil's age, roughly: it finds typing errors


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
    found: dict[str, str] = {}
    for principal in _principals():
        for name in _of(principal):
            found.setdefault(*name)
    return list(found.items())


def is_pupil(child: UUID) -> bool:
    """Whether who acts may raise a concern about this child; a decision about who acts, so no line."""
    mine = {*_principals()}
    reasons = (Reason.ENROLLED, Reason.TEACHES)
    return any(one.reason in reasons and one.principal in mine for one in children.openings(id=child))


def _principals() -> list[UUID]:
    """A teacher has her own pupils; who coordinates the care has those of the school."""
    now = context.current()
    taught = functions.find(now.function).pupils is Pupils.OWN
    return [one for one in ([now.hat] if taught else now.principals) if one is not None]


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
