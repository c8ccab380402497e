"""Who may know what of which decision and ladder, said a second time and apart from the program; imports nothing of it.

| side             | who                                    | knows                              | changes             |
|------------------|----------------------------------------|------------------------------------|---------------------|
| takes part       | who is in the case and may know more   | all but drafts of others; words of | what the order lets |
|                  | than that there is one                 | the kinds that she was given       | her change          |
| who asked        | the hat that wrote it                  | her draft too                      | it, and its words   |
| whose step it is | the organisation asked, in a function  | as above                           | that step, once     |
|                  | that counts, when it takes part        |                                    |                     |
| holder of a rung | the organisation with the mandate, in  | that a case is on the rung, and its| nothing before it   |
|                  | its functions, while it is open        | moves; no words                    | takes part          |
| may only know    | who knows that there is a case         | nothing                            | nothing             |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tests.security.cases_oracle import DIRECTOR, HOLDER, KNOWS, PARTICIPANT, Case, Side, World, sides
from tests.security.children_oracle import principals
from tests.security.oracle import Membership

TO_WRITE = {"DRAFT", "RETURNED"}


@dataclass(frozen=True, slots=True)
class Text:
    id: UUID
    part: str
    kind: int
    author: UUID


@dataclass(frozen=True, slots=True)
class Decision:
    id: UUID
    case: Case
    by: Membership
    state: str
    step: UUID
    asked: UUID
    functions: list[str]
    done: bool
    event: UUID
    texts: list[Text]


@dataclass(frozen=True, slots=True)
class Ladder:
    id: UUID
    case: Case
    holder: UUID
    functions: list[str]
    open: bool
    move: UUID
    text: Text


@dataclass(frozen=True, slots=True)
class Desk:
    cases: World
    decisions: list[Decision]
    ladders: list[Ladder]


def may_select(desk: Desk, hat: Membership, table: str, day: date) -> set[UUID]:
    found: set[UUID] = set()
    for one in desk.decisions:
        known = list(sides(desk.cases, hat, one.case, day))
        if not _sees(one, hat, known):
            continue
        rows = {
            "decisions_decision": [one.id],
            "decisions_step": [one.step],
            "decisions_event": [one.event],
            "decisions_text": [text.id for text in one.texts if _reads(text, known)],
        }
        found.update(rows.get(table, []))
    for ladder in desk.ladders:
        known = list(sides(desk.cases, hat, ladder.case, day))
        inside = bool(_parts(known))
        if table == "decisions_text" and _reads(ladder.text, known):
            found.add(ladder.text.id)
        if inside or _has_the_rung(desk, ladder, hat, day):
            rows = {"decisions_ladder": [ladder.id], "decisions_rung": [ladder.move]}
            found.update(rows.get(table, []))
    return found


def may_update(desk: Desk, hat: Membership, table: str, day: date) -> set[UUID]:
    found: set[UUID] = set()
    mine = principals(desk.cases.children, hat, day)
    readable = may_select(desk, hat, "decisions_text", day)
    for one in desk.decisions:
        if not _sees(one, hat, list(sides(desk.cases, hat, one.case, day))):
            continue
        if table == "decisions_decision":
            found.add(one.id)
        if table == "decisions_step" and not one.done and one.asked in mine and hat.function in one.functions:
            found.add(one.step)
        if table == "decisions_text" and one.state in TO_WRITE and one.by.id == hat.id:
            hers = {text.id for text in one.texts if text.part == "WHY" and text.author == hat.person}
            found |= hers & readable
    for ladder in desk.ladders:
        if table == "decisions_ladder" and _works(list(sides(desk.cases, hat, ladder.case, day))):
            found.add(ladder.id)
    return found


def may_insert(desk: Desk, hat: Membership, table: str, row: Mapping[str, object], day: date) -> bool:
    """Whether the hat may add this row, in the columns of the database."""
    mine = principals(desk.cases.children, hat, day)
    if table in ("decisions_step", "decisions_event"):
        one = next(one for one in desk.decisions if one.id == row["decision_id"])
        if not _sees(one, hat, list(sides(desk.cases, hat, one.case, day))):
            return False
        if table == "decisions_step":
            return one.state in TO_WRITE and one.by.id == hat.id
        return row["person_id"] == hat.person and row["organisation_id"] in mine
    if table == "decisions_rung":
        ladder = next(one for one in desk.ladders if one.id == row["ladder_id"])
        inside = bool(_parts(list(sides(desk.cases, hat, ladder.case, day))))
        sees = inside or _has_the_rung(desk, ladder, hat, day)
        return sees and row["person_id"] == hat.person and row["organisation_id"] in mine
    case = next(one for one in desk.cases.cases if one.id == row["case_id"])
    known = list(sides(desk.cases, hat, case, day))
    if table == "decisions_ladder":
        return _works(known)
    if table == "decisions_text":
        return bool(_parts(known)) and row["author_id"] == hat.person and row["organisation_id"] in mine
    hers = row["requester_id"] == hat.person and row["requester_hat"] == hat.id and row["organisation_id"] in mine
    return bool(_parts(known)) and hers


def _parts(known: list[Side]) -> set[str]:
    return {side.part for side in known} - {KNOWS}


def _works(known: list[Side]) -> bool:
    return bool({side.part for side in known} & {HOLDER, DIRECTOR, PARTICIPANT})


def _sees(one: Decision, hat: Membership, known: list[Side]) -> bool:
    return bool(_parts(known)) and (one.state != "DRAFT" or one.by.id == hat.id)


def _reads(text: Text, known: list[Side]) -> bool:
    return any(side.kinds & text.kind for side in known)


def _has_the_rung(desk: Desk, ladder: Ladder, hat: Membership, day: date) -> bool:
    mine = principals(desk.cases.children, hat, day)
    return ladder.open and ladder.holder in mine and hat.function in ladder.functions
