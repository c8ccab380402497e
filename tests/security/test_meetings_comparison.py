"""Rows about meetings: the database and the oracle agree, for every hat, reading and writing."""

import ast
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security import meetings_oracle
from tests.security.cases_oracle import Case, World
from tests.security.meetings_oracle import (
    Invitee,
    Item,
    Line,
    Meeting,
    MeetingWorld,
    may_delete,
    may_insert,
    may_select,
    may_update,
)
from tests.security.oracle import Membership
from tests.security.sets import Allowed, Asker, Insert, Table, Tally, compare
from tests.security.statements import Key, Value
from tests.security.test_cases_comparison import _CasesMaker
from tests.security.test_cases_comparison import keep as keep_cases
from tests.security.test_children_comparison import _context
from tests.security.world import DAY, insert_rows

from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster

TABLES = {  # key, and a change that the app may make
    "meetings_meeting": Table("meetings_meeting", "id", "version = version + 1"),
    "meetings_access": Table("meetings_access", "meeting_id"),
    "meetings_invitee": Table("meetings_invitee", "id", "removed = now()"),
    "meetings_item": Table("meetings_item", "id", "position = 1"),
    "meetings_line": Table("meetings_line", "id", "struck = now()"),
}


class _MeetingsMaker(_CasesMaker):
    def meetings(self, number: int) -> MeetingWorld:
        """Cases whose people meet: most who are invited are at some case, and somebody else is not."""
        cases = self.cases(number * 2)
        return MeetingWorld(cases, [self.meeting(cases) for _ in range(number)])

    def meeting(self, world: World) -> Meeting:
        pick, chance = self.random.choice, self.random.random
        spoken_of = self.random.sample(world.cases, 3)
        people = world.children.memberships
        near = [m for m in people if any(m.organisation in _places(case) for case in spoken_of)]
        planner = pick(near or people)
        guests = self.random.sample(people, 5) + self.random.sample(near, min(8, len(near)))
        unique = {guest.id: guest for guest in guests}
        invitees = [Invitee(self.key(), guest, chance() < 0.3, chance() < 0.15) for guest in unique.values()]
        items = [
            Item(self.key(), case, chance() < 0.5, [self.line(list(unique.values())) for _ in range(3)])
            for case in spoken_of
        ]
        return Meeting(self.key(), planner, invitees, items)

    def line(self, guests: list[Membership]) -> Line:
        owner = self.random.choice(guests).id if self.random.random() < 0.7 else None
        kind = self.random.choice((1, 16, 64))
        return Line(self.key(), kind, owner, self.random.choice(guests), self.random.random() < 0.2)


def _places(case: Case) -> set[UUID]:
    return {case.holder, *(one.organisation for one in case.participants)}


def keep(world: MeetingWorld) -> None:
    """As owner; no trigger refuses what a policy must refuse."""
    keep_cases(world.cases)
    with connection.cursor() as cursor:
        for table in ("meetings_meeting", "meetings_invitee", "meetings_item", "meetings_line"):
            cursor.execute(f"alter table {table} disable trigger meetings_fits")
    where = world.cases.children.organisations[0].id
    insert_rows(
        "meetings_meeting (id, planned_hat, planned_by, host_id, kind, kind_version, starts, ends, place, video, weeks,"
        " state, sequence, key, changed, version)",
        f"u.id, u.a, u.b, '{where}', 'MDO', 1, now(), now() + interval '1 hour', '', '', 0, 'RUNNING', 0,"
        " gen_random_uuid(), now(), 1",
        "uuid uuid uuid",
        [(m.id, m.planner.id, m.planner.person) for m in world.meetings],
    )
    insert_rows(
        "meetings_invitee (id, meeting_id, membership_id, person_id, organisation_id, function, leads, removed,"
        " present, attended, invited, invited_by)",
        "u.id, u.a, u.b, u.c, u.d, u.e, u.f, case when u.g then now() end, false, false, now(), u.c",
        "uuid uuid uuid uuid uuid text boolean boolean",
        [
            (one.id, m.id, one.by.id, one.by.person, one.by.organisation, one.by.function, one.leads, one.removed)
            for m in world.meetings
            for one in m.invitees
        ],
    )
    insert_rows(
        "meetings_item (id, meeting_id, case_id, child_id, began, added_by, position, minutes, reasons, stage, parents,"
        " parents_why, pupil, pupil_why, words, family_there)",
        "u.id, u.a, u.b, u.c, case when u.d then now() end, u.a, 1, 15, 'NEW', 'WAITING', true, 'BY_DEFAULT', false,"
        " 'YOUNG', '', false",
        "uuid uuid uuid uuid boolean",
        [(one.id, m.id, one.case.id, one.case.child, one.spoken) for m in world.meetings for one in m.items],
    )
    for meeting in world.meetings:
        for item in meeting.items:
            _keep_lines(item)


def _keep_lines(item: Item) -> None:
    for number, line in enumerate(item.lines, 1):
        author = line.author
        insert_rows(
            "meetings_line (id, item_id, case_id, child_id, kind, owner_hat, author_hat, author_id, organisation_id,"
            " struck, number, sort, text, measure, owner_family, at)",
            "u.id, u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, case when u.i then now() end,"
            f" {number}, 'NOTE', 'belt', '', '', now()",
            "uuid uuid uuid uuid integer uuid uuid uuid uuid boolean",
            [
                (
                    line.id, item.id, item.case.id, item.case.child, line.kind, line.owner, author.id, author.person,
                    author.organisation, line.struck,
                )
            ],
        )  # fmt: skip


class _Asked:
    """What the oracle says of whoever asks; `Asker.name` is the key of the hat, empty without one."""

    def __init__(self, world: MeetingWorld) -> None:
        self.world, self.hats = world, {str(hat.id): hat for hat in world.cases.children.memberships}

    def askers(self) -> list[Asker]:
        hats = self.hats.values()
        bare = [Context(person=m.person, principals=(m.person, m.organisation), day=DAY) for m in hats]
        strangers = [Context(day=DAY), *(Context(service=name, day=DAY) for name in ("sign-in", "demo", "operator"))]
        worn = [Asker(key, _context(hat)) for key, hat in self.hats.items()]
        return [*worn, *(Asker("", context) for context in [*strangers, *bare[:4]])]

    def allowed(self, asker: Asker, table: Table) -> Allowed:
        hat = self.hats.get(asker.name)
        rows = list(self._candidates(hat, table.name, random.Random(asker.name + table.name)))
        if hat is None:
            return Allowed(set(), set(), set(), [Insert(columns, allowed=False) for columns in rows])
        selected: set[Key] = set(may_select(self.world, hat, table.name, DAY))
        updated: set[Key] = set(may_update(self.world, hat, table.name, DAY)) if table.change else set()
        deleted: set[Key] = set(may_delete(self.world, hat, table.name, DAY))
        inserts = [Insert(columns, may_insert(self.world, hat, table.name, columns, DAY)) for columns in rows]
        return Allowed(selected, updated, deleted, inserts)

    def _candidates(self, hat: Membership | None, table: str, chance: random.Random) -> Iterator[dict[str, Value]]:
        """New rows of some meetings, those that she leads among them, in one's own name and in another's."""
        other = chance.choice(self.world.cases.children.memberships)
        mine = [m for m in self.world.meetings if hat and hat.id in (m.planner.id, *(i.by.id for i in m.invitees))]
        for meeting in {m.id: m for m in (*mine[:4], *chance.sample(self.world.meetings, 2))}.values():
            for by in (hat or other, other):
                row = _row(table, meeting, chance.choice(self.world.cases.cases), by, chance)
                if row is not None:
                    yield row


def _row(table: str, meeting: Meeting, case: Case, by: Membership, chance: random.Random) -> dict[str, Value] | None:
    key, item = UUID(int=chance.getrandbits(128), version=4), chance.choice(meeting.items)
    if table == "meetings_item" and case.id in {one.case.id for one in meeting.items}:
        return None  # it is there already: a constraint says so, not a policy
    rows: dict[str, dict[str, Value]] = {
        "meetings_meeting": {
            "id": key, "planned_hat": by.id, "planned_by": by.person, "host_id": by.organisation, "kind": "MDO",
            "kind_version": 1, "starts": "2026-10-01", "ends": "2026-10-02", "place": "", "video": "", "weeks": 0,
            "state": "PLANNED", "sequence": 0, "key": key, "changed": DAY, "version": 1,
        },
        "meetings_invitee": {
            "id": key, "meeting_id": meeting.id, "membership_id": key, "person_id": by.person,
            "organisation_id": by.organisation, "function": "IB", "leads": False, "present": False, "attended": False,
            "invited": DAY, "invited_by": by.person,
        },
        "meetings_item": {
            "id": key, "meeting_id": meeting.id, "case_id": case.id, "child_id": case.child, "position": 9,
            "minutes": 15, "reasons": "NEW", "stage": "WAITING", "parents": True, "parents_why": "BY_DEFAULT",
            "pupil": False, "pupil_why": "YOUNG", "words": "", "family_there": False, "added_by": by.person,
        },
        "meetings_line": {
            "id": key, "item_id": item.id, "case_id": item.case.id, "child_id": item.case.child, "number": 99,
            "sort": "NOTE", "kind": chance.choice((1, 16, 64)), "text": "belt", "measure": "", "owner_family": "",
            "author_id": by.person, "author_hat": by.id, "organisation_id": by.organisation, "at": DAY,
        },
    }  # fmt: skip
    return rows.get(table)


def answers(world: MeetingWorld) -> Tally:
    asked = _Asked(world)
    return compare(asked.askers(), list(TABLES.values()), asked.allowed)


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(meetings_oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert all(module and not module.startswith("tandem") for module in imported)


@pytest.mark.parametrize(("cluster", "seed"), worlds(1), indirect=["cluster"])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = _MeetingsMaker(seed).meetings(10)
    keep(world)
    tally = answers(world)
    assert not tally.wrong, tally.wrong[:5]
    assert tally.allowed > 200, "hardly anything was allowed: nothing was tested"
    assert tally.refused_inserts > 200
    assert read_by_the_gate(world) > 5


def read_by_the_gate(world: MeetingWorld) -> int:
    """Lines that somebody may read through a disclosure and for no other reason."""
    shut = replace(world.cases, children=replace(world.cases.children, disclosures=[]))
    hats, without = world.cases.children.memberships, replace(world, cases=shut)
    return sum(
        len(may_select(world, hat, "meetings_line", DAY) - may_select(without, hat, "meetings_line", DAY))
        for hat in hats
    )


def test_a_leak_is_seen(owned_database_once: Cluster) -> None:
    world = _MeetingsMaker(4).meetings(3)
    keep(world)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on meetings_line for select to tandem_app using (kind = 64)")
    assert answers(world).wrong
