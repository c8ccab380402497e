"""Who sees and writes which row about a child, asked of the real database as the app."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from tests.children.pupils import BORN, Pupils, child, disclose, enrolled
from tests.register.people_world import DAY, LONG_AGO, TOMORROW, Worker

from tandem.children.data import OF_A_SCHOOL, Kind, Protection, Reason
from tandem.children.models import Access, Child, CitizenNumber, Enrolment, ProtectedAddress, Residence
from tandem.platform.context import ANONYMOUS, Context, acting
from tandem.platform.postgres.cluster import Cluster

TABLES: tuple[type[Model], ...] = (Access, Child, Enrolment, Residence, CitizenNumber, ProtectedAddress)
ALL_KINDS = Kind(sum(Kind))


@pytest.fixture
def world(owned_database: Cluster) -> Pupils:
    return Pupils()


def seen(context: Context, table: type[Model] = Child, column: str = "id") -> set[UUID]:
    with acting(context):
        return set(table._default_manager.values_list(column, flat=True))


def nothing(context: Context) -> bool:
    with acting(context):
        return [table._default_manager.count() for table in TABLES] == [0] * len(TABLES)


def refused(context: Context, write: Callable[[], object]) -> bool:
    """The database says no; otherwise the test fails here."""
    with (
        acting(context),
        pytest.raises(DatabaseError, match=r"row-level security|permission denied"),
        transaction.atomic(),
    ):
        write()
    return True


def protect(one: Child, level: Protection = Protection.SAFETY) -> None:
    ProtectedAddress.objects.create(child=one, level=level.value, address=b"sealed")


def test_who_coordinates_or_leads_the_school_sees_todays_pupils(world: Pupils) -> None:
    assert seen(world.coordinator.context) == world.pupils
    assert seen(world.head.context) == world.pupils
    assert seen(world.other_coordinator.context) == {world.elsewhere.id}


@pytest.mark.parametrize(
    "who", ["teacher", "social_worker", "school_manager", "manager", "councillor", "starts_tomorrow"]
)
def test_a_role_alone_opens_no_row(world: Pupils, who: str) -> None:
    worker: Worker = getattr(world, who)
    assert nothing(worker.context)


@pytest.mark.parametrize(
    "context",
    [
        ANONYMOUS,
        *(Context(service=name) for name in ("sign-in", "demo", "sealing", "opendata")),
        Context(account=uuid4()),
    ],
)
def test_who_has_no_hat_sees_no_child(world: Pupils, context: Context) -> None:
    assert nothing(context)


def test_a_hat_that_ended_or_was_never_hers_sees_no_child(world: Pupils) -> None:
    hat = world.coordinator.context
    assert nothing(world.ended_coordinator.context)
    assert nothing(replace(hat, hat=None))
    assert nothing(replace(hat, hat=uuid4()))
    assert nothing(replace(hat, person=world.head.person.id))
    assert nothing(replace(hat, organisation=world.other_location.id))
    assert nothing(replace(hat, function="SCHOOLDIR"))


def test_another_day_shows_other_pupils(world: Pupils) -> None:
    tomorrow = replace(world.coordinator.context, day=TOMORROW)
    expected = (world.pupils | {world.starts_tomorrow_pupil.id}) - {world.leaves_tomorrow_pupil.id}
    assert seen(tomorrow) == expected


def test_the_team_knows_whom_was_disclosed_and_only_the_kinds(world: Pupils) -> None:
    context = world.consultant.context
    assert seen(context) == {world.ada.id}
    assert seen(context, Enrolment, "child_id") == {world.ada.id}
    assert seen(context, Residence, "child_id") == {world.ada.id}
    disclose(world.team.id, world.bo, Kind.CONCERN)
    assert seen(context) == {world.ada.id}, "a concern does not open the name"


@pytest.mark.parametrize(("since", "until"), [(TOMORROW, None), (LONG_AGO, DAY)])
def test_a_disclosure_holds_from_until(world: Pupils, since: object, until: object) -> None:
    Access.objects.filter(reason=Reason.DISCLOSED).update(valid_from=since, valid_until=until)
    assert nothing(world.consultant.context)


def test_a_disclosure_to_one_person_is_not_to_her_team(world: Pupils) -> None:
    disclose(world.consultant.person.id, world.elsewhere, Kind.IDENTITY)
    assert seen(world.consultant.context) == {world.ada.id, world.elsewhere.id}
    assert seen(world.starts_today.context) == {world.ada.id}


def test_a_school_does_not_see_where_else_the_child_goes(world: Pupils) -> None:
    Enrolment.objects.create(child=world.ada, location_id=world.other_location.id, valid_from=LONG_AGO)
    with acting(world.coordinator.context):
        assert Enrolment.objects.get(child=world.ada).location_id == world.location.id
    with acting(world.consultant.context):
        assert Enrolment.objects.filter(child=world.ada).count() == 2, "to the team the kind school was disclosed"


def test_an_enrolment_gives_the_kinds_of_a_school_and_takes_them_back(world: Pupils) -> None:
    rows = Access.objects.filter(child=world.bo)
    row = rows.get()
    assert (row.principal_id, row.kinds, row.reason) == (world.location.id, OF_A_SCHOOL.value, Reason.ENROLLED)
    Enrolment.objects.filter(child=world.bo).update(valid_until=DAY)
    assert rows.get().valid_until == DAY
    assert seen(world.coordinator.context) == world.pupils - {world.bo.id}
    Enrolment.objects.filter(child=world.bo).delete()
    assert not rows.exists()


def test_the_order_of_the_list_follows_the_name(world: Pupils) -> None:
    Child.objects.filter(pk=world.ada.id).update(sort_key="zzz")
    assert set(Access.objects.filter(child=world.ada).values_list("sort_key", flat=True)) == {"zzz"}


def test_a_secret_address_hides_whatever_betrays_the_place(world: Pupils) -> None:
    protect(world.ada)
    for who in (world.coordinator, world.consultant):
        assert world.ada.id in seen(who.context)
        assert seen(who.context, Residence, "child_id") == set()
        assert seen(who.context, ProtectedAddress, "child_id") == set()
    assert world.ada.id not in seen(world.consultant.context, Enrolment, "child_id")
    assert world.ada.id in seen(world.coordinator.context, Enrolment, "child_id"), "it is her own school"
    disclose(world.team.id, world.ada, Kind.PROTECTED_ADDRESS)
    Access.objects.filter(child=world.ada).update(guarded=True)
    assert seen(world.consultant.context, ProtectedAddress, "child_id") == {world.ada.id}
    assert seen(world.consultant.context, Residence, "child_id") == {world.ada.id}


def test_protection_that_ends_opens_the_place_again(world: Pupils) -> None:
    protect(world.ada)
    ProtectedAddress.objects.update(level=Protection.RESTRICTED.value)
    assert seen(world.consultant.context, Residence, "child_id") == {world.ada.id}
    ProtectedAddress.objects.update(level=Protection.SAFETY.value)
    assert seen(world.consultant.context, Residence, "child_id") == set()
    ProtectedAddress.objects.all().delete()
    assert seen(world.consultant.context, Residence, "child_id") == {world.ada.id}


def test_who_is_protected_before_the_enrolment_is_guarded_too(world: Pupils) -> None:
    late = child("Hal")
    protect(late)
    Enrolment.objects.create(child=late, location_id=world.location.id, valid_from=LONG_AGO)
    assert Access.objects.get(child=late).guarded is True


def test_the_citizen_number_is_for_the_school_and_whom_it_was_disclosed_to(world: Pupils) -> None:
    for one in (world.ada, world.elsewhere):
        CitizenNumber.objects.create(child=one, number=b"sealed", number_index=b"index")
    assert seen(world.coordinator.context, CitizenNumber, "child_id") == {world.ada.id}
    assert seen(world.consultant.context, CitizenNumber, "child_id") == set()
    disclose(world.team.id, world.ada, Kind.CITIZEN_NUMBER)
    assert seen(world.consultant.context, CitizenNumber, "child_id") == {world.ada.id}


def new_child() -> Child:
    return Child(given_name="Nieuw", family_name="Proefkind", sort_key="proefkind nieuw", birth_date=BORN)


def test_who_may_register_a_pupil_and_where(world: Pupils) -> None:
    one = new_child()
    with acting(world.coordinator.context):
        one.save(force_insert=True)
        Enrolment.objects.create(child=one, location_id=world.location.id, valid_from=DAY)
        assert Child.objects.filter(pk=one.pk).exists()
    for who in (world.teacher, world.social_worker, world.consultant, world.school_manager):
        assert refused(who.context, lambda: new_child().save(force_insert=True))


def test_nobody_enrols_the_child_of_another_school_or_at_another_school(world: Pupils) -> None:
    def enrol(one: Child, location: UUID) -> Callable[[], object]:
        return lambda: Enrolment.objects.create(child=one, location_id=location, valid_from=DAY)

    assert refused(world.coordinator.context, enrol(world.elsewhere, world.location.id))
    assert refused(world.coordinator.context, enrol(world.left_today, world.location.id))
    assert refused(world.coordinator.context, enrol(world.ada, world.other_location.id))


def test_a_row_cannot_be_moved_to_another_child_or_school(world: Pupils) -> None:
    context = world.coordinator.context
    assert refused(context, lambda: Enrolment.objects.update(location_id=world.other_location.id))
    assert refused(context, lambda: Enrolment.objects.update(child_id=world.elsewhere.id))
    assert refused(context, lambda: Residence.objects.update(child_id=world.elsewhere.id))
    assert refused(context, lambda: CitizenNumber.objects.update(child_id=world.elsewhere.id))


def test_what_was_disclosed_is_only_read(world: Pupils) -> None:
    with acting(world.consultant.context):
        assert Child.objects.filter(pk=world.ada.id).update(given_name="X") == 0
        assert Enrolment.objects.update(valid_until=DAY) == 0
        assert Residence.objects.update(valid_until=DAY) == 0
    disclose(world.team.id, world.ada, ALL_KINDS)

    def number() -> None:
        CitizenNumber.objects.create(child=world.ada, number=b"x", number_index=b"x")

    assert refused(world.consultant.context, number)
    protect(world.ada)
    with acting(world.starts_today.context):
        assert ProtectedAddress.objects.count() == 1
        assert ProtectedAddress.objects.update(address=b"x") == 0, "help reads what toegang wrote"
    with acting(world.consultant.context):
        assert ProtectedAddress.objects.update(address=b"x") == 1


def test_the_school_writes_about_its_own_pupils_only(world: Pupils) -> None:
    for one, expected in ((world.ada, 1), (world.elsewhere, 0)):
        with acting(world.coordinator.context):
            assert Child.objects.filter(pk=one.id).update(given_name="X") == expected
            assert Residence.objects.filter(child=one).update(valid_until=DAY) == expected

    def lives(one: Child) -> Callable[[], object]:
        town = world.municipality.id
        return lambda: Residence.objects.create(child=one, municipality_id=town, valid_from=DAY)

    assert refused(world.coordinator.context, lives(world.elsewhere))
    protect(world.ada)
    assert refused(world.coordinator.context, lives(world.ada))


@pytest.mark.parametrize("table", TABLES)
def test_nobody_deletes_and_nobody_writes_access(world: Pupils, table: type[Model]) -> None:
    assert refused(world.coordinator.context, lambda: table._default_manager.all()._raw_delete("default"))
    assert refused(world.coordinator.context, lambda: disclose(world.location.id, world.elsewhere, ALL_KINDS))
    assert refused(world.coordinator.context, lambda: Access.objects.update(kinds=ALL_KINDS.value))


def test_a_child_is_enrolled_where_children_go_and_once(world: Pupils) -> None:
    for location, since in ((world.team.id, DAY), (world.location.id, DAY)):
        with pytest.raises(DatabaseError, match=r"at a location|there already"), transaction.atomic():
            Enrolment.objects.create(child=world.ada, location_id=location, valid_from=since)
    Enrolment.objects.create(child=world.left_today, location_id=world.location.id, valid_from=DAY)
    assert world.left_today.id in seen(world.coordinator.context), "who comes back on the day she left"


def test_statistics_and_a_stranger_at_the_door_of_the_database_see_nothing(world: Pupils) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            name = table._meta.db_table
            cursor.execute(f"select has_any_column_privilege('tandem_stats', '{name}', 'select, insert, update')")
            assert cursor.fetchone() == (False,)


def test_the_world_has_more_than_anybody_sees(world: Pupils) -> None:
    """Negative control: as owner all rows are there."""
    extra = enrolled("Ian", world.other_location.id)
    assert seen(world.coordinator.context) < set(Child.objects.values_list("id", flat=True)) - {extra.id}
