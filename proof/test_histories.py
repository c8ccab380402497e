"""Ten thousand random lives of a concern by the rules, and some hundreds by the real actions in the real database:
never nobody and never two who hold it.
"""

import os
import random
import time

import pytest
from tests.casework.histories import live
from tests.casework.lives import situations, wander
from tests.casework.school import Bell

LIVES, STEPS = int(os.environ.get("PROOF_HISTORIES", "10000")), 30
HISTORIES, COMMANDS = int(os.environ.get("PROOF_DATABASE_HISTORIES", "300")), 8
MUST_HAPPEN = {"OFFER", "ACCEPT", "REFUSE", "REVOKE", "LAPSE", "CLOSE", "REOPEN"}


def _seed() -> int:
    return int(os.environ.get("PROOF_SEED", str(random.randrange(10**9))))


def test_no_life_has_no_holder_or_two() -> None:
    seed, begun = _seed(), time.monotonic()
    found, steps = situations()
    print(f"\nconcern: {len(found):,} situations can be reached, {steps:,} steps between them, in each one holder")
    done = wander(LIVES, STEPS, random.Random(seed))
    spent = time.monotonic() - begun
    print(f"concern, seed {seed}: {LIVES:,} lives of {STEPS} steps in {spent:,.0f} s: {dict(done.most_common())}")
    assert done.keys() >= MUST_HAPPEN


@pytest.mark.usefixtures("owned_database_once")
def test_no_history_in_the_database_has_no_holder_or_two() -> None:
    seed, begun = _seed(), time.monotonic()
    happened = live(Bell(), HISTORIES, COMMANDS, random.Random(seed))
    print(
        f"\nconcern in the database, seed {seed}: {HISTORIES:,} histories of {COMMANDS} steps in"
        f" {time.monotonic() - begun:,.0f} s, {sum(happened.values()):,} commands carried out:"
        f" {dict(happened.most_common())}"
    )
    assert happened.keys() >= MUST_HAPPEN
