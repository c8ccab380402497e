"""Who may know what of which case, said a second time and apart from the program; imports nothing of Tandem.

| side        | who                                        | knows                              | changes             |
|-------------|--------------------------------------------|------------------------------------|---------------------|
| holder      | who deals with concerns where it is held   | all, the words if the gate is open | all                 |
| offered     | the same where it is offered               | the same, by the offer's own       | answers the offer   |
|             |                                            | disclosure                         |                     |
| participant | who takes part: that function there, or    | the same, by her own disclosure    | words; her own seat |
|             | that hat                                   |                                    |                     |
| director    | who directs, in that hat                   | what she knows as participant      | all but the baton   |
| knows       | who may only know                          | that it is there, who takes part   | nothing             |
|             |                                            | and who directs                    |                     |

The school of the child needs no disclosure as long as the child goes there: then IB and SCHOOLDIR read for it. Anywhere
else the disclosure holds today, for this principal and function, with the kind of the words.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tests.security.children_oracle import ChildWorld, disclosed, enrolled, principals
from tests.security.oracle import Membership

AT_SCHOOL = {"IB", "SCHOOLDIR"}
ELSEWHERE = AT_SCHOOL | {
    "SMW",
    "JGZ",
    "LT_TOEGANG",
    "LT_HULP",
    "TEAMLEIDER",
    "LPA",
    "RMC",
    "SWV",
    "ONDERWIJSCOORD",
    "COORD",
    "JHA",
    "PEDAGOOG",
}
Kinds = Callable[[bool, UUID | None], int]
HOLDER, OFFERED, PARTICIPANT, DIRECTOR, KNOWS = "HOLDER", "OFFERED", "PARTICIPANT", "DIRECTOR", "KNOWS"


@dataclass(frozen=True, slots=True)
class Participant:
    """In the order in which they came."""

    id: UUID
    organisation: UUID
    function: str
    hat: UUID | None
    own: bool
    knows_only: bool
    disclosure: UUID | None
    left: bool


@dataclass(frozen=True, slots=True)
class Direction:
    id: UUID
    by: Membership
    domain: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Offer:
    id: UUID
    source: UUID
    target: UUID
    state: str
    disclosure: UUID | None


@dataclass(frozen=True, slots=True)
class Notice:
    """For a hat, or for a function at an organisation; '' is everybody there who may know of the case."""

    id: UUID
    principal: UUID
    hat: UUID | None
    function: str


@dataclass(frozen=True, slots=True)
class Case:
    id: UUID
    child: UUID
    holder: UUID
    state: str
    opener: Membership
    participants: list[Participant]
    directions: list[Direction]
    offers: list[Offer]
    texts: list[tuple[UUID, int]]  # with the kind
    event: UUID
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class World:
    children: ChildWorld
    cases: list[Case]


@dataclass(frozen=True, slots=True)
class Side:
    """`kinds`: of the words that she may read."""

    part: str
    principal: UUID
    kinds: int


def sides(world: World, hat: Membership, case: Case, day: date) -> Iterator[Side]:
    mine = principals(world.children, hat, day)
    gates = {one.source: one.kinds for one in disclosed(world.children, hat, day)}
    pupil = any(one.child == case.child for one in enrolled(world.children, hat, day))
    here = [one for one in case.participants if not one.left]

    def kinds(own: bool, disclosure: UUID | None) -> int:
        if own:
            return -1 if pupil else 0
        return gates.get(disclosure, 0) if disclosure else 0

    yield from _by_baton(case, hat, mine, here, kinds)
    yield from _by_part(hat, mine, here, kinds)
    for seat in case.directions:
        if not seat.ended and seat.by.id == hat.id and mine:
            yield Side(DIRECTOR, hat.id, 0)


def _by_baton(case: Case, hat: Membership, mine: set[UUID], here: list[Participant], kinds: Kinds) -> Iterator[Side]:
    if case.holder in mine:
        own, disclosure = _of_holder(case.holder, here)
        if hat.function in (AT_SCHOOL if own else ELSEWHERE):
            yield Side(HOLDER, case.holder, kinds(own, disclosure))
    for offer in case.offers:
        asked = offer.state == "OPEN" and offer.target != case.holder and offer.target in mine
        if asked and hat.function in ELSEWHERE:
            yield Side(OFFERED, offer.target, kinds(False, offer.disclosure))


def _by_part(hat: Membership, mine: set[UUID], here: list[Participant], kinds: Kinds) -> Iterator[Side]:
    for one in here:
        if (one.hat or one.organisation) in mine:
            if one.knows_only and hat.function == one.function:
                yield Side(KNOWS, one.organisation, 0)
            if not one.knows_only and (hat.function in AT_SCHOOL if one.own else hat.function == one.function):
                yield Side(PARTICIPANT, one.organisation, kinds(one.own, one.disclosure))


def _of_holder(holder: UUID, here: list[Participant]) -> tuple[bool, UUID | None]:
    """Through which participant the holder reads: her own school first, then a whole function, then the last."""
    there = [
        (one.own, one.hat is None, place, one)
        for place, one in enumerate(here)
        if one.organisation == holder and not one.knows_only
    ]
    if not there:
        return False, None
    best = max(there, key=lambda one: one[:3])[3]
    return best.own, best.disclosure


def may_select(world: World, hat: Membership, table: str, day: date) -> set[UUID]:
    """Keys of the rows; of the case where a table has no key of its own."""
    found: set[UUID] = set()
    mine = principals(world.children, hat, day)
    for case in world.cases:
        known = list(sides(world, hat, case, day))
        parts, kinds = {side.part for side in known}, [side.kinds for side in known]
        inside = bool(parts - {KNOWS})
        rows = {
            "cases_case": [case.id] if parts else [],
            "cases_access": [case.id] if parts else [],
            "cases_participant": [one.id for one in case.participants] if parts else [],
            "cases_direction": [one.id for one in case.directions] if parts else [],
            "cases_offer": [one.id for one in case.offers] if inside else [],
            "cases_event": [case.event] if inside else [],
            "casework_notice": [one.id for one in case.notices if parts and _for(one, hat, mine)],
            "cases_text": [key for key, kind in case.texts if any(one & kind for one in kinds)],
        }
        found.update(rows[table])
    return found


def _for(notice: Notice, hat: Membership, mine: set[UUID]) -> bool:
    if notice.hat is not None:
        return notice.hat == hat.id and bool(mine)
    return notice.principal in mine and notice.function in ("", hat.function)


def may_update(world: World, hat: Membership, table: str, day: date) -> set[UUID]:
    if table == "casework_notice":
        return may_select(world, hat, table, day)
    found: set[UUID] = set()
    for case in world.cases:
        known = list(sides(world, hat, case, day))
        parts = {side.part for side in known}
        if table == "cases_case" and parts - {KNOWS}:
            found.add(case.id)
        if table == "cases_participant" and parts & {HOLDER, DIRECTOR}:
            found |= {one.id for one in case.participants if not one.left}
        if table == "cases_direction" and parts & {HOLDER, DIRECTOR, PARTICIPANT}:
            found |= {one.id for one in case.directions if not one.ended}
        if table == "cases_offer":
            found |= {offer.id for offer in case.offers if offer.state == "OPEN" and _answers(offer, known)}
    return found


def _answers(offer: Offer, known: list[Side]) -> bool:
    """The holder takes it back, the other side answers it, and who directs ends it when she closes the case."""
    return any(
        side.part == DIRECTOR
        or (side.part == HOLDER and side.principal == offer.source)
        or (side.part == OFFERED and side.principal == offer.target)
        for side in known
    )


def may_insert(world: World, hat: Membership, table: str, row: Mapping[str, object], day: date) -> bool:
    """Whether the hat may add this row, in the columns of the database."""
    mine = principals(world.children, hat, day)
    if table == "cases_case":
        child = row["child_id"]
        at_school = any(one.child == child for one in enrolled(world.children, hat, day))
        told = any(one.child == child and one.kinds & 1 for one in disclosed(world.children, hat, day))
        hers = row["opened_by"] == hat.person and row["opened_hat"] == hat.id and row["holder_id"] in mine
        return hers and hat.function in ELSEWHERE and (at_school or told)
    case = next(one for one in world.cases if one.id == row.get("case_id", row.get("subject")))
    known = list(sides(world, hat, case, day))
    parts = {side.part for side in known}
    if table == "casework_notice":
        return row["author_id"] == hat.person and bool(parts)
    if table == "cases_participant":
        return row["added_by"] == hat.person and bool(parts & {HOLDER, DIRECTOR})
    if table == "cases_direction":
        herself = row["membership_id"] == hat.id and PARTICIPANT in parts
        return row["named_by"] == hat.person and (HOLDER in parts or herself)
    if table == "cases_offer":
        holds = any(side.part == HOLDER and side.principal == row["source_id"] for side in known)
        return row["made_by"] == hat.person and holds
    by_me = row.get("author_id", row.get("person_id")) == hat.person
    return by_me and row["organisation_id"] in mine and bool(parts - {KNOWS})
