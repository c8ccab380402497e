"""S6: what somebody may not know is hidden wherever she looks, and stays what it was whatever she saves.

That the pages, the papers, the mails and the calendar hide the same is shown by `tests/web/casework/test_channels.py`;
nothing about a concern is searched for by words.
"""

import pytest
from django.db import DatabaseError, transaction
from tests.spec.story import SEEN, Story

from tandem.casework.models import Answer, Text

EVERYWHERE = {"list", "page", "notice"}


def test_who_is_not_let_in_sees_no_name_and_no_word_anywhere(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    assert story.care_coordinator.sees_where(concern, "Ada") == EVERYWHERE
    assert story.team_worker.knows_of(concern)
    assert story.team_worker.sees_where(concern, "Ada") == set()
    story.team_worker.accepts(concern)
    assert story.team_worker.sees_where(concern, "Ada") == set(), "to hold it is not yet to know whom it is about"


def test_let_in_for_a_time_she_sees_it_everywhere_and_afterwards_nowhere(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    gate = story.gate_opens_for(story.far_team, story.ada)
    story.care_coordinator.offers(concern, to=story.far_team, gate=gate)
    story.team_worker.accepts(concern)
    assert story.team_worker.sees_where(concern, "Ada") == EVERYWHERE
    story.close_gate(gate)
    assert story.team_worker.sees_where(concern, "Ada") == set()
    assert story.team_worker.knows_of(concern), "that there is something, she still knows"


def test_what_she_saves_without_seeing_it_changes_nothing_of_it(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    before = set(Text.objects.filter(concern_id=concern).values_list("part", "text"))
    story.care_coordinator.offers(concern, to=story.far_team)
    story.team_worker.accepts(concern)
    story.team_worker.adds(concern, "Wij bellen de school.")
    story.team_worker.answers(concern, "Wij pakken dit op.", for_the_teacher=True)
    story.team_worker.closes(concern)
    assert before <= set(Text.objects.filter(concern_id=concern).values_list("part", "text"))
    assert SEEN in story.the_teacher.reads(concern)
    assert story.the_teacher.sees_where(concern, "Ada") >= {"list", "page"}


def test_who_cannot_read_it_does_not_weigh_it(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    story.team_worker.accepts(concern)
    assert "TRIAGE" not in story.team_worker.may(concern)
    with pytest.raises(DatabaseError), transaction.atomic():
        story.team_worker.assesses(concern)
    assert not Answer.objects.filter(concern_id=concern).exists()
