"""The example region with its offers, on each version of PostgreSQL: laid out once per file, and each test undone."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.conftest import VERSIONS, as_owner
from tests.on_stage import set_the_stage

from tandem.directory.demo import fill_demo_offers
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster


@pytest.fixture(scope="module", params=VERSIONS.values(), ids=list(VERSIONS))
def laid_out(
    request: pytest.FixtureRequest, started: Callable[[Binaries], Cluster], django_db_blocker: DjangoDbBlocker
) -> Iterator[Cluster]:
    cluster = started(request.param)
    with django_db_blocker.unblock(), as_owner(cluster):
        set_the_stage()
        assert fill_demo_offers() == 40
        yield cluster


@pytest.fixture
def region(laid_out: Cluster) -> Iterator[Cluster]:
    with transaction.atomic():
        yield laid_out
        transaction.set_rollback(True)
