"""Ten thousand random lives of a plan by the rules: nothing is lost, and no goal ends above what is still open."""

import os
import random
import time

from tests.plans.plan_histories import wander

LIVES, STEPS = int(os.environ.get("PROOF_HISTORIES", "10000")), 40


def test_no_life_of_a_plan_loses_anything() -> None:
    seed, begun = int(os.environ.get("PROOF_SEED", str(random.randrange(10**9)))), time.monotonic()
    done = wander(LIVES, STEPS, random.Random(seed))
    spent = time.monotonic() - begun
    print(f"\nplan, seed {seed}: {LIVES:,} lives of {STEPS} steps in {spent:,.0f} s: {dict(done.most_common())}")
    assert len(done) == 11, "every command happened"
