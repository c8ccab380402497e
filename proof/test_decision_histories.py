"""Ten thousand random lives of a decision by the rules: never the own request, never out of order, never two looks."""

import os
import random
import time

from tests.decisions.lives import wander

LIVES, STEPS = int(os.environ.get("PROOF_HISTORIES", "10000")), 30
MUST_HAPPEN = {"SUBMIT", "PASS", "RETURN", "GRANT", "REFUSE", "WITHDRAW", "EXTEND"}


def test_no_life_is_approved_by_who_asked_or_out_of_order() -> None:
    seed, begun = int(os.environ.get("PROOF_SEED", str(random.randrange(10**9)))), time.monotonic()
    done = wander(LIVES, STEPS, random.Random(seed))
    spent = time.monotonic() - begun
    print(f"\ndecision, seed {seed}: {LIVES:,} lives of {STEPS} steps in {spent:,.0f} s: {dict(done.most_common())}")
    assert done.keys() >= MUST_HAPPEN
