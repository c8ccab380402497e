"""S1 to S4: a concern that is handed over is never lost, never doubled and never in two hands."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from tests.spec.story import SEEN, Somebody, Story, as_if_it_did_not_exist, cannot

from tandem.casework.data import Outcome
from tandem.casework.models import Concern
from tandem.casework.queries import Worklist
from tandem.platform.context import acting

# --- S1 Who is offered a concern may read it for a while; it moves when she accepts, and not before.


def test_while_an_offer_is_open_the_other_side_reads_and_the_school_holds(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    assert not story.team_worker.knows_of(concern)
    story.care_coordinator.offers(concern, to=story.far_team, gate=story.gate_opens_for(story.far_team, story.ada))
    assert SEEN in story.team_worker.reads(concern)
    assert story.holder(concern) == story.location.name


def test_when_she_accepts_all_of_it_moves_and_the_history_shows_both(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.acknowledges(concern)
    story.care_coordinator.assesses(concern)
    story.care_coordinator.adds(concern, "Ook in de gymles.")
    story.care_coordinator.offers(concern, to=story.far_team, gate=story.gate_opens_for(story.far_team, story.ada))
    story.team_worker.accepts(concern)
    assert story.holder(concern) == story.far_team.name
    assert "Ook in de gymles." in story.team_worker.reads(concern)
    story.team_worker.chooses(concern, Outcome.LOCAL_TEAM)  # with the assessment that the school had begun
    found = story.team_worker.opens(concern)
    assert found is not None
    by = {line.command.value: line.organisation for line in found.happenings}
    assert (by["OFFER"], by["ACCEPT"]) == (story.location.id, story.far_team.id)


def _she_refuses(story: Story, concern: UUID, _holder: Somebody) -> None:
    story.team_worker.refuses(concern)


def _it_is_taken_back(_story: Story, concern: UUID, holder: Somebody) -> None:
    holder.takes_back_the_offer(concern)


@pytest.mark.parametrize("ends", [_she_refuses, _it_is_taken_back], ids=["refused", "taken back"])
@pytest.mark.parametrize("had_it_before", [False, True], ids=["new to it", "had it before"])
def test_after_a_no_she_loses_it_unless_she_has_another_part_in_it(
    story: Story, ends: Callable[[Story, UUID, Somebody], None], had_it_before: bool
) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    gate = story.gate_opens_for(story.far_team, story.ada)
    holder = story.care_coordinator
    if had_it_before:  # the team took it, and gave it to a third team, which now offers it back
        story.care_coordinator.offers(concern, to=story.far_team, gate=gate)
        story.team_worker.accepts(concern)
        story.team_worker.offers(concern, to=story.third_team)
        story.third_team_worker.accepts(concern)
        holder = story.third_team_worker
    holder.offers(concern, to=story.far_team, gate=gate)
    assert story.team_worker.knows_of(concern)
    ends(story, concern, holder)
    assert story.team_worker.knows_of(concern) is had_it_before
    assert "ACCEPT" not in story.team_worker.may(concern)


def test_an_offer_can_be_taken_back_when_nobody_is_there_any_more_to_answer_it(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    story.team_worker.leaves()
    story.team_leader.leaves()
    story.care_coordinator.takes_back_the_offer(concern)
    assert story.offers_of(concern) == ["REVOKED"]
    story.care_coordinator.offers(concern, to=story.third_team)


# --- S2 Nobody acts on what she may not know of, nor for somebody else.


def test_who_is_not_asked_gets_the_same_answer_as_for_what_does_not_exist(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    for stranger in (story.third_team_worker, story.leader_elsewhere, story.elsewhere_at_school, story.another_teacher):
        for deed in (Somebody.accepts, Somebody.refuses, Somebody.takes_back_the_offer, Somebody.closes):
            with as_if_it_did_not_exist():
                deed(stranger, concern)


def test_a_leader_answers_for_her_own_team_and_an_administrator_for_none(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    with as_if_it_did_not_exist():
        story.team_administrator.accepts(concern)
    story.team_leader.accepts(concern)
    assert story.holder(concern) == story.far_team.name


def test_who_offers_does_not_accept_her_own_offer_and_who_is_asked_does_not_take_it_back(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    with cannot("PART"):
        story.care_coordinator.accepts(concern)
    with cannot("PART"):
        story.team_worker.takes_back_the_offer(concern)
    with cannot("PART"):
        story.team_worker.closes(concern)


# --- S3 One offer at a time.


def test_while_one_is_asked_no_other_is_asked(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    for other in (story.far_team, story.third_team):
        with cannot("OFFERED_ALREADY"):
            story.care_coordinator.offers(concern, to=other)
    assert story.offers_of(concern) == ["OPEN"]
    assert "OFFER" not in story.care_coordinator.may(concern)
    story.care_coordinator.takes_back_the_offer(concern)
    story.care_coordinator.offers(concern, to=story.third_team)
    assert story.offers_of(concern) == ["REVOKED", "OPEN"]


def test_letting_somebody_else_read_stays_possible_and_moves_nothing(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    story.gate_opens_for(story.third_team, story.ada)  # a disclosure about the child is not an offer
    assert story.offers_of(concern) == ["OPEN"]
    assert story.holder(concern) == story.location.name
    assert not story.third_team_worker.knows_of(concern)


# --- S4 Who is responsible changes when it is accepted, in that moment and in no other.


def test_nobody_edits_on_both_sides(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team, gate=story.gate_opens_for(story.far_team, story.ada))
    with cannot("PART"):
        story.team_worker.acknowledges(concern)
    story.team_worker.accepts(concern)
    assert story.team_worker.may(concern) >= {"TRIAGE", "OFFER", "CLOSE"}
    assert concern in story.team_worker.finds_in(Worklist.TEAM)
    assert story.care_coordinator.may(concern) == set(), "the school still sees it, and only that"
    with as_if_it_did_not_exist():
        story.care_coordinator.closes(concern)


def test_the_database_itself_moves_nothing_before_it_is_accepted(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    for one, message in ((story.care_coordinator, "when it is accepted"), (story.team_worker, "when it is accepted")):
        with pytest.raises(DatabaseError, match=message), transaction.atomic(), acting(one.worker.context):
            Concern.objects.filter(pk=concern).update(holder_id=story.far_team.id, version=F("version") + 1)
    assert story.holder(concern) == story.location.name
