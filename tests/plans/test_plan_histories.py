"""Some random lives of a plan; ten thousand of them in proof/. Each rule is seen to be needed."""

import random

import pytest
from tests.plans.plan_histories import wander


def test_no_life_loses_anything_or_ends_a_goal_above_what_is_open() -> None:
    done = wander(150, 30, random.Random(8))
    assert min(done.values()) > 10
    assert len(done) == 11, "every command happened"


@pytest.mark.parametrize("broken", ["STATE", "WORDS", "STILL_OPEN"])
def test_without_a_rule_a_life_goes_wrong(broken: str) -> None:
    with pytest.raises(AssertionError):
        wander(150, 30, random.Random(8), broken=broken)
