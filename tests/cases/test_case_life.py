"""A case in the real database, as the people themselves: shared, directed by two, at odds, handed over, closed."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cases.table_at_school import PUPIL, SHARED, Table, seen, state, words

from tandem.audit.actions import acting_actor
from tandem.cases import queries
from tandem.cases.actions import directing, handing_over, involving, life, opening
from tandem.cases.actions.step import CannotError, ConflictError, UnknownCaseError
from tandem.cases.data import Command, Domain, Joining, Part, State
from tandem.cases.models import Access, Case, Direction, Event, Participant
from tandem.cases.rules.tandem import Next
from tandem.casework.data import Refusal, RefusalReason
from tandem.platform.context import acting


def test_the_school_opens_a_case_for_its_own_pupil_and_directs_it(world: Table) -> None:
    id = world.opened()
    whole = seen(world.coordinator, id)
    assert whole is not None
    assert (whole.row.state, whole.row.holder, whole.row.name) == (State.RUNNING, world.location.id, "Ada Proefkind")
    assert [one.own for one in whole.participants] == [True]
    assert [(one.domain, one.person) for one in whole.row.directors] == [
        (Domain.EDUCATION, world.coordinator.person.id)
    ]
    assert words(world.coordinator, id) == ["Hoe komt Ada weer naar school?"]
    assert seen(world.far_worker, id) is None


def test_nobody_opens_a_case_for_a_child_that_is_not_theirs_to_know(world: Table) -> None:
    for who, place in ((world.far_worker, world.far_team), (world.my_teacher, world.location)):
        with acting(who.context), pytest.raises(Exception, match="row-level security"), transaction.atomic():
            opening.open_case(
                by=acting_actor(), child=world.ada.id, holder=place.id, question="?", key=uuid4(), joining=()
            )


def test_a_team_that_may_know_the_child_opens_one_directly(world: Table) -> None:
    gate = world.opened_gate(world.far_team.id, world.ada)
    with acting(world.far_worker.context):
        id = opening.open_case(
            by=acting_actor(),
            child=world.ada.id,
            holder=world.far_team.id,
            question="Wat helpt thuis?",
            key=uuid4(),
            joining=(
                Joining(world.far_team.id, "LT_TOEGANG", *SHARED, 17, gate),
                Joining(world.location.id, "IB", *PUPIL),
            ),
        )
    whole = seen(world.coordinator, id)
    assert whole is not None, "the school of the pupil takes part"
    assert whole.row.next is Next.NAME_EDUCATION, "two sides are at work"
    assert words(world.far_worker, id) == ["Wat helpt thuis?"]


def test_twice_the_same_form_is_one_case(world: Table) -> None:
    key, joining = uuid4(), (Joining(world.location.id, "IB", *PUPIL),)
    with acting(world.coordinator.context):
        ids = {
            opening.open_case(
                by=acting_actor(),
                child=world.ada.id,
                holder=world.location.id,
                question="Samen?",
                key=key,
                joining=joining,
            )
            for _ in range(2)
        }
    assert len(ids) == 1
    concern = world.raised(world.ada)
    world.opened(concern=concern)
    with pytest.raises(CannotError, match="KNOWN"):
        world.opened(concern=concern)


def test_who_is_invited_reads_through_the_gate_and_a_tandem_is_needed(world: Table) -> None:
    id = world.opened()
    gate = world.invited(id)
    assert state(id) is State.STARTED
    whole = seen(world.far_worker, id)
    assert whole is not None
    assert (whole.parts, whole.row.next, whole.content) == ((Part.PARTICIPANT,), Next.NAME_YOUTH_CARE, True)
    world.close_gate(gate)
    whole = seen(world.far_worker, id)
    assert whole is not None
    assert not whole.texts
    assert not whole.row.name, "the gate is closed: there is a case, and no word of it"


def test_without_the_gate_nobody_takes_part_and_a_disclosure_of_another_child_lets_nobody_in(world: Table) -> None:
    id, other = world.opened(), world.opened_gate(world.far_team.id, world.bo)
    for gate, why in ((None, "GATE"), (other, "GATE")):
        joining = Joining(world.far_team.id, "LT_TOEGANG", *SHARED, 17, gate)
        with acting(world.coordinator.context), pytest.raises(CannotError, match=why), transaction.atomic():
            involving.invite(by=acting_actor(), id=id, joining=joining)
    assert seen(world.far_worker, id) is None


def test_who_may_only_know_sees_who_is_at_work_and_nothing_else(world: Table) -> None:
    id = world.opened()
    world.told(id)
    assert state(id) is State.RUNNING, "she is not at work: no tandem for her"
    whole = seen(world.nurse, id)
    assert whole is not None
    assert whole.knows_only
    assert [one.function for one in whole.participants] == ["IB", "JGZ"]
    assert not any([whole.texts, whole.happenings, whole.commands, whole.child, whole.row.name])
    assert not any(one.purpose or one.kinds or one.ground for one in whole.participants)
    with acting(world.nurse.context), pytest.raises(UnknownCaseError):
        life.add(by=acting_actor(), id=id, words="ik weet iets")


def test_both_sign_and_not_before_that_it_runs(world: Table) -> None:
    id = world.opened()
    world.invited(id)
    world.takes_seat(world.far_worker, id, Domain.YOUTH_CARE)
    assert state(id) is State.STARTED, "who directed alone signs for directing together"
    world.signs(world.coordinator, id)
    assert state(id) is State.RUNNING
    assert Direction.objects.filter(case_id=id, ended=None, signed=None).count() == 0


def test_nobody_signs_for_another_whatever_asks(world: Table) -> None:
    id = world.opened()
    world.invited(id)
    with acting(world.coordinator.context):
        directing.direct(by=acting_actor(), id=id, domain=Domain.YOUTH_CARE, hat=world.far_worker.membership.id)
    with acting(world.colleague.context), pytest.raises(CannotError, match="PART"):
        directing.sign(by=acting_actor(), id=id)
    with (
        acting(world.coordinator.context),
        pytest.raises(IntegrityError, match="nobody signs"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update cases_direction set signed = now() where domain = 'YOUTH_CARE'")


def test_a_case_does_not_run_before_both_signed_whatever_asks(world: Table) -> None:
    id = world.opened()
    world.invited(id)
    with (
        acting(world.coordinator.context),
        pytest.raises(IntegrityError, match="has not signed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update cases_case set state = 'RUNNING', version = version + 1")


def test_a_participant_names_herself_and_nobody_else(world: Table) -> None:
    id = world.opened()
    world.invited(id)
    with acting(world.far_worker.context), pytest.raises(CannotError, match="ONLY_YOURSELF"):
        directing.direct(by=acting_actor(), id=id, domain=Domain.YOUTH_CARE, hat=world.colleague.membership.id)
    with acting(world.far_worker.context), pytest.raises(CannotError, match="NO_DIRECTOR_OF"):
        directing.direct(by=acting_actor(), id=id, domain=Domain.EDUCATION, hat=world.far_worker.membership.id)


def test_a_disagreement_is_recorded_and_stops_the_case_until_who_disagreed_agrees(world: Table) -> None:
    id = world.tandem()
    with acting(world.far_worker.context):
        directing.disagree(by=acting_actor(), id=id, words="eerst rust thuis")
    assert state(id) is State.STUCK
    assert "eerst rust thuis" in words(world.coordinator, id)
    with acting(world.coordinator.context):
        with pytest.raises(CannotError, match="AGREES"):
            directing.settle(by=acting_actor(), id=id, words="goed dan")
        with pytest.raises(CannotError, match="STATE"):
            life.close(by=acting_actor(), id=id, words="klaar")
    with acting(world.far_worker.context):
        directing.settle(by=acting_actor(), id=id, words="in stappen")
    assert state(id) is State.RUNNING


def test_who_leaves_reads_no_more_and_her_seat_goes_with_her(world: Table) -> None:
    id = world.tandem()
    participant = Participant.objects.get(case_id=id, organisation=world.far_team).pk
    with acting(world.coordinator.context):
        involving.leave(by=acting_actor(), id=id, participant=participant, words="klaar")
    assert seen(world.far_worker, id) is None
    assert state(id) is State.RUNNING, "one side is at work, and its director signed"
    own = Participant.objects.get(case_id=id, organisation=world.location).pk
    with acting(world.coordinator.context), pytest.raises(CannotError, match="HOLDS"):
        involving.leave(by=acting_actor(), id=id, participant=own, words="ik ook")


def test_the_baton_moves_when_it_is_accepted_and_who_accepts_takes_part(world: Table) -> None:
    id = world.opened()
    gate = world.opened_gate(world.far_team.id, world.ada)
    world.offers(id, world.far_team.id, gate)
    assert words(world.far_worker, id)[0] == "Hoe komt Ada weer naar school?"
    assert Case.objects.get(pk=id).holder_id == world.location.id
    with acting(world.far_worker.context):
        handing_over.accept(by=acting_actor(), id=id)
    assert Case.objects.get(pk=id).holder_id == world.far_team.id
    whole = seen(world.far_worker, id)
    assert whole is not None
    assert set(whole.parts) == {Part.HOLDER, Part.PARTICIPANT}
    assert seen(world.coordinator, id) is not None, "the school of the pupil still takes part"
    assert state(id) is State.STARTED, "youth care is at work now: a tandem"


def test_who_refuses_names_the_right_one_and_reads_no_more(world: Table) -> None:
    id = world.opened()
    world.offers(id, world.far_team.id, world.opened_gate(world.far_team.id, world.ada))
    refusal = Refusal(RefusalReason.RESIDENCE, "woont in Delft", municipality="GM0503")
    with acting(world.far_worker.context):
        handing_over.refuse(
            by=acting_actor(), id=id, refusal=refusal, coordinator=world.desk.id, municipalities={"GM0503"}
        )
    assert seen(world.far_worker, id) is None
    assert Case.objects.get(pk=id).refused == 1


def test_closed_it_is_read_and_not_written_and_opened_again_it_must_be_signed_again(world: Table) -> None:
    id = world.tandem()
    with acting(world.coordinator.context):
        life.close(by=acting_actor(), id=id, words="hij gaat weer naar school")
        with pytest.raises(CannotError, match="STATE"):
            life.add(by=acting_actor(), id=id, words="nog iets")
        life.reopen(by=acting_actor(), id=id, words="toch niet")
    assert state(id) is State.STARTED
    for who in (world.coordinator, world.far_worker):
        world.signs(who, id)
    assert state(id) is State.RUNNING


def test_who_is_late_changes_nothing(world: Table) -> None:
    id = world.opened()
    with acting(world.coordinator.context):
        life.add(by=acting_actor(), id=id, words="eerst", version=Case.objects.get(pk=id).version)
        with pytest.raises(ConflictError):
            life.add(by=acting_actor(), id=id, words="te laat", version=2)
    with acting(world.third_worker.context), pytest.raises(UnknownCaseError):
        life.add(by=acting_actor(), id=id, words="wie ben ik")


def test_the_timeline_tells_it_in_order(world: Table) -> None:
    id = world.tandem()
    said = list(Event.objects.filter(case_id=id).order_by("number").values_list("command", "state"))
    assert said == [
        (Command.OPEN, State.RUNNING),
        (Command.INVITE, State.STARTED),
        (Command.DIRECT, State.STARTED),
        (Command.SIGN, State.RUNNING),
    ]


def test_the_app_writes_no_row_of_access(world: Table) -> None:
    id = world.opened()
    with acting(world.coordinator.context), pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Access.objects.filter(case_id=id).update(content=True)


def asked(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as questions:
        read()
    return len(questions)


def test_a_long_list_asks_no_more_than_a_short_one(world: Table) -> None:
    def read() -> object:
        return queries.listed(acting_actor(), queries.Which.OPEN)

    first = world.tandem()
    with acting(world.coordinator.context):
        few = asked(read)
    more = [world.opened() for _ in range(4)]
    with acting(world.coordinator.context):
        assert {row.id for row in queries.listed(acting_actor(), queries.Which.OPEN)[0]} == {first, *more}
        assert asked(read) == few
        assert set(queries.at_work(acting_actor(), [first, *more])) == {
            (world.location.id, "IB", None), (world.far_team.id, "LT_TOEGANG", None),
        }  # fmt: skip
