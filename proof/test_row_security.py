"""Row security in a large world: at least 1,000 hats and 10,000 rows a table, whole sets against the oracle."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from tests.security.comparison import TABLES, Setting, Verdict, compare, without_hat
from tests.security.oracle import SERVICES, World
from tests.security.world import Size, generate, store

LARGE = Size(towns=150, people=16_500)
HATS = int(os.environ.get("PROOF_HATS", "1000"))
TOLD = 50  # so many hats to a line that says how far it is


@pytest.mark.usefixtures("owned_database_once")
def test_a_thousand_hats_reach_what_the_oracle_says() -> None:
    seed = int(os.environ.get("PROOF_SEED", "1"))
    world = _large_world(seed)
    rows = {table: len(world.rows(table)) for table in TABLES}
    assert min(rows.values()) >= 10_000, rows
    setting, verdict = Setting(world, remembers=False), Verdict()
    worn = random.Random(seed).sample(world.memberships, HATS)
    bare = [without_hat(person.id) for person in world.persons[:20]]
    asked, begun = [*worn, *bare], time.monotonic()
    for first in range(0, len(asked), TOLD):
        verdict.add(compare(setting, asked[first : first + TOLD], services=() if first else SERVICES))
        done, spent = min(first + TOLD, len(asked)), time.monotonic() - begun
        left = spent / done * (len(asked) - done)
        print(f"{done} of {len(asked)} hats in {spent:,.0f} s, {left:,.0f} s to go, {len(verdict.wrong)} wrong")
    seconds = time.monotonic() - begun
    print(
        f"\nrow security, seed {seed}: {len(worn)} hats, {sum(rows.values()):,} rows in {len(rows)} tables:"
        f" {verdict.pairs:,} pairs of hat and row in {seconds:,.0f} s, {verdict.pairs / seconds:,.0f} a second;"
        f" {verdict.allowed:,} allowed, {sum(verdict.questions.values()):,} questions, {len(verdict.wrong)} wrong"
    )
    assert not verdict.wrong, verdict.wrong[:20]
    assert verdict.allowed > 100 * HATS


@pytest.mark.usefixtures("owned_database_once")
def test_one_row_too_many_is_seen_in_the_large_world() -> None:
    world = _large_world(2)
    leaked = world.invitations[4_321].id
    with connection.cursor() as cursor:
        cursor.execute(f"create policy leak on register_invitation for select to tandem_app using (id = '{leaked}')")
    worn = random.Random(2).sample(world.memberships, 4)
    wrong = compare(Setting(world, remembers=False), worn, tables=["register_invitation"], commands="r").wrong
    assert len(wrong) == len(worn)
    assert all(str(leaked) in line for line in wrong)


def _large_world(seed: int) -> World:
    world = generate(seed, LARGE)
    with _unnoted():
        store(world)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return world


@contextmanager
def _unnoted() -> Iterator[None]:
    """The log of how the world came about is not what is asked: 200,000 lines less."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"alter table {table} disable trigger audit_rows")
        yield
        cursor.execute("set constraints all immediate")
        for table in TABLES:
            cursor.execute(f"alter table {table} enable always trigger audit_rows")
        cursor.execute("set constraints all deferred")
