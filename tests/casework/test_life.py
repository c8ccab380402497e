"""A concern from draft to closed and back, in the real database."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from tests.casework.school import Bell, knows
from tests.register.people_world import Worker

from tandem.audit.actions import acting_actor
from tandem.casework import queries, watching
from tandem.casework.actions import assigning, drafts, handing_over, life
from tandem.casework.actions.drafts import Draft
from tandem.casework.actions.step import CannotError, ConflictError, UnknownConcernError
from tandem.casework.data import Command, Outcome, State, TextPart, Urgency
from tandem.casework.models import Concern, Event, Notice, Text
from tandem.casework.queries import Worklist
from tandem.casework.rules.assessment import Answer, Level, View, Voice
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster


@pytest.fixture
def world(owned_database: Cluster) -> Bell:
    return Bell()


def draft(child: UUID | None, **texts: str) -> Draft:
    return Draft(child, child is None, Urgency.SOON, {TextPart(part): text for part, text in texts.items()})


def state(id: UUID) -> str:
    return Concern.objects.get(pk=id).state


def in_triage(world: Bell, who: Worker, id: UUID, level: Level = Level.SOME) -> None:
    with acting(who.context):
        life.acknowledge(by=acting_actor(), id=id)
        life.assess(
            by=acting_actor(),
            id=id,
            framework="PO",
            voice=Voice(words="Ik vind rekenen eng."),
            answers=[
                Answer("SAFE", View.EDUCATION, Level.FINE, ""),
                Answer("BEHAVIOUR", View.EDUCATION, level, "speelt altijd alleen"),
            ],
        )


def test_a_draft_is_its_authors_alone_and_saving_keeps_it(world: Bell) -> None:
    with acting(world.my_teacher.context):
        id = drafts.start(
            by=acting_actor(), location=world.location.id, key=uuid4(), draft=draft(world.ada.id, SEEN="stil")
        )
        version = drafts.save(
            by=acting_actor(), id=id, draft=draft(world.ada.id, SEEN="erg stil", TRIED="maatje"), version=1
        )
        assert version == 2
        assert dict(Text.objects.values_list("part", "text")) == {"SEEN": "erg stil", "TRIED": "maatje"}
    for other in (world.other_teacher, world.coordinator, world.head, world.far_worker):
        assert not knows(other.context, id)


def test_the_second_window_does_not_overwrite_the_first(world: Bell) -> None:
    with acting(world.my_teacher.context):
        id = drafts.start(
            by=acting_actor(), location=world.location.id, key=uuid4(), draft=draft(world.ada.id, SEEN="een")
        )
        drafts.save(by=acting_actor(), id=id, draft=draft(world.ada.id, SEEN="twee"), version=1)
        with pytest.raises(ConflictError):
            drafts.save(by=acting_actor(), id=id, draft=draft(world.ada.id, SEEN="drie"), version=1)
        assert Text.objects.get().text == "twee"


def test_the_same_form_sent_twice_is_one_concern(world: Bell) -> None:
    key = uuid4()
    with acting(world.my_teacher.context):
        one = drafts.start(by=acting_actor(), location=world.location.id, key=key, draft=draft(None, SEEN="stil"))
        two = drafts.start(by=acting_actor(), location=world.location.id, key=key, draft=draft(None, SEEN="stil"))
        drafts.raise_concern(by=acting_actor(), id=one, version=1)
        drafts.raise_concern(by=acting_actor(), id=two, version=1)
    assert one == two
    assert Event.objects.filter(command=Command.RAISE).count() == 1


def test_a_concern_is_about_an_own_pupil(world: Bell) -> None:
    with (
        acting(world.my_teacher.context),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        drafts.start(
            by=acting_actor(), location=world.location.id, key=uuid4(), draft=draft(world.elsewhere.id, SEEN="stil")
        )


def test_nothing_is_raised_that_says_nothing_or_is_about_nobody(world: Bell) -> None:
    with acting(world.my_teacher.context):
        id = drafts.start(
            by=acting_actor(), location=world.location.id, key=uuid4(), draft=draft(world.ada.id, TRIED="x")
        )
        with pytest.raises(CannotError, match="NOTHING_SEEN"):
            drafts.raise_concern(by=acting_actor(), id=id, version=1)
        nobody = Draft(None, False, Urgency.SOON, {TextPart.SEEN: "stil"})
        id = drafts.start(by=acting_actor(), location=world.location.id, key=uuid4(), draft=nobody)
        with pytest.raises(CannotError, match="NOBODY"):
            drafts.raise_concern(by=acting_actor(), id=id, version=1)


def test_a_draft_can_be_thrown_away_and_a_raised_one_not(world: Bell) -> None:
    with acting(world.my_teacher.context):
        id = drafts.start(by=acting_actor(), location=world.location.id, key=uuid4(), draft=draft(None, SEEN="stil"))
        drafts.discard(by=acting_actor(), id=id)
        assert not Concern.objects.filter(pk=id).exists()
    raised = world.raised(world.ada)
    with acting(world.my_teacher.context), pytest.raises(UnknownConcernError):
        drafts.discard(by=acting_actor(), id=raised)


def test_the_whole_way_and_what_the_teacher_gets_back(world: Bell) -> None:
    id = world.raised(world.ada)
    in_triage(world, world.coordinator, id)
    with acting(world.coordinator.context):
        life.triage(by=acting_actor(), id=id, outcome=Outcome.PREVENTIVE_OFFER, words="sova-training")
        life.act(by=acting_actor(), id=id)
        life.answer(by=acting_actor(), id=id, words="Ze begint dinsdag.", for_author=True)
        life.answer(by=acting_actor(), id=id, words="Er speelt thuis meer.", for_author=False)
        life.close(by=acting_actor(), id=id, words="Het gaat beter.")
    assert state(id) == State.CLOSED
    with acting(world.my_teacher.context):
        found = queries.whole(acting_actor(), id)
        assert found is not None
        assert [words.text for words in found.texts] == ["Zit stil in een hoek.", "Ze begint dinsdag."]
        assert [line.command for line in found.happenings][-1] == Command.CLOSE
        assert found.commands == (Command.REOPEN,)
        life.reopen(by=acting_actor(), id=id, words="Het is terug.")
    assert state(id) == State.REOPENED


def test_triage_waits_for_the_pupils_voice(world: Bell) -> None:
    id = world.raised(world.ada)
    with acting(world.coordinator.context):
        life.acknowledge(by=acting_actor(), id=id)
        answers = [Answer("SAFE", View.EDUCATION, Level.FINE, "")]
        life.assess(by=acting_actor(), id=id, framework="PO", voice=Voice(), answers=answers)
        with pytest.raises(CannotError, match="PUPIL_NOT_HEARD"):
            life.triage(by=acting_actor(), id=id, outcome=Outcome.SCHOOL_SUPPORT, words="")
        life.assess(by=acting_actor(), id=id, framework="PO", voice=Voice(waived_because="is ziek"), answers=[])
        life.triage(by=acting_actor(), id=id, outcome=Outcome.SCHOOL_SUPPORT, words="extra rekenen")
    assert state(id) == State.TRIAGED


def test_who_withdraws_a_concern_ends_its_open_offer(world: Bell) -> None:
    id = world.raised(world.ada)
    world.offered(id)
    with acting(world.my_teacher.context):
        life.withdraw(by=acting_actor(), id=id, words="opgelost")
    assert state(id) == State.CLOSED
    assert not knows(world.far_worker.context, id)


def test_the_worklists_hold_what_they_say(world: Bell) -> None:
    first, second = world.raised(world.ada), world.raised(None, Urgency.URGENT)
    with acting(world.coordinator.context):
        rows, total = queries.worklist(acting_actor(), Worklist.TEAM)
        assert [row.id for row in rows] == [second, first], "what is due first stands first"
        assert total == 2
        assert {row.name for row in rows} == {"Ada Proefkind", ""}
        assigning.assign(by=acting_actor(), id=first, worker=world.coordinator.membership.id)
        assert [row.id for row in queries.worklist(acting_actor(), Worklist.MINE)[0]] == [first]
        handing_over.offer(
            by=acting_actor(),
            id=second,
            to=world.far_team.id,
            words="graag",
            coordinator=world.desk.id,
            active=world.active,
        )
    with acting(world.far_worker.context):
        assert [row.id for row in queries.worklist(acting_actor(), Worklist.OFFERED)[0]] == [second]
        handing_over.accept(by=acting_actor(), id=second)
        assert [row.id for row in queries.worklist(acting_actor(), Worklist.TEAM)[0]] == [second]
    with acting(world.coordinator.context):
        assert [row.id for row in queries.worklist(acting_actor(), Worklist.GIVEN)[0]] == [second]
    with acting(world.my_teacher.context):
        assert {row.id for row in queries.worklist(acting_actor(), Worklist.RAISED)[0]} == {first, second}
        assert queries.worklist(acting_actor(), Worklist.TEAM)[0] == ()


def test_what_stands_still_gets_the_days_that_it_stood_still(world: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    id = world.raised(world.ada)
    due, now = Concern.objects.get(pk=id).due, clock.now()
    assert due is not None
    with acting(world.coordinator.context):
        life.pause(by=acting_actor(), id=id, words="ouders op vakantie")
    at(monkeypatch, now + timedelta(days=14))
    with acting(world.coordinator.context):
        life.resume(by=acting_actor(), id=id)
        with pytest.raises(CannotError, match="PAUSED_BEFORE"):
            life.pause(by=acting_actor(), id=id, words="nog eens")
    later = Concern.objects.get(pk=id).due
    assert later is not None
    assert timedelta(days=14) - timedelta(hours=2) <= later - due <= timedelta(days=19)


def test_silence_has_its_clock(world: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    id = world.raised(world.ada, Urgency.URGENT)
    world.offered(id)
    watching.watch()
    assert Concern.objects.get(pk=id).holder_id == world.location.id
    at(monkeypatch, clock.now() + timedelta(hours=3))
    watching.watch()
    assert Concern.objects.get(pk=id).holder_id == world.desk.id
    assert not knows(world.far_worker.context, id)
    told = set(Notice.objects.filter(concern_id=id, kind=Command.LAPSE).values_list("principal_id", flat=True))
    assert told == {world.location.id, world.my_teacher.person.id, world.far_team.id, world.desk.id}


def test_a_term_that_is_over_is_told_step_by_step_and_each_step_once(
    world: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime.combine(clock.today(), time(10), clock.AMSTERDAM))  # late, the next step is a day nearer
    id = world.raised(world.ada, Urgency.URGENT)
    at(monkeypatch, clock.now() + timedelta(hours=3))
    watching.watch()
    watching.watch()
    reminders = Notice.objects.filter(concern_id=id, kind=Command.REMIND)
    assert list(reminders.values_list("principal_id", flat=True)) == [world.location.id]
    at(monkeypatch, clock.now() + timedelta(days=6))
    for _ in range(4):
        watching.watch()
    assert list(reminders.order_by("at").values_list("principal_id", flat=True))[-1] == world.desk.id
    assert reminders.count() == 3


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_only_what_is_about_the_same_child_and_held_here_becomes_one(world: Bell) -> None:
    """The address names one concern and the form another: both are looked at."""
    id, same, other = world.raised(world.ada), world.raised(world.ada), world.raised(world.bo)
    nobody, moved = world.raised(), world.raised(world.ada)
    Concern.objects.filter(pk=moved).update(refused=2, version=F("version") + 1)
    Concern.objects.filter(pk=moved).update(holder=world.far_team, version=F("version") + 1)
    with acting(world.coordinator.context):
        for into in (other, nobody, moved, id, uuid4()):
            with pytest.raises((CannotError, UnknownConcernError)), transaction.atomic():
                life.merge(by=acting_actor(), id=id, into=into, words="hetzelfde")
        life.merge(by=acting_actor(), id=id, into=same, words="hetzelfde")
    assert (state(id), state(same)) == ("CLOSED", "RAISED")
