"""Whether a window is open: the table, and the database that decides the same by itself, day by day."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from tests.family.kitchen_table import Kitchen, reads
from tests.register.people_world import DAY

from tandem.children.models import Access
from tandem.family.data import Capacity, Shut
from tandem.family.definitions import ages_at, window_rules
from tandem.family.models import Window
from tandem.family.rules import Standing, shut, years_on

LATER = DAY + timedelta(days=90)
P, Y = Capacity.PARENT, Capacity.YOUNG


def standing(capacity: Capacity, years: int, **changes: object) -> Standing:
    born = date(DAY.year - years - 1, DAY.month, DAY.day) + timedelta(days=1)
    facts: dict[str, object] = {
        "accepted": True,
        "closed": False,
        "valid_until": LATER,
        "held": False,
        "authority": True,
        "contested": False,
        "agreed": False,
    }
    return Standing(capacity, born, **{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (standing(P, 8), None),
        (standing(P, 8, accepted=False), Shut.UNUSED),
        (standing(P, 8, closed=True), Shut.CLOSED),
        (standing(P, 8, valid_until=DAY), Shut.OVER),
        (standing(P, 8, valid_until=DAY + timedelta(days=1)), None),
        (standing(P, 8, authority=False), Shut.NO_AUTHORITY),
        (standing(P, 8, contested=True), Shut.HELD),
        (standing(P, 8, held=True), Shut.HELD),
        (standing(Y, 11), Shut.TOO_YOUNG),
        (standing(Y, 12), None),
        (standing(P, 15), None),
        (standing(P, 16), Shut.YOUNG_SAYS_NO),
        (standing(P, 17, agreed=True), None),
        (standing(P, 18, agreed=True), Shut.GROWN_UP),
        (standing(Y, 16, contested=True, held=False), None),
        (standing(Y, 18), None),
    ],
)
def test_who_may_look_in(one: Standing, why: Shut | None) -> None:
    assert shut(one, DAY) is why


def test_somebody_born_on_the_29th_of_february_has_her_birthday_a_day_later_in_other_years() -> None:
    born = date(2012, 2, 29)
    assert [years_on(born, day) for day in (date(2024, 2, 28), date(2024, 2, 29))] == [11, 12]
    assert [years_on(born, day) for day in (date(2023, 2, 28), date(2023, 3, 1))] == [10, 11]


def test_the_ages_cover_every_year_once() -> None:
    assert [ages_at(years).first for years in (0, 11, 12, 15, 16, 17, 18, 99)] == [0, 0, 12, 12, 16, 16, 18, 18]
    assert all(one.law for one in window_rules().ages)


def test_the_database_decides_the_same_around_each_birthday(world: Kitchen) -> None:
    """A parent's window and the young person's, on the days around 12, 16 and 18, with a yes and without."""
    world.born(date(DAY.year - 13, 1, 2))
    mo, ada = world.at_table(world.mo), world.at_table(None)
    day = timedelta(days=1)
    asked = 0
    for years, off in product((12, 16, 18), (-1, 0, 1)):
        born = DAY.replace(year=DAY.year - years) - off * day
        world.born(born)
        for capacity, one in ((P, mo), (Y, ada)):
            mine = Standing(
                capacity,
                born,
                accepted=True,
                closed=False,
                valid_until=LATER,
                held=False,
                authority=True,
                contested=False,
                agreed=False,
            )
            assert (reads(one) is None) == (shut(mine, DAY) is not None), (years, off, capacity)
            asked += 1
    assert asked == 18


def test_the_gate_never_opens_a_fact_of_the_child(world: Kitchen) -> None:
    """The constraint holds also for who writes the row by hand."""
    mo = world.at_table(world.mo)
    for kind in (1, 2, 4, 1024, 2048):
        rows = Access.objects.filter(source=mo.window)
        with pytest.raises(IntegrityError, match="children_access_family"), transaction.atomic():
            rows.update(kinds=F("kinds").bitor(kind))
    assert Window.objects.get(pk=mo.window).kinds == window_rules().all_kinds.value
