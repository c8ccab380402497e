"""No open case is ever nobody's: silence and who is no longer there send it on, and the words stay behind the gate."""

import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cases.case_histories import MUST_HAPPEN, live, wrong
from tests.cases.table_at_school import Table, seen, words
from tests.register.people_world import DAY

from tandem.cases import watching
from tandem.cases.data import State
from tandem.cases.models import Case, Event, Offer
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.register.models import Membership


def test_an_offer_that_nobody_answers_goes_to_the_coordinator(world: Table) -> None:
    id = world.opened()
    world.offers(id, world.far_team.id)
    watching.watch()
    assert Case.objects.get(pk=id).holder_id == world.location.id, "the term still runs"
    Offer.objects.filter(case_id=id).update(due=clock.now() - timedelta(minutes=1))
    watching.watch()
    case = Case.objects.get(pk=id)
    assert (case.holder_id, case.state) == (world.desk.id, State.RUNNING)
    assert Offer.objects.get(case_id=id).state == "LAPSED"
    assert seen(world.far_worker, id) is None
    assert words(world.education_coordinator, id) == [], "she holds it, and nothing was shared with her"
    assert Event.objects.filter(case_id=id).latest("number").person_id is None


def test_who_is_left_with_nobody_gives_it_to_the_catch_all(world: Table) -> None:
    id = world.opened()
    with clock.at(clock.now()):
        Membership.objects.filter(
            organisation__in=[world.location, world.school], function__in=["IB", "SCHOOLDIR"]
        ).update(valid_until=DAY)
        watching.rescue()
    assert Case.objects.get(pk=id).holder_id == world.desk.id


def test_only_the_clock_asks_what_is_left(world: Table) -> None:
    with (
        acting(world.coordinator.context),
        pytest.raises(DatabaseError, match="only the clock"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select * from cases_left('{}')")


def test_no_history_in_the_database_has_no_holder_or_two_or_runs_unsigned(world: Table) -> None:
    happened = live(world, histories=3, steps=12, chance=random.Random(8))
    assert sum(happened.values()) >= 5, happened
    assert happened.keys() & MUST_HAPPEN


def test_the_checks_see_a_case_that_runs_unsigned_and_one_with_two_holders(world: Table) -> None:
    """Negative control: what the owner breaks behind the back of the actions is found."""
    id = world.opened()
    assert wrong(id) == []
    with connection.cursor() as cursor:
        cursor.execute("update cases_direction set signed = null")
    assert wrong(id)
    with connection.cursor() as cursor:
        cursor.execute("delete from cases_access where part = 'HOLDER'")
    assert len(wrong(id)) == 2
