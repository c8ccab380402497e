"""What is kept up at the desk: the database and the oracle agree about who reads and writes it."""

import random
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security.desk_oracle import places
from tests.security.oracle import Oracle
from tests.security.sets import Allowed, Asker, Insert, Move, Table, compare, survivors
from tests.security.statements import Key, Value
from tests.security.test_comparison import SMALL
from tests.security.world import DAY, generate, store

from tandem.identity.data import Hat
from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster
from tandem.register.hats import context_of

TABLES = {
    "routing_rule": Table("routing_rule", "id", "valid_until = '2100-01-01'"),
    "routing_school_team": Table("routing_school_team", "location_id", "care_hours = 4"),
}
COUNT = "routing_asked"  # reached by its two functions only: tests/routing/test_routing_kept.py
SOME = ("ONDERWIJSCOORD", "IB", "SCHOOLDIR", "BEHEER_ORG", "SMW", "RAAD")


class _World:
    """People in functions, and of half the organisations a rule and a team."""

    def __init__(self, seed: int) -> None:
        self.random, self.people = random.Random(f"desk {seed}"), generate(seed, SMALL)
        self.oracle = Oracle(self.people, DAY)
        organisations = [one.id for one in self.people.organisations]
        self.with_rows, self.without = organisations[::2], organisations[1::2]
        self.rules = {self.key(): at for at in self.with_rows}

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def store(self) -> None:
        store(self.people)
        rows = [("routing_rule", self.rule(key, at)) for key, at in self.rules.items()]
        rows += [("routing_school_team", self.team(at)) for at in self.with_rows]
        for table, columns in rows:
            with connection.cursor() as cursor:
                marks = ", ".join(["%s"] * len(columns))
                cursor.execute(f"insert into {table} ({', '.join(columns)}) values ({marks})", list(columns.values()))

    def rule(self, key: UUID, at: UUID) -> dict[str, Value]:
        return {"id": key, "municipality_id": at, "kind": "worry", "first": "RMC", "why": "x", "valid_from": DAY}

    def team(self, at: UUID) -> dict[str, Value]:
        return {"location_id": at, "rhythm": "MONTHLY", "moment": "", "confirmed": DAY}

    def askers(self) -> list[Asker]:
        picked = [one for one in self.people.memberships if one.function in SOME]
        self.hats = {hat.id: hat for hat in self.random.sample(picked, min(36, len(picked)))}
        worn = [
            Asker(f"{hat.function} {hat.id}", context_of(
                Hat(hat.id, hat.person, hat.organisation, "", hat.function, "", UUID(int=1)), day=DAY))
            for hat in self.hats.values()
        ]  # fmt: skip
        services = [Asker(name, Context(service=name)) for name in ("sign-in", "demo", "opendata", "command-line")]
        return [Asker("stranger", Context()), *services, *worn]

    def allowed(self, asker: Asker, table: Table) -> Allowed:
        hat = self.hats.get(asker.context.hat or self.key())
        mine = places(self.oracle, hat, table.name)
        owners = self.rules if table.name == "routing_rule" else {at: at for at in self.with_rows}
        readable: set[Key] = {*owners}
        writable: set[Key] = {key for key, at in owners.items() if at in mine}
        near = [at for at in self.without if at in mine][:1] + [at for at in self.without if at not in mine][:1]
        near += [hat.organisation] if hat else []  # also where her function is over
        rows = [(self.rule(self.key(), at) if table.name == "routing_rule" else self.team(at), at) for at in near]
        inserts = [Insert(row, at in mine) for row, at in rows]
        strange = next(at for at in self.without if at not in mine)
        column = "municipality_id" if table.name == "routing_rule" else "location_id"
        return Allowed(readable, writable, set(), inserts, [Move(column, strange, allowed=False)] if writable else [])


@pytest.mark.parametrize(("cluster", "seed"), worlds(2), indirect=["cluster"])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = _World(seed)
    world.store()
    tally = compare(world.askers(), list(TABLES.values()), world.allowed)
    assert not tally.wrong, tally.wrong[:10]
    assert tally.allowed > 100
    assert tally.refused_inserts > 30


def test_every_wrong_version_of_a_policy_is_seen(owned_database_once: Cluster) -> None:
    world = _World(3)
    world.store()
    unseen, tried = survivors(world.askers(), list(TABLES.values()), world.allowed, {})
    assert not unseen, unseen
    assert tried > 20
