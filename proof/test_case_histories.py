"""Ten thousand random histories of a tandem by the rules, and some hundreds of a case by the real actions in the real
database: never nobody and never two who hold it, and never a case that runs before everybody who must signed.
"""

import os
import random
import time

import pytest
from tests.cases.case_histories import MUST_HAPPEN, live
from tests.cases.table_at_school import Table
from tests.cases.tandem_histories import PEOPLE, Asked, after, broken

HISTORIES, STEPS = int(os.environ.get("PROOF_HISTORIES", "10000")), 40
IN_DATABASE, COMMANDS = int(os.environ.get("PROOF_DATABASE_HISTORIES", "300")), 20
ASKED = ("name", "name", "sign", "sign", "disagree", "settle", "join", "join", "leave")


def _seed() -> int:
    return int(os.environ.get("PROOF_SEED", str(random.randrange(10**9))))


def test_no_tandem_is_ever_broken() -> None:
    seed, begun, ran = _seed(), time.monotonic(), 0
    chance = random.Random(seed)
    for _ in range(HISTORIES):
        history = [
            Asked(chance.choice(ASKED), chance.choice(PEOPLE), chance.choice(PEOPLE), others=chance.random() < 0.5)
            for _ in range(STEPS)
        ]
        found = after(history)
        assert broken(found) == [], f"seed {seed}: {history}"
        ran += len(found) - 1
    spent = time.monotonic() - begun
    print(f"\ntandem, seed {seed}: {HISTORIES:,} histories of {STEPS} steps in {spent:,.0f} s, {ran:,} carried out")
    assert ran > HISTORIES


@pytest.mark.usefixtures("owned_database_once")
def test_no_case_in_the_database_has_no_holder_or_two() -> None:
    table = Table()
    seed, begun = _seed(), time.monotonic()
    happened = live(table, histories=IN_DATABASE, steps=COMMANDS, chance=random.Random(seed))
    print(
        f"\ncase in the database, seed {seed}: {IN_DATABASE:,} histories of {COMMANDS} steps in"
        f" {time.monotonic() - begun:,.0f} s: {dict(happened.most_common())}"
    )
    assert happened.keys() >= MUST_HAPPEN
