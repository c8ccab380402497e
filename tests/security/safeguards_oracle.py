"""Who may see and judge what of retention, break-glass and requests for a file, said apart from the program.

| table     | who                                                  | what                                              |
|-----------|------------------------------------------------------|---------------------------------------------------|
| hold,     | who works in the file: IB and SCHOOLDIR in that of   | holds: reads, ends; warnings: reads               |
| warning   | their places, anybody else in that of her own hat    |                                                   |
| use of    | the hat that did it; TEAMLEIDER and FG of its        | the first reads; the others read, and judge once  |
| the glass | organisation or one above, never who did it          |                                                   |
| opening   | the hat that asked; TEAMLEIDER, SCHOOLDIR and FG of  | read; only functions of the database change it    |
|           | its organisation or one above, never who asked       |                                                   |
| request   | the FG who compiled it, at that organisation; FG,    | the first reads, and compiles until it is         |
|           | TEAMLEIDER, SCHOOLDIR of an organisation of the      | released; the others read, and release once what  |
|           | request, never who compiled it                       | is compiled                                       |
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tests.security.oracle import NO_PROFESSIONALS, Membership, Organisation

SCHOOL_STAFF, JUDGES = {"IB", "SCHOOLDIR"}, {"TEAMLEIDER", "FG"}
REVIEWERS = {"FG", "TEAMLEIDER", "SCHOOLDIR"}


@dataclass(frozen=True, slots=True)
class Filed:
    """A hold or a warning."""

    id: UUID
    child: UUID
    file: UUID


@dataclass(frozen=True, slots=True)
class Used:
    id: UUID
    hat: UUID
    person: UUID
    organisations: tuple[UUID, ...]
    judged: bool


@dataclass(frozen=True, slots=True)
class Asked:
    id: UUID
    organisation: UUID
    organisations: tuple[UUID, ...]
    compiled_by: UUID
    compiled: bool
    released: bool


@dataclass(frozen=True, slots=True)
class Opening:
    id: UUID
    hat: UUID
    person: UUID
    organisations: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class SafeWorld:
    organisations: list[Organisation]
    kinds: dict[UUID, str]  # of organisations
    memberships: list[Membership]
    holds: list[Filed]
    warnings: list[Filed]
    uses: list[Used]
    requests: list[Asked]
    openings: list[Opening]


def acts(hat: Membership, day: date) -> bool:
    return hat.function not in NO_PROFESSIONALS and hat.period.holds(day)


def files(world: SafeWorld, hat: Membership, day: date) -> set[UUID]:
    if not acts(hat, day):
        return set()
    if hat.function not in SCHOOL_STAFF:
        return {hat.id}
    below = {one.id for one in world.organisations if one.parent == hat.organisation and one.period.holds(day)}
    return {hat.id, hat.organisation, *below}


def opens(world: SafeWorld, hat: Membership, day: date) -> set[UUID]:
    if not acts(hat, day):
        return set()
    above = {one.id for one in world.openings if one.person != hat.person and hat.organisation in one.organisations}
    return {one.id for one in world.openings if one.hat == hat.id} | (above if hat.function in REVIEWERS else set())


def judges(world: SafeWorld, hat: Membership, day: date) -> set[UUID]:
    if not acts(hat, day) or hat.function not in JUDGES:
        return set()
    return {one.id for one in world.uses if one.person != hat.person and hat.organisation in one.organisations}


def reviews(world: SafeWorld, hat: Membership, day: date) -> set[UUID]:
    if not acts(hat, day) or hat.function not in REVIEWERS:
        return set()
    return {one.id for one in world.requests if one.compiled_by != hat.person and hat.organisation in one.organisations}


def compiles(world: SafeWorld, hat: Membership, day: date) -> set[UUID]:
    if not acts(hat, day) or hat.function != "FG":
        return set()
    own = (one for one in world.requests if one.compiled_by == hat.person and one.organisation == hat.organisation)
    return {one.id for one in own}


def may_select(world: SafeWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    mine = files(world, hat, day)
    if table == "sharing_hold":
        return {one.id for one in world.holds if one.file in mine}
    if table == "sharing_retention_warning":
        return {one.id for one in world.warnings if one.file in mine}
    if table == "sharing_break_glass":
        own = {one.id for one in world.uses if one.hat == hat.id} if acts(hat, day) else set()
        return own | judges(world, hat, day)
    if table == "sharing_opening":
        return opens(world, hat, day)
    return compiles(world, hat, day) | reviews(world, hat, day)


def may_judge(world: SafeWorld, hat: Membership, day: date) -> set[UUID]:
    return judges(world, hat, day) - {one.id for one in world.uses if one.judged}


def may_compile(world: SafeWorld, hat: Membership, day: date) -> set[UUID]:
    return compiles(world, hat, day) - {one.id for one in world.requests if one.released}


def may_release(world: SafeWorld, hat: Membership, day: date) -> set[UUID]:
    ready = {one.id for one in world.requests if one.compiled and not one.released}
    return reviews(world, hat, day) & ready
