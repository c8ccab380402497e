"""The protected table of `tests/diary.py`, and a database for a whole module at once."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests.conftest import VERSIONS, as_owner
from tests.diary import diary

from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster

__all__ = ["diary"]


@pytest.fixture(scope="module")
def database_for_all(started: Callable[[Binaries], Cluster], django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """As owner, for all tests of a module; each undoes what it does. On one version: these take long."""
    cluster = started(next(iter(VERSIONS.values())))
    with django_db_blocker.unblock(), as_owner(cluster):
        yield cluster
