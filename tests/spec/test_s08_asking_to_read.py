"""S8: asking for a part in a concern, and who decides about it.

Here nobody asks for a file that she happened to find: who may not know of a concern gets the answer of what does not
exist. What is asked is to take a concern over, with the right to read along; who holds it opens, who is asked
decides. A request by somebody who already knows the child belongs to the support plan, which is not built yet.
"""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.spec.story import SEEN, Story, as_if_it_did_not_exist, cannot

from tandem.casework.data import RefusalReason
from tandem.casework.models import Offer


def test_who_has_it_already_is_not_asked(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    with cannot("TO_ITSELF"):
        story.care_coordinator.offers(concern, to=story.location)


def test_what_is_being_asked_is_not_asked_twice(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    with cannot("OFFERED_ALREADY"):
        story.care_coordinator.offers(concern, to=story.far_team)


def test_what_she_was_allowed_before_and_ended_can_be_given_again(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    first = story.gate_opens_for(story.far_team, story.ada)
    story.care_coordinator.offers(concern, to=story.far_team, gate=first)
    story.care_coordinator.takes_back_the_offer(concern)
    story.close_gate(first)
    assert story.team_worker.reads(concern) == []
    story.care_coordinator.offers(concern, to=story.far_team, gate=story.gate_opens_for(story.far_team, story.ada))
    assert SEEN in story.team_worker.reads(concern)


def test_what_was_given_about_another_child_opens_nothing_here(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    other = story.gate_opens_for(story.far_team, story.bo)
    with pytest.raises(DatabaseError, match="about another child"), transaction.atomic():
        story.care_coordinator.offers(concern, to=story.far_team, gate=other)
    assert not story.team_worker.knows_of(concern)


def test_only_who_deals_with_concerns_at_who_is_asked_decides(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    for one in (story.team_administrator, story.third_team_worker, story.elsewhere_at_school):
        with as_if_it_did_not_exist():
            one.accepts(concern)
    for one in (story.the_teacher, story.care_coordinator):
        with cannot("PART"):
            one.accepts(concern)
    assert Offer.objects.get(concern_id=concern).state == "OPEN"


def test_for_a_closed_concern_nobody_is_asked_and_nothing_is_decided(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.acknowledges(concern)
    story.care_coordinator.offers(concern, to=story.far_team)
    story.care_coordinator.closes(concern)
    with cannot("STATE"):
        story.care_coordinator.offers(concern, to=story.third_team)
    with as_if_it_did_not_exist():
        story.team_worker.accepts(concern)


def test_a_decision_without_its_reason_is_none(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    with cannot("NAME_THE_RIGHT_ONE"):
        story.team_worker.refuses(concern, RefusalReason.OTHER_TASK)
    with cannot("WORDS"):
        story.team_worker.refuses(concern, words=" ")
    assert Offer.objects.get(concern_id=concern).state == "OPEN"


def test_nobody_gives_more_than_she_holds(story: Story) -> None:
    """A team passes on what it reads itself with its own key, or with one that does not exist: it opens for nobody."""
    concern = story.the_teacher.raises(about=story.ada)
    own = story.gate_opens_for(story.far_team, story.ada)
    story.care_coordinator.offers(concern, to=story.far_team, gate=own)
    story.team_worker.accepts(concern)
    assert SEEN in story.team_worker.reads(concern)
    for key in (own, uuid4(), None):
        story.team_worker.offers(concern, to=story.third_team, gate=key)
        assert story.third_team_worker.knows_of(concern)
        assert story.third_team_worker.reads(concern) == [], key
        assert story.third_team_worker.sees_where(concern, "Ada") == set(), key
        story.team_worker.takes_back_the_offer(concern)
