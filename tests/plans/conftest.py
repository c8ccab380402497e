"""One table at school for all stories of a file: each is taken back, so none sees another."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.conftest import VERSIONS, as_owner
from tests.plans.one_plan import NOON, PlanTable

from tandem.platform import clock
from tandem.platform.postgres.cluster import Cluster


@pytest.fixture(scope="module")
def stage(started: Callable[[object], Cluster], django_db_blocker: DjangoDbBlocker) -> Iterator[PlanTable]:
    """On the oldest version; the comparison in tests/security asks the policies on both."""
    with django_db_blocker.unblock(), as_owner(started(next(iter(VERSIONS.values())))), clock.at(NOON):
        yield PlanTable()


@pytest.fixture
def world(stage: PlanTable) -> Iterator[PlanTable]:
    with transaction.atomic(), clock.at(NOON):
        yield stage
        transaction.set_rollback(True)
