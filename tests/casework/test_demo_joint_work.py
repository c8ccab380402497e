"""The case, the meetings and the decisions of the example region: played once, by the cast itself."""

import pytest
from tests.on_stage import set_the_stage

from tandem.cases.demo import fill_demo_cases
from tandem.casework.demo import fill_demo_concerns
from tandem.decisions.data import State as Decided
from tandem.decisions.demo import fill_demo_decisions
from tandem.decisions.models import Decision
from tandem.meetings.data import State
from tandem.meetings.demo import fill_demo_meetings
from tandem.meetings.models import Line, Meeting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.demo import fill_demo_pupils


@pytest.fixture
def stage(owned_database_once: Cluster) -> None:
    set_the_stage()
    fill_demo_pupils()
    fill_demo_concerns()


def test_one_case_with_what_happens_around_it(stage: None) -> None:
    assert (fill_demo_meetings(), fill_demo_decisions()) == (0, 0), "without a case there is nothing to meet about"
    assert (fill_demo_cases(), fill_demo_meetings(), fill_demo_decisions()) == (1, 2, 2)
    assert (fill_demo_cases(), fill_demo_meetings(), fill_demo_decisions()) == (0, 0, 0)
    assert set(Meeting.objects.values_list("state", flat=True)) == {State.CLOSED, State.PLANNED}
    assert Line.objects.filter(sort="AGREEMENT").count() == 3
    assert set(Decision.objects.values_list("state", flat=True)) == {Decided.GRANTED, Decided.DECIDING}
