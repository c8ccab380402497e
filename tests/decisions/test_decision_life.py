"""A decision in the real database, as the people themselves: asked, screened, decided, changed."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.decisions.desk import HELP, NOON, TREATMENT, Desk, row
from tests.register.people_world import DAY, Worker

from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError, ConflictError
from tandem.decisions.actions import deciding, requesting
from tandem.decisions.actions.requesting import Asked
from tandem.decisions.actions.step import UnknownDecisionError
from tandem.decisions.data import Request, State
from tandem.decisions.models import Decision, Event, Step, Text
from tandem.platform import clock
from tandem.platform.context import acting


def sees(who: Worker, id: UUID) -> bool:
    with acting(who.context):
        return Decision.objects.filter(pk=id).exists()


def words(who: Worker, id: UUID) -> list[str]:
    with acting(who.context):
        return sorted(Text.objects.filter(decision_id=id).values_list("part", flat=True))


def refused(who: Worker, act: object, id: UUID, **with_: object) -> str:
    """The code with which an action says no; nothing changed."""
    before = (row(id).version, row(id).state, Step.objects.filter(decision_id=id, done_by__isnull=False).count())
    with acting(who.context), pytest.raises(CannotError) as found, transaction.atomic():
        act(by=acting_actor(), id=id, **with_)  # type: ignore[operator]
    assert before == (
        row(id).version,
        row(id).state,
        Step.objects.filter(decision_id=id, done_by__isnull=False).count(),
    )
    return found.value.code


def test_from_the_request_to_the_decision(world: Desk) -> None:
    id = world.drafted()
    assert (row(id).mandate, row(id).form) == ("HGL-SCREENED", "SCREENED")
    assert [sees(who, id) for who in (world.coordinator, world.head, world.ortho)] == [True, False, False]
    world.submits(id)
    assert [sees(who, id) for who in (world.head, world.ortho, world.far_worker, world.nurse)] == [True] * 3 + [False]
    assert (row(id).state, row(id).last_day, row(id).aim) == ("SCREENING", date(2026, 11, 9), date(2026, 10, 5))
    world.passes(id, world.ortho)
    assert row(id).state == State.DECIDING.value
    world.decides(id, world.far_worker)
    found = row(id)
    assert (found.state, found.decided_by, found.decided_at_id) == (
        "GRANTED",
        world.far_worker.person.id,
        world.far_team.id,
    )
    assert (found.valid_from, found.valid_until) == (DAY, date(2027, 9, 14))
    assert words(world.coordinator, id) == words(world.far_worker, id) == ["ADVICE", "DECISION", "WHY"]
    assert [event.command for event in Event.objects.filter(decision_id=id).order_by("number")] == [
        "SUBMIT",
        "PASS",
        "GRANT",
    ]


def test_nobody_goes_out_of_order_or_approves_their_own(world: Desk) -> None:
    id = world.asked()
    assert refused(world.far_worker, deciding.decide, id, granted=True, words="ja") == "STATE"
    assert refused(world.far_worker, deciding.pass_on, id, words="ja") == "FUNCTION"
    assert refused(world.coordinator, deciding.pass_on, id, words="ja") == "OWN"
    assert refused(world.ortho, deciding.pass_on, id, words="  ") == "WORDS"
    world.passes(id, world.ortho)
    assert refused(world.visiting, deciding.decide, id, granted=True, words="ja") == "PLACE"
    assert refused(world.far_worker, deciding.send_back, id, words="meer") == "YES_OR_NO"
    assert refused(world.ortho, deciding.decide, id, granted=True, words="ja") == "TWICE"
    world.decides(id, world.lead, granted=False)
    assert row(id).state == "REFUSED"


def test_who_asks_at_the_team_does_not_decide_and_large_amounts_need_four_eyes(world: Desk) -> None:
    id = world.asked(TREATMENT, world.far_worker)
    assert [step.kind for step in Step.objects.filter(decision_id=id).order_by("number")] == ["APPROVE", "DECIDE"]
    assert refused(world.far_worker, deciding.pass_on, id, words="ja") == "OWN"
    world.passes(id, world.colleague)
    assert refused(world.colleague, deciding.decide, id, granted=True, words="ja") == "TWICE"
    world.decides(id, world.lead)
    assert row(id).state == "GRANTED"


def test_sent_back_it_needs_a_comment_and_all_look_again(world: Desk) -> None:
    id = world.asked(TREATMENT)
    world.passes(id, world.colleague)
    assert refused(world.far_worker, deciding.send_back, id, words="") == "WORDS"
    with acting(world.far_worker.context):
        deciding.send_back(by=acting_actor(), id=id, words="Voor hoe lang?")
    assert (row(id).state, row(id).last_day) == ("RETURNED", date(2026, 11, 9)), "the family goes on waiting"
    with acting(world.coordinator.context):
        requesting.save(
            by=acting_actor(), id=id, asked=Asked(Request("TREATMENT", 30_000, 6, "GM0599"), "Half jaar.", "haaglanden")
        )
    world.submits(id)
    assert (row(id).state, row(id).round) == ("APPROVING", 2)
    assert refused(world.far_worker, deciding.decide, id, granted=True, words="ja") == "STATE"
    world.passes(id, world.far_worker)
    world.decides(id, world.colleague)
    assert row(id).state == "GRANTED"
    assert row(id).asked == DAY


def test_what_runs_is_not_written_otherwise(world: Desk) -> None:
    id = world.asked()
    again = Asked(Request("AMBULANT", 9_000, 12, ""), "meer", "haaglanden")
    assert refused(world.coordinator, requesting.save, id, asked=again) == "STATE"
    assert refused(world.head, requesting.withdraw, id, words="niet meer") == "PART"
    with acting(world.coordinator.context):
        requesting.withdraw(by=acting_actor(), id=id, words="niet meer nodig")
    assert row(id).state == "WITHDRAWN"
    assert refused(world.ortho, deciding.pass_on, id, words="ja") == "STATE"


def test_another_amount_leads_to_another_mandate(world: Desk) -> None:
    id = world.drafted()
    with acting(world.coordinator.context):
        requesting.save(
            by=acting_actor(), id=id, asked=Asked(Request("AMBULANT", 40_000, 12, "GM0503"), "x", "haaglanden")
        )
    assert (row(id).mandate, row(id).form) == ("HGL-TEAM", "LOCAL_TEAM")
    asked = Asked(HELP, "  ", "haaglanden")
    assert refused(world.coordinator, requesting.save, id, asked=asked) == "WORDS"


def test_extended_once_in_time(world: Desk) -> None:
    id = world.asked(TREATMENT)
    with acting(world.lead.context):
        deciding.extend(by=acting_actor(), id=id, weeks=4, words="een onderzoek loopt")
    assert (row(id).last_day, row(id).extended) == (date(2026, 12, 7), 4)
    assert refused(world.lead, deciding.extend, id, weeks=2, words="nog iets") == "TWICE"
    late = world.asked(TREATMENT)
    with clock.at(NOON + timedelta(days=57)):
        assert refused(world.lead, deciding.extend, late, weeks=4, words="te laat") == "TOO_LATE"


def test_the_letter_starts_the_term_and_an_objection_is_judged_by_another(world: Desk) -> None:
    id = world.granted()
    tomorrow = NOON + timedelta(days=1)
    assert refused(world.coordinator, deciding.announce, id, on=DAY) == "PART"
    assert refused(world.far_worker, deciding.announce, id, on=DAY - timedelta(days=1)) == "DAY"
    with acting(world.far_worker.context):
        deciding.announce(by=acting_actor(), id=id, on=DAY)
    assert row(id).objection_until == date(2026, 10, 26)
    assert refused(world.far_worker, deciding.announce, id, on=DAY) == "DAY"
    with clock.at(tomorrow), acting(world.lead.context):
        deciding.object_to(
            by=acting_actor(), id=id, received=DAY + timedelta(days=1), posted=None, words="de moeder is het oneens"
        )
    assert row(id).verdict == "IN_TIME"
    new = world.asked(HELP, replaces=id)
    world.passes(new, world.ortho)
    assert refused(world.far_worker, deciding.decide, new, granted=True, words="nog eens") == "BARRED"
    world.decides(new, world.lead)
    assert (row(id).state, row(new).state) == ("REPLACED", "GRANTED")
    assert "DECISION" in words(world.coordinator, id), "what was decided before stays to be read"


def test_withdrawn_it_keeps_its_history(world: Desk) -> None:
    id = world.granted()
    with clock.at(NOON + timedelta(days=30)), acting(world.lead.context):
        deciding.revoke(by=acting_actor(), id=id, words="verhuisd")
    assert (row(id).state, row(id).valid_until) == ("REVOKED", DAY + timedelta(days=30))
    assert refused(world.lead, deciding.revoke, id, words="nog eens") == "STATE"
    assert Event.objects.filter(decision_id=id).count() == 4


def test_who_decided_on_something_else_meanwhile_loses_nothing(world: Desk) -> None:
    id = world.asked()
    with acting(world.ortho.context), pytest.raises(ConflictError):
        deciding.pass_on(by=acting_actor(), id=id, words="ja", version=1)
    with acting(world.nurse.context), pytest.raises(UnknownDecisionError):
        deciding.pass_on(by=acting_actor(), id=id, words="ja")
    with acting(world.coordinator.context):
        key = uuid4()
        first, second = (
            requesting.start(by=acting_actor(), case=world.case, key=key, asked=Asked(HELP, "x", "haaglanden"))
            for _ in range(2)
        )
    assert first == second


def test_a_function_that_does_not_ask_is_refused(world: Desk) -> None:
    with acting(world.ortho.context), pytest.raises(CannotError, match="ASKS"), transaction.atomic():
        requesting.start(by=acting_actor(), case=world.case, key=uuid4(), asked=Asked(HELP, "x", "haaglanden"))


@pytest.mark.parametrize(
    "statement",
    [
        "update decisions_decision set state = 'GRANTED', version = version + 1 where id = %s",
        "update decisions_decision set state = 'DECIDING', at = 1, version = version + 1 where id = %s",
        "update decisions_decision set euros = 1, version = version + 1 where id = %s",
        "update decisions_decision set state = 'REFUSED', version = version + 1 where id = %s",
    ],
)
def test_the_database_itself_keeps_the_order(world: Desk, statement: str) -> None:
    """The control of the actions: past them, straight in SQL, as who may take part."""
    id = world.asked()
    with (
        acting(world.far_worker.context),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [id])


def test_the_database_lets_nobody_do_two_steps_or_the_own(world: Desk) -> None:
    id = world.asked(TREATMENT, world.far_worker)
    for who in (world.far_worker, world.colleague):
        if who is world.colleague:
            world.passes(id, who)
        at = row(id).at
        with acting(who.context), pytest.raises(DatabaseError), transaction.atomic():
            Step.objects.filter(decision_id=id, number=at).update(
                done_by=who.person.id, done_hat=who.membership.id, done=NOON
            )
