"""Who works in an old file is warned and can hold it, though nobody there may know the child any more."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.register.people_world import DAY, Worker
from tests.sharing.files import Files

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.children.models import Child
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.disclosing import queries as disclosing
from tandem.sharing.models import Disclosure, Notice
from tandem.sharing.retention import actions, queries
from tandem.sharing.retention.data import Held
from tandem.sharing.retention.models import Warning

REASON = "er loopt nog een beroep bij de rechter"
WEIGHED = "de zorg weegt zwaarder, met de moeder besproken"


@pytest.fixture
def files(owned_database_once: Cluster) -> Files:
    made = Files()
    Warning.objects.create(
        child=made.left_today, file_id=made.location.id, due_on=DAY + timedelta(days=20), created_on=DAY
    )
    return made


def hold(files: Files, who: Worker, about: Child | None = None) -> UUID:
    with acting(who.context):
        return actions.hold(
            by=acting_actor(),
            child=(about or files.left_today).id,
            file=files.location.id,
            category=Held.OBJECTION,
            reason=REASON,
        )


def test_the_file_of_a_child_that_left_is_held_and_let_go(files: Files) -> None:
    with acting(files.coordinator.context):
        assert not Child.objects.filter(pk=files.left_today.id).exists(), "nobody here knows the child any more"
        assert [(one.child, one.held) for one in queries.warnings()] == [(files.left_today.id, False)]
        assert queries.names(acting_actor(), ids={files.left_today.id}) == {}
    held = hold(files, files.coordinator)
    with acting(files.second.context):
        assert [(one.id, one.category, one.reason) for one in queries.holds()] == [(held, Held.OBJECTION, REASON)]
        assert [one.held for one in queries.warnings()] == [True]
        assert actions.release(by=acting_actor(), hold=queries.holds()[0].id, outcome=WEIGHED)
        assert queries.holds() == ()


def test_without_a_warning_or_the_child_nothing_is_held(files: Files) -> None:
    for who, about in (
        (files.coordinator, files.elsewhere),
        (files.other_coordinator, files.left_today),
        (files.consultant, files.left_today),
        (files.ended_coordinator, files.left_today),
    ):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            hold(files, who, about)


def test_a_pupil_is_held_while_it_is_here(files: Files) -> None:
    assert hold(files, files.coordinator, files.bo)
    with acting(files.other_coordinator.context):
        assert queries.holds() == ()


def test_an_objection_stops_what_is_new_and_not_what_an_emergency_asks(files: Files) -> None:
    files.consented()
    files.disclose()
    hold(files, files.coordinator, files.bo)
    with pytest.raises(DatabaseError, match="objection is being weighed"), transaction.atomic():
        files.disclose()
    reason = files.otherwise(files.coordinator)
    assert files.disclose(override_id=reason)
    with acting(files.coordinator.context):
        assert actions.release(by=acting_actor(), hold=queries.holds()[0].id, outcome=WEIGHED)
    assert files.disclose()


def test_what_runs_stands_still_until_it_is_weighed(files: Files) -> None:
    files.consented()
    running = files.disclose()
    duty = files.task(gate_processing="6(1)(c) 9(2)(g)", kinds=Kind.CONCERN.value)
    danger = files.task(gate_processing="6(1)(e)/(d) 9(2)(g)", kinds=Kind.CONCERN.value)
    decided = files.disclose(override_id=files.otherwise(files.coordinator))
    of_another = files.task(about=files.ada, kinds=Kind.IDENTITY.value)
    everything = {running, duty, danger, decided, of_another}
    assert seen(files) == everything
    with acting(files.coordinator.context):
        actions.hold(by=acting_actor(), child=files.bo.id, file=files.file, category=Held.APPEAL, reason=REASON)
    assert seen(files) == everything, "an appeal against a decision only keeps the file"
    held, again = hold(files, files.coordinator, files.bo), hold(files, files.coordinator, files.bo)
    assert seen(files) == everything - {running}
    assert told(running) == ["OBJECTED"], "once"
    with acting(files.coordinator.context):
        with pytest.raises(ValueError, match="weighed"):
            actions.release(by=acting_actor(), hold=held, outcome="ja")
        assert disclosing.is_paused(running)
        assert not disclosing.is_paused(duty)
        assert actions.release(by=acting_actor(), hold=held, outcome=WEIGHED)
    assert seen(files) == everything - {running}, "the other one is still weighed"
    with acting(files.coordinator.context):
        assert actions.release(by=acting_actor(), hold=again, outcome=WEIGHED)
    assert seen(files) == everything
    assert told(running) == ["OBJECTED", "RESUMED"]


def test_the_clock_does_not_end_what_stands_still_and_a_withdrawal_does(files: Files) -> None:
    consents = files.consented()
    running = files.disclose()
    held = hold(files, files.coordinator, files.bo)
    with acting(Context(service="sharing-clock", day=DAY)), connection.cursor() as cursor:
        cursor.execute("select sharing_end_what_is_over()")
        assert cursor.fetchone()[0] == 0
    assert files.withdraw(consents[0])
    assert Disclosure.objects.get(pk=running).ended_reason == "CONSENT_WITHDRAWN"
    with acting(files.coordinator.context):
        assert actions.release(by=acting_actor(), hold=held, outcome=WEIGHED)
    assert running not in seen(files)


def seen(files: Files) -> set[UUID]:
    with acting(files.consultant.context):
        return set(Disclosure.objects.values_list("id", flat=True))


def told(disclosure: UUID) -> list[str]:
    rows = Notice.objects.filter(disclosure_id=disclosure, file_id=None, code__in=["OBJECTED", "RESUMED"])
    return sorted(rows.values_list("code", flat=True))
