"""Ten thousand random lives of a concern in the real database: never nobody and never two who hold it."""

import os
import random
import time

import pytest
from tests.casework.histories import live
from tests.casework.school import Bell

HISTORIES = int(os.environ.get("PROOF_HISTORIES", "10000"))
STEPS = 8


@pytest.mark.usefixtures("owned_database_once")
def test_no_history_has_no_holder_or_two() -> None:
    seed = int(os.environ.get("PROOF_SEED", str(random.randrange(10**9))))
    begun = time.monotonic()
    happened = live(Bell(), HISTORIES, STEPS, random.Random(seed))
    print(
        f"\nbaton, seed {seed}: {HISTORIES:,} histories of {STEPS} steps in {time.monotonic() - begun:,.0f} s,"
        f" {sum(happened.values()):,} commands carried out: {dict(happened.most_common())}"
    )
    assert {"OFFER", "ACCEPT", "REFUSE", "REVOKE", "LAPSE", "CLOSE", "REOPEN"} <= set(happened)
