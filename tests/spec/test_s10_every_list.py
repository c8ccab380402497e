"""S10: what stands in a list can be opened, and what can be opened stands in a list; a draft is its author's."""

from uuid import uuid4

from tests.spec.story import Story, as_if_it_did_not_exist

from tandem.audit.actions import acting_actor
from tandem.casework import queries
from tandem.casework.actions import drafts
from tandem.casework.actions.drafts import Draft
from tandem.casework.data import TextPart, Urgency
from tandem.casework.models import Concern
from tandem.casework.queries import Worklist
from tandem.platform.context import acting


def _many(story: Story) -> None:
    """In every state of the baton: held, offered, accepted, refused, closed, anonymous."""
    for child in (story.ada, story.bo, None):
        story.the_teacher.raises(about=child)
    offered, moved, refused, closed = (story.the_teacher.raises(about=story.ada) for _ in range(4))
    for one in (offered, moved, refused):
        story.care_coordinator.offers(one, to=story.far_team)
    story.team_worker.accepts(moved)
    story.team_worker.refuses(refused)
    story.care_coordinator.acknowledges(closed)
    story.care_coordinator.closes(closed)


def test_for_everybody_the_lists_are_exactly_what_can_be_opened(story: Story) -> None:
    _many(story)
    all_of_them = list(Concern.objects.values_list("pk", flat=True))
    seen = 0
    for one in story.people:
        opens = {id for id in all_of_them if one.opens(id) is not None}
        listed = set().union(*(one.finds_in(which) for which in Worklist))
        assert listed == opens, one.worker.membership.function
        seen += len(opens)
    assert seen >= 18


def test_the_numbers_count_what_the_lists_show(story: Story) -> None:
    _many(story)
    for one in story.people:
        with acting(one.worker.context):
            counts = queries.counts()
        for which in Worklist:
            assert counts[which.value] == len(one.finds_in(which)), (one.worker.membership.function, which)


def test_a_draft_is_seen_by_who_writes_it_and_by_nobody_else(story: Story) -> None:
    with acting(story.my_teacher.context):
        about = Draft(story.ada.id, False, Urgency.SOON, {TextPart.SEEN: "stil"})
        draft = drafts.start(by=acting_actor(), location=story.location.id, key=uuid4(), draft=about)
    for one in story.people:
        assert one.knows_of(draft) is (one is story.the_teacher)
    with as_if_it_did_not_exist():
        story.care_coordinator.acknowledges(draft)


def test_who_raised_it_and_held_it_too_finds_it_once(story: Story) -> None:
    with acting(story.coordinator.context):
        about = Draft(story.ada.id, False, Urgency.SOON, {TextPart.SEEN: "stil"})
        own = drafts.start(by=acting_actor(), location=story.location.id, key=uuid4(), draft=about)
        drafts.raise_concern(by=acting_actor(), id=own, version=1)
    story.care_coordinator.acknowledges(own)
    story.care_coordinator.closes(own)
    with acting(story.coordinator.context):
        rows, total = queries.worklist(acting_actor(), Worklist.FINISHED)
        counted = queries.counts()["FINISHED"]
    assert ([row.id for row in rows], total, counted) == ([own], 1, 1)
