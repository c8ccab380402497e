"""S5 and S13: the pupil lives in one municipality and learns in another, and somebody is always responsible."""

from tests.register.people_world import organisation, worker
from tests.spec.story import SEEN, Somebody, Story, as_if_it_did_not_exist, cannot

from tandem.casework.data import RefusalReason, Urgency
from tandem.casework.desks import coordinator_of
from tandem.casework.models import Concern, Offer
from tandem.casework.queries import Worklist
from tandem.platform.context import acting
from tandem.register.models import Membership

# --- S5 Across a border both sides keep sight of it, and only one side writes.


def test_the_team_where_she_lives_deals_with_it_and_the_school_keeps_seeing_what_was_agreed(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team, gate=story.gate_opens_for(story.far_team, story.ada))
    story.team_worker.accepts(concern)
    assert concern in story.team_worker.finds_in(Worklist.TEAM)
    assert concern in story.care_coordinator.finds_in(Worklist.GIVEN)
    assert SEEN in story.care_coordinator.reads(concern)
    with as_if_it_did_not_exist():
        story.care_coordinator.closes(concern)
    story.team_worker.closes(concern)
    for one in (story.care_coordinator, story.team_worker):
        assert one.knows_of(concern)
        assert concern in one.finds_in(Worklist.FINISHED)


def test_without_words_from_the_gate_the_other_side_sees_that_there_is_something_and_no_more(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    found = story.team_worker.opens(concern)
    assert found is not None
    assert (found.row.name, found.texts) == ("", ())


def test_what_belongs_nowhere_goes_to_somebody_and_not_to_nobody(story: Story) -> None:
    """Of a school that no municipality claims, and about a pupil whose home nobody knows."""
    concern = story.the_teacher.raises(about=None, urgency=Urgency.URGENT)
    story.care_coordinator.offers(concern, to=story.far_team)
    story.later(hours=3)
    assert story.holder(concern) == story.desk.name
    assert concern in story.the_education_coordinator.finds_in(Worklist.TEAM)
    Membership.objects.filter(pk=story.education_coordinator.membership.pk).delete()
    assert coordinator_of(story.location.id) == story.location.id, "in the end the school itself"


# --- S13 Who says "not mine" says whose it is.


def test_a_no_for_the_residence_names_a_municipality_that_exists(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    for code in ("", "GM9999", "Delft"):
        with cannot("NAME_THE_MUNICIPALITY"):
            story.team_worker.refuses(concern, municipality=code)
    assert story.offers_of(concern) == ["OPEN"]
    story.team_worker.refuses(concern, municipality="GM0503")
    answered = Offer.objects.get(concern_id=concern)
    assert (answered.state, answered.refusal, answered.municipality) == ("REFUSED", "RESIDENCE", "GM0503")
    assert story.care_coordinator.is_told(concern)[-1] == "REFUSE"


def test_a_no_because_another_does_this_names_that_other(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    for not_right in (None, story.far_team):
        with cannot("NAME_THE_RIGHT_ONE"):
            story.team_worker.refuses(concern, RefusalReason.OTHER_TASK, right_one=not_right)
    story.team_worker.refuses(concern, RefusalReason.OTHER_TASK, right_one=story.third_team)
    assert Offer.objects.get(concern_id=concern).right_one_id == story.third_team.id


def test_after_two_refusals_nobody_is_asked_a_third_time(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    for team, who in ((story.far_team, story.team_worker), (story.third_team, story.third_team_worker)):
        story.care_coordinator.offers(concern, to=team)
        who.refuses(concern)
    with cannot("ONLY_COORDINATOR"):
        story.care_coordinator.offers(concern, to=story.far_team)
    story.care_coordinator.offers(concern, to=story.desk)
    assert story.holder(concern) == story.desk.name
    story.the_education_coordinator.offers(concern, to=story.far_team)
    with cannot("COORDINATOR_DECIDED"):
        story.team_worker.refuses(concern)
    story.team_worker.accepts(concern)


def test_who_answers_too_late_finds_it_with_the_coordinator_and_everybody_was_told(story: Story) -> None:
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    story.later(days=14)
    assert story.offers_of(concern) == ["LAPSED"]
    assert story.holder(concern) == story.desk.name
    with as_if_it_did_not_exist():
        story.team_worker.accepts(concern)
    for one in (story.the_teacher, story.care_coordinator, story.the_education_coordinator):
        assert "LAPSE" in one.is_told(concern)


def test_we_are_looking_into_it_does_not_stop_the_clock_of_the_offer(story: Story) -> None:
    """Words, and a term that stands still, leave the day before which the offer must be answered as it was."""
    concern = story.the_teacher.raises(about=story.ada)
    story.care_coordinator.offers(concern, to=story.far_team)
    due = Offer.objects.get(concern_id=concern).due
    story.care_coordinator.adds(concern, "Het team zoekt uit wie het doet.")
    story.care_coordinator.pauses(concern)
    assert Offer.objects.get(concern_id=concern).due == due
    story.later(days=14)
    assert story.holder(concern) == story.desk.name
    assert Concern.objects.get(pk=concern).refused == 0


def test_it_is_offered_to_who_is_there_to_take_it(story: Story) -> None:
    empty = organisation("LOCAL_TEAM", "Lokaal team Leeg", story.other_town)
    concern = story.the_teacher.raises(about=story.ada)
    with cannot("NOT_ACTIVE"):
        story.care_coordinator.offers(concern, to=empty)
    with cannot("TO_ITSELF"):
        story.care_coordinator.offers(concern, to=story.location)
    newcomer = Somebody(story, worker("Nel", "LT_HULP", empty))
    story.active.add(empty.id)
    story.care_coordinator.offers(concern, to=empty)
    newcomer.accepts(concern)
    with acting(newcomer.worker.context):
        assert Concern.objects.get(pk=concern).holder_id == empty.id
