"""Who may know what of which meeting, said a second time and apart from the program; imports nothing of Tandem.

| side    | who                                       | knows                                  | changes              |
|---------|-------------------------------------------|----------------------------------------|----------------------|
| invited | who is invited, or planned it, in that    | that it is there, who is invited; the  | what she has to do,  |
|         | hat, while it holds                       | cases on it at which she is herself    | or asked for: done   |
| leads   | who planned it, or leads such meetings    | the same                               | all of it            |

A line is for who is at its case in some meeting to which she is invited, as far as she may know that kind of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tests.security.cases_oracle import KNOWS, Case, World, sides
from tests.security.children_oracle import principals
from tests.security.oracle import Membership


@dataclass(frozen=True, slots=True)
class Invitee:
    id: UUID
    by: Membership
    leads: bool
    removed: bool


@dataclass(frozen=True, slots=True)
class Line:
    id: UUID
    kind: int
    owner: UUID | None  # a hat
    author: Membership
    struck: bool


@dataclass(frozen=True, slots=True)
class Item:
    id: UUID
    case: Case
    spoken: bool
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Meeting:
    id: UUID
    planner: Membership
    invitees: list[Invitee]
    items: list[Item]


@dataclass(frozen=True, slots=True)
class MeetingWorld:
    cases: World
    meetings: list[Meeting]


def invited(world: MeetingWorld, hat: Membership, meeting: Meeting, day: date) -> bool:
    at_table = {one.by.id for one in meeting.invitees if not one.removed} | {meeting.planner.id}
    return hat.id in at_table and bool(principals(world.cases.children, hat, day))


def leads(world: MeetingWorld, hat: Membership, meeting: Meeting, day: date) -> bool:
    leaders = {one.by.id for one in meeting.invitees if one.leads and not one.removed} | {meeting.planner.id}
    return hat.id in leaders and invited(world, hat, meeting, day)


def at_case(world: MeetingWorld, hat: Membership, case: Case, day: date) -> bool:
    return any(side.part != KNOWS for side in sides(world.cases, hat, case, day))


def knows(world: MeetingWorld, hat: Membership, case: Case, kind: int, day: date) -> bool:
    return any(side.kinds & kind for side in sides(world.cases, hat, case, day))


def items(world: MeetingWorld, hat: Membership, day: date) -> list[tuple[Meeting, Item]]:
    """That she sees."""
    return [
        (meeting, item)
        for meeting in world.meetings
        if invited(world, hat, meeting, day)
        for item in meeting.items
        if at_case(world, hat, item.case, day)
    ]


def lines(world: MeetingWorld, hat: Membership, day: date) -> list[tuple[Meeting, Item, Line]]:
    cases = {item.case.id for _, item in items(world, hat, day)}
    return [
        (meeting, item, line)
        for meeting in world.meetings
        for item in meeting.items
        if item.case.id in cases
        for line in item.lines
        if knows(world, hat, item.case, line.kind, day)
    ]


def may_select(world: MeetingWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    """Keys of the rows; of the meeting where a table has no key of its own."""
    mine = [meeting for meeting in world.meetings if invited(world, hat, meeting, day)]
    if table == "meetings_invitee":
        return {one.id for meeting in mine for one in meeting.invitees}
    if table == "meetings_item":
        return {item.id for _, item in items(world, hat, day)}
    if table == "meetings_line":
        return {line.id for _, _, line in lines(world, hat, day)}
    return {meeting.id for meeting in mine}


def may_update(world: MeetingWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    led = [meeting for meeting in world.meetings if leads(world, hat, meeting, day)]
    if table == "meetings_invitee":
        return {one.id for meeting in led for one in meeting.invitees if not one.removed}
    if table == "meetings_item":
        return {item.id for meeting, item in items(world, hat, day) if meeting in led}
    if table == "meetings_line":
        own = items(world, hat, day)
        return {
            line.id
            for meeting, item, line in lines(world, hat, day)
            if not line.struck
            and (hat.id in (line.owner, line.author.id) or (meeting in led and (meeting, item) in own))
        }
    return {meeting.id for meeting in led} if table == "meetings_meeting" else set()


def may_delete(world: MeetingWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    if table != "meetings_item":
        return set()
    led = [meeting for meeting in world.meetings if leads(world, hat, meeting, day)]
    return {item.id for meeting, item in items(world, hat, day) if meeting in led and not item.spoken}


def may_insert(world: MeetingWorld, hat: Membership, table: str, row: Mapping[str, object], day: date) -> bool:
    """Whether the hat may add this row, in the columns of the database."""
    mine = principals(world.cases.children, hat, day)
    if table == "meetings_meeting":
        return row["planned_by"] == hat.person and row["planned_hat"] == hat.id and row["host_id"] in mine
    if table == "meetings_line":
        item = next(one for meeting in world.meetings for one in meeting.items if one.id == row["item_id"])
        there = [meeting for meeting, one in items(world, hat, day) if one.id == item.id]
        hers = row["author_id"] == hat.person and row["author_hat"] == hat.id and row["organisation_id"] in mine
        led = bool(there) and leads(world, hat, there[0], day)
        return hers and led and knows(world, hat, item.case, int(str(row["kind"])), day)
    meeting = next(one for one in world.meetings if one.id == row["meeting_id"])
    if not leads(world, hat, meeting, day):
        return False
    if table == "meetings_invitee":
        return row["invited_by"] == hat.person
    case = next(one for one in world.cases.cases if one.id == row["case_id"])
    return row["added_by"] == hat.person and at_case(world, hat, case, day)
