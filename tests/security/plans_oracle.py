"""Who may know what of which plan, said a second time and apart from the program; imports nothing of it.

| side          | who                                | knows                              | changes                |
|---------------|------------------------------------|------------------------------------|------------------------|
| works         | holds the case, directs it, or     | that there is a plan, goals and    | all of it; words only  |
|               | takes part                         | agreements as codes; words of the  | when she may read them |
|               |                                    | kinds that she was given           |                        |
| was offered   | to whom the case is offered        | the same                           | nothing                |
| may only know | who knows that there is a case     | nothing                            | nothing                |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tests.security.cases_oracle import DIRECTOR, HOLDER, KNOWS, PARTICIPANT, Case, Side, World, sides
from tests.security.children_oracle import principals
from tests.security.oracle import Membership


@dataclass(frozen=True, slots=True)
class Plan:
    """With one goal, one agreement under it, one line, and words of each kind."""

    id: UUID
    case: Case
    goal: UUID
    agreement: UUID
    event: UUID
    texts: list[tuple[UUID, int]]
    scores: list[tuple[UUID, int]]
    moment: UUID
    evaluations: list[tuple[UUID, int]]


@dataclass(frozen=True, slots=True)
class Plans:
    cases: World
    plans: list[Plan]


def may_select(world: Plans, hat: Membership, table: str, day: date) -> set[UUID]:
    found: set[UUID] = set()
    for one in world.plans:
        known = list(sides(world.cases, hat, one.case, day))
        if not {side.part for side in known} - {KNOWS}:
            continue
        found.update(
            {
                "plans_plan": [one.id],
                "plans_goal": [one.goal],
                "plans_agreement": [one.agreement],
                "plans_event": [one.event],
                "plans_moment": [one.moment],
                "plans_evaluation": [said for said, kind in one.evaluations if _reads(kind, known)],
                "plans_score": [score for score, kind in one.scores if _reads(kind, known)],
                "plans_text": [text for text, kind in one.texts if _reads(kind, known)],
            }[table]
        )
    return found


def may_update(world: Plans, hat: Membership, table: str, day: date) -> set[UUID]:
    rows = {"plans_plan": "id", "plans_goal": "goal", "plans_agreement": "agreement", "plans_moment": "moment"}
    if table not in rows:
        return set()
    return {getattr(one, rows[table]) for one in world.plans if _works(list(sides(world.cases, hat, one.case, day)))}


def may_insert(world: Plans, hat: Membership, table: str, row: Mapping[str, object], day: date) -> bool:
    """Whether the hat may add this row, in the columns of the database."""
    mine = principals(world.cases.children, hat, day)
    if table == "plans_plan":
        case = next(one for one in world.cases.cases if one.id == row["case_id"])
    else:
        case = next(one.case for one in world.plans if one.id == row["plan_id"])
    known = list(sides(world.cases, hat, case, day))
    author = {"plans_plan": "made_by", "plans_event": "person_id"}.get(table, "author_id")
    hers = row[author] == hat.person and row["organisation_id"] in mine
    if table in ("plans_text", "plans_score", "plans_evaluation") and not _reads(int(str(row["kind"])), known):
        return False
    return hers and _works(known)


def _works(known: list[Side]) -> bool:
    return bool({side.part for side in known} & {HOLDER, DIRECTOR, PARTICIPANT})


def _reads(kind: int, known: list[Side]) -> bool:
    return any(side.kinds & kind for side in known)
