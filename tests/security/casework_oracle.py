"""Who may know what of which concern, said a second time and apart from the program; imports nothing of Tandem.

| side    | who                                       | knows                               | changes               |
|---------|-------------------------------------------|-------------------------------------|-----------------------|
| author  | who raised it, in that hat                | that it is there, what happened,    | the concern; a draft  |
|         |                                           | own words and answers for her       | and its words         |
| holder  | who deals with concerns where it is held  | all, the words if the gate is open  | all                   |
| offered | the same where it is offered              | the same                            | answers the offer     |
| former  | the school that raised it, who had it     | the same                            | the assessment        |
| glass   | who broke the glass of that child         | that it was raised, all its words   | nothing               |

At the school itself that is IB and SCHOOLDIR, elsewhere who takes concerns. The words need no disclosure where the
concern is about nobody, and at the school itself; elsewhere one that holds today for this principal, with kind 16.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tests.security.children_oracle import ChildWorld, broken, disclosed, principals
from tests.security.oracle import Membership

CONCERN = 16
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
AUTHOR, HOLDER, OFFERED, FORMER = "AUTHOR", "HOLDER", "OFFERED", "FORMER"


@dataclass(frozen=True, slots=True)
class Offer:
    """`source` held it; in order of time. The first comes from the school."""

    id: UUID
    source: UUID
    target: UUID
    state: str
    disclosure: UUID | None


@dataclass(frozen=True, slots=True)
class Text:
    id: UUID
    author: UUID
    part: str
    for_author: bool


@dataclass(frozen=True, slots=True)
class Notice:
    id: UUID
    principal: UUID
    hat: UUID | None


@dataclass(frozen=True, slots=True)
class Concern:
    id: UUID
    child: UUID | None
    location: UUID
    author: Membership
    state: str
    holder: UUID | None
    offers: list[Offer]
    texts: list[Text]
    notices: list[Notice]
    event: UUID
    answer: UUID


@dataclass(frozen=True, slots=True)
class CaseWorld:
    children: ChildWorld
    concerns: list[Concern]
    own: dict[str, list[tuple[UUID, UUID]]] = field(default_factory=dict)  # table → (key, whose)


@dataclass(frozen=True, slots=True)
class Side:
    part: str
    principal: UUID
    words: bool


def sides(world: CaseWorld, hat: Membership, concern: Concern, day: date) -> Iterator[Side]:
    mine = principals(world.children, hat, day)
    if concern.author.id == hat.id and mine:
        yield Side(AUTHOR, hat.person, words=True)
    if concern.state == "DRAFT" or concern.holder is None:
        return
    open_gates = {one.source for one in disclosed(world.children, hat, day) if one.kinds & CONCERN}
    for part, place, disclosure in _places(concern, concern.holder):
        if place in mine and hat.function in (AT_SCHOOL if place == concern.location else ELSEWHERE):
            at_home = concern.child is None or place == concern.location
            yield Side(part, place, at_home or (disclosure is not None and disclosure in open_gates))


def _places(concern: Concern, holder: UUID) -> Iterator[tuple[str, UUID, UUID | None]]:
    accepted = {offer.target: offer.disclosure for offer in concern.offers if offer.state == "ACCEPTED"}
    yield HOLDER, holder, accepted.get(holder)
    for offer in concern.offers:
        if offer.state == "OPEN":
            yield OFFERED, offer.target, offer.disclosure
    if holder != concern.location:
        yield FORMER, concern.location, None
    for place, disclosure in accepted.items():
        if place not in (holder, concern.location):
            yield FORMER, place, disclosure


def may_select(world: CaseWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    """Keys of the rows; of the concern where a table has no key of its own."""
    if table in world.own:
        return {key for key, whose in world.own[table] if whose == hat.person and principals(world.children, hat, day)}
    found: set[UUID] = set()
    opened = {one.child for one in broken(world.children, hat, day) if one.kinds & CONCERN}
    for concern in world.concerns:
        if known := list(sides(world, hat, concern, day)):
            found.update(_rows(concern, known, hat, table))
        if concern.child in opened and concern.state != "DRAFT":
            found.update(_in_need(concern).get(table, ()))
    return found


def _in_need(concern: Concern) -> dict[str, list[UUID]]:
    return {
        "casework_concern": [concern.id],
        "casework_text": [text.id for text in concern.texts],
        "casework_answer": [concern.answer],
    }


def _rows(concern: Concern, known: list[Side], hat: Membership, table: str) -> list[UUID]:
    others = [side for side in known if side.part != AUTHOR]
    words = any(side.words for side in others)
    places = {side.principal for side in others}
    for_her = {text.id for text in concern.texts if text.for_author or text.author == hat.person}
    author = any(side.part == AUTHOR for side in known)
    rows = {
        "casework_concern": [concern.id],
        "casework_mailed": [],  # who gets which mail is the clock's alone
        "casework_access": [concern.id],
        "casework_event": [concern.event],
        "casework_offer": [offer.id for offer in concern.offers],
        "casework_answer": [concern.answer] if words else [],
        "casework_text": [text.id for text in concern.texts if words or (author and text.id in for_her)],
        "casework_notice": [
            one.id for one in concern.notices if one.hat == hat.id or (one.hat is None and one.principal in places)
        ],
    }
    return rows[table]


def may_update(world: CaseWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    if table in world.own or table == "casework_notice":
        return may_select(world, hat, table, day)
    found: set[UUID] = set()
    for concern in world.concerns:
        known = list(sides(world, hat, concern, day))
        parts = {side.part for side in known}
        if table == "casework_concern" and parts & {AUTHOR, HOLDER, OFFERED}:
            found.add(concern.id)
        if table == "casework_text" and concern.state == "DRAFT" and AUTHOR in parts:
            found |= {text.id for text in concern.texts if text.author == hat.person}
        if table == "casework_answer" and any(side.words and side.part in (HOLDER, FORMER) for side in known):
            found.add(concern.answer)
        if table == "casework_offer":
            found |= {offer.id for offer in concern.offers if offer.state == "OPEN" and _answers(offer, known)}
    return found


def _answers(offer: Offer, known: list[Side]) -> bool:
    """The holder takes it back, the other side answers it, and who withdraws a concern ends it."""
    return any(
        side.part == AUTHOR
        or (side.part == HOLDER and side.principal == offer.source)
        or (side.part == OFFERED and side.principal == offer.target)
        for side in known
    )


def may_insert(world: CaseWorld, hat: Membership, table: str, row: Mapping[str, object], day: date) -> bool:
    """Whether the hat may add this row, in the columns of the database."""
    mine = principals(world.children, hat, day)
    if table == "casework_mailed":
        return False
    if table == "casework_view":
        return row["person_id"] == hat.person and bool(mine)
    concern = next(one for one in world.concerns if one.id == row["concern_id"])
    known = list(sides(world, hat, concern, day))
    by_me = row.get("author_id", row.get("person_id", hat.person)) == hat.person
    at_ours = row.get("organisation_id", hat.organisation) in mine
    if table == "casework_text":
        return by_me and at_ours and any(side.part != FORMER for side in known)
    if table == "casework_answer":
        return by_me and any(side.words and side.part in (HOLDER, FORMER) for side in known)
    return by_me and at_ours and bool(known)
