"""Row security in a large world: at least 1,000 hats and 10,000 rows a table, whole sets against the oracle."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from tests.security.comparison import TABLES, Setting, compare, without_hat
from tests.security.world import Size, generate, store

LARGE = Size(towns=150, people=16_500)
HATS = int(os.environ.get("PROOF_HATS", "1000"))


@pytest.mark.usefixtures("owned_database_once")
def test_a_thousand_hats_reach_what_the_oracle_says() -> None:
    seed = int(os.environ.get("PROOF_SEED", "1"))
    world = generate(seed, LARGE)
    with _unnoted():
        store(world)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    rows = {table: len(world.rows(table)) for table in TABLES}
    assert min(rows.values()) >= 10_000, rows
    worn = random.Random(seed).sample(world.memberships, HATS)
    bare = [without_hat(person.id) for person in world.persons[:20]]
    begun = time.monotonic()
    verdict = compare(Setting(world, remembers=False), [*worn, *bare])
    seconds = time.monotonic() - begun
    print(
        f"\nrow security, seed {seed}: {len(worn)} hats, {sum(rows.values()):,} rows in {len(rows)} tables:"
        f" {verdict.pairs:,} pairs of hat and row in {seconds:,.0f} s, {verdict.pairs / seconds:,.0f} a second;"
        f" {verdict.allowed:,} allowed, {sum(verdict.questions.values()):,} questions, {len(verdict.wrong)} wrong"
    )
    assert not verdict.wrong, verdict.wrong[:20]
    assert verdict.allowed > 100 * HATS


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
