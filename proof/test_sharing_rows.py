"""Rows of the gate in a larger world: whole sets against the oracle, at least 10 million pairs of hat and row a run."""

import functools
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from tests.security import sharing_oracle
from tests.security.sets import Allowed, Asker, Table, compare
from tests.security.sharing_oracle import Authority, Consent, Share, ShareWorld
from tests.security.sharing_world import Maker, Size, store
from tests.security.test_sharing_comparison import TABLES, Asked

LARGE = Size(schools=12, teams=20, children=500, hats=420)
SEEDS = [int(seed) for seed in os.environ.get("PROOF_SEEDS", "1,2,3").split(",")]
LEAST = 10_000_000


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("owned_database_once")
def test_everybody_reaches_what_the_oracle_says(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = Maker(seed, LARGE).world()
    with _unnoted():
        store(world)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
        rows = sum(_count(table) for table in TABLES)
    monkeypatch.setattr(sharing_oracle, "is_open", _remembered(world))
    asked = Asked(world)
    askers = asked.askers()
    begun = time.monotonic()
    tally = compare(askers, list(TABLES.values()), _reads(asked), "r")
    seconds, pairs = time.monotonic() - begun, rows * len(askers)
    print(
        f"\nrows of the gate, seed {seed}: {len(askers)} hats, {rows:,} rows of {len(TABLES)} tables: {pairs:,} pairs "
        f"in {seconds:,.0f} s, {pairs / seconds:,.0f} a second; {tally.allowed:,} allowed, {len(tally.wrong)} wrong"
    )
    assert not tally.wrong, tally.wrong[:20]
    assert pairs >= LEAST
    assert tally.allowed > 50 * len(TABLES)


@contextmanager
def _unnoted() -> Iterator[None]:
    """The log of how the world came about is not what is asked."""
    with connection.cursor() as cursor:
        cursor.execute("select distinct tgrelid::regclass::text from pg_trigger where tgname = 'audit_rows'")
        watched = [name for (name,) in cursor.fetchall()]
        for table in watched:
            cursor.execute(f"alter table {table} disable trigger audit_rows")
        yield
        cursor.execute("set constraints all immediate")
        for table in watched:
            cursor.execute(f"alter table {table} enable always trigger audit_rows")
        cursor.execute("set constraints all deferred")


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def _remembered(world: ShareWorld) -> Callable[[ShareWorld, Share, date], bool]:
    """The oracle's own question, asked once per disclosure and day, of the records of that child alone."""
    is_open = sharing_oracle.is_open
    authorities: dict[UUID, list[Authority]] = defaultdict(list)
    consents: dict[UUID, list[Consent]] = defaultdict(list)
    for authority in world.authorities:
        authorities[authority.child].append(authority)
    for consent in world.consents:
        consents[consent.child].append(consent)

    @functools.cache
    def once(share: Share, day: date) -> bool:
        of_child = replace(world, authorities=authorities[share.child], consents=consents[share.child])
        return is_open(of_child, share, day)

    return lambda _world, share, day: once(share, day)


def _reads(asked: Asked) -> Callable[[Asker, Table], Allowed]:
    """Only what is read: writing is compared in the smaller worlds of the tests."""

    def allowed(asker: Asker, table: Table) -> Allowed:
        key, _, day = asker.name.partition(" ")
        hat = asked.hats.get(key)
        found = (
            set() if hat is None else sharing_oracle.may_select(asked.world, hat, table.name, date.fromisoformat(day))
        )
        return Allowed({*found}, set(), set())

    return allowed
