"""Who sees and writes which row of the gate, and what the database demands of a disclosure, asked as the app."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from tests.children.pupils import child, enrolled
from tests.register.people_world import DAY, LONG_AGO, TOMORROW, Worker, member, worker
from tests.sharing.files import KINDS, NEXT_MONTH, NEXT_YEAR, Files, moment

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.children.models import Access, Child, Enrolment, ProtectedAddress
from tandem.identity.data import Hat
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.register.hats import context_of
from tandem.register.models import Membership
from tandem.sharing.codes import Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.models import Authority, Consent, DecidedOtherwise, Disclosure, Note, Notice, Step
from tandem.sharing.records import Authenticity

TABLES: tuple[type[Model], ...] = (Authority, Consent, DecidedOtherwise, Disclosure, Note, Notice, Step)


@pytest.fixture
def world(owned_database: Cluster) -> Files:
    return Files()


def seen(context: Context, table: type[Model] = Note) -> set[UUID]:
    with acting(context):
        return set(table._default_manager.values_list("id", flat=True))


def refused(
    write: Callable[[], object], words: str = r"row-level security|permission denied|not to be disclosed"
) -> bool:
    with transaction.atomic(), pytest.raises(DatabaseError, match=words), transaction.atomic():
        write()
    return True


def on(day: date, who: Worker) -> Context:
    return replace(who.context, day=day)


def ends(disclosure: UUID) -> str:
    return Disclosure.objects.get(pk=disclosure).ended_reason


def reads(world: Files, day: date = DAY) -> bool:
    return bool(seen(on(day, world.consultant)))


# --- files ------------------------------------------------------------------------------------------------------------


def test_who_coordinates_care_works_in_one_file_with_her_colleagues(world: Files) -> None:
    mine = set(world.notes.values())
    for who in (world.coordinator, world.second, world.head):
        assert seen(who.context) == mine
    for who in (world.teacher, world.social_worker, world.other_coordinator, world.consultant, world.ended_coordinator):
        assert seen(who.context) == set()


def test_anybody_else_works_in_the_file_of_her_own_hat(world: Files) -> None:
    world.task(receiver_function="LT_HULP")
    mine = world.note(world.helper, Kind.PLAN)
    assert seen(world.helper.context) == {mine, world.notes[Kind.CONCERN]}
    assert mine not in seen(world.starts_today.context) | seen(world.consultant.context) | seen(
        world.coordinator.context
    )


def test_a_file_begins_with_a_child_that_one_may_know(world: Files) -> None:
    assert refused(lambda: world.note(world.coordinator, Kind.CONCERN, about=world.elsewhere))
    assert refused(lambda: world.note(world.helper, Kind.CONCERN))
    assert refused(lambda: world.note(world.coordinator, Kind.CONCERN, file=world.other_location.id))


def test_who_wrote_and_when_is_not_what_the_writer_says(world: Files) -> None:
    note = Note.objects.get(pk=world.notes[Kind.CONCERN])
    assert (note.person_id, note.membership_id) == (world.coordinator.person.id, world.coordinator.hat.id)
    assert (note.function, note.recorded_at > moment(LONG_AGO)) == ("IB", True)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_the_gate_is_deleted_and_a_note_not_changed(world: Files, table: type[Model]) -> None:
    with acting(world.coordinator.context), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(f"delete from {table._meta.db_table}")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("update sharing_note set text = 'x'")


# --- what a disclosure opens ------------------------------------------------------------------------------------------


def test_a_disclosure_opens_its_kinds_of_its_file_to_its_function(world: Files) -> None:
    world.consented()
    given = world.disclose()
    assert seen(world.consultant.context) == {world.notes[Kind.CONCERN]}
    assert seen(world.consultant.context, Child) == {world.ada.id, world.bo.id}
    assert seen(world.consultant.context, Disclosure) == {given}
    for other in (world.helper, world.starts_today, world.social_worker, world.other_coordinator):
        assert not seen(other.context) | seen(other.context, Child) & {world.bo.id} | seen(other.context, Disclosure)
    assert not seen(world.consultant.context, Consent) | seen(world.consultant.context, Authority)


def test_what_another_file_holds_of_the_same_kind_stays_shut(world: Files) -> None:
    world.task(receiver_function="LT_HULP")
    theirs = world.note(world.helper, Kind.CONCERN)
    world.task()
    assert theirs not in seen(world.consultant.context)


def test_what_is_written_after_the_preview_is_not_shared(world: Files) -> None:
    shown = clock.now()
    later = world.note(world.coordinator, Kind.CONCERN)
    world.task(as_of=shown)
    assert seen(world.consultant.context) == {world.notes[Kind.CONCERN]}
    assert later not in seen(world.consultant.context)


def test_a_preview_of_the_future_is_refused(world: Files) -> None:
    assert refused(lambda: world.task(as_of=clock.now() + timedelta(hours=1)))


def test_a_disclosure_to_one_hat_opens_nothing_to_her_other_hats_nor_her_colleagues(world: Files) -> None:
    colleague = worker("Tim", "LT_TOEGANG", world.team)
    second = member(world.consultant.person, "LT_HULP", world.team)
    world.task(receiver_membership=world.consultant.hat.id)
    assert seen(world.consultant.context) == {world.notes[Kind.CONCERN]}
    assert not seen(colleague.context)
    hat = Hat(second.id, second.person_id, second.organisation_id, "", second.function, "", UUID(int=0))
    assert not seen(context_of(hat, day=DAY))


def test_it_holds_from_its_first_day_until_its_last(world: Files) -> None:
    world.task(valid_until=TOMORROW)
    assert reads(world)
    assert not reads(world, TOMORROW)


# --- what the database demands ----------------------------------------------------------------------------------------


def test_nobody_gives_what_she_has_not_herself(world: Files) -> None:
    assert refused(lambda: world.task(kinds=int(Kind.IDENTITY | Kind.PLAN)))  # no record of it in the file
    assert refused(lambda: world.task(kinds=int(Kind.PROTECTED_ADDRESS)))
    assert refused(lambda: world.task(about=world.elsewhere))
    assert refused(lambda: world.task(about=world.left_today))
    assert refused(lambda: world.task(world.teacher))


def test_who_receives_does_not_pass_on(world: Files) -> None:
    world.task(receiver_function="LT_HULP")
    assert world.notes[Kind.CONCERN] in seen(world.helper.context)
    provider: dict[str, Any] = {"receiver_organisation_id": world.other_school.id, "receiver_function": "SMW"}
    assert refused(lambda: world.task(world.helper, **provider))
    assert refused(lambda: world.task(world.helper, file_id=world.file, **provider))
    world.note(world.helper, Kind.CONCERN)
    world.task(world.helper, kinds=int(Kind.CONCERN), **provider)  # her own record she may give
    assert refused(lambda: world.task(world.helper, kinds=int(KINDS), **provider))


def test_nobody_discloses_to_herself_or_on_her_own_behalf(world: Files) -> None:
    assert refused(lambda: world.task(receiver_organisation_id=world.location.id, receiver_function="SMW"))
    second = member(world.coordinator.person, "SMW", world.team)
    own: dict[str, Any] = {
        "receiver_organisation_id": world.team.id,
        "receiver_function": "SMW",
        "receiver_membership": second.id,
    }
    assert refused(lambda: world.task(**own))
    social = world.social_worker.hat
    world.task(receiver_organisation_id=world.location.id, receiver_function="SMW", receiver_membership=social.id)
    assert seen(world.social_worker.context) == {world.notes[Kind.CONCERN]}


def test_the_receiver_is_a_hat_that_holds(world: Files) -> None:
    ended: dict[str, Any] = {"receiver_function": "LT_HULP", "receiver_membership": world.left_yesterday.hat.id}
    assert refused(lambda: world.task(**ended))
    assert refused(lambda: world.task(receiver_membership=world.helper.hat.id))  # wears another function


def test_the_circle_of_the_partnership_is_closed(world: Files) -> None:
    at: dict[str, Any] = {"receiver_organisation_id": world.partnership.id, "receiver_function": "SWV"}
    world.task(kinds=int(Kind.IDENTITY | Kind.MEDICAL), **at)
    for kind in (Kind.MEDICAL, Kind.PLAN):
        world.note(world.swv, kind)
    assert refused(lambda: world.task(world.swv, kinds=int(Kind.MEDICAL)))
    reason = world.otherwise(world.swv)
    assert refused(lambda: world.task(world.swv, kinds=int(Kind.PLAN), override_id=reason))
    to_school: dict[str, Any] = {"receiver_organisation_id": world.school.id, "receiver_function": "SCHOOLDIR"}
    world.task(world.swv, kinds=int(Kind.MEDICAL), **to_school)


def test_an_override_has_a_ground_a_reason_and_limits(world: Files) -> None:
    reason = world.otherwise(world.coordinator)
    assert refused(lambda: world.task(verdict="not_allowed"), "sharing_disclosure_allowed")
    world.disclose(verdict="not_allowed", override_id=reason)
    assert refused(lambda: world.disclose(kinds=int(Kind.CITIZEN_NUMBER), override_id=reason))
    assert refused(lambda: world.disclose(world.second, override_id=reason))  # somebody else's decision
    of_another = world.otherwise(world.coordinator, about=world.ada)
    assert refused(lambda: world.disclose(override_id=of_another))
    row = DecidedOtherwise.objects.get(pk=reason)
    with acting(world.coordinator.context):
        assert refused(lambda: DecidedOtherwise.objects.create(**_copy(row, reason="te kort")), "override_reason")


def _copy(row: Model, **other: Any) -> dict[str, Any]:
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return columns | {"id": uuid4()} | other


# --- consent ----------------------------------------------------------------------------------------------------------


def test_without_everybodys_consent_there_is_no_disclosure(world: Files) -> None:
    assert refused(world.disclose)
    one, two = world.both_parents()
    assert refused(world.disclose)
    world.consent(Giver.PARENT_1, one)
    assert refused(world.disclose)
    world.consent(Giver.PARENT_2, two)
    world.disclose()
    assert reads(world)


@pytest.mark.parametrize(
    "other",
    [
        {"purpose": "iets anders"},
        {"kinds": Kind.IDENTITY},
        {"gives_consent": False},
        {"releases_secrecy": False},
        {"valid_until": DAY},
    ],
    ids=str,
)
def test_consent_is_for_this_purpose_these_kinds_and_both_gates(world: Files, other: dict[str, Any]) -> None:
    one = world.parent(Giver.PARENT_1)
    world.consent(Giver.PARENT_1, one, **other)
    assert refused(world.disclose)


def test_a_claim_of_authority_opens_nothing(world: Files) -> None:
    one = world.parent(Giver.PARENT_1, source=Authenticity.UNKNOWN, source_date=None)
    world.consent(Giver.PARENT_1, one)
    assert refused(world.disclose)


def test_a_refusal_or_withdrawal_of_one_parent_stops(world: Files) -> None:
    consent, _ = world.consented()
    given = world.disclose()
    assert reads(world)
    assert world.withdraw(consent)
    assert not reads(world)
    assert ends(given) == "CONSENT_WITHDRAWN"
    assert not world.withdraw(consent)
    assert refused(world.disclose)


def test_a_refusal_stops_what_runs(world: Files) -> None:
    one, two = world.both_parents()
    world.consent(Giver.PARENT_1, one)
    world.consent(Giver.PARENT_2, two)
    given = world.disclose()
    world.refuse(Giver.PARENT_2, two)
    assert (reads(world), ends(given)) == (False, "CONSENT_REFUSED")
    world.consent(Giver.PARENT_2, two)
    world.disclose()
    assert reads(world)


def test_every_receiver_and_the_file_hear_that_it_ended(world: Files) -> None:
    consent, _ = world.consented()
    given = world.disclose()
    world.withdraw(consent)
    told = list(Notice.objects.filter(disclosure_id=given).order_by("principal_id"))
    assert {(one.principal_id, one.function, one.file_id) for one in told} == {
        (world.team.id, "LT_TOEGANG", None),
        (None, "", world.file),
    }
    assert len(seen(world.consultant.context, Notice)) == len(seen(world.second.context, Notice)) == 1
    assert not seen(world.helper.context, Notice) | seen(world.social_worker.context, Notice)
    assert Consent.objects.get(pk=consent).receivers_informed_at


def test_contested_authority_stops_both_parents_wherever_it_was_heard(world: Files) -> None:
    world.consented()
    given = world.disclose()
    authority = Authority.objects.first()
    assert authority is not None
    with acting(world.second.context):
        assert consenting.contest_authority(by=acting_actor(), authority=authority.id, contested=True)
    assert (reads(world), ends(given)) == (False, "AUTHORITY_CONTESTED")
    assert refused(world.disclose)


def test_another_parent_with_authority_must_consent_too(world: Files) -> None:
    one = world.parent(Giver.PARENT_1)
    world.consent(Giver.PARENT_1, one)
    given = world.disclose()
    world.parent(Giver.PARENT_2)
    assert (reads(world), ends(given)) == (False, "AUTHORITY_CHANGED")


def test_authority_that_begins_or_ends_on_a_day_stops_on_that_day(world: Files) -> None:
    one = world.parent(Giver.PARENT_1)
    world.consent(Giver.PARENT_1, one)
    world.disclose()
    world.parent(Giver.PARENT_2, since=TOMORROW)
    assert (reads(world), reads(world, TOMORROW)) == (True, False)
    with acting(world.coordinator.context):
        consenting.end_authority(by=acting_actor(), authority=one, on=TOMORROW)
    assert (reads(world), reads(world, TOMORROW)) == (True, False)


BIRTHDAYS = [(12, True, True), (16, True, False), (18, True, False)]


@pytest.mark.parametrize(("years", "youth", "parents"), BIRTHDAYS)
def test_on_a_birthday_others_must_consent_from_that_day_on(
    world: Files, years: int, youth: bool, parents: bool
) -> None:
    about = enrolled("Gijs", world.file)
    Child.objects.filter(pk=about.pk).update(birth_date=TOMORROW.replace(year=TOMORROW.year - years))
    world.note(world.coordinator, Kind.CONCERN, about=about)
    before: dict[str, Any] = {"needs_youth": years > 12, "needs_parents": years < 18}
    if years == 18:
        before["needs_parents"] = False
    if years == 16:
        before = {"needs_youth": True, "needs_parents": True}
    one = world.parent(Giver.PARENT_1, about)
    world.consent(Giver.PARENT_1, one, about)
    world.consent(Giver.YOUTH, None, about)
    world.disclose(about=about, **before)
    assert (reads(world), reads(world, TOMORROW)) == (True, False)
    after = {"needs_youth": youth, "needs_parents": parents, "valid_until": NEXT_YEAR}
    tomorrow = replace(world.coordinator, membership=world.coordinator.membership)
    with pytest.raises(DatabaseError), transaction.atomic():
        _disclose_on(world, TOMORROW, tomorrow, about, **after)


def _disclose_on(world: Files, day: date, who: Worker, about: Child, **other: Any) -> UUID:
    with acting(on(day, who)):
        row = Disclosure.objects.filter(child=about).first()
        assert row is not None
        new = _copy(row, as_of=clock.now(), **other)
        Disclosure.objects.create(**new)
        return UUID(str(new["id"]))


def test_who_must_consent_is_not_for_the_app_to_choose(world: Files) -> None:
    world.consented()
    world.consent(Giver.YOUTH, None)
    assert refused(lambda: world.disclose(needs_youth=True, needs_parents=False))
    grown = enrolled("Hugo", world.file)
    Child.objects.filter(pk=grown.pk).update(birth_date=DAY.replace(year=DAY.year - 16))
    world.note(world.coordinator, Kind.CONCERN, about=grown)
    one = world.parent(Giver.PARENT_1, grown)
    world.consent(Giver.PARENT_1, one, grown)
    assert refused(lambda: world.disclose(about=grown))
    world.consent(Giver.YOUTH, None, grown)
    assert refused(lambda: world.disclose(about=grown))
    world.disclose(about=grown, needs_youth=True, needs_parents=False)


# --- withdrawal, functions --------------------------------------------------------------------------------------------


def test_it_is_withdrawn_by_who_works_in_the_file_and_stays_so(world: Files) -> None:
    given = world.task()

    def withdraw(who: Worker) -> int:
        with acting(who.context):
            return Disclosure.objects.filter(pk=given).update(ended_on=DAY, ended_reason="WITHDRAWN")

    assert withdraw(world.consultant) == withdraw(world.other_coordinator) == withdraw(world.social_worker) == 0
    assert withdraw(world.second) == 1
    assert (reads(world), ends(given)) == (False, "WITHDRAWN")
    assert Disclosure.objects.get(pk=given).ended_by == world.second.person.id
    assert withdraw(world.second) == 0


def test_the_receivers_function_or_employment_ends(world: Files) -> None:
    world.task()
    Membership.objects.filter(pk=world.consultant.membership.pk).update(valid_until=TOMORROW)
    assert (reads(world), reads(world, TOMORROW)) == (True, False)


def test_an_override_ends_with_the_function_of_who_decided(world: Files) -> None:
    reason = world.otherwise(world.coordinator)
    given = world.disclose(verdict="not_allowed", override_id=reason)
    kept = world.task()
    world.ends(world.coordinator, TOMORROW)
    assert Access.objects.get(source=given).valid_until == TOMORROW
    world.ends(world.coordinator, DAY)
    assert (ends(given), ends(kept)) == ("FUNCTION_ENDED", "")


def test_an_address_that_is_secret_for_safety_stays_hidden_in_a_disclosure(world: Files) -> None:
    ProtectedAddress.objects.create(child=world.bo, level=2, address=b"sealed")
    world.task(kinds=int(Kind.IDENTITY | Kind.SCHOOL))
    assert Access.objects.get(principal_id=world.team.id, child=world.bo).guarded
    theirs = set(Enrolment.objects.filter(child=world.bo).values_list("id", flat=True))
    assert not seen(world.consultant.context, Enrolment) & theirs


def test_the_day_counts_in_the_netherlands_also_for_who_was_born_on_29_february(owned_database: Cluster) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select sharing_birthday('2012-02-29', 18), sharing_birthday('2012-02-29', 12)")
        assert cursor.fetchone() == (date(2030, 3, 1), date(2024, 2, 29))


def test_a_child_of_another_is_not_there(world: Files) -> None:
    stranger = child("Niemand")
    assert refused(lambda: world.task(about=stranger))
    assert NEXT_MONTH > DAY
