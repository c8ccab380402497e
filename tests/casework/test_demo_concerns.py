"""The concerns of the example region: played once, by the cast itself."""

from collections import Counter

import pytest
from tests.on_stage import set_the_stage

from tandem.casework import demo
from tandem.casework.data import State
from tandem.casework.models import Concern, Offer
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.demo import fill_demo_pupils


@pytest.fixture
def stage(owned_database_once: Cluster) -> None:
    set_the_stage()
    fill_demo_pupils()


def test_every_concern_is_played_once_and_shows_every_kind_of_page(stage: None) -> None:
    file = demo.demo_concerns()
    assert demo.fill_demo_concerns() == len(file.concerns)
    assert demo.fill_demo_concerns() == 0
    states = Counter(Concern.objects.values_list("state", flat=True))
    assert sum(states.values()) == len(file.concerns)
    assert states.keys() >= {
        State.DRAFT,
        State.RAISED,
        State.ACKNOWLEDGED,
        State.IN_ACTION,
        State.CLOSED,
        State.REOPENED,
    }
    assert set(Offer.objects.values_list("state", flat=True)) == {"OPEN", "ACCEPTED"}
    raised = Concern.objects.exclude(raised=None).values_list("created", "raised", "changed")
    assert all(created <= at <= changed for created, at, changed in raised if at)
