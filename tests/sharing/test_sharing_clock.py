"""What the clock of the gate does: ends on the day itself, and asks in time."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from tests.register.people_world import DAY
from tests.sharing.files import Files

from tandem.children.models import Child
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing import jobs
from tandem.sharing.codes import Giver
from tandem.sharing.models import Disclosure, Notice
from tandem.sharing.records import Ending


@pytest.fixture
def world(owned_database: Cluster) -> Files:
    return Files()


def born(world: Files, day: date) -> None:
    Child.objects.filter(pk=world.bo.pk).update(birth_date=day)


def number(call: str, day: date = DAY) -> int:
    with acting(Context(service=jobs.SERVICE, day=day)):
        return jobs._number(call)


def tasks() -> set[tuple[str, date | None]]:
    return set(Notice.objects.exclude(file_id=None).values_list("code", "due_on"))


@pytest.mark.parametrize(
    ("birth", "birthday"),
    [
        (date(2014, 10, 12), date(2026, 10, 12)),
        (date(2010, 10, 12), date(2026, 10, 12)),
        (date(2008, 10, 12), date(2026, 10, 12)),
    ],
)
def test_before_a_birthday_who_shared_gets_one_task(world: Files, birth: date, birthday: date) -> None:
    born(world, birth)
    id = _shared(world, birth)
    assert number(f"sharing_ask_before_birthdays({(birthday - DAY).days - 1})") == 0
    assert number(f"sharing_ask_before_birthdays({(birthday - DAY).days})") == 1
    assert number("sharing_ask_before_birthdays(300)") == 0, "once"
    assert tasks() == {("BIRTHDAY", birthday)}
    assert Disclosure.objects.get(pk=id).ended_on is None


def test_on_the_day_itself_it_ends_and_both_sides_hear_it(world: Files) -> None:
    born(world, date(2014, 10, 12))
    id = _shared(world, date(2014, 10, 12))
    assert number("sharing_end_what_is_over()", date(2026, 10, 11)) == 0
    assert number("sharing_end_what_is_over()", date(2026, 10, 12)) == 1
    row = Disclosure.objects.get(pk=id)
    assert (row.ended_on, row.ended_reason) == (date(2026, 10, 12), Ending.BIRTHDAY.value)
    told = set(Notice.objects.values_list("code", "principal_id", "function", "file_id"))
    assert told == {("BIRTHDAY", world.team.id, "LT_TOEGANG", None), ("BIRTHDAY", None, "", world.file)}


def _shared(world: Files, birth: date) -> UUID:
    age = DAY.year - birth.year - ((DAY.month, DAY.day) < (birth.month, birth.day))
    for giver in (Giver.PARENT_1, Giver.PARENT_2) if age < 16 else ():
        world.consent(giver, world.parent(giver))
    if age >= 12:
        world.consent(Giver.YOUTH, None)
    return world.disclose(needs_youth=age >= 12, needs_parents=age < 16)


def test_what_a_consent_of_a_year_carried_ends_with_it(world: Files) -> None:
    one, two = world.both_parents()
    until = DAY + timedelta(days=10)
    world.consent(Giver.PARENT_1, one, valid_until=until)
    world.consent(Giver.PARENT_2, two)
    id = world.disclose()
    assert number("sharing_end_what_is_over()", until - timedelta(days=1)) == 0
    assert number("sharing_end_what_is_over()", until) == 1
    assert Disclosure.objects.get(pk=id).ended_reason == Ending.CONSENT_EXPIRED.value


@pytest.mark.parametrize(
    "call", ["sharing_end_what_is_over()", "sharing_ask_before_birthdays(30)", "sharing_addresses_to_tell()"]
)
def test_nobody_but_the_clock_does_this(world: Files, call: str) -> None:
    refused = pytest.raises(DatabaseError, match="only the clock")
    with refused, acting(world.coordinator.context), connection.cursor() as cursor:
        cursor.execute(f"select {call}")
