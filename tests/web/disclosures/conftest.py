"""The example region with a pupil at the school where Iris coordinates care."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import VERSIONS
from tests.on_stage import Seat, set_the_stage

from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    """The newest version only: what differs between versions is tested at the domain itself."""
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def iris(owned_database: Cluster, settings: Any) -> Seat:
    settings.DEMO_SIGN_IN = True
    set_the_stage()
    return Seat("iris", "IB")
