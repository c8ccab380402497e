"""Who sees and writes which row about people, asked of the real database as the app."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from tests.register.people_world import (
    DAY,
    LONG_AGO,
    TOMORROW,
    YESTERDAY,
    Worker,
    World,
    member,
    organisation,
    with_account,
    worker,
)

from tandem.platform.context import ANONYMOUS, Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.register import functions
from tandem.register.hats import context_of, hats_of, principals_of
from tandem.register.models import Contact, Membership, Person, SchoolLink, StandIn

TABLES = (Person, Contact, Membership, SchoolLink, StandIn)


@pytest.fixture
def world(owned_database: Cluster) -> World:
    return World()


def seen(context: Context) -> set[UUID]:
    with acting(context):
        return set(Person.objects.values_list("id", flat=True))


def ids(*workers: Worker) -> set[UUID]:
    return {one.person.id for one in workers}


@pytest.mark.parametrize("context", [ANONYMOUS, Context(service="open-data"), Context(account=uuid4())])
def test_who_has_no_hat_sees_nobody(world: World, context: Context) -> None:
    with acting(context):
        assert [table._default_manager.count() for table in TABLES] == [0] * 5


def test_a_professional_sees_who_is_listed_today_and_no_more(world: World) -> None:
    listed = ids(world.coordinator, world.consultant, world.leaves_tomorrow, world.starts_today)
    assert seen(world.coordinator.context) == listed
    assert seen(world.teacher.context) == listed | ids(world.teacher), "herself too, though she is not listed"


def test_with_a_person_come_contact_link_and_stand_in(world: World) -> None:
    with acting(world.coordinator.context):
        assert {contact.person_id for contact in Contact.objects.all()} == seen(world.coordinator.context)
        assert SchoolLink.objects.get().hours_per_week == Decimal("6.5")
        assert StandIn.objects.get().stand_in_id == world.leaves_tomorrow.membership.id


@pytest.mark.parametrize("ends", [DAY, YESTERDAY])
def test_a_link_that_ended_is_no_longer_seen_by_others(world: World, ends: object) -> None:
    SchoolLink.objects.update(valid_until=ends)
    StandIn.objects.update(valid_until=ends)
    with acting(world.coordinator.context):
        assert (SchoolLink.objects.count(), StandIn.objects.count()) == (0, 0)
    with acting(world.consultant.context):
        assert (SchoolLink.objects.count(), StandIn.objects.count()) == (1, 1), "her own"


def test_who_stands_in_sees_that_she_does(world: World) -> None:
    StandIn.objects.update(valid_from=TOMORROW, valid_until=TOMORROW + timedelta(days=5))
    with acting(world.leaves_tomorrow.context):
        assert StandIn.objects.count() == 1
    with acting(world.coordinator.context):
        assert StandIn.objects.count() == 0


def test_a_councillor_sees_only_himself(world: World) -> None:
    assert seen(world.councillor.context) == ids(world.councillor)


def test_an_administrator_sees_the_own_organisation_and_what_is_below_it(world: World) -> None:
    own = ids(
        world.manager, world.councillor, world.consultant, world.left_yesterday, world.leaves_tomorrow,
        world.starts_today, world.starts_tomorrow, world.unlisted,
    )  # fmt: skip
    assert seen(world.manager.context) == own
    assert own < world.everybody


def test_a_hat_that_ended_sees_nothing_not_even_the_own_row(world: World) -> None:
    assert seen(world.left_yesterday.context) == set()
    assert seen(world.starts_tomorrow.context) == set()


@pytest.mark.parametrize("field", ["person", "organisation", "hat"])
def test_a_hat_that_does_not_fit_sees_nothing(world: World, field: str) -> None:
    """As a mistake in the web would make it: one field of another hat."""
    other = world.coordinator.context
    assert seen(replace(world.consultant.context, **{field: getattr(other, field)})) == set()
    assert seen(replace(world.consultant.context, function="IB")) == set()


def test_without_a_hat_somebody_sees_the_own_rows_also_what_ended(world: World) -> None:
    gone = world.left_yesterday
    with acting(Context(person=gone.person.id, day=DAY)):
        assert Person.objects.get() == gone.person
        assert Membership.objects.get() == gone.membership
        assert Contact.objects.get().person_id == gone.person.id


def refused(context: Context, write: object) -> bool:
    """Whether the database refuses; `write` is a function without arguments."""
    assert callable(write)
    with acting(context):
        try:
            with transaction.atomic():
                return bool(write() == 0)
        except (ProgrammingError, DatabaseError) as error:
            return "row-level security" in str(error) or "permission denied" in str(error)


def test_an_administrator_writes_about_the_own_people_only(world: World) -> None:
    ours, theirs = world.consultant, world.coordinator
    manager = world.manager.context
    link = {"location": world.location, "hours_per_week": 2, "valid_from": DAY}
    for somebody, expected in ((ours, False), (theirs, True)):
        membership, person = somebody.membership, somebody.person
        assert (
            refused(manager, lambda m=membership: Membership.objects.filter(pk=m.pk).update(is_lead=True)) is expected
        )
        assert refused(manager, lambda p=person: Person.objects.filter(pk=p.pk).update(given_name="X")) is expected
        assert refused(manager, lambda p=person: Contact.objects.create(person=p, kind="MOBILE", value="1")) is expected
        assert refused(manager, lambda p=person: Contact.objects.filter(person=p).delete()[0]) is expected
        assert refused(manager, lambda m=membership: SchoolLink.objects.create(membership=m, **link)) is expected
    assert refused(manager, lambda: member(theirs.person, "LT_HULP", world.team)), "somebody of another organisation"
    assert refused(manager, lambda: member(ours.person, "LT_HULP", world.location)), "at another organisation"
    assert not refused(manager, lambda: member(ours.person, "LT_HULP", world.team))


def test_an_administrator_adds_somebody_new(world: World) -> None:
    with acting(world.manager.context):
        worker("Nieuw", "LT_HULP", world.team)
    assert Membership.objects.filter(person__given_name="Nieuw").count() == 1


def test_an_administrator_never_writes_about_herself(world: World) -> None:
    manager = world.manager
    assert refused(manager.context, lambda: member(manager.person, "LT_TOEGANG", world.team))
    assert refused(
        manager.context, lambda: Membership.objects.filter(pk=manager.membership.pk).update(ended_reason="langer")
    )


def test_an_account_cannot_be_connected_by_an_administrator(world: World) -> None:
    person = world.consultant.person
    manager = world.manager.context
    assert refused(manager, lambda: Person.objects.filter(pk=person.pk).update(account_id=uuid4()))
    assert refused(manager, lambda: Person.objects.create(family_name="X", sort_key="x", account_id=uuid4()))


def test_who_left_is_no_longer_ours_to_change(world: World) -> None:
    gone = world.left_yesterday.person
    manager = world.manager.context
    assert refused(manager, lambda: Person.objects.filter(pk=gone.pk).update(given_name="X"))
    assert refused(manager, lambda: Contact.objects.create(person=gone, kind="PHONE", value="1"))


@pytest.mark.parametrize("who", ["coordinator", "consultant", "councillor"])
def test_nobody_else_writes(world: World, who: str) -> None:
    one: Worker = getattr(world, who)
    assert refused(one.context, lambda: Person.objects.filter(pk=one.person.pk).update(given_name="X"))
    assert refused(one.context, lambda: Contact.objects.filter(person=one.person).update(value="X"))
    assert refused(one.context, lambda: member(one.person, "LT_HULP", world.team))
    assert refused(one.context, lambda: Membership.objects.filter(pk=one.membership.pk).update(valid_until=None))


def test_nothing_about_a_person_is_deleted(world: World) -> None:
    for table in ("register_person", "register_membership", "register_school_link", "register_stand_in"):
        denied = pytest.raises(ProgrammingError, match="permission denied")
        with acting(world.manager.context), denied, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"delete from {table}")


def test_hats_are_told_to_who_signs_in_and_to_the_account_itself(world: World) -> None:
    account = with_account(world.consultant)
    for context in (Context(service="sign-in"), Context(account=account)):
        with acting(context):
            (hat,) = hats_of(account, DAY)
            assert (hat.id, hat.organisation_name) == (world.consultant.membership.id, "Lokaal team Voorbeeldstad")
            assert (hat.function, hat.function_name, hat.account) == ("LT_TOEGANG", "Consulent toegang", account)
    for stranger in (ANONYMOUS, Context(account=uuid4()), world.coordinator.context, Context(service="demo")):
        with acting(stranger):
            assert hats_of(account, DAY) == ()


def test_hats_hold_from_the_first_day_to_the_last(world: World) -> None:
    account = with_account(world.leaves_tomorrow)
    with acting(Context(account=account)):
        assert [len(hats_of(account, day)) for day in (LONG_AGO - timedelta(days=1), LONG_AGO, DAY, TOMORROW)] == [
            0,
            1,
            1,
            0,
        ]


def test_two_functions_are_two_hats_in_dutch_order(world: World) -> None:
    account = with_account(world.consultant)
    member(world.consultant.person, "IB", world.location)
    with acting(Context(service="sign-in")):
        assert [hat.function for hat in hats_of(account, DAY)] == ["IB", "LT_TOEGANG"]


def test_a_function_that_no_longer_exists_is_no_hat(world: World) -> None:
    account = with_account(worker("Oud", "AFGESCHAFT", world.team))
    with acting(Context(service="sign-in")):
        assert hats_of(account, DAY) == ()


def test_a_hat_acts_for_the_units_below_of_its_own_kinds(world: World) -> None:
    manager, consultant, teacher = world.manager, world.consultant, world.teacher
    assert principals_of(manager.hat, DAY) == (manager.person.id, world.municipality.id, world.team.id)
    assert principals_of(consultant.hat, DAY) == (consultant.person.id, world.team.id)
    assert principals_of(teacher.hat, DAY) == (teacher.person.id, world.school.id, world.location.id)
    policy = worker("Pol", "GEM_BELEID", world.municipality)
    assert principals_of(policy.hat, DAY) == (policy.person.id, world.municipality.id), "no team below it"


def test_a_unit_that_closed_is_no_longer_acted_for(world: World) -> None:
    type(world.team).objects.filter(pk=world.team.pk).update(valid_until=DAY)
    assert principals_of(world.manager.hat, DAY) == (world.manager.person.id, world.municipality.id)


def test_units_that_point_at_each_other_do_not_hang(world: World) -> None:
    type(world.team).objects.filter(pk=world.municipality.pk).update(parent=world.team)
    assert set(principals_of(world.manager.hat, DAY)) == {world.manager.person.id, world.municipality.id, world.team.id}


def test_the_context_of_a_hat_says_whether_it_is_professional(world: World) -> None:
    assert context_of(world.coordinator.hat, day=DAY).professional
    assert not context_of(world.manager.hat, day=DAY).professional
    assert world.manager.hat.function == functions.ADMINISTRATOR


def test_an_administrator_of_another_municipality_sees_nothing_here(world: World) -> None:
    elsewhere = worker("Ben", functions.ADMINISTRATOR, organisation("MUNICIPALITY", "Elders"), listed=False)
    assert seen(elsewhere.context) == ids(elsewhere)
