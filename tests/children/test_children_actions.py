"""What is written and read about a child, with its lines in the log."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.children.pupils import BORN, Pupils, disclose
from tests.register.people_world import DAY, LONG_AGO, TOMORROW, YESTERDAY

from tandem.audit.actions import acting_actor
from tandem.children import actions, queries
from tandem.children.data import Child, Kind, Place, Protection, Residence, Why
from tandem.children.models import Access, CitizenNumber, ProtectedAddress
from tandem.children.rules import is_citizen_number
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster

WHY = Why("guide-pupil", "6(1)(c)")
NUMBER = "999990019"  # passes the eleven test; from the range that is never given out
OTHER_NUMBER = "999990020"


@pytest.fixture
def world(owned_database: Cluster) -> Pupils:
    return Pupils()


@pytest.fixture
def coordinator(world: Pupils) -> Iterator[Context]:
    with acting(world.coordinator.context):
        yield world.coordinator.context


def lines(statement: str) -> list[tuple[object, ...]]:
    """Read the log as owner, who alone may."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def register(world: Pupils, name: str = "Nova") -> UUID:
    return actions.register_pupil(
        by=acting_actor(),
        given_name=name,
        family_name="Proefkind",
        birth_date=BORN,
        location=world.location.id,
        since=DAY,
    )


def test_a_pupil_is_registered_and_seen_by_the_school_alone(world: Pupils) -> None:
    with acting(world.coordinator.context):
        id = register(world)
        assert queries.child(acting_actor(), id=id, why=WHY) == Child(id, "Nova", "Proefkind", BORN)
    with acting(world.other_coordinator.context):
        assert queries.child(acting_actor(), id=id, why=WHY) is None
    events = lines("select by, action, subject from audit_event order by number desc limit 1")
    assert events == [(f"person:{world.coordinator.person.id}", "register pupil", f"child:{id}")]
    changed = lines(f"select table_name, operation from audit_change where subject = '{id}' order by number")
    assert changed == [("children_child", "INSERT"), ("children_enrolment", "INSERT")]


def test_what_fails_halfway_leaves_nothing(world: Pupils, coordinator: Context) -> None:
    def elsewhere() -> UUID:
        return actions.register_pupil(
            by=acting_actor(),
            given_name="N",
            family_name="P",
            birth_date=BORN,
            location=world.other_location.id,
            since=DAY,
        )

    before = queries.count_of(principal=world.location.id)
    with pytest.raises(DatabaseError, match="row-level security"):
        elsewhere()
    assert queries.count_of(principal=world.location.id) == before


def test_a_list_comes_in_parts_in_the_order_of_the_name(world: Pupils, coordinator: Context) -> None:
    for name in ("Zoë", "Émile"):
        register(world, name)
    place: Place | None = None
    parts: list[tuple[Child, ...]] = []
    while place is not None or not parts:
        part, place = queries.children_of(acting_actor(), principal=world.location.id, why=WHY, after=place, limit=4)
        parts.append(part)
    names = [child.given_name for part in parts for child in part]
    assert names == ["Ada", "Bo", "Cas", "Émile", "Evi", "Zoë"]
    assert [len(part) for part in parts] == [4, 2]
    assert queries.count_of(principal=world.location.id) == 6


def test_the_list_of_another_principal_is_empty(world: Pupils, coordinator: Context) -> None:
    assert queries.children_of(acting_actor(), principal=world.other_location.id, why=WHY) == ((), None)
    assert queries.count_of(principal=world.other_location.id) == 0


def test_every_read_leaves_its_line_with_whom_it_was_about(world: Pupils) -> None:
    with acting(replace(world.coordinator.context, trace="ab" * 16)):
        listed, _ = queries.children_of(acting_actor(), principal=world.location.id, why=WHY)
        queries.residences(acting_actor(), id=world.ada.id, why=WHY)
    rows = lines(
        "select action, purpose, ground, subjects, kinds, trace from audit_access order by number desc limit 2"
    )
    assert rows == [
        ("read residence", "guide-pupil", "6(1)(c)", [world.ada.id], ["identity"], "ab" * 16),
        ("list children", "guide-pupil", "6(1)(c)", [child.id for child in listed], ["identity"], "ab" * 16),
    ]


def test_who_is_not_shown_leaves_no_line_about_her(world: Pupils, coordinator: Context) -> None:
    unknown = uuid4()
    for id in (world.elsewhere.id, unknown):
        assert queries.child(acting_actor(), id=id, why=WHY) is None
        assert queries.residences(acting_actor(), id=id, why=WHY) == ()
        assert queries.born_and_home(acting_actor(), id=id, why=WHY, on=DAY) is None
        assert queries.citizen_number(acting_actor(), id=id, why=WHY) is None
        assert queries.protected_address(acting_actor(), id=id, why=WHY) is None


def test_ending_an_enrolment_ends_what_the_school_knows(world: Pupils, coordinator: Context) -> None:
    def end(one: UUID) -> bool:
        return actions.end_enrolment(by=acting_actor(), child=one, location=world.location.id, on=DAY)

    assert end(world.bo.id) is True
    assert queries.child(acting_actor(), id=world.bo.id, why=WHY) is None
    assert end(world.bo.id) is False
    assert end(world.elsewhere.id) is False


def test_a_name_is_corrected_and_keeps_its_place_in_the_list(world: Pupils, coordinator: Context) -> None:
    changed = actions.correct_name(by=acting_actor(), child=world.ada.id, given_name="Ada", family_name="Zonder")
    part, _ = queries.children_of(acting_actor(), principal=world.location.id, why=WHY)
    assert changed
    assert part[-1].family_name == "Zonder"
    assert not actions.correct_name(by=acting_actor(), child=world.elsewhere.id, given_name="A", family_name="B")


def test_who_moves_lived_elsewhere_until_then(world: Pupils, coordinator: Context) -> None:
    new = Residence(world.municipality.id, "2612CD", DAY, None)
    actions.move(by=acting_actor(), child=world.ada.id, to=new)
    found = queries.residences(acting_actor(), id=world.ada.id, why=WHY)
    assert found == (Residence(world.municipality.id, "2611AB", LONG_AGO, DAY), new)
    for day, home in ((YESTERDAY, "2611AB"), (DAY, "2612CD")):
        assert queries.born_and_home(acting_actor(), id=world.ada.id, why=WHY, on=day) == (BORN, home)
    assert queries.born_and_home(acting_actor(), id=world.bo.id, why=WHY, on=DAY) == (BORN, "")


def test_a_citizen_number_is_sealed_and_found_among_the_own_pupils_only(world: Pupils) -> None:
    with acting(world.coordinator.context):
        for number in (OTHER_NUMBER, NUMBER):
            actions.set_citizen_number(by=acting_actor(), child=world.ada.id, number=number)
        assert queries.citizen_number(acting_actor(), id=world.ada.id, why=WHY) == NUMBER
        assert queries.child_with_number(acting_actor(), number=NUMBER, why=WHY) == world.ada.id
        assert queries.child_with_number(acting_actor(), number=OTHER_NUMBER, why=WHY) is None
    with acting(world.other_coordinator.context):
        assert queries.child_with_number(acting_actor(), number=NUMBER, why=WHY) is None
        actions.set_citizen_number(by=acting_actor(), child=world.elsewhere.id, number=NUMBER)
    stored = CitizenNumber.objects.get(child=world.ada)
    assert NUMBER.encode() not in bytes(stored.number) + bytes(stored.number_index)
    assert NUMBER not in str(lines("select changes from audit_change union all select details from audit_event"))


def test_a_number_that_is_none_is_refused_without_repeating_it(world: Pupils, coordinator: Context) -> None:
    with pytest.raises(actions.NotACitizenNumberError) as caught:
        actions.set_citizen_number(by=acting_actor(), child=world.ada.id, number="123456780")
    assert "123456780" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (NUMBER, True),
        (OTHER_NUMBER, True),
        ("111222333", True),
        ("999990018", False),
        ("000000000", False),
        ("99999001", False),
        ("99999001x", False),
        ("٩٩٩٩٩٠٠١٩", False),
        ("999990019\n", False),
    ],
)
def test_the_eleven_test(text: str, is_one: bool) -> None:
    assert is_citizen_number(text) is is_one


def test_a_protected_address_is_sealed_and_hides_the_residence(world: Pupils) -> None:
    disclose(world.team.id, world.ada, Kind.PROTECTED_ADDRESS)
    where = "Geheimstraat 1, Voorbeeldstad"
    with acting(world.consultant.context):
        for address in ("elders", where):
            actions.protect_address(by=acting_actor(), child=world.ada.id, level=Protection.SAFETY, address=address)
        assert queries.protected_address(acting_actor(), id=world.ada.id, why=WHY) == where
    assert where.encode() not in bytes(ProtectedAddress.objects.get().address)
    with acting(world.coordinator.context):
        assert queries.protected_address(acting_actor(), id=world.ada.id, why=WHY) is None
        assert queries.residences(acting_actor(), id=world.ada.id, why=WHY) == ()
    assert set(Access.objects.filter(child=world.ada).values_list("guarded", flat=True)) == {True}


def test_nobody_acts_in_the_name_of_another(world: Pupils, coordinator: Context) -> None:
    with acting(world.other_coordinator.context):
        other = acting_actor()
    with pytest.raises(ValueError, match="acts"):
        queries.children_of(other, principal=world.location.id, why=WHY)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        actions.correct_name(by=other, child=world.ada.id, given_name="A", family_name="B")


def test_yesterday_and_tomorrow_are_not_today(world: Pupils) -> None:
    for day, known in ((YESTERDAY, False), (DAY, True), (TOMORROW, True)):
        with acting(replace(world.coordinator.context, day=day)):
            found = queries.child(acting_actor(), id=world.starts_today_pupil.id, why=WHY)
            assert (found is not None) is known
