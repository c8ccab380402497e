"""Who may know what of which child, said a second time and apart from the program; imports nothing of Tandem.

| path      | who                                        | what                                                        |
|-----------|--------------------------------------------|-------------------------------------------------------------|
| enrolled  | IB or SCHOOLDIR for the place where the    | child, that enrolment, residence unless guarded, citizen    |
|           | child is today                             | number; writes the same                                     |
| disclosed | a professional hat to whom the kind was    | child 1, residence 1 (guarded 2), enrolments 4 (guarded 4   |
|           | disclosed in her function, while it lasts  | and 2), address 2, citizen number 2048; LT_TOEGANG also     |
|           |                                            | writes the protected address                                |
| teaches   | who teaches the child, in that hat         | child, residence unless guarded, that row of teaching       |
| school    | IB or SCHOOLDIR of that place              | rows of teaching; writes them                               |
| glass     | the hat that broke it, some hours          | child 1, enrolments 4 and residence 1 unless guarded        |

Guarded: the address is secret for safety (level 2). Somebody acts for her hat, herself, her organisation and, at a
school, the locations below it. A disclosure without a function is for every one. A hat that does not hold today, or of
no professional, opens nothing. Nobody deletes, and nobody writes who may know what: the triggers and the gate do.

A school adds a child that is new, and enrols a new child or a pupil of its own at its own places. What is kept once a
child (citizen number, protected address) is added by who may write it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tests.security.oracle import NO_PROFESSIONALS, Membership, Organisation, Period

CHILD, ADDRESS, SCHOOL, CITIZEN_NUMBER = 1, 2, 4, 2048
SCHOOL_STAFF = {"IB", "SCHOOLDIR"}


@dataclass(frozen=True, slots=True)
class Enrolment:
    id: UUID
    child: UUID
    location: UUID
    period: Period


@dataclass(frozen=True, slots=True)
class Disclosure:
    receiver: UUID
    child: UUID
    source: UUID
    kinds: int
    period: Period
    function: str = ""


@dataclass(frozen=True, slots=True)
class Teaching:
    id: UUID
    child: UUID
    membership: UUID
    location: UUID
    period: Period


@dataclass(frozen=True, slots=True)
class Glass:
    """A broken glass: one hat, one child, these kinds, as long as its hours last."""

    hat: UUID
    child: UUID
    source: UUID
    kinds: int
    open: bool


@dataclass(frozen=True, slots=True)
class Residence:
    id: UUID
    child: UUID


@dataclass(frozen=True, slots=True)
class ChildWorld:
    organisations: list[Organisation]
    memberships: list[Membership]
    children: list[UUID]
    enrolments: list[Enrolment]
    disclosures: list[Disclosure]
    residences: list[Residence]
    addresses: dict[UUID, int]  # child → level
    numbered: set[UUID]  # children whose citizen number is known
    teachings: list[Teaching] = field(default_factory=list)
    glasses: list[Glass] = field(default_factory=list)


def principals(world: ChildWorld, hat: Membership, day: date) -> set[UUID]:
    if hat.function in NO_PROFESSIONALS or not hat.period.holds(day):
        return set()
    units = {hat.organisation}
    while more := {o.id for o in world.organisations if o.parent in units and o.period.holds(day)} - units:
        units |= more
    return {hat.id, hat.person, *units}


def enrolled(world: ChildWorld, hat: Membership, day: date) -> Iterator[Enrolment]:
    if hat.function in SCHOOL_STAFF:
        mine = principals(world, hat, day)
        yield from (one for one in world.enrolments if one.location in mine and one.period.holds(day))


def disclosed(world: ChildWorld, hat: Membership, day: date) -> Iterator[Disclosure]:
    mine = principals(world, hat, day)
    to_her = (one for one in world.disclosures if one.receiver in mine and one.function in ("", hat.function))
    yield from (one for one in to_her if one.period.holds(day))


def taught(world: ChildWorld, hat: Membership, day: date) -> Iterator[Teaching]:
    if principals(world, hat, day):
        yield from (one for one in world.teachings if one.membership == hat.id and one.period.holds(day))


def broken(world: ChildWorld, hat: Membership, day: date) -> list[Glass]:
    """The glasses that this hat broke and whose hours last."""
    return [one for one in world.glasses if principals(world, hat, day) and one.hat == hat.id and one.open]


def kept(world: ChildWorld, hat: Membership, day: date) -> set[UUID]:
    """Rows of teaching at the own school, which who coordinates care there keeps up, also the ended ones."""
    mine = principals(world, hat, day)
    return {one.id for one in world.teachings if hat.function in SCHOOL_STAFF and one.location in mine}


def _in_need(glasses: list[Glass], kind: int) -> set[UUID]:
    return {one.child for one in glasses if one.kinds & kind}


def _own_teachings(world: ChildWorld, hat: Membership, day: date) -> set[UUID]:
    return {one.id for one in world.teachings if one.membership == hat.id and principals(world, hat, day)}


def may_select(world: ChildWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    """Keys of the rows: of the child where a table has one row a child."""
    here = list(enrolled(world, hat, day))
    pupils = {one.child for one in here}
    own = list(taught(world, hat, day))
    pupils_taught = {one.child for one in own}
    guarded = {child for child, level in world.addresses.items() if level == 2}
    glasses = broken(world, hat, day)

    def told(kinds: int) -> set[UUID]:
        return _told(world, hat, kinds, day)

    if table == "children_child":
        return pupils | told(CHILD) | pupils_taught | _in_need(glasses, CHILD)
    if table == "children_access":
        given = {one.source for one in disclosed(world, hat, day)} | {one.source for one in glasses}
        return {one.id for one in here} | {one.id for one in own} | given
    if table == "children_teaching":
        return _own_teachings(world, hat, day) | kept(world, hat, day)
    if table == "children_enrolment":
        open_to = ((told(SCHOOL) | _in_need(glasses, SCHOOL)) - guarded) | told(SCHOOL | ADDRESS)
        return {one.id for one in here} | {one.id for one in world.enrolments if one.child in open_to}
    if table == "children_residence":
        who = ((pupils | told(CHILD) | pupils_taught | _in_need(glasses, CHILD)) - guarded) | (told(ADDRESS) & guarded)
        return {one.id for one in world.residences if one.child in who}
    if table == "children_bsn":
        return (pupils | told(CITIZEN_NUMBER)) & world.numbered
    return told(ADDRESS) & set(world.addresses)


def may_update(world: ChildWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    here = list(enrolled(world, hat, day))
    pupils = {one.child for one in here}
    if table == "children_protected_address":
        return may_select(world, hat, table, day) if hat.function == "LT_TOEGANG" else set()
    if table == "children_enrolment":
        return {one.id for one in here}
    if table == "children_teaching":
        return kept(world, hat, day)
    if table == "children_residence":
        guarded = {child for child, level in world.addresses.items() if level == 2}
        return {one.id for one in world.residences if one.child in pupils - guarded}
    if table == "children_bsn":
        return pupils & world.numbered
    return pupils if table == "children_child" else set()


def may_become(world: ChildWorld, hat: Membership, table: str, column: str, value: UUID, day: date) -> bool:
    """Whether a row that the hat may write may go to this child, or an enrolment to this place."""
    if column == "location_id":
        return value in principals(world, hat, day)
    pupils = {one.child for one in enrolled(world, hat, day)}
    if table == "children_residence":
        return value in pupils and world.addresses.get(value) != 2
    if table == "children_protected_address":
        return hat.function == "LT_TOEGANG" and value in _told(world, hat, ADDRESS, day)
    return table in ("children_child", "children_bsn") and value in pupils


def may_insert(world: ChildWorld, hat: Membership, table: str, child: UUID, location: UUID, day: date) -> bool:
    """Whether the hat may add this row about `child`; `location` counts for an enrolment."""
    staff = hat.function in SCHOOL_STAFF and bool(principals(world, hat, day))
    pupils = {one.child for one in enrolled(world, hat, day)}
    if table == "children_child":
        return staff
    if table == "children_teaching":
        return staff and location in principals(world, hat, day)
    if table == "children_enrolment":
        new = all(one.child != child for one in world.enrolments)
        return staff and location in principals(world, hat, day) and (new or child in pupils)
    return may_become(world, hat, table, "child_id", child, day)


def _told(world: ChildWorld, hat: Membership, kinds: int, day: date) -> set[UUID]:
    """Children of whom every one of these kinds was disclosed, in one disclosure."""
    return {one.child for one in disclosed(world, hat, day) if one.kinds & kinds == kinds}
