"""One round table for a module; each test undoes what it does."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from tests.meetings.round_table import RoundTable
from tests.security.conftest import database_for_all

from tandem.platform.postgres.cluster import Cluster

__all__ = ["database_for_all"]


@pytest.fixture(scope="module")
def laid(database_for_all: Cluster) -> RoundTable:
    return RoundTable()


@pytest.fixture
def table(laid: RoundTable) -> Iterator[RoundTable]:
    with transaction.atomic():
        yield laid
        transaction.set_rollback(True)
