"""The example region with its offers."""

import pytest
from tests.on_stage import set_the_stage

from tandem.directory.demo import fill_demo_offers
from tandem.platform.postgres.cluster import Cluster


@pytest.fixture
def region(owned_database: Cluster) -> Cluster:
    set_the_stage()
    assert fill_demo_offers() == 40
    return owned_database
