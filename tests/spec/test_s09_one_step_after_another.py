"""S9: one step after another, and nobody approves what she asked for herself.

The part of a concern: received, weighed, taken up, closed, and handed over with a yes of the other side. The decision
of a meeting, with who proposes it and who decides, belongs to the support plan and is not built yet. What the pages
answer to a step that does not exist (404) or an outcome that does not exist (422) is in `tests/web/casework/`.
"""

from collections.abc import Callable
from uuid import UUID

import pytest
from tests.spec.story import Somebody, Story, as_if_it_did_not_exist, cannot

from tandem.casework.data import Outcome

LOCAL_TEAM = Outcome.LOCAL_TEAM


def _weighs(one: Somebody, concern: UUID) -> None:
    one.chooses(concern, LOCAL_TEAM)


STEPS: dict[str, Callable[[Somebody, UUID], None]] = {
    "RAISED": Somebody.acknowledges,
    "ACKNOWLEDGED": _weighs,
    "TRIAGED": Somebody.takes_up,
    "IN_ACTION": Somebody.closes,
}


def test_no_step_comes_before_the_one_before_it(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    for state, next_step in STEPS.items():
        assert story.state(concern) == state
        if state == "ACKNOWLEDGED":
            with cannot("NO_CRITERION"):
                next_step(story.care_coordinator, concern)
            story.care_coordinator.assesses(concern)
        for name, step in STEPS.items():
            if name != state and not (step is Somebody.closes and state != "RAISED"):  # enough can be enough sooner
                with cannot("STATE"):
                    step(story.care_coordinator, concern)
        next_step(story.care_coordinator, concern)
    assert story.state(concern) == "CLOSED"
    for step in STEPS.values():
        with cannot("STATE"):
            step(story.care_coordinator, concern)


@pytest.mark.parametrize("state", STEPS)
def test_who_raised_it_and_who_is_asked_take_no_step_of_who_holds_it(story: Story, state: str) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    for name, step in STEPS.items():
        if name == state:
            break
        if name == "ACKNOWLEDGED":
            story.care_coordinator.assesses(concern)
        step(story.care_coordinator, concern)
    story.care_coordinator.offers(concern, to=story.far_team, gate=story.gate_opens_for(story.far_team, story.ada))
    for one in (story.the_teacher, story.team_worker):
        with cannot("PART"):
            STEPS[state](one, concern)
    for one in (story.third_team_worker, story.another_teacher, story.team_administrator):
        with as_if_it_did_not_exist():
            STEPS[state](one, concern)
    assert story.state(concern) == state


def test_who_asks_does_not_say_yes_herself(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    with cannot("PART"):
        story.care_coordinator.accepts(concern)
    story.team_leader.accepts(concern)
    assert story.holder(concern) == story.far_team.name


def test_sending_it_back_needs_words(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    with cannot("WORDS"):
        story.team_worker.refuses(concern, words="")
    story.team_worker.accepts(concern)
    story.team_worker.closes(concern)
    with cannot("WORDS"):
        story.the_teacher.reopens(concern, "  ")
    story.the_teacher.reopens(concern, "Het is terug.")
    assert story.state(concern) == "REOPENED"
    assert story.holder(concern) == story.far_team.name
