"""What stands in a case already is offered to begin with: nobody types a decision again."""

from tests.decisions.conftest import desk, world
from tests.decisions.desk import Desk

from tandem.family.data import Sort
from tandem.platform.context import acting
from tandem.web.family.sources import sources

__all__ = ["desk", "world"]


def test_a_decision_is_there_to_let_out_once_it_was_taken(world: Desk) -> None:
    asked = world.asked()
    with acting(world.coordinator.context):
        assert sources(world.case) == ()
    world.passes(asked, world.ortho)
    world.decides(asked, world.far_worker)
    with acting(world.coordinator.context):
        found = sources(world.case)
    assert [(one.id, one.sort) for one in found] == [(asked, Sort.DECISION)]
    assert "Zo kan zij weer leren." in found[0].text
