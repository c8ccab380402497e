"""At least 10,000 histories of 30 steps: the judgement of sharing keeps its invariants after every one of them."""

import os
import time

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.sharing.histories import Histories

NUMBER = int(os.environ.get("PROOF_HISTORIES", "10000"))
STEPS = 30


class Counted(Histories):
    histories = steps = 0

    def __init__(self) -> None:
        super().__init__()
        Counted.histories += 1

    def check_invariants(self, *args: object, **more: object) -> None:  # after every step
        Counted.steps += 1
        super().check_invariants(*args, **more)  # type: ignore[arg-type]


def test_the_invariants_hold_in_every_history() -> None:
    begun = time.monotonic()
    run_state_machine_as_test(
        Counted,
        settings=settings(
            max_examples=NUMBER,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=[*HealthCheck],
        ),
    )
    seconds = time.monotonic() - begun
    print(f"\nsharing: {Counted.histories:,} histories, {Counted.steps:,} steps in {seconds:,.0f} s")
    assert Counted.histories >= NUMBER
