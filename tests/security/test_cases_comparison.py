"""Rows about cases: the database and the oracle agree, for every hat, reading and writing."""

import ast
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security import cases_oracle
from tests.security.cases_oracle import (
    Case,
    Direction,
    Notice,
    Offer,
    Participant,
    World,
    may_insert,
    may_select,
    may_update,
)
from tests.security.children_oracle import ChildWorld, Disclosure
from tests.security.oracle import Membership
from tests.security.sets import Allowed, Asker, Insert, Table, Tally, compare
from tests.security.statements import Key, Value
from tests.security.test_children_comparison import _context, _leave_the_policies_alone, _Maker, store
from tests.security.world import DAY, insert_rows

from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster

ANSWERED = "state = 'REVOKED', answered = now(), answered_by = (select context.person())"
TABLES = {  # key, and a change that the app may make
    "cases_case": Table("cases_case", "id", "version = version + 1"),
    "cases_access": Table("cases_access", "case_id"),
    "cases_participant": Table("cases_participant", "id", "until = now()"),
    "cases_direction": Table("cases_direction", "id", "ended = now()"),
    "cases_offer": Table("cases_offer", "id", ANSWERED),
    "cases_text": Table("cases_text"),
    "cases_event": Table("cases_event"),
    "casework_notice": Table("casework_notice", "id", "seen = now()"),
}
CHANGED = {"cases_case", "cases_participant", "cases_direction", "cases_offer"}


class _CasesMaker(_Maker):
    def cases(self, number: int, *, small: bool = False) -> World:
        children = self.world(children=10, hats=14) if small else self.world(children=30, hats=36)
        return World(children, [self.case(children) for _ in range(number)])

    def case(self, world: ChildWorld) -> Case:
        pick, chance = self.random.choice, self.random.random
        child, holder = pick(world.children), pick([*self.locations, *self.teams])
        here = list(self.participants(world, child, holder))
        seats = self.random.sample(world.memberships, 2)
        return Case(
            self.key(),
            child,
            holder,
            pick(["STARTED", "RUNNING", "CLOSED"]),
            pick(world.memberships),
            here,
            [Direction(self.key(), by, domain, chance() < 0.3) for by, domain in zip(seats, DOMAINS, strict=True)],
            list(self.offers(world, child, holder)),
            [(self.key(), kind) for kind in (16, 64)],
            self.key(),
            list(notices(world, holder, here)),
        )

    def participants(self, world: ChildWorld, child: UUID, holder: UUID) -> Iterator[Participant]:
        functions = ("IB", "SCHOOLDIR", "LT_TOEGANG", "LT_HULP")
        seen: set[tuple[UUID, str, UUID | None]] = set()
        for _ in range(self.random.choice((1, 3, 5))):
            by = self.random.choice(world.memberships)
            place = self.random.choice([holder, by.organisation, self.random.choice(self.locations)])
            function = self.random.choice([by.function, self.random.choice(functions)])
            hat = by.id if self.random.random() < 0.3 else None
            if (place, function, hat) in seen:
                continue
            seen.add((place, function, hat))
            own, knows = self.random.random() < 0.3, self.random.random() < 0.2
            gate = None if own or knows else self.gate(world, child, hat or place)
            yield Participant(
                self.key(), place, function, hat, own and not knows, knows, gate, self.random.random() < 0.1
            )

    def offers(self, world: ChildWorld, child: UUID, holder: UUID) -> Iterator[Offer]:
        for state in self.random.choice(([], ["REFUSED"], ["OPEN"], ["REFUSED", "OPEN"])):
            target = self.random.choice([one for one in [*self.locations, *self.teams] if one != holder])
            yield Offer(self.key(), holder, target, state, self.gate(world, child, target))

    def gate(self, world: ChildWorld, child: UUID, to: UUID) -> UUID | None:
        """A disclosure that holds today or not, with the kind or without; sometimes none."""
        if self.random.random() < 0.1:
            return None
        made = Disclosure(to, child, self.key(), self.random.choice((1, 17, 17, 80)), self.period())
        world.disclosures.append(made)
        return made.source


DOMAINS = ("EDUCATION", "YOUTH_CARE")


def notices(world: ChildWorld, holder: UUID, here: list[Participant]) -> Iterator[Notice]:
    """For who is at the case, and for somebody who may not be; with chances of its own."""
    chance = random.Random(f"{holder}{[one.id for one in here]}")
    by = chance.choice(world.memberships)
    told = [(one.hat or one.organisation, one.hat, "" if one.hat else one.function) for one in here]
    for principal, hat, function in (
        (holder, None, ""),
        *told,
        (by.id, by.id, ""),
        (by.organisation, None, by.function),
    ):
        yield Notice(UUID(int=chance.getrandbits(128), version=4), principal, hat, function)


def keep(world: World) -> None:
    """As owner; no trigger refuses what a policy must refuse."""
    _leave_the_policies_alone()
    with connection.cursor() as cursor:
        for table in sorted(CHANGED):
            cursor.execute(f"alter table {table} disable trigger cases_fits")
    store(world.children)
    insert_rows(
        "cases_case (id, child_id, place_id, holder_id, state, opened_by, opened_hat, region, key, refused, opened,"
        " changed, closed, version)",
        "u.id, u.a, u.b, u.b, u.c, u.d, u.e, '', gen_random_uuid(), 0, now(), now(),"
        " case when u.c = 'CLOSED' then now() end, 1",
        "uuid uuid uuid text uuid uuid",
        [(c.id, c.child, c.holder, c.state, c.opener.person, c.opener.id) for c in world.cases],
    )
    for case in world.cases:
        _keep_participants(case)
        _keep_the_rest(case, world.children.organisations[0].id)


def _keep_participants(case: Case) -> None:
    for place, one in enumerate(case.participants):
        insert_rows(
            "cases_participant (id, case_id, organisation_id, function, membership_id, own, knows_only, disclosure,"
            " until, since, domain, purpose, ground, kinds)",
            "u.id, u.a, u.b, u.c, u.d, u.e, u.f, u.g, case when u.h then now() end,"
            f" now() + interval '{place} minutes', '', '', '', 0",
            "uuid uuid uuid text uuid boolean boolean uuid boolean",
            [
                (
                    one.id,
                    case.id,
                    one.organisation,
                    one.function,
                    one.hat,
                    one.own,
                    one.knows_only,
                    one.disclosure,
                    one.left,
                )
            ],
        )


def _keep_the_rest(case: Case, where: UUID) -> None:
    insert_rows(
        "cases_direction (id, case_id, domain, organisation_id, function, membership_id, person_id, named, named_by,"
        " signed, ended)",
        "u.id, u.a, u.b, u.c, u.d, u.e, u.f, now(), u.f, now(), case when u.g then now() end",
        "uuid uuid text uuid text uuid uuid boolean",
        [
            (d.id, case.id, d.domain, d.by.organisation, d.by.function, d.by.id, d.by.person, d.ended)
            for d in case.directions
        ],
    )
    for place, offer in enumerate(case.offers):
        insert_rows(
            "cases_offer (id, case_id, source_id, target_id, state, disclosure, function, number, made, made_by, due,"
            " refusal, municipality)",
            f"u.id, u.a, u.b, u.c, u.d, u.e, '', 1, now() + interval '{place} minutes', u.a, now(), '', ''",
            "uuid uuid uuid uuid text uuid",
            [(offer.id, case.id, offer.source, offer.target, offer.state, offer.disclosure)],
        )
    insert_rows(
        "cases_text (id, case_id, kind, part, text, author_id, organisation_id, at)",
        f"u.id, u.a, u.b, 'ADDED', 'stil', u.a, '{where}', now()",
        "uuid uuid integer",
        [(key, case.id, kind) for key, kind in case.texts],
    )
    insert_rows(
        "casework_notice (id, subject, principal_id, hat, function, about, event, kind, at, failed, at_once)",
        "u.id, u.a, u.b, u.c, u.d, 'CASE', gen_random_uuid(), 'ADD', now(), false, false",
        "uuid uuid uuid uuid text",
        [(one.id, case.id, one.principal, one.hat, one.function) for one in case.notices],
    )
    insert_rows(
        "cases_event (id, case_id, number, at, command, state, function, details)",
        "u.id, u.a, 1, now(), 'OPEN', 'STARTED', '', '{}'",
        "uuid uuid",
        [(case.event, case.id)],
    )


class _Asked:
    """What the oracle says of whoever asks; `Asker.name` is the key of the hat, empty without one."""

    def __init__(self, world: World) -> None:
        self.world, self.hats = world, {str(hat.id): hat for hat in world.children.memberships}

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
        inserts = [Insert(columns, may_insert(self.world, hat, table.name, columns, DAY)) for columns in rows]
        return Allowed(selected, updated, set(), inserts)

    def _candidates(self, hat: Membership | None, table: str, chance: random.Random) -> Iterator[dict[str, Value]]:
        """New rows about some cases, in one's own name and in another's."""
        other = chance.choice(self.world.children.memberships)
        for case in chance.sample(self.world.cases, min(6, len(self.world.cases))):
            for by in (hat or other, other):
                row = _row(table, case, by, UUID(int=chance.getrandbits(128), version=4), hat or other)
                if row is not None:
                    yield row


def _row(table: str, case: Case, by: Membership, key: UUID, hat: Membership) -> dict[str, Value] | None:
    about: dict[str, Value] = {"id": key, "case_id": case.id}
    written: dict[str, Value] = {**about, "organisation_id": by.organisation, "at": DAY}
    rows: dict[str, dict[str, Value]] = {
        "cases_case": {
            "id": key,
            "child_id": case.child,
            "place_id": by.organisation,
            "holder_id": by.organisation,
            "opened_by": by.person,
            "opened_hat": hat.id,
            "state": "STARTED",
            "region": "",
            "key": key,
            "refused": 0,
            "opened": DAY,
            "changed": DAY,
            "version": 1,
        },
        "cases_participant": {
            **about,
            "organisation_id": by.organisation,
            "function": str(key),
            "own": False,
            "knows_only": False,
            "since": DAY,
            "domain": "",
            "purpose": "",
            "ground": "",
            "kinds": 0,
            "added_by": by.person,
        },
        "cases_direction": {
            **about,
            "domain": "EDUCATION",
            "organisation_id": by.organisation,
            "function": by.function,
            "membership_id": by.id,
            "person_id": by.person,
            "named": DAY,
            "named_by": hat.person,
        },
        "cases_offer": {
            **about,
            "source_id": case.holder,
            "target_id": by.organisation,
            "state": "OPEN",
            "function": "",
            "number": 1,
            "made": DAY,
            "made_by": by.person,
            "due": DAY,
            "refusal": "",
            "municipality": "",
        },
        "cases_text": {**written, "author_id": by.person, "part": "ADDED", "kind": 16, "text": "stil"},
        "cases_event": {
            **written,
            "number": key.int % 10**6 + 10,
            "command": "ADD",
            "state": "STARTED",
            "person_id": by.person,
            "function": "",
            "details": "{}",
        },
        "casework_notice": {
            "id": key,
            "subject": case.id,
            "about": "CASE",
            "principal_id": by.organisation,
            "function": "",
            "event": key,
            "kind": "ADD",
            "at": DAY,
            "failed": False,
            "at_once": False,
            "author_id": by.person,
        },
    }
    if table == "cases_direction" and any(one.domain == "EDUCATION" and not one.ended for one in case.directions):
        return None  # the seat is taken: a constraint says so, not a policy
    if table == "cases_offer" and (by.organisation == case.holder or any(o.state == "OPEN" for o in case.offers)):
        return None
    return rows.get(table)


def answers(world: World) -> Tally:
    asked = _Asked(world)
    return compare(asked.askers(), list(TABLES.values()), asked.allowed)


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(cases_oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {
        "collections.abc",
        "dataclasses",
        "datetime",
        "uuid",
        "tests.security.oracle",
        "tests.security.children_oracle",
    }


@pytest.mark.parametrize(("cluster", "seed"), worlds(1), indirect=["cluster"])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = _CasesMaker(seed).cases(50)
    keep(world)
    tally = answers(world)
    assert not tally.wrong, tally.wrong[:5]
    assert tally.allowed > 300, "hardly anything was allowed: nothing was tested"
    assert tally.refused_inserts > 300
    assert read_by_the_gate(world) > 20


def read_by_the_gate(world: World) -> int:
    """Rows of words that somebody may read through a disclosure and for no other reason."""
    shut = replace(world, children=replace(world.children, disclosures=[]))
    hats = world.children.memberships
    return sum(
        len(may_select(world, hat, "cases_text", DAY) - may_select(shut, hat, "cases_text", DAY)) for hat in hats
    )


def test_a_leak_is_seen(owned_database: Cluster) -> None:
    world = _CasesMaker(4).cases(20)
    keep(world)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on cases_text for select to tandem_app using (kind = 64)")
    assert answers(world).wrong
