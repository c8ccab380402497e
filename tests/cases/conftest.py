"""One table at school for all stories of a file: each is taken back, so none sees another."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.cases.table_at_school import Table
from tests.conftest import VERSIONS, as_owner

from tandem.platform.postgres.cluster import Cluster


@pytest.fixture(scope="module")
def table(started: Callable[[object], Cluster], django_db_blocker: DjangoDbBlocker) -> Iterator[Table]:
    """On the oldest version; the comparison in tests/security asks the policies on both."""
    with django_db_blocker.unblock(), as_owner(started(next(iter(VERSIONS.values())))):
        yield Table()


@pytest.fixture
def world(table: Table) -> Iterator[Table]:
    with transaction.atomic():
        yield table
        transaction.set_rollback(True)
