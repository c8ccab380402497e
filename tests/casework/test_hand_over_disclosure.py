"""A hand-over and the gate together: a concern is read by the next one only after consent, and as long as it holds."""

from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from tests.casework.school import Bell
from tests.register.people_world import DAY, Worker, organisation
from tests.sharing.files import Files

from tandem.audit.actions import acting_actor
from tandem.casework.actions import handing_over as baton
from tandem.casework.models import Text
from tandem.children.data import Kind
from tandem.children.models import Access, Child
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.disclosing.actions import Check, steps_before
from tandem.sharing.disclosing.data import NotAllowedError, NotDoneError
from tandem.sharing.disclosing.handing_over import HandOver, disclose, proposed
from tandem.sharing.models import Note
from tandem.sharing.queries import kinds_of


class School(Bell, Files):
    """Files with concerns."""


@pytest.fixture
def world(owned_database: Cluster) -> School:
    return School()


def asked(world: School, to: UUID, child: Child | None = None) -> HandOver | None:
    with acting(world.coordinator.context):
        return proposed(acting_actor(), child=(child or world.bo).id, to=to, on=DAY)


def disclosed(world: School, hand_over: HandOver | None, *, done: bool = True) -> UUID:
    assert hand_over is not None
    steps = {step.code: "12 september" for step in steps_before(hand_over.judgement)} if done else {}
    with acting(world.coordinator.context):
        return disclose(by=acting_actor(), hand_over=hand_over, check=Check({}, steps), as_of=clock.now(), on=DAY)


def words(who: Worker, id: UUID) -> list[str]:
    with acting(who.context):
        return list(Text.objects.filter(concern_id=id, part="SEEN").values_list("text", flat=True))


def test_a_raised_concern_is_a_kind_that_the_school_has_to_give(world: School) -> None:
    with acting(world.coordinator.context):
        before = kinds_of(world.ada.id, world.file)
        world_note = Note.objects.filter(child=world.ada).exists()
    assert (Kind.CONCERN in before, world_note) == (False, False)
    world.raised(world.ada)
    with acting(world.coordinator.context):
        assert kinds_of(world.ada.id, world.file) == before | Kind.CONCERN
    with acting(world.consultant.context):
        assert not kinds_of(world.ada.id, world.file)


def test_the_next_one_reads_after_consent_and_until_it_is_withdrawn(world: School) -> None:
    id = world.raised(world.bo)
    found = asked(world, world.team.id)
    assert found is not None
    assert (found.judgement.answer.rule.id, found.ready, found.running) == ("DS-006", False, None)
    with pytest.raises(NotAllowedError):
        disclosed(world, found)
    first, _ = world.consented()
    with pytest.raises(NotDoneError):
        disclosed(world, asked(world, world.team.id), done=False)
    given = disclosed(world, asked(world, world.team.id))
    with acting(world.coordinator.context):
        baton.offer(
            by=acting_actor(),
            id=id,
            to=world.team.id,
            words="hoort bij jullie",
            coordinator=world.desk.id,
            active={world.team.id},
            disclosure=given,
        )
    assert words(world.consultant, id) == ["Zit stil in een hoek."]
    world.withdraw(first)
    assert words(world.consultant, id) == []


def test_what_stands_still_about_another_child_goes_with_no_offer(world: School) -> None:
    """It opens nothing now; when the objection is weighed it would have opened this one."""
    world.raised(world.bo)
    world.consented()
    given = disclosed(world, asked(world, world.team.id))
    Access.objects.filter(source=given).delete()  # as while an objection is weighed
    other = world.raised(world.ada)
    with (
        acting(world.coordinator.context),
        pytest.raises(DatabaseError, match="about another child"),
        transaction.atomic(),
    ):
        baton.offer(
            by=acting_actor(),
            id=other,
            to=world.team.id,
            words="hoort bij jullie",
            coordinator=world.desk.id,
            active={world.team.id},
            disclosure=given,
        )


def test_what_lets_it_read_already_is_used_again(world: School) -> None:
    world.raised(world.bo)
    world.consented()
    given = disclosed(world, asked(world, world.team.id))
    assert disclosed(world, asked(world, world.team.id), done=False) == given


def test_where_no_rule_names_a_receiver_there_is_nothing_to_propose(world: School) -> None:
    assert asked(world, organisation("LOCAL_TEAM", "Lokaal team zonder mensen", world.other_town).id) is None
    with acting(world.coordinator.context), pytest.raises(LookupError):
        proposed(acting_actor(), child=world.elsewhere.id, to=world.team.id, on=DAY)
