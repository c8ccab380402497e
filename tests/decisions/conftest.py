"""One desk for all stories of a file: each is taken back, so none sees another."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.conftest import VERSIONS, as_owner
from tests.decisions.desk import NOON, Desk

from tandem.platform import clock
from tandem.platform.postgres.cluster import Cluster


@pytest.fixture(scope="module")
def desk(started: Callable[[object], Cluster], django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    """On the oldest version; the comparison in tests/security asks the policies on both."""
    with django_db_blocker.unblock(), as_owner(started(next(iter(VERSIONS.values())))), clock.at(NOON):
        yield Desk()


@pytest.fixture
def world(desk: Desk) -> Iterator[Desk]:
    with transaction.atomic(), clock.at(NOON):
        yield desk
        transaction.set_rollback(True)
