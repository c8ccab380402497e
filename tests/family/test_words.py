"""What the family says: read by who works on the case, answered in the window, and never read by another parent."""

from uuid import UUID, uuid4

import pytest
from tests.family.kitchen_table import Kitchen, Relative, reads

from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError
from tandem.casework.models import Notice
from tandem.family import queries
from tandem.family.actions import inviting, speaking
from tandem.family.data import Shut, Voice, Word
from tandem.platform.context import acting
from tandem.sharing.compartment import actions as compartment
from tandem.sharing.compartment.data import Danger

QUESTION = "Wanneer begint de hulp?"
ADDRESS = "Kanariepietstraat 12a, 2611 AB Delft"


def says(one: Relative, text: str = QUESTION, voice: Voice = Voice.QUESTION, key: UUID | None = None) -> None:
    with acting(one.context):
        speaking.say(by=acting_actor(), window=one.window, voice=voice, text=text, key=key or uuid4())


def heard(world: Kitchen) -> tuple[Word, ...]:
    with acting(world.coordinator.context):
        return queries.words_of(acting_actor(), case=world.case)


def told(world: Kitchen) -> list[str]:
    """What waits for the coordinator, who directs."""
    with acting(world.coordinator.context):
        return list(Notice.objects.filter(subject=world.case, kind__startswith="FAMILY").values_list("kind", flat=True))


def test_a_question_is_work_for_who_directs_and_its_answer_is_shown(world: Kitchen) -> None:
    mo, fedde = world.at_table(world.mo), world.at_table(world.fedde)
    says(mo)
    assert [(one.text, one.name, one.waits) for one in heard(world)] == [(QUESTION, "Mo Proefkind", True)]
    assert told(world) == ["FAMILY_QUESTION"]
    with acting(world.far_worker.context):
        assert queries.waiting(case=world.case) == 1
    with acting(world.coordinator.context):
        speaking.answer(by=acting_actor(), word=heard(world)[0].id, text="Volgende week maandag.")
        with pytest.raises(CannotError, match="STATE"):
            speaking.answer(by=acting_actor(), word=heard(world)[0].id, text="Of dinsdag.")
        assert queries.waiting(case=world.case) == 0
    found = reads(mo)
    assert found is not None
    assert [(one.text, one.answer) for one in found.words] == [(QUESTION, "Volgende week maandag.")]
    other = reads(fedde)
    assert other is not None
    assert other.words == ()


def test_sent_twice_it_is_said_once(world: Kitchen) -> None:
    mo, key = world.at_table(world.mo), uuid4()
    says(mo, key=key)
    says(mo, key=key)
    assert len(heard(world)) == 1


def test_a_parent_who_says_that_the_authority_is_not_right_shuts_it_for_both(world: Kitchen) -> None:
    mo, fedde = world.at_table(world.mo), world.at_table(world.fedde)
    says(fedde, "Zij heeft geen gezag meer.", Voice.AUTHORITY)
    assert reads(mo) is None
    assert reads(fedde) is None
    assert sorted(told(world)) == ["FAMILY_AUTHORITY", "FAMILY_HELD"]
    with acting(world.coordinator.context):
        shut = {one.shut for one in queries.windows_of(acting_actor(), case=world.case)}
        assert shut == {Shut.HELD}
        inviting.let_in_again(by=acting_actor(), window=mo.window)
    assert reads(mo) is not None


def test_contested_authority_is_told_to_who_directs(world: Kitchen) -> None:
    world.at_table(world.mo)
    world.contested(world.fedde)
    assert told(world) == ["FAMILY_HELD"]


def test_a_secret_address_is_struck_out_for_who_reads_and_tells_nothing_to_who_wrote(world: Kitchen) -> None:
    mo = world.at_table(world.mo)
    with acting(world.coordinator.context):
        compartment.guard(by=acting_actor(), children=[world.ada.id], written=ADDRESS, danger=Danger.FAMILY)
    says(mo, "Ze wonen op Kanariepietstraat 12a.", Voice.WORDS)
    assert [one.text for one in heard(world)] == ["Ze wonen op " + "█" * len("Kanariepietstraat 12a") + "."]
    found = reads(mo)
    assert found is not None
    assert [one.text for one in found.words] == ["Ze wonen op Kanariepietstraat 12a."]
