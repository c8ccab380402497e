"""Why somebody sees a child, who else can and who did. Asked as the app, in the world of files."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.register.people_world import DAY, Worker
from tests.sharing.files import KINDS, NEXT_MONTH, Files

from tandem.audit.actions import acting_actor
from tandem.children import actions as children
from tandem.children import queries as reading
from tandem.children.data import Kind, Protection, Reason, Why
from tandem.children.models import ProtectedAddress
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.accounting import queries
from tandem.sharing.accounting.data import Reader, Seen
from tandem.sharing.breakglass import actions as breakglass
from tandem.sharing.breakglass import jobs
from tandem.sharing.breakglass.data import Category, NamedChild
from tandem.sharing.disclosing import actions as disclosing
from tandem.sharing.disclosing.content import content_of

REASON = "Het kind is weg sinds vanochtend, zegt de buurt."
CARE = Why("care", "6(1)(e)")


@pytest.fixture
def files(owned_database_once: Cluster, monkeypatch: pytest.MonkeyPatch) -> Files:
    monkeypatch.setattr(jobs.tell_who_judges.task, "defer", lambda **_: None)
    return Files()


def readers(who: Worker, files: Files) -> tuple[Reader, ...]:
    with acting(who.context):
        return queries.readers(child=files.bo.id)


def seen(who: Worker, files: Files) -> tuple[Seen, ...]:
    with acting(who.context):
        return queries.seen(acting_actor(), child=files.bo.id)


def entitled(who: Worker, files: Files) -> bool:
    with acting(who.context):
        return queries.is_entitled(child=files.bo.id)


def break_glass(files: Files, who: Worker) -> None:
    named = NamedChild("", files.bo.given_name, files.bo.family_name, files.bo.birth_date, files.location.id)
    with acting(who.context):
        breakglass.begin(
            by=acting_actor(),
            category=Category.MISSING,
            reason=REASON,
            named=named,
        )
        assert reading.child(acting_actor(), id=files.bo.id, why=Why("break-glass", "6(1)(d)")) is not None


def test_each_reason_says_where_it_comes_from(files: Files) -> None:
    files.consented()
    given = files.disclose()
    with acting(files.coordinator.context):
        (school,) = queries.reasons(child=files.bo.id)
    assert (school.opening.reason, school.place) == (Reason.ENROLLED, files.location.name)
    with acting(files.consultant.context):
        (shared,) = queries.reasons(child=files.bo.id)
    assert shared.disclosure is not None
    assert (shared.disclosure.id, shared.disclosure.rule, shared.disclosure.valid_until) == (
        given,
        "DS-006",
        NEXT_MONTH,
    )
    assert shared.opening.kinds == KINDS
    assert shared.disclosure.organisation_name == files.location.name
    with acting(files.coordinator.context):
        children.teach(
            by=acting_actor(),
            child=files.bo.id,
            location=files.location.id,
            membership=files.teacher.membership.id,
            since=DAY,
        )
    with acting(files.teacher.context):
        (pupil,) = queries.reasons(child=files.bo.id)
    assert (pupil.opening.reason, pupil.opening.kinds) == (Reason.TEACHES, Kind.IDENTITY)
    break_glass(files, files.helper)
    with acting(files.helper.context):
        (glass,) = queries.reasons(child=files.bo.id)
    assert glass.use is not None
    assert glass.use.category is Category.MISSING
    with acting(files.other_coordinator.context):
        assert queries.reasons(child=files.bo.id) == ()


def test_only_who_works_in_the_file_may_ask_who_else(files: Files) -> None:
    files.consented()
    files.disclose()
    assert all(entitled(who, files) for who in (files.coordinator, files.head, files.second))
    for other in (files.consultant, files.helper, files.teacher, files.other_coordinator, files.swv):
        assert not entitled(other, files)
        assert readers(other, files) == ()
        assert seen(other, files) == ()


def test_who_can_see_it_is_what_the_gate_opens(files: Files) -> None:
    files.consented()
    given = files.disclose()
    found = {(one.reason, one.organisation, one.function): one for one in readers(files.coordinator, files)}
    assert set(found) == {
        ("ENROLLED", files.location.name, "IB"),
        ("ENROLLED", files.location.name, "SCHOOLDIR"),
        ("DISCLOSED", files.team.name, "LT_TOEGANG"),
    }
    shared = found["DISCLOSED", files.team.name, "LT_TOEGANG"]
    assert (shared.kinds, shared.until, shared.source) == (KINDS, NEXT_MONTH, given)
    assert shared.people == 1
    assert found["ENROLLED", files.location.name, "IB"].people == 2, "who left does not count"
    with acting(files.coordinator.context):
        disclosing.withdraw(by=acting_actor(), disclosure=given, on=DAY)
    assert {one.reason for one in readers(files.coordinator, files)} == {"ENROLLED"}


def test_who_saw_it_has_function_time_purpose_and_kinds_and_no_name(files: Files) -> None:
    files.consented()
    given = files.disclose()
    with acting(files.consultant.context):
        assert content_of(acting_actor(), id=given) is not None
    with acting(files.second.context):
        reading.child(acting_actor(), id=files.bo.id, why=CARE)
        reading.child(acting_actor(), id=files.bo.id, why=CARE)
    found = {(one.organisation, one.function, one.purpose): one for one in seen(files.coordinator, files)}
    assert (files.team.name, "LT_TOEGANG", "zorgsignaal-lokaal-team") in found
    own = found[files.location.name, "IB", "care"]
    assert (own.times, own.kinds) == (2, ("identity",))
    assert "Tom" not in str(found)
    again = seen(files.coordinator, files)
    assert any(one.kinds == ("log",) for one in again), "asking is written down too"


def test_break_glass_is_told_to_the_school_but_not_where_when_the_address_is_secret(files: Files) -> None:
    break_glass(files, files.helper)
    (use,) = [one for one in readers(files.coordinator, files) if one.reason == "BREAK_GLASS"]
    assert (use.organisation, use.function, use.people) == (files.team.name, "LT_HULP", 1)
    assert any(
        one.purpose == "break-glass" and one.organisation == files.team.name for one in seen(files.coordinator, files)
    )
    ProtectedAddress.objects.create(child_id=files.bo.id, level=Protection.SAFETY, address=b"\x00")
    (use,) = [one for one in readers(files.coordinator, files) if one.reason == "BREAK_GLASS"]
    assert use.organisation == ""
    assert all(one.organisation == "" for one in seen(files.coordinator, files) if one.purpose == "break-glass")


def test_what_others_share_stays_theirs(files: Files) -> None:
    """The team gives something of its own file to the partnership; the school hears nothing of it."""
    files.consented()
    files.task(receiver_function="LT_HULP", kinds=KINDS.value)
    files.note(files.helper, Kind.PLAN)
    given = files.task(
        files.helper, receiver_organisation_id=files.partnership.id, receiver_function="SWV", kinds=Kind.PLAN.value
    )
    with acting(files.swv.context):
        assert content_of(acting_actor(), id=given) is not None
    assert "SWV" not in {one.function for one in readers(files.coordinator, files)}
    assert "SWV" not in {one.function for one in seen(files.coordinator, files)}
    assert "SWV" in {one.function for one in readers(files.helper, files)}
    assert "SWV" in {one.function for one in seen(files.helper, files)}


@pytest.mark.parametrize("table", ["audit_access", "sharing_break_glass"])
def test_the_functions_are_the_only_road(files: Files, table: str) -> None:
    break_glass(files, files.helper)
    with acting(files.coordinator.context), connection.cursor() as cursor:
        if table == "audit_access":
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(f"select * from {table}")
        else:
            cursor.execute(f"select * from {table}")
            assert cursor.fetchall() == []


def test_a_child_that_left_is_no_longer_accounted_for(files: Files) -> None:
    assert entitled(files.coordinator, files)
    with acting(files.coordinator.context):
        assert not queries.is_entitled(child=files.left_today.id)
