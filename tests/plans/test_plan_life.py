"""A plan in the real database, as the people themselves: set, agreed, done or not, changed; nothing is lost."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.plans.one_plan import GOAL, WHAT, PlanTable, on
from tests.register.people_world import Worker

from tandem.audit.actions import acting_actor
from tandem.cases.actions import life
from tandem.casework.actions.step import CannotError, ConflictError
from tandem.children.models import Access
from tandem.plans import queries
from tandem.plans.actions import agreements, goals
from tandem.plans.actions.step import UnknownPlanError
from tandem.plans.data import GoalState, Owner, State, Voice
from tandem.plans.models import Agreement, Plan, Text
from tandem.platform.context import acting


def refused(world: PlanTable, who: Worker, act: object, **with_: object) -> str:
    """The code with which an action says no; nothing changed."""
    before = (world.version(), Text.objects.count(), list(Agreement.objects.order_by("id").values_list("state")))
    with pytest.raises(CannotError) as found, transaction.atomic():
        world.does(who, act, **with_)
    assert before == (
        world.version(),
        Text.objects.count(),
        list(Agreement.objects.order_by("id").values_list("state")),
    )
    return found.value.code


def test_from_a_goal_in_own_words_to_what_was_done(world: PlanTable) -> None:
    empty = world.seen(world.coordinator)
    assert empty
    assert (empty.row.version, empty.goals, empty.may_change, empty.content) == (0, (), True, True)
    goal = world.goal()
    oma = world.agreed(goal)
    team = world.agreed(goal, world.far_worker, owner=Owner(participant=world.of_team()), due=on(7))
    world.does(world.far_worker, agreements.tick_off, agreement=oma, words="Zij zwaaide.")
    for who in (world.coordinator, world.far_worker):
        whole = world.seen(who)
        assert whole
        assert (whole.goals[0].text, whole.goals[0].voice) == (GOAL, Voice.CHILD)
        first, second = whole.goals[0].agreements
        assert (first.id, first.text, first.owner.words, first.state) == (oma, WHAT, "oma", State.DONE)
        assert first.reason == "Zij zwaaide."
        assert (second.id, second.owner.participant) == (team, world.of_team())
        assert (whole.progress.done, whole.progress.total, whole.progress.next) == (1, 2, on(7))
        assert [one.command for one in whole.happenings] == ["SET_GOAL", "AGREE", "AGREE", "DONE"]


def test_who_may_only_know_or_has_no_part_finds_no_plan(world: PlanTable) -> None:
    world.agreed(world.goal())
    for who in (world.nurse, world.consultant):
        assert world.seen(who) is None
        with acting(who.context):
            assert not Plan.objects.exists()
            assert not Agreement.objects.exists()
            assert not Text.objects.exists()
            assert queries.summary(actor=acting_actor(), case=world.case) is None
        with pytest.raises(UnknownPlanError):
            world.does(who, goals.set_goal, voice=Voice.CHILD, words="mee")


def test_the_gate_closed_the_words_are_gone_and_how_far_it_is_stays(world: PlanTable) -> None:
    world.agreed(world.goal())
    Access.objects.filter(principal_id=world.far_team.id).delete()
    whole = world.seen(world.far_worker)
    assert whole
    assert (whole.content, whole.goals[0].text, whole.goals[0].agreements[0].text) == (False, "", "")
    assert whole.progress.total == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        world.goal(world.far_worker, "blind geschreven")
    assert Plan.objects.get(case_id=world.case).version == 2


def test_changed_or_not_done_it_stays_to_be_read(world: PlanTable) -> None:
    goal = world.goal()
    first = world.agreed(goal)
    other = world.new(None, text="Twee dagen in de week.", due=on(30))
    second = world.does(world.far_worker, agreements.change_it, agreement=first, new=other)
    assert refused(world, world.coordinator, agreements.tick_off, agreement=first) == "STATE"
    assert refused(world, world.coordinator, agreements.give_up, agreement=second, words="") == "WORDS"
    world.does(world.coordinator, agreements.give_up, agreement=second, words="Zij was ziek.")
    world.does(world.coordinator, agreements.reopen, agreement=second, words="Zij is beter.")
    whole = world.seen(world.coordinator)
    assert whole
    old, new = whole.goals[0].agreements
    assert (old.state, old.text, new.follows, new.goal, new.state) == (State.CHANGED, WHAT, first, goal, State.OPEN)
    assert (new.due, new.reason, whole.progress.total) == (on(30), "Zij is beter.", 1)
    reasons = Text.objects.filter(part="REASON").order_by("number").values_list("text", flat=True)
    assert list(reasons) == ["Zij was ziek.", "Zij is beter."]


def test_a_goal_is_reached_when_nothing_under_it_is_open(world: PlanTable) -> None:
    goal = world.goal()
    agreed = world.agreed(goal)
    assert refused(world, world.coordinator, goals.reach, goal=goal) == "STILL_OPEN"
    assert refused(world, world.coordinator, goals.drop, goal=goal, words="niet meer") == "STILL_OPEN"
    world.does(world.coordinator, agreements.tick_off, agreement=agreed)
    world.does(world.coordinator, goals.reach, goal=goal)
    assert refused(world, world.coordinator, agreements.agree, new=world.new(goal)) == "STATE"
    assert refused(world, world.coordinator, agreements.reopen, agreement=agreed, words="toch") == "STATE"
    world.does(world.far_worker, goals.reopen, goal=goal, words="Het lukt nog niet.")
    world.does(world.far_worker, goals.reword, goal=goal, voice=Voice.PARENTS, words="Zij gaat met plezier.")
    whole = world.seen(world.coordinator)
    assert whole
    one = whole.goals[0]
    assert (one.state, one.voice, one.text, one.before) == (
        GoalState.OPEN,
        Voice.PARENTS,
        "Zij gaat met plezier.",
        (GOAL,),
    )


def test_safety_stands_apart_and_says_who_acts_when_it_goes_wrong(world: PlanTable) -> None:
    world.goal()
    assert refused(world, world.coordinator, agreements.agree, new=world.new(None, when_wrong=" ")) == "WHEN_WRONG"
    world.agreed(None, world.far_worker)
    whole = world.seen(world.coordinator)
    assert whole
    assert [one.when_wrong for one in whole.safety] == ["Oma haalt haar op en belt de juf."]
    assert (whole.progress.total, whole.progress.next) == (0, on(14))


def test_an_agreement_that_nobody_could_keep_is_refused(world: PlanTable) -> None:
    goal = world.goal()
    for other, why in (
        ({"due": on(-1)}, "PAST"),
        ({"measure": ""}, "MEASURE"),
        ({"owner": Owner()}, "OWNER"),
        ({"text": ""}, "WORDS"),
    ):
        assert refused(world, world.coordinator, agreements.agree, new=world.new(goal, **other)) == why
    stranger = world.new(goal, owner=Owner(participant=uuid4()))
    with pytest.raises(UnknownPlanError), transaction.atomic():
        world.does(world.coordinator, agreements.agree, new=stranger)
    with pytest.raises(UnknownPlanError), transaction.atomic():
        world.does(world.coordinator, agreements.agree, new=world.new(uuid4()))


def test_who_saw_an_older_plan_changes_nothing(world: PlanTable) -> None:
    world.does(world.coordinator, goals.set_goal, voice=Voice.CHILD, words=GOAL, version=0)
    for seen in (0, 7):
        with pytest.raises(ConflictError), transaction.atomic():
            world.does(world.far_worker, goals.set_goal, voice=Voice.CHILD, words="ook", version=seen)
    world.does(world.far_worker, goals.set_goal, voice=Voice.CHILD, words="ook", version=1)
    assert world.version() == 2


def test_a_closed_case_has_a_plan_to_read_and_not_to_change(world: PlanTable) -> None:
    world.agreed(world.goal())
    with acting(world.coordinator.context):
        life.close(by=acting_actor(), id=world.case, words="het gaat goed")
    whole = world.seen(world.coordinator)
    assert whole
    assert not whole.may_change
    assert refused(world, world.coordinator, goals.set_goal, voice=Voice.CHILD, words="nog een") == "CLOSED"


def test_my_agreements_are_mine_my_functions_and_those_that_i_asked(world: PlanTable) -> None:
    goal = world.goal()
    hers = world.agreed(goal, owner=Owner(hat=world.coordinator.membership.id), due=on(9))
    teams = world.agreed(goal, owner=Owner(participant=world.of_team()), due=on(3))
    omas = world.agreed(goal, due=on(5))

    def lists(who: Worker) -> list[list[UUID]]:
        with acting(who.context):
            return [[one.id for one in rows] for rows in queries.mine(actor=acting_actor())]

    assert lists(world.coordinator) == [[hers], [teams, omas]]
    assert lists(world.far_worker) == [[teams], []]
    assert lists(world.nurse) == [[], []]
    world.does(world.far_worker, agreements.tick_off, agreement=teams)
    assert lists(world.far_worker) == [[], []]


def test_the_database_refuses_an_owner_of_another_case_and_history_that_changes(world: PlanTable) -> None:
    goal = world.goal()
    first = world.agreed(goal)
    world.does(world.coordinator, agreements.change_it, agreement=first, new=world.new(goal))
    with (
        acting(world.coordinator.context),
        pytest.raises(DatabaseError, match="came in its place"),
        transaction.atomic(),
    ):
        Agreement.objects.filter(pk=first).update(state="OPEN")
    with (
        acting(world.coordinator.context),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        Text.objects.filter(goal=goal).update(text="anders")
    with (
        acting(world.coordinator.context),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        Agreement.objects.filter(goal=goal)._raw_delete("default")
