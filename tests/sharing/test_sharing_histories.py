"""A few histories of a file for every change; `proof/test_sharing_histories.py` tries them by the thousand."""

from hypothesis import HealthCheck, settings
from tests.sharing.histories import Histories

TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[*HealthCheck]
)
