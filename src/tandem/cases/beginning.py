"""With whom a case begins: who opens it, through what she knows the child, and the school of the child."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tandem.audit.data import Actor
from tandem.cases.actions.step import CannotError, me
from tandem.cases.data import Joining
from tandem.cases.grounds import ground_of
from tandem.casework.desks import dealing_functions
from tandem.children import queries as children
from tandem.children.data import Kind, Opening, Place, Reason, Why
from tandem.platform import context
from tandem.register import organisations
from tandem.register.definitions import regions
from tandem.sharing.disclosing import queries as disclosures

OWN = ("own-pupil", "6(1)(e)")
KNOWING = ("alleen-weten", "6(1)(e)")  # of who may know that there is a case, and nothing of what is in it
WHY = Why("open-case", "6(1)(e)")
AT_SCHOOL = "IB"  # who coordinates care at the child's school takes part
STAFF = frozenset({"IB", "SCHOOLDIR"})
PARTS = 10  # of a list of children


@dataclass(frozen=True, slots=True)
class Beginning:
    """`holder`: who opens it; `place`: the school where the child is known to go, else the holder."""

    holder: UUID
    place: UUID
    region: str
    joining: tuple[Joining, ...]


def beginning(actor: Actor, child: UUID, *, on: date, place: UUID | None = None) -> Beginning:
    """`place`: the school of the concern from which it is opened. Raises CannotError UNKNOWN_CHILD."""
    found = children.openings(id=child)
    own = next((one.principal for one in found if one.reason is Reason.ENROLLED), None)
    if own is not None and actor.function in STAFF:
        return Beginning(own, own, region_of(own), (Joining(own, AT_SCHOOL, *OWN),))
    mine = [one for one in found if one.reason is Reason.DISCLOSED and Kind.IDENTITY in one.kinds]
    if not mine:
        raise CannotError("UNKNOWN_CHILD")
    best = max(mine, key=lambda one: (Kind.CONCERN in one.kinds, one.since, str(one.source)))
    here = _through(actor, best)
    school = place or _school(actor, child, on)
    joining = [here]
    if school is not None and school != here.organisation:
        joining.append(Joining(school, AT_SCHOOL, *OWN))
    return Beginning(
        here.organisation, school or here.organisation, region_of(school or here.organisation), tuple(joining)
    )


def _through(actor: Actor, opening: Opening) -> Joining:
    """As what who opens it takes part: the function and the purpose of the disclosure by which she knows the child."""
    now = me()
    shared = disclosures.disclosure(opening.source)
    personal = opening.principal == now.hat
    return Joining(
        now.organisation if personal or opening.principal == now.person else opening.principal,
        shared.receiver.function if shared else actor.function,
        shared.purpose if shared else "",
        ground_of(shared) if shared else WHY.ground,
        opening.kinds.value,
        opening.source,
        now.hat if personal else None,
    )


def _school(actor: Actor, child: UUID, on: date) -> UUID | None:
    """Where the child goes to school, for who may know that."""
    rows = [
        one for one in children.enrolments(actor, id=child, why=WHY) if one.valid_until is None or one.valid_until > on
    ]
    return rows[-1].location if rows else None


def region_of(place: UUID) -> str:
    """The code of the region in which an organisation lies; '' where it lies in none."""
    code = organisations.briefs([place])[place].municipality
    return next((one.code for one in regions().values() if code in one.municipalities), "")


def known_children(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Id and name of each child for whom who acts may open a case, by family name."""
    if actor.function not in dealing_functions():
        return ()
    found: dict[UUID, str] = {}
    for principal in _principals():
        for id, name in _of(actor, principal):
            found.setdefault(id, name)
    return tuple(found.items())


def _principals() -> Iterable[UUID]:
    now = context.current()
    return [one for one in (now.hat, *now.principals) if one is not None and one != now.person]


def _of(actor: Actor, principal: UUID) -> Iterable[tuple[UUID, str]]:
    after: Place | None = None
    for _ in range(PARTS):
        some, after = children.children_of(actor, principal=principal, why=WHY, after=after, limit=children.MOST)
        yield from ((one.id, f"{one.given_name} {one.family_name}") for one in some)
        if after is None:
            return
