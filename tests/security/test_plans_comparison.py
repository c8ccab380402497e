"""Rows of plans: the database and the oracle agree, for every hat, reading and writing."""

import ast
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security import plans_oracle
from tests.security.cases_oracle import Case
from tests.security.oracle import Membership
from tests.security.plans_oracle import Plan, Plans, may_insert, may_select, may_update
from tests.security.sets import Allowed, Asker, Insert, Table, Tally, compare
from tests.security.statements import Key, Value
from tests.security.test_cases_comparison import _CasesMaker
from tests.security.test_cases_comparison import keep as keep_cases
from tests.security.test_children_comparison import _context
from tests.security.world import DAY, insert_rows

from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster

TABLES = {  # key, and a change that the app may make
    "plans_plan": Table("plans_plan", "id", "version = version + 1"),
    "plans_goal": Table("plans_goal", "id", "settled = now()"),
    "plans_agreement": Table("plans_agreement", "id", "settled = now()"),
    "plans_event": Table("plans_event"),
    "plans_text": Table("plans_text"),
    "plans_score": Table("plans_score"),
    "plans_moment": Table("plans_moment", "id", "held = now()"),
    "plans_evaluation": Table("plans_evaluation"),
}


class _PlansMaker(_CasesMaker):
    def plans(self, number: int) -> Plans:
        """Every other case has no plan yet."""
        cases = self.cases(number)
        return Plans(cases, [self.plan(case) for case in cases.cases[::2]])

    def plan(self, case: Case) -> Plan:
        texts, scores, said = ([(self.key(), kind) for kind in (16, 64, 80)] for _ in range(3))
        goal, agreement, event, moment = (self.key() for _ in range(4))
        return Plan(self.key(), case, goal, agreement, event, texts, scores, moment, said[:2])


def keep(world: Plans) -> None:
    """As owner."""
    keep_cases(world.cases)
    where = world.cases.children.organisations[0].id
    hers = f"gen_random_uuid(), '{where}'"
    rows = [(one.id, one.case.id, one.case.child, one.goal, one.agreement, one.event) for one in world.plans]
    insert_rows(
        "plans_plan (id, case_id, child_id, made_by, organisation_id, created, changed, version)",
        f"u.id, u.a, u.b, {hers}, now(), now(), 1",
        "uuid uuid uuid",
        [row[:3] for row in rows],
    )
    insert_rows(
        "plans_goal (id, plan_id, number, position, voice, state, author_id, organisation_id, made)",
        f"u.id, u.a, 1, 0, 'CHILD', 'OPEN', {hers}, now()",
        "uuid uuid",
        [(goal, plan) for plan, _, _, goal, _, _ in rows],
    )
    insert_rows(
        "plans_agreement (id, plan_id, goal_id, number, position, state, due, author_id, organisation_id, author_hat,"
        " made)",
        f"u.id, u.a, u.b, 1, 0, 'OPEN', now(), {hers}, gen_random_uuid(), now()",
        "uuid uuid uuid",
        [(agreement, plan, goal) for plan, _, _, goal, agreement, _ in rows],
    )
    insert_rows(
        "plans_event (id, plan_id, number, at, command, person_id, organisation_id, function)",
        f"u.id, u.a, 1, now(), 'SET_GOAL', {hers}, ''",
        "uuid uuid",
        [(event, plan) for plan, _, _, _, _, event in rows],
    )
    insert_rows(
        "plans_text (id, plan_id, case_id, kind, author_id, organisation_id, part, text, number, at)",
        f"u.id, u.a, u.b, u.c, {hers}, 'GOAL', 'stil', 1, now()",
        "uuid uuid uuid integer",
        [(text, one.id, one.case.id, kind) for one in world.plans for text, kind in one.texts],
    )
    insert_rows(
        "plans_score (id, plan_id, case_id, kind, domain, author_id, organisation_id, subject, voice, words, number,"
        " day, at)",
        f"u.id, u.a, u.b, u.c, u.id::text, {hers}, 'YOUNG', 'CHILD', '', 1, now(), now()",
        "uuid uuid uuid integer",
        [(score, one.id, one.case.id, kind) for one in world.plans for score, kind in one.scores],
    )
    insert_rows(
        "plans_moment (id, plan_id, case_id, author_id, organisation_id, number, origin, due, help, made)",
        f"u.id, u.a, u.b, {hers}, 1, 'AGREED', now(), 'PLAN', now()",
        "uuid uuid uuid",
        [(one.moment, one.id, one.case.id) for one in world.plans],
    )
    insert_rows(
        "plans_evaluation (id, moment_id, plan_id, case_id, kind, voice, author_id, organisation_id, helped, words,"
        " at)",
        f"u.id, u.a, u.b, u.c, u.d, u.e, {hers}, 'YES', '', now()",
        "uuid uuid uuid uuid integer text",
        [
            (said, one.moment, one.id, one.case.id, kind, voice)
            for one in world.plans
            for (said, kind), voice in zip(one.evaluations, ("CHILD", "PARENTS"), strict=True)
        ],
    )


class _Asked:
    """What the oracle says of whoever asks; `Asker.name` is the key of the hat, empty without one."""

    def __init__(self, world: Plans) -> None:
        self.world, self.hats = world, {str(hat.id): hat for hat in world.cases.children.memberships}

    def askers(self) -> list[Asker]:
        hats = self.hats.values()
        bare = [Context(person=m.person, principals=(m.person, m.organisation), day=DAY) for m in hats]
        names = ("sign-in", "demo", "operator")
        strangers = [Context(day=DAY), *(Context(service=name, day=DAY) for name in names)]
        worn = [Asker(key, _context(hat)) for key, hat in self.hats.items()]
        return [*worn, *(Asker("", context) for context in [*strangers, *bare[:4]])]

    def allowed(self, asker: Asker, table: Table) -> Allowed:
        hat = self.hats.get(asker.name)
        rows = list(self._candidates(hat, table.name, random.Random(asker.name + table.name)))
        if hat is None:
            return Allowed(set(), set(), set(), [Insert(columns, allowed=False) for columns in rows])
        selected: set[Key] = set(may_select(self.world, hat, table.name, DAY))
        updated: set[Key] = set(may_update(self.world, hat, table.name, DAY)) if table.change else set()
        inserts = [Insert(columns, may_insert(self.world, hat, table.name, columns, DAY)) for columns in rows]
        return Allowed(selected, updated, set(), inserts)

    def _candidates(self, hat: Membership | None, table: str, chance: random.Random) -> Iterator[dict[str, Value]]:
        """New rows of some plans, in one's own name and in another's."""
        other = chance.choice(self.world.cases.children.memberships)
        without = self.world.cases.cases[1::2]
        for plan in chance.sample(self.world.plans, min(6, len(self.world.plans))):
            for by in (hat or other, other):
                key = UUID(int=chance.getrandbits(128), version=4)
                yield _row(table, plan, chance.choice(without), by, key)


def _row(table: str, plan: Plan, without: Case, by: Membership, key: UUID) -> dict[str, Value]:
    number, day = key.int % 10**4 + 10, DAY.isoformat()
    hers: dict[str, Value] = {"author_id": by.person, "organisation_id": by.organisation}
    rows: dict[str, dict[str, Value]] = {
        "plans_plan": {
            "case_id": without.id,
            "child_id": without.child,
            "made_by": by.person,
            "organisation_id": by.organisation,
            "created": day,
            "changed": day,
            "version": 1,
        },
        "plans_goal": hers | {"number": number, "position": 0, "voice": "CHILD", "state": "OPEN", "made": day},
        "plans_agreement": hers
        | {
            "goal_id": plan.goal,
            "number": number,
            "position": 0,
            "state": "OPEN",
            "due": day,
            "author_hat": by.id,
            "made": day,
        },
        "plans_event": {
            "person_id": by.person,
            "organisation_id": by.organisation,
            "number": number,
            "at": day,
            "command": "DONE",
            "function": "",
        },
        "plans_text": hers
        | {
            "case_id": plan.case.id,
            "part": "REASON",
            "kind": plan.texts[key.int % 3][1],
            "text": "stil",
            "number": number,
            "at": day,
        },
        "plans_moment": hers
        | {
            "case_id": plan.case.id,
            "number": number,
            "origin": "AGREED",
            "due": day,
            "help": "PLAN",
            "made": day,
        },
        "plans_evaluation": hers
        | {
            "case_id": plan.case.id,
            "moment_id": plan.moment,
            "kind": plan.evaluations[key.int % 2][1],
            "voice": "PROFESSIONAL",
            "helped": "YES",
            "words": "stil",
            "at": day,
        },
        "plans_score": hers
        | {
            "case_id": plan.case.id,
            "kind": plan.scores[key.int % 3][1],
            "subject": "YOUNG",
            "voice": "CHILD",
            "domain": "SUPPORT",
            "words": "stil",
            "number": number,
            "day": day,
            "at": day,
        },
    }
    about: dict[str, Value] = {"id": key} if table == "plans_plan" else {"id": key, "plan_id": plan.id}
    return about | rows[table]


def answers(world: Plans) -> Tally:
    asked = _Asked(world)
    return compare(asked.askers(), list(TABLES.values()), asked.allowed)


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(plans_oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {
        "collections.abc",
        "dataclasses",
        "datetime",
        "uuid",
        "tests.security.cases_oracle",
        "tests.security.children_oracle",
        "tests.security.oracle",
    }


@pytest.mark.parametrize(("cluster", "seed"), worlds(1), indirect=["cluster"])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = _PlansMaker(seed).plans(30)
    keep(world)
    tally = answers(world)
    assert not tally.wrong, tally.wrong[:5]
    assert tally.allowed > 200, "hardly anything was allowed: nothing was tested"
    assert tally.refused_inserts > 200
    assert read_by_the_gate(world) > 10


def read_by_the_gate(world: Plans) -> int:
    """Rows of words that somebody may read through a disclosure and for no other reason."""
    children = world.cases.children
    shut = replace(world, cases=replace(world.cases, children=replace(children, disclosures=[])))
    return sum(
        len(may_select(world, hat, "plans_text", DAY) - may_select(shut, hat, "plans_text", DAY))
        for hat in children.memberships
    )


def test_a_leak_is_seen(owned_database: Cluster) -> None:
    world = _PlansMaker(4).plans(12)
    keep(world)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on plans_text for select to tandem_app using (kind = 64)")
    assert answers(world).wrong
