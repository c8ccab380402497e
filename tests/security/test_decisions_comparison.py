"""Rows about decisions and ladders: the database and the oracle agree, for every hat, reading and writing."""

import ast
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security import decisions_oracle
from tests.security.cases_oracle import Case
from tests.security.children_oracle import ChildWorld
from tests.security.decisions_oracle import Decision, Desk, Ladder, Text, may_insert, may_select, may_update
from tests.security.oracle import Membership
from tests.security.sets import Allowed, Asker, Insert, Table, Tally, compare
from tests.security.statements import Key, Value
from tests.security.test_cases_comparison import _CasesMaker
from tests.security.test_cases_comparison import keep as keep_cases
from tests.security.test_children_comparison import _context
from tests.security.world import DAY, insert_rows

from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster

DONE = "done_by = (select context.person()), done_hat = (select context.hat()), done = now()"
TABLES = {  # key, and a change that the app may make
    "decisions_decision": Table("decisions_decision", "id", "version = version + 1"),
    "decisions_step": Table("decisions_step", "id", DONE),
    "decisions_event": Table("decisions_event"),
    "decisions_ladder": Table("decisions_ladder", "id", "version = version + 1"),
    "decisions_rung": Table("decisions_rung"),
    "decisions_text": Table("decisions_text", "id", "at = now()"),
}
GUARDED = ("decisions_decision", "decisions_step", "decisions_ladder")
STATES = ("DRAFT", "DRAFT", "SCREENING", "RETURNED", "GRANTED")


class _DesksMaker(_CasesMaker):
    def desk(self, number: int) -> Desk:
        cases = self.cases(number)
        decisions = [self.decision(cases.children, case) for case in cases.cases for _ in range(2)]
        return Desk(cases, decisions, [self.ladder(cases.children, case) for case in cases.cases])

    def decision(self, world: ChildWorld, case: Case) -> Decision:
        """Asked by somebody who takes part, more often than not, so that something may be done with it."""
        pick = self.random.choice
        here = [one.organisation for one in case.participants]
        near = [one for one in world.memberships if one.organisation in here] or world.memberships
        by = pick([pick(near), pick(near), pick(world.memberships)])
        decides = pick([pick(near), pick(world.memberships)])
        texts = [
            Text(self.key(), part, kind, pick([by.person, decides.person]))
            for part, kind in (("WHY", 16), ("DECISION", 64), ("REASON", 16))
        ]
        return Decision(
            self.key(),
            case,
            by,
            pick(STATES),
            self.key(),
            decides.organisation,
            [decides.function, "TEAMLEIDER"],
            self.random.random() < 0.3,
            self.key(),
            texts,
        )

    def ladder(self, world: ChildWorld, case: Case) -> Ladder:
        pick = self.random.choice
        holder = pick(world.memberships)
        text = Text(self.key(), "REASON", pick((16, 64)), holder.person)
        functions = [holder.function]
        is_open = self.random.random() < 0.7
        return Ladder(
            self.key(),
            case,
            holder.organisation,
            functions,
            is_open,
            self.key(),
            text,
        )


def keep(desk: Desk) -> None:
    """As owner; no trigger refuses what a policy must refuse."""
    keep_cases(desk.cases)
    with connection.cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"alter table {table} disable trigger decisions_fits")
    insert_rows(
        "decisions_decision (id, case_id, child_id, key, region, mandate, form, support, euros, months, state, at,"
        " round, requester_id, requester_hat, organisation_id, extended, pauses, verdict, created, changed, version)",
        "u.id, u.a, u.b, gen_random_uuid(), '', '', '', '', 1, 1, u.c, 0, 1, u.d, u.e, u.f, 0, '[]', '',"
        " now(), now(), 1",
        "uuid uuid uuid text uuid uuid uuid",
        [(d.id, d.case.id, d.case.child, d.state, d.by.person, d.by.id, d.by.organisation) for d in desk.decisions],
    )
    for one in desk.decisions:
        _keep_step(one)
    insert_rows(
        "decisions_event (id, decision_id, number, at, command, state, function, details)",
        "u.id, u.a, 1, now(), 'SUBMIT', 'SCREENING', '', '{}'",
        "uuid uuid",
        [(one.event, one.id) for one in desk.decisions],
    )
    _keep_ladders(desk)
    where = desk.cases.children.organisations[0].id
    texts = [(t.id, d.case.id, d.id, None, t.part, t.kind, t.author) for d in desk.decisions for t in d.texts]
    said = [(one, one.text) for one in desk.ladders]
    more: list[tuple[object, ...]] = [(t.id, one.case.id, None, one.id, t.part, t.kind, t.author) for one, t in said]
    insert_rows(
        "decisions_text (id, case_id, decision_id, ladder_id, part, kind, author_id, text, organisation_id, at)",
        f"u.id, u.a, u.b, u.c, u.d, u.e, u.f, 'stil', '{where}', now()",
        "uuid uuid uuid uuid text integer uuid",
        [*texts, *more],
    )


def _keep_step(one: Decision) -> None:
    functions = ",".join(one.functions)
    insert_rows(
        "decisions_step (id, decision_id, round, number, kind, yes_or_no, organisation_id, functions, done_by)",
        f"u.id, u.a, 1, 0, 'DECIDE', false, u.b, '{{{functions}}}', u.c",
        "uuid uuid uuid uuid",
        [(one.step, one.id, one.asked, one.event if one.done else None)],
    )


def _keep_ladders(desk: Desk) -> None:
    for one in desk.ladders:
        functions = ",".join(one.functions)
        insert_rows(
            "decisions_ladder (id, case_id, child_id, region, state, cause, at, holder_id, functions, waits_since,"
            " started, since, due, changed, version)",
            f"u.id, u.a, u.b, '', u.c, 'WAITING', 0, u.d, '{{{functions}}}', now(), now(), now(), now(), now(), 1",
            "uuid uuid uuid text uuid",
            [(one.id, one.case.id, one.case.child, "OPEN" if one.open else "SETTLED", one.holder)],
        )
    insert_rows(
        "decisions_rung (id, ladder_id, number, move, rung, day, due, holder_id)",
        "u.id, u.a, 1, 'START', 'LEADS', now(), now(), u.b",
        "uuid uuid uuid",
        [(one.move, one.id, one.holder) for one in desk.ladders],
    )


class _Asked:
    """What the oracle says of whoever asks; `Asker.name` is the key of the hat, empty without one."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.hats = desk, {str(hat.id): hat for hat in desk.cases.children.memberships}

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
        selected: set[Key] = set(may_select(self.desk, hat, table.name, DAY))
        updated: set[Key] = set(may_update(self.desk, hat, table.name, DAY)) if table.change else set()
        inserts = [Insert(columns, may_insert(self.desk, hat, table.name, columns, DAY)) for columns in rows]
        return Allowed(selected, updated, set(), inserts)

    def _candidates(self, hat: Membership | None, table: str, chance: random.Random) -> Iterator[dict[str, Value]]:
        """New rows about some decisions and ladders, in one's own name and in another's."""
        other = chance.choice(self.desk.cases.children.memberships)
        pairs = list(zip(self.desk.decisions[::2], self.desk.ladders, strict=True))
        for decision, ladder in chance.sample(pairs, min(6, len(pairs))):
            for by in (hat or other, other):
                row = _row(table, decision, ladder, by, UUID(int=chance.getrandbits(128), version=4))
                if row is not None:
                    yield row


def _row(table: str, decision: Decision, ladder: Ladder, by: Membership, key: UUID) -> dict[str, Value] | None:
    number = key.int % 10**4 + 10
    hers: dict[str, Value] = {"person_id": by.person, "organisation_id": by.organisation}
    about: dict[str, Value] = {"case_id": decision.case.id, "child_id": decision.case.child, "region": ""}
    day = DAY.isoformat()
    rows: dict[str, dict[str, Value]] = {
        "decisions_decision": {
            **about,
            **dict.fromkeys(("mandate", "form", "support", "verdict"), ""),
            **dict.fromkeys(("euros", "months", "version"), 1),
            **dict.fromkeys(("at", "round", "extended"), 0),
            "id": key,
            "key": key,
            "pauses": "[]",
            "state": "DRAFT",
            "requester_id": by.person,
            "requester_hat": by.id,
            "organisation_id": by.organisation,
            "created": day,
            "changed": day,
        },
        "decisions_step": {
            "id": key,
            "decision_id": decision.id,
            "round": 2,
            "number": number,
            "kind": "DECIDE",
            "yes_or_no": False,
            "organisation_id": by.organisation,
            "functions": "{IB}",
        },
        "decisions_event": {
            **hers,
            "id": key,
            "decision_id": decision.id,
            "number": number,
            "at": day,
            "command": "SAVE",
            "state": "DRAFT",
            "function": "",
            "details": "{}",
        },
        "decisions_ladder": {
            **about,
            **dict.fromkeys(("waits_since", "started", "since", "due", "changed"), day),
            "id": key,
            "state": "OPEN",
            "cause": "WAITING",
            "at": 0,
            "holder_id": by.organisation,
            "functions": "{IB}",
            "version": 1,
        },
        "decisions_rung": {
            **hers,
            "id": key,
            "ladder_id": ladder.id,
            "number": number,
            "move": "CLIMB",
            "rung": "LEADS",
            "day": day,
            "due": day,
            "holder_id": by.organisation,
        },
        "decisions_text": {
            "id": key,
            "case_id": decision.case.id,
            "decision_id": decision.id,
            "part": "REASON",
            "kind": 16,
            "text": "stil",
            "author_id": by.person,
            "organisation_id": by.organisation,
            "at": day,
        },
    }
    if table == "decisions_ladder" and ladder.open:
        return None  # never two: a constraint says so, not a policy
    return rows[table]


def answers(desk: Desk) -> Tally:
    asked = _Asked(desk)
    return compare(asked.askers(), list(TABLES.values()), asked.allowed)


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(decisions_oracle.__file__).read_text(encoding="utf-8"))
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
    desk = _DesksMaker(seed).desk(30)
    keep(desk)
    tally = answers(desk)
    assert not tally.wrong, tally.wrong[:5]
    assert tally.allowed > 200, "hardly anything was allowed: nothing was tested"
    assert tally.refused_inserts > 200
    assert read_by_the_gate(desk) > 10


def read_by_the_gate(desk: Desk) -> int:
    """Rows of words that somebody may read through a disclosure and for no other reason."""
    children = desk.cases.children
    shut = replace(desk, cases=replace(desk.cases, children=replace(children, disclosures=[])))
    return sum(
        len(may_select(desk, hat, "decisions_text", DAY) - may_select(shut, hat, "decisions_text", DAY))
        for hat in children.memberships
    )


def test_a_leak_is_seen(owned_database: Cluster) -> None:
    desk = _DesksMaker(4).desk(12)
    keep(desk)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on decisions_text for select to tandem_app using (kind = 64)")
    assert answers(desk).wrong
