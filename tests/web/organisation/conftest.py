"""The example region with its cast, and demo sign-in on."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import VERSIONS
from tests.on_stage import Seat, set_the_stage

from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    """The newest version only: what differs between versions is tested at the register itself."""
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def stage(owned_database: Cluster, settings: Any) -> Cluster:
    settings.DEMO_SIGN_IN = True
    set_the_stage()
    return owned_database


@pytest.fixture
def bas(stage: Cluster) -> Seat:
    """The administrator of Delft, with its teams below it."""
    return Seat("bas", "BEHEER_ORG")
