"""The ladder in the real database: begun by people or by the clock, climbed, settled; never two for one case."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.decisions.desk import NOON, TREATMENT, Desk, ladder, row
from tests.register.people_world import DAY

from tandem.audit.actions import acting_actor
from tandem.cases.models import Case
from tandem.casework.actions.step import CannotError
from tandem.decisions import queries, standing, watching
from tandem.decisions.actions import climbing, deciding, disagreeing
from tandem.decisions.data import LadderState
from tandem.decisions.definitions import forms
from tandem.decisions.models import Ladder, Rung, Text
from tandem.platform import clock
from tandem.platform.context import acting


def rungs(id: UUID) -> list[tuple[str, str]]:
    return list(Rung.objects.filter(ladder_id=id).order_by("number").values_list("move", "rung"))


def test_it_begins_at_the_lowest_rung_with_a_reason(world: Desk) -> None:
    id = world.stuck()
    found = ladder(id)
    assert (found.at, found.since, found.due) == (0, DAY, date(2026, 9, 28))
    assert rungs(id) == [("START", "LEADS")]
    with acting(world.far_worker.context):
        seen = standing.of_case(acting_actor(), world.case)
        assert seen is not None
        assert [step.words for step in seen.moves] == ["niemand mag dit beslissen"]
    with acting(world.nurse.context):
        assert standing.of_case(acting_actor(), world.case) is None, "who may only know sees none of it"


def test_never_two_for_one_case(world: Desk) -> None:
    id = world.stuck()
    with pytest.raises(CannotError, match="ANOTHER"), transaction.atomic():
        world.stuck(world.far_worker)
    again = ladder(id)
    again.id = world.case
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
    assert Ladder.objects.filter(case_id=world.case, state="OPEN").count() == 1


def disagree(world: Desk, id: UUID) -> None:
    with acting(world.far_worker.context):
        disagreeing.disagree(by=acting_actor(), id=id, words="eerst rust thuis")


def test_directors_who_disagree_put_the_case_on_the_ladder(world: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = world.tandem()
    disagree(world, id)
    found = Ladder.objects.get(case_id=id)
    assert (found.cause, found.state, found.at) == ("DISAGREEMENT", "OPEN", 0)
    assert rungs(found.pk) == [("START", "LEADS")]
    assert list(Text.objects.filter(ladder_id=found.pk).values_list("text", flat=True)) == ["eerst rust thuis"]
    assert Case.objects.get(pk=id).state == "STUCK"
    monkeypatch.setattr(world, "case", id)
    world.joins(world.desk.id, "ONDERWIJSCOORD")  # who may have to decide must be able to read it
    assert Case.objects.get(pk=id).state == "STUCK"


def test_a_disagreement_stands_where_the_case_is_on_a_ladder_already(
    world: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "case", world.tandem())
    on = world.stuck()
    disagree(world, world.case)
    assert Case.objects.get(pk=world.case).state == "STUCK"
    assert Ladder.objects.get(case_id=world.case).pk == on


def test_who_may_not_disagree_puts_nothing_on_the_ladder(world: Desk) -> None:
    id = world.tandem()
    with acting(world.visiting.context), pytest.raises((CannotError, LookupError)):
        disagreeing.disagree(by=acting_actor(), id=id, words="ik vind van niet")
    assert not Ladder.objects.filter(case_id=id).exists()


def test_higher_only_with_a_reason_and_settled_only_by_who_has_the_mandate(world: Desk) -> None:
    id = world.stuck()
    with acting(world.coordinator.context):
        with pytest.raises(CannotError, match="WORDS"), transaction.atomic():
            climbing.climb(by=acting_actor(), id=id, words=" ")
        climbing.climb(by=acting_actor(), id=id, words="zij mogen dit niet")
        with pytest.raises(CannotError, match="NOT_THE_HOLDER"), transaction.atomic():
            climbing.settle(by=acting_actor(), id=id, words="klaar")
    assert rungs(id) == [("START", "LEADS"), ("CLIMB", "COORDINATOR")]
    found = ladder(id)
    assert found.holder_id == world.desk.id, "nobody has the function in the town: who coordinates for the school"
    with acting(world.education_coordinator.context):
        ours = standing.on_our_rung(acting_actor())
        assert [(one.id, one.name, [step.words for step in one.moves]) for one in ours] == [(id, "", ["", ""])], (
            "the holder sees that there is one, and no word and no name before the gate is open"
        )
    world.joins(world.desk.id, "ONDERWIJSCOORD")
    with acting(world.education_coordinator.context):
        climbing.settle(by=acting_actor(), id=id, words="plek in de klas van meester Jan")
    assert ladder(id).state == LadderState.SETTLED.value
    with acting(world.coordinator.context), pytest.raises(CannotError, match="SETTLED"), transaction.atomic():
        climbing.climb(by=acting_actor(), id=id, words="toch")
    assert world.stuck() != id, "when it sticks again there is a new one"


def test_a_decision_that_runs_out_of_time_goes_on_the_ladder_and_climbs_it(world: Desk) -> None:
    id = world.asked(TREATMENT)
    with clock.at(NOON + timedelta(days=56)):
        watching.watch()
        assert row(id).overdue is None, "its last day is its own"
    late = NOON + timedelta(days=57)
    with clock.at(late):
        watching.watch()
        watching.watch()
        assert row(id).overdue is not None
        found = Ladder.objects.get(case_id=world.case)
        assert (found.cause, found.decision_id, found.waits_since) == ("OVERDUE", id, DAY)
    for _ in range(70):
        late += timedelta(days=1)
        with clock.at(late):
            watching.watch()
    found.refresh_from_db()
    assert rungs(found.pk) == [
        ("START", "LEADS"),
        ("LAPSE", "COORDINATOR"),
        ("LAPSE", "BREAKTHROUGH"),
        ("LAPSE", "PERSPECTIVE"),
    ]
    assert found.warned is not None, "at the top it stays, and is marked"
    assert not Text.objects.filter(ladder_id=found.pk).exists(), "the clock writes no words"
    with clock.at(late):
        world.passes(id, world.colleague)
        world.decides(id, world.lead)
    assert row(id).state == "GRANTED", "late is better than never"


def test_a_case_that_is_on_the_ladder_gets_no_second_one_from_the_clock(world: Desk) -> None:
    there = world.stuck()
    id = world.asked(TREATMENT)
    with clock.at(NOON + timedelta(days=57)):
        watching.watch()
        assert row(id).overdue is not None
    assert [one.pk for one in Ladder.objects.filter(case_id=world.case)] == [there]


def test_the_database_lets_it_rise_one_rung_at_a_time(world: Desk) -> None:
    """The control of the actions: past them, straight in SQL."""
    id = world.stuck()
    for change in ({"at": 2}, {"at": -1}):
        with acting(world.coordinator.context), pytest.raises(DatabaseError), transaction.atomic():
            Ladder.objects.filter(pk=id).update(version=2, **change)


def test_lists_show_what_waits_for_whom(world: Desk) -> None:
    id = world.asked()

    def keys(who: object, which: queries.Which) -> list[object]:
        with acting(who.context):  # type: ignore[attr-defined]
            return [one.id for one in queries.listed(acting_actor(), which)]

    assert keys(world.ortho, queries.Which.TURN) == [id]
    assert keys(world.far_worker, queries.Which.TURN) == []
    assert keys(world.coordinator, queries.Which.OWN) == [id]
    assert keys(world.nurse, queries.Which.OPEN) == []
    world.passes(id, world.ortho)
    assert keys(world.far_worker, queries.Which.TURN) == [id]
    with acting(world.far_worker.context):
        deciding.decide(by=acting_actor(), id=id, granted=False, words="niet nodig")
    assert keys(world.coordinator, queries.Which.DECIDED) == [id]


def test_what_is_ready_on_the_ladder_and_who_can_do_a_step(world: Desk) -> None:
    with acting(world.coordinator.context):
        found = standing.about(acting_actor(), world.case)
        assert found is not None
        screened = forms()["SCREENED"].steps
        assert [brief.id for brief in standing.candidates(found, screened[0].seat)] == [world.special.id]
        ready = standing.ready(world.case, "haaglanden")
        assert len(ready) == 4
        assert not any(one.takes_part for one in ready)
    world.joins(world.desk.id, "ONDERWIJSCOORD")
    with acting(world.coordinator.context):
        assert all(one.takes_part for one in standing.ready(world.case, "haaglanden")), "privacy arranged beforehand"
    with acting(world.nurse.context):
        assert standing.about(acting_actor(), world.case) is None


def test_a_list_of_ladders_asks_no_more_than_one(world: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [world.stuck()]
    Ladder.objects.filter(pk=ids[0]).update(holder_id=world.far_team.id, version=2)
    with acting(world.lead.context), CaptureQueriesContext(connection) as one:
        assert [found.id for found in standing.on_our_rung(acting_actor())] == ids
    for _ in range(3):
        monkeypatch.setattr(world, "case", world.opened())
        ids.append(world.stuck())
        Ladder.objects.filter(pk=ids[-1]).update(holder_id=world.far_team.id, version=2)
    with acting(world.lead.context), CaptureQueriesContext(connection) as many:
        assert {found.id for found in standing.on_our_rung(acting_actor())} == set(ids)
    assert len(many) == len(one)


def test_what_can_be_done_with_a_decision_is_read_once(world: Desk) -> None:
    """Whose turn it is was read again for every command."""
    id = world.asked()
    with acting(world.ortho.context), CaptureQueriesContext(connection) as questions:
        assert queries.decision(acting_actor(), id) is not None
    steps = [one["sql"] for one in questions if 'FROM "decisions_step"' in one["sql"]]
    assert len(steps) == 3, "for its row, for what can be done, and to show them"
