"""Row security in a large world: at least 1,000 hats and 10,000 rows a table, whole sets against the oracle."""

import os
import random
import time

import pytest
from django.db import connection
from tests.security.comparison import TABLES, Setting, compare, without_hat
from tests.security.world import Size, generate, store

LARGE = Size(towns=150, people=26_000)
HATS = 1_000


@pytest.mark.usefixtures("owned_database_once")
def test_a_thousand_hats_reach_what_the_oracle_says() -> None:
    seed = int(os.environ.get("PROOF_SEED", "1"))
    world = generate(seed, LARGE)
    store(world)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    rows = {table: len(world.rows(table)) for table in TABLES}
    assert min(rows.values()) >= 10_000, rows
    worn = random.Random(seed).sample(world.memberships, HATS)
    bare = [without_hat(person.id) for person in world.persons[:20]]
    begun = time.monotonic()
    verdict = compare(Setting(world), [*worn, *bare])
    seconds = time.monotonic() - begun
    print(
        f"\nrow security, seed {seed}: {verdict.pairs:,} pairs of hat and row in {seconds:,.0f} s,"
        f" {verdict.allowed:,} allowed, {sum(verdict.questions.values()):,} questions, {len(verdict.wrong)} wrong"
    )
    assert not verdict.wrong, verdict.wrong[:20]
    assert verdict.allowed > 100_000
