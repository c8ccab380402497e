"""Who held a concern, or was asked for it, is no longer there: it goes on to somebody, and is never nobody's."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.casework.school import Bell, offers
from tests.conftest import VERSIONS
from tests.register.people_world import DAY, Worker, worker

from tandem.audit.actions import acting_actor
from tandem.casework import watching
from tandem.casework.actions import handing_over
from tandem.casework.models import Concern, Event, Notice
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster
from tandem.register.models import Membership, Organisation


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def world(owned_database: Cluster) -> Bell:
    return Bell()


def offered(world: Bell, *, accepted: bool) -> UUID:
    id = world.raised(world.ada)
    world.offered(id)
    if accepted:
        with acting(world.far_worker.context):
            handing_over.accept(by=acting_actor(), id=id)
    return id


def ends(place: Organisation) -> None:
    Organisation.objects.filter(pk=place.pk).update(valid_until=DAY)


def leaves(who: Worker) -> None:
    Membership.objects.filter(pk=who.membership.pk).update(valid_until=DAY)


def holder(id: UUID) -> UUID | None:
    return Concern.objects.get(pk=id).holder_id


def told(id: UUID) -> set[UUID]:
    return set(Notice.objects.filter(concern_id=id, kind="HAND_ON").values_list("principal_id", flat=True))


def logged(id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from audit_event where subject = %s and action = 'concern hand on'", [f"concern:{id}"]
        )
        (number,) = cursor.fetchone()
        return int(number)


def test_while_everybody_is_there_nothing_moves(world: Bell) -> None:
    held, asked = offered(world, accepted=True), offered(world, accepted=False)
    watching.rescue()
    assert (holder(held), holder(asked)) == (world.far_team.id, world.location.id)
    assert not Event.objects.filter(command="HAND_ON").exists()


def test_a_team_that_ends_leaves_nothing_behind(world: Bell) -> None:
    id = offered(world, accepted=True)
    ends(world.far_team)
    watching.rescue()
    assert holder(id) == world.desk.id
    assert told(id) == {world.desk.id, world.my_teacher.person.id}
    assert logged(id) == 1
    watching.rescue()
    assert logged(id) == Event.objects.filter(concern_id=id, command="HAND_ON").count() == 1


def test_a_team_that_nobody_works_at_any_more_is_as_good_as_gone(world: Bell) -> None:
    id = offered(world, accepted=True)
    newcomer = worker("Nel", "LT_HULP", world.far_team, since=clock.today() + timedelta(days=20))
    leaves(world.far_worker)
    watching.rescue()
    assert holder(id) == world.far_team.id, "somebody is named to begin there"
    Membership.objects.filter(pk=newcomer.membership.pk).delete()
    watching.rescue()
    assert holder(id) == world.desk.id


def test_who_works_above_it_counts_where_her_function_reaches(world: Bell) -> None:
    """The head of a school leads its locations; who deals with youth care at a municipality is in no team."""
    at_school, at_team = world.raised(world.ada), offered(world, accepted=True)
    worker("Jan", "JHA", world.other_town)
    for one in (world.coordinator, world.far_worker):
        leaves(one)
    watching.rescue()
    assert (holder(at_school), holder(at_team)) == (world.location.id, world.desk.id)
    leaves(world.head)
    watching.rescue()
    assert holder(at_school) == world.desk.id


def test_an_offer_to_who_is_gone_lapses_and_the_holder_is_told(world: Bell) -> None:
    id = offered(world, accepted=False)
    ends(world.far_team)
    watching.rescue()
    assert holder(id) == world.location.id
    assert offers(world.coordinator.context, id) == ["LAPSED"]
    assert told(id) == {world.location.id, world.my_teacher.person.id}


def test_who_was_asked_by_somebody_who_is_gone_is_told_that_it_lapsed(world: Bell) -> None:
    id = offered(world, accepted=True)
    with acting(world.far_worker.context):
        handing_over.offer(
            by=acting_actor(),
            id=id,
            to=world.third_team.id,
            words="graag",
            coordinator=world.desk.id,
            active=world.active,
        )
    ends(world.far_team)
    watching.rescue()
    assert holder(id) == world.desk.id
    assert told(id) == {world.desk.id, world.third_team.id, world.my_teacher.person.id}


def test_without_anybody_else_it_stays_until_there_is_a_coordinator(world: Bell) -> None:
    id = offered(world, accepted=True)
    with acting(world.far_worker.context):
        handing_over.offer(
            by=acting_actor(), id=id, to=world.desk.id, words="graag", coordinator=world.desk.id, active=world.active
        )
    with acting(world.education_coordinator.context):
        handing_over.accept(by=acting_actor(), id=id)
    leaves(world.education_coordinator)
    ends(world.desk)
    watching.rescue()
    assert holder(id) == world.location.id, "back to the school, which no municipality claims"
    for one in (world.coordinator, world.head):
        leaves(one)
    watching.rescue()
    assert holder(id) == world.location.id
    newcomer = worker("Cor", "ONDERWIJSCOORD", world.third_team)
    watching.rescue()
    assert holder(id) == newcomer.membership.organisation_id


@pytest.mark.parametrize("question", ["casework_left('{}')", "casework_glass_broken()"])
def test_only_the_clock_asks(world: Bell, question: str) -> None:
    for who in (world.far_worker.context, Context(service="notices")):
        with (
            pytest.raises(DatabaseError, match="only the clock"),
            transaction.atomic(),
            acting(who),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"select * from {question}")
