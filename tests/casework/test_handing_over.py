"""The baton in the real database: scenarios S1 to S5 and S13, as the people themselves."""

from uuid import UUID

import pytest
from tests.casework.school import Bell, knows
from tests.children.pupils import disclose
from tests.register.people_world import Worker

from tandem.audit.actions import acting_actor
from tandem.casework import queries
from tandem.casework.actions import handing_over, life
from tandem.casework.actions.step import CannotError, UnknownConcernError
from tandem.casework.data import Command, Refusal, RefusalReason, State
from tandem.casework.models import Concern, Event, Notice, Text
from tandem.casework.queries import Filter, Worklist
from tandem.children.data import Kind
from tandem.children.models import Child
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster

MUNICIPALITIES = frozenset({"GM0503", "GM1783"})


@pytest.fixture
def world(owned_database: Cluster) -> Bell:
    return Bell()


def offer(world: Bell, who: Worker, id: UUID, to: UUID, disclosure: UUID | None = None) -> None:
    with acting(who.context):
        handing_over.offer(
            by=acting_actor(),
            id=id,
            to=to,
            words="hoort bij jullie",
            coordinator=world.desk.id,
            active=world.active,
            disclosure=disclosure,
        )


def accept(who: Worker, id: UUID) -> None:
    with acting(who.context):
        handing_over.accept(by=acting_actor(), id=id)


def refuse(
    world: Bell, who: Worker, id: UUID, reason: RefusalReason = RefusalReason.RESIDENCE, code: str = "GM1783"
) -> None:
    with acting(who.context):
        handing_over.refuse(
            by=acting_actor(),
            id=id,
            refusal=Refusal(reason, "woont elders", municipality=code),
            coordinator=world.desk.id,
            municipalities=MUNICIPALITIES,
        )


def holder(id: UUID) -> UUID | None:
    return Concern.objects.get(pk=id).holder_id


def words(who: Worker, id: UUID) -> list[str]:
    with acting(who.context):
        return list(Text.objects.filter(concern_id=id).order_by("at").values_list("text", flat=True))


def test_an_offer_lets_the_other_side_read_and_moves_nothing(world: Bell) -> None:
    id = world.raised(world.ada)
    assert not knows(world.far_worker.context, id)
    offer(world, world.coordinator, id, world.far_team.id, world.opened_gate(world.far_team.id, world.ada))
    assert words(world.far_worker, id) == ["Zit stil in een hoek.", "hoort bij jullie"]
    assert holder(id) == world.location.id
    accept(world.far_worker, id)
    assert holder(id) == world.far_team.id
    assert knows(world.coordinator.context, id), "the school still sees that it is dealt with"
    with acting(world.coordinator.context), pytest.raises(UnknownConcernError):
        life.acknowledge(by=acting_actor(), id=id)


def test_refused_or_revoked_the_other_side_no_longer_reads(world: Bell) -> None:
    id = world.raised(world.ada)
    gate = world.opened_gate(world.far_team.id, world.ada)
    offer(world, world.coordinator, id, world.far_team.id, gate)
    refuse(world, world.far_worker, id)
    assert not knows(world.far_worker.context, id)
    offer(world, world.coordinator, id, world.far_team.id, gate)
    with acting(world.coordinator.context):
        handing_over.revoke(by=acting_actor(), id=id, words="toch niet")
    assert not knows(world.far_worker.context, id)
    assert holder(id) == world.location.id


def test_without_a_disclosure_the_other_side_sees_that_there_is_something_and_no_word_of_it(world: Bell) -> None:
    id = world.raised(world.ada)
    offer(world, world.coordinator, id, world.far_team.id)
    assert knows(world.far_worker.context, id)
    assert words(world.far_worker, id) == []


def test_when_the_gate_closes_the_words_are_gone_and_the_baton_is_not(world: Bell) -> None:
    id = world.raised(world.ada)
    gate = world.opened_gate(world.far_team.id, world.ada)
    offer(world, world.coordinator, id, world.far_team.id, gate)
    accept(world.far_worker, id)
    assert "Zit stil in een hoek." in words(world.far_worker, id)
    world.close_gate(gate)
    assert words(world.far_worker, id) == []
    assert knows(world.far_worker.context, id)


def test_nobody_accepts_the_own_offer_or_anothers(world: Bell) -> None:
    id = world.raised(world.ada)
    offer(world, world.coordinator, id, world.far_team.id)
    with acting(world.coordinator.context), pytest.raises(CannotError, match="PART"):
        handing_over.accept(by=acting_actor(), id=id)
    with acting(world.third_worker.context), pytest.raises(UnknownConcernError):
        handing_over.accept(by=acting_actor(), id=id)


def test_there_are_no_parallel_offers(world: Bell) -> None:
    id = world.raised(world.ada)
    offer(world, world.coordinator, id, world.far_team.id)
    with pytest.raises(CannotError, match="OFFERED_ALREADY"):
        offer(world, world.coordinator, id, world.third_team.id)


def test_who_refuses_for_the_residence_names_the_municipality(world: Bell) -> None:
    id = world.raised(world.ada)
    offer(world, world.coordinator, id, world.far_team.id)
    with pytest.raises(CannotError, match="NAME_THE_MUNICIPALITY"):
        refuse(world, world.far_worker, id, code="")
    assert Concern.objects.get(pk=id).refused == 0


def test_the_third_hop_goes_to_the_coordinator_and_there_is_no_fourth(world: Bell) -> None:
    id = world.raised(world.ada)
    for team, who in ((world.far_team, world.far_worker), (world.third_team, world.third_worker)):
        offer(world, world.coordinator, id, team.id)
        refuse(world, who, id)
    with pytest.raises(CannotError, match="ONLY_COORDINATOR"):
        offer(world, world.coordinator, id, world.far_team.id)
    offer(world, world.coordinator, id, world.desk.id)
    assert holder(id) == world.desk.id
    offer(world, world.education_coordinator, id, world.far_team.id)
    with pytest.raises(CannotError, match="COORDINATOR_DECIDED"):
        refuse(world, world.far_worker, id)


def test_the_timeline_tells_it_all_in_order_and_both_sides_are_told(world: Bell) -> None:
    id = world.raised(world.ada)
    offer(world, world.coordinator, id, world.far_team.id)
    accept(world.far_worker, id)
    assert list(Event.objects.filter(concern_id=id).order_by("at").values_list("command", "state")) == [
        (Command.RAISE, State.RAISED),
        (Command.OFFER, State.RAISED),
        (Command.ACCEPT, State.ACKNOWLEDGED),
    ]
    told = set(Notice.objects.filter(concern_id=id, kind=Command.ACCEPT).values_list("principal_id", flat=True))
    assert told == {world.location.id, world.my_teacher.person.id}
    assert Concern.objects.get(pk=id).state == State.ACKNOWLEDGED


def test_the_teacher_sees_that_it_moves_and_not_what_others_wrote(world: Bell) -> None:
    id = world.raised(world.ada)
    offer(world, world.coordinator, id, world.far_team.id)
    assert words(world.my_teacher, id) == ["Zit stil in een hoek."]
    with acting(world.my_teacher.context):
        assert Event.objects.filter(concern_id=id, command=Command.OFFER).exists()
    assert not knows(world.other_teacher.context, id)


def test_the_order_of_a_list_tells_no_name_that_is_hidden(world: Bell) -> None:
    """Names change places; who may not see them sees the same order, filtered or not."""
    for child in (world.ada, world.bo):
        disclose(world.far_team.id, child, Kind.CONCERN)
        offer(world, world.coordinator, world.raised(child), world.far_team.id)

    def seen() -> list[tuple[tuple[UUID, str], ...]]:
        with acting(world.far_worker.context):
            return [
                tuple(
                    (row.id, row.name)
                    for row in queries.worklist(acting_actor(), Worklist.OFFERED, Filter(order=order, free=free))[0]
                )
                for order in ("name", "-name")
                for free in (False, True)
            ]

    before = seen()
    assert [name for rows in before for _, name in rows] == [""] * 8
    for child, name in ((world.ada, "zzz"), (world.bo, "aaa")):
        Child.objects.filter(pk=child.pk).update(sort_key=name)
    assert seen() == before
    for child, name in ((world.ada, "aaa"), (world.bo, "zzz")):
        Child.objects.filter(pk=child.pk).update(sort_key=name)
    assert seen() == before
