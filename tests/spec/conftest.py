"""The scenes of the specifications, in the real database of the newest version."""

from collections.abc import Callable

import pytest
from tests.conftest import VERSIONS
from tests.spec.story import Story

from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    """Other tests ask every version; here the words count."""
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def story(owned_database: Cluster, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(monkeypatch)
