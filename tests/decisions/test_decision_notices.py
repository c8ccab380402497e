"""Whose turn it is hears so, who asked hears what became of it, and who has a rung hears that it begins and ends."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.cases.test_case_notices import mailed, reachable
from tests.decisions.desk import HELP, NOON, TREATMENT, Desk, ladder
from tests.register.people_world import Worker

from tandem.audit.actions import acting_actor
from tandem.casework import mailing, notices
from tandem.casework.data import CLOCK_SERVICE, About
from tandem.casework.models import Notice
from tandem.decisions import watching
from tandem.decisions.actions import climbing, deciding
from tandem.decisions.definitions import ladders
from tandem.decisions.rules.ladder import ends_soon
from tandem.decisions.telling import TOLD, WAITS
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.terms.definitions import calendar
from tandem.web.notices.words import HAPPENED


def reads(who: Worker, about: About, subject: UUID) -> list[str]:
    with acting(who.context):
        found = notices.notices(acting_actor())
        return sorted(one.kind for one in found if one.about is about and one.subject == subject)


def decision(who: Worker, id: UUID) -> list[str]:
    return reads(who, About.DECISION, id)


def on_ladder(who: Worker, world: Desk) -> list[str]:
    return reads(who, About.LADDER, world.case)


def test_everything_that_is_told_has_words() -> None:
    assert {WAITS, *(command.value for command in TOLD)} == set(HAPPENED[About.DECISION])


def test_a_draft_is_told_to_nobody_and_a_request_to_whose_turn_it_is(world: Desk) -> None:
    id = world.drafted(HELP)
    assert not Notice.objects.filter(subject=id).exists()
    world.submits(id)
    assert decision(world.ortho, id) == ["WAITS"]
    assert decision(world.far_worker, id) == decision(world.coordinator, id) == []
    world.passes(id, world.ortho)
    assert decision(world.far_worker, id) == decision(world.colleague, id) == ["WAITS"], "the whole function there"
    assert decision(world.visiting, id) == [], "takes part, but was not asked"
    assert decision(world.nurse, id) == []


def test_who_asked_hears_that_it_came_back_and_that_it_was_decided(world: Desk) -> None:
    id = world.asked()
    with acting(world.ortho.context):
        deciding.send_back(by=acting_actor(), id=id, words="wat deed de school al?")
    assert decision(world.coordinator, id) == ["RETURN"]
    world.submits(id)
    world.passes(id, world.ortho)
    world.decides(id, world.far_worker, granted=False)
    assert decision(world.coordinator, id) == ["REFUSE", "RETURN"]
    assert decision(world.ortho, id) == ["WAITS", "WAITS"]


def test_a_term_that_is_over_is_told_to_whose_turn_it_is_and_the_case_climbs(world: Desk) -> None:
    id = world.asked(TREATMENT)
    with clock.at(NOON + timedelta(days=57)):
        watching.watch()
    assert decision(world.far_worker, id) == ["OVERDUE", "WAITS"]
    assert decision(world.coordinator, id) == ["OVERDUE"]
    assert on_ladder(world.education_coordinator, world) == ["START"], "who has the rung"
    assert on_ladder(world.coordinator, world) == ["START"], "who directs the case"
    assert on_ladder(world.nurse, world) == []


def test_a_rung_that_begins_is_told_once_and_before_it_ends_once_more(world: Desk) -> None:
    who = world.education_coordinator  # nobody has the function of the first rung where Ada lives
    reachable(who)
    id = world.stuck()
    assert on_ladder(who, world) == ["START"]
    due = ladder(id).due
    near = next(day for day in (due - timedelta(days=back) for back in range(9, -1, -1)) if _ends_soon(day, due))
    for day, found in ((near - timedelta(days=1), ["START"]), (near, ["REMIND", "START"]), (due, ["REMIND", "START"])):
        with clock.at(NOON + (day - NOON.date())):
            watching.watch()
        assert on_ladder(who, world) == found
    with acting(Context(service=CLOCK_SERVICE)):
        for event in Notice.objects.filter(about="LADDER").values_list("event", flat=True).distinct():
            mailing.mail_at_once(by=mailing.CLOCK, event=event)
    assert who.person.given_name in mailed()
    with clock.at(NOON + (due - NOON.date()) + timedelta(days=1)):
        watching.watch()
    assert on_ladder(who, world) == ["LAPSE", "REMIND", "START"], "the next rung"


def _ends_soon(day: object, due: object) -> bool:
    return ends_soon(ladders()["haaglanden"], due, on=day, calendar=calendar())  # type: ignore[arg-type]


@pytest.mark.parametrize(("on", "soon"), [(0, True), (1, True), (2, True), (3, False), (-1, False)])
def test_soon_is_counted_in_working_days(on: int, soon: bool) -> None:
    friday = NOON.date() + timedelta(days=(4 - NOON.weekday()) % 7)
    assert ladders()["haaglanden"].remind == 2
    assert _ends_soon(friday - timedelta(days=on), friday) is soon


def test_climbed_and_settled_is_told_to_who_directs_and_not_to_who_may_only_know(world: Desk) -> None:
    id = world.stuck()
    with acting(world.coordinator.context):
        climbing.climb(by=acting_actor(), id=id, words="zij mogen dit niet")
    assert on_ladder(world.education_coordinator, world) == ["CLIMB", "START"]
    world.joins(world.desk.id, "ONDERWIJSCOORD")
    with acting(world.education_coordinator.context):
        climbing.settle(by=acting_actor(), id=id, words="plek gevonden")
    assert on_ladder(world.coordinator, world) == ["SETTLE"]
    assert on_ladder(world.nurse, world) == []
