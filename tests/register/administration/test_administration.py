"""What an administrator can and cannot do, on the real database as the app, with row security on."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.register.people_world import DAY, TOMORROW, YESTERDAY, Worker, World, organisation, with_account, worker

from tandem.audit.actions import acting_actor
from tandem.audit.data import Actor
from tandem.identity.models import Account, Session
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.register import models
from tandem.register.administration import actions, invitations, queries
from tandem.register.administration.data import Access, Newcomer, NewFunction, Refused, TaskKind
from tandem.register.hats import context_of

NEWCOMER = Newcomer("Noor", "van", "Boterbloem", "noor@voorbeeld.example", "0150000001", "0600000001")
SIGN_IN = Actor("service:sign-in")


@pytest.fixture
def world(owned_database: Cluster, monkeypatch: pytest.MonkeyPatch) -> World:
    """Its day is DAY for the database and for the program."""
    monkeypatch.setattr(clock, "today", lambda: DAY)
    world = World()
    models.Organisation.objects.filter(pk=world.location.pk).update(parent=world.school)
    return world


@pytest.fixture
def manager(world: World) -> Iterator[Worker]:
    """The administrator of the municipality and the team below it acts."""
    with acting(world.manager.context):
        yield world.manager


def new(world: World, function: str = "LT_HULP", **changes: object) -> NewFunction:
    return NewFunction(**{"organisation": world.team.id, "function": function, "valid_from": DAY, **changes})  # type: ignore[arg-type]


def by() -> Actor:
    return acting_actor()


def test_somebody_new_has_a_function_and_a_way_to_be_reached(world: World, manager: Worker) -> None:
    membership = actions.employ(by=by(), newcomer=NEWCOMER, new=new(world))
    person = queries.held_function(membership).person
    found = queries.colleague(person)
    assert (found.name, found.email, found.access) == ("Noor van Boterbloem", NEWCOMER.email, Access.NONE)
    assert found.phones == ("0150000001", "0600000001")
    assert [(f.organisation, f.function, f.listed) for f in found.functions] == [(world.team.id, "LT_HULP", True)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"function": "WETH"}, "function"),
        ({"function": "BEHEER_ORG", "listed": True}, "listed"),
        ({"valid_until": DAY}, "valid_until"),
        ({"valid_from": date(1900, 1, 1)}, "valid_from"),
        ({"organisation": UUID(int=5)}, "organisation"),
    ],
)
def test_a_function_that_cannot_be_is_refused_at_its_field(
    world: World, manager: Worker, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.employ(by=by(), newcomer=NEWCOMER, new=new(world, **changes))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not models.Person.objects.filter(family_name="Boterbloem").exists(), "nothing half done"


def test_another_organisation_cannot_be_chosen(world: World, manager: Worker) -> None:
    with pytest.raises(Refused, match="niet kiezen"):
        actions.employ(by=by(), newcomer=NEWCOMER, new=new(world, "IB", organisation=world.location.id))


def test_nobody_gives_herself_a_function_in_the_rules_nor_past_them(world: World, manager: Worker) -> None:
    with pytest.raises(Refused, match="zichzelf"):
        actions.give_function(by=by(), person=manager.person.id, new=new(world, "LT_TOEGANG"))
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        models.Membership.objects.create(
            person=manager.person, organisation=world.team, function="LT_TOEGANG", valid_from=DAY
        )


def test_the_same_function_twice_is_refused_until_it_is_over(world: World, manager: Worker) -> None:
    person = world.consultant.person.id
    with pytest.raises(Refused, match="heeft zij of hij al"):
        actions.give_function(by=by(), person=person, new=new(world, "LT_TOEGANG"))
    actions.end_function(by=by(), membership=world.consultant.membership.id, until=DAY, reason="")
    assert actions.give_function(by=by(), person=person, new=new(world, "LT_TOEGANG"))


def test_ending_holds_at_once_and_signs_out(world: World) -> None:
    account = with_account(world.consultant)
    Account.objects.create(id=account, created=clock.now())
    session = {
        "account_id": account, "method": "demo", "level": "two", "started": clock.now(), "last_seen": clock.now(),
    }  # fmt: skip
    if "confirmed" in {field.name for field in Session._meta.get_fields()}:
        session["confirmed"] = clock.now()
    here = Session.objects.create(token_hash=b"1", hat=world.consultant.membership.id, **session)
    other = Session.objects.create(token_hash=b"2", hat=uuid4(), **session)
    with acting(world.consultant.context):
        assert models.Membership.objects.count() > 1
    before = world.consultant.context
    with acting(world.manager.context):
        actions.end_function(by=by(), membership=world.consultant.membership.id, until=DAY, reason="ander werk")
    assert list(Session.objects.values_list("pk", flat=True)) == [other.pk] != [here.pk]
    with acting(before):
        assert models.Membership.objects.count() == 0, "the old hat sees nothing any more"


def test_ending_tomorrow_leaves_today_as_it_is(world: World) -> None:
    with acting(world.manager.context):
        actions.end_function(by=by(), membership=world.consultant.membership.id, until=TOMORROW, reason="")
    with acting(world.consultant.context):
        assert models.Membership.objects.count() > 1


def test_what_somebody_held_becomes_a_task_and_nothing_is_left_to_her(world: World, manager: Worker) -> None:
    left = actions.end_function(by=by(), membership=world.consultant.membership.id, until=DAY, reason="")
    tasks = queries.tasks()
    assert left == len(tasks) == 2
    assert {task.kind for task in tasks} == {TaskKind.SCHOOL_LINK, TaskKind.STAND_IN_FOR}
    link = next(task for task in tasks if task.kind is TaskKind.SCHOOL_LINK)
    assert (link.held_by, link.hours, link.organisation) == ("Tom Voorbeeld", Decimal("6.5"), world.team.id)
    assert queries.links(DAY) == ()
    assert queries.stand_ins(DAY) == ()


def test_who_stood_in_and_who_led_leave_a_task_too(world: World, manager: Worker) -> None:
    models.Membership.objects.filter(pk=world.leaves_tomorrow.membership.pk).update(is_lead=True)
    actions.end_function(by=by(), membership=world.leaves_tomorrow.membership.id, until=DAY, reason="")
    assert {task.kind for task in queries.tasks()} == {TaskKind.STAND_IN, TaskKind.LEAD}


def lead_of(world: World) -> Worker:
    lead = worker("Petra", "TEAMLEIDER", world.team)
    models.Membership.objects.filter(pk=lead.membership.pk).update(is_lead=True)
    return lead


def end_consultant(world: World) -> None:
    with acting(world.manager.context):
        actions.end_function(by=by(), membership=world.consultant.membership.id, until=DAY, reason="")


def test_the_lead_of_the_team_gets_the_task_and_finishes_it(world: World) -> None:
    lead = lead_of(world)
    end_consultant(world)
    with acting(lead.context):
        tasks = queries.tasks()
        assert len(tasks) == 2
        actions.finish_task(by=by(), task=tasks[0].id, note="Iris neemt het over")
        assert len(queries.tasks()) == 1
        assert [task.note for task in queries.tasks(done=True)] == ["Iris neemt het over"]
        with pytest.raises(KeyError):
            actions.finish_task(by=by(), task=tasks[0].id, note="nog eens")


def test_whoever_leads_later_gets_it_and_whoever_led_loses_it(world: World) -> None:
    first = lead_of(world)
    end_consultant(world)
    with acting(world.manager.context):
        actions.end_function(by=by(), membership=first.membership.id, until=DAY, reason="")
        assert len(queries.tasks()) == 3
    second = lead_of(world)
    with acting(second.context):
        assert len(queries.tasks()) == 3


def test_an_ordinary_colleague_and_another_lead_see_no_task(world: World) -> None:
    elsewhere = worker("Ada", "TEAMLEIDER", organisation("LOCAL_TEAM", "Elders"))
    models.Membership.objects.filter(pk=elsewhere.membership.pk).update(is_lead=True)
    lead_of(world)
    end_consultant(world)
    for stranger in (elsewhere, world.starts_today, world.coordinator, world.councillor):
        with acting(stranger.context):
            assert queries.tasks() == ()


def test_without_lead_and_administrator_the_catch_all_of_the_region_has_it(world: World) -> None:
    catch_all = worker("Onno", "ONDERWIJSCOORD", organisation("MUNICIPALITY", "Buurstad"))
    end_consultant(world)
    with acting(catch_all.context):
        assert queries.tasks() == (), "the municipality has an administrator"
    models.Membership.objects.filter(pk=world.manager.membership.pk).update(valid_until=DAY)
    with acting(catch_all.context):
        assert len(queries.tasks()) == 2
        actions.finish_task(by=by(), task=queries.tasks()[0].id, note="belt de school")


def test_the_last_administrator_stays_until_there_is_another(world: World) -> None:
    with acting(world.manager.context), pytest.raises(Refused, match="laatste beheerder"):
        actions.end_function(by=by(), membership=world.manager.membership.id, until=DAY, reason="")
    second = worker("Rita", "BEHEER_ORG", world.municipality, listed=False)
    with acting(world.manager.context), pytest.raises(Refused, match="andere beheerder"):
        actions.end_function(by=by(), membership=world.manager.membership.id, until=DAY, reason="")
    with acting(second.context):
        actions.end_function(by=by(), membership=world.manager.membership.id, until=DAY, reason="")
        with pytest.raises(Refused, match="laatste beheerder"):
            actions.end_function(by=by(), membership=second.membership.id, until=DAY, reason="")


def test_ending_employment_ends_every_function_here(world: World, manager: Worker) -> None:
    person = world.consultant.person.id
    actions.give_function(by=by(), person=person, new=new(world, "LT_HULP"))
    actions.end_employment(by=by(), person=person, until=DAY, reason="uit dienst")
    assert [f.valid_until for f in queries.colleague(person).functions] == [DAY, DAY]
    with pytest.raises(KeyError):
        actions.end_employment(by=by(), person=person, until=DAY, reason="")


@pytest.mark.parametrize("until", [YESTERDAY - timedelta(days=9000), TOMORROW + timedelta(days=1)])
def test_an_end_outside_the_period_is_refused(world: World, manager: Worker, until: date) -> None:
    with pytest.raises(Refused):
        actions.end_function(by=by(), membership=world.leaves_tomorrow.membership.id, until=until, reason="")


def test_links_have_hours_and_only_schools_within_reach(world: World, manager: Worker) -> None:
    membership = world.starts_today.membership.id
    with pytest.raises(Refused, match="school kun je hier niet kiezen"):
        actions.link_school(by=by(), membership=membership, location=world.location.id, hours=Decimal(4), since=DAY)


@pytest.fixture
def school_manager(world: World) -> Iterator[Worker]:
    """The administrator of the board, with school and location below it."""
    head = worker("Marijke", "BEHEER_ORG", world.board, listed=False)
    with acting(head.context):
        yield head


def test_an_administrator_of_a_board_links_people_to_its_schools(world: World, school_manager: Worker) -> None:
    membership = world.coordinator.membership.id
    link = actions.link_school(
        by=by(), membership=membership, location=world.location.id, hours=Decimal("3.5"), since=DAY
    )
    assert [(found.location_name, found.hours) for found in queries.links(DAY, membership)] == [
        ("De Voorbeeldschool, Gracht", Decimal("3.5"))
    ]
    with pytest.raises(Refused, match="is er al"):
        actions.link_school(by=by(), membership=membership, location=world.location.id, hours=Decimal(1), since=DAY)
    for wrong in ("0.4", "41", "3.25"):
        with pytest.raises(Refused) as refused:
            actions.change_hours(by=by(), link=link, hours=Decimal(wrong), on=TOMORROW)
        assert refused.value.field == "hours"
    assert len(queries.links(DAY, membership)) == 1, "a refused change leaves the link as it was"
    actions.change_hours(by=by(), link=link, hours=Decimal(8), on=TOMORROW)
    assert [found.hours for found in queries.links(TOMORROW, membership)] == [Decimal(8)]
    actions.end_link(by=by(), link=queries.links(TOMORROW, membership)[0].id, until=TOMORROW)
    assert queries.links(TOMORROW, membership) == ()


def test_a_stand_in_always_has_an_end(world: World, manager: Worker) -> None:
    held, other = world.starts_today.membership.id, world.consultant.membership.id
    month = DAY + timedelta(days=30)
    actions.name_stand_in(by=by(), membership=held, stand_in=other, since=DAY, until=month)
    assert ("Sam Voorbeeld", "Tom Voorbeeld") in {(s.name, s.stand_in_name) for s in queries.stand_ins(DAY)}
    for wrong in (DAY, DAY + timedelta(days=400)):
        with pytest.raises(Refused) as refused:
            actions.name_stand_in(by=by(), membership=held, stand_in=other, since=DAY, until=wrong)
        assert refused.value.field == "valid_until"
    with pytest.raises(Refused, match="niet zichzelf"):
        actions.name_stand_in(by=by(), membership=held, stand_in=held, since=DAY, until=month)
    with pytest.raises(Refused, match="hele periode"):
        actions.name_stand_in(
            by=by(), membership=held, stand_in=world.leaves_tomorrow.membership.id, since=DAY, until=month
        )


@pytest.mark.parametrize("what", ["function", "link", "stand_in", "task", "invitation", "colleague"])
def test_another_organisations_things_do_not_exist(world: World, what: str) -> None:
    """Near misses: a real id, of another organisation, asked by a real administrator."""
    stranger = worker("Okan", "BEHEER_ORG", organisation("LOCAL_TEAM", "Team Elders"), listed=False)
    with acting(world.manager.context):
        token = invitations.invite(by=by(), membership=world.starts_today.membership.id, email="s@x.example")
        assert token
        invitation = models.Invitation.objects.get().pk
    end_consultant(world)
    task = models.Task.objects.first()
    assert task is not None
    calls: dict[str, Callable[[], object]] = {
        "function": lambda: actions.end_function(
            by=by(), membership=world.starts_today.membership.id, until=DAY, reason=""
        ),
        "link": lambda: actions.end_link(by=by(), link=world.link.id, until=DAY),
        "stand_in": lambda: actions.end_stand_in(by=by(), stand_in=world.stand_in.id, until=DAY),
        "task": lambda: actions.finish_task(by=by(), task=task.pk, note=""),
        "invitation": lambda: invitations.withdraw(by=by(), invitation=invitation),
        "colleague": lambda: queries.colleague(world.coordinator.person.id),
    }
    with acting(stranger.context), pytest.raises(KeyError):
        calls[what]()


def account(world: World) -> UUID:
    return Account.objects.create(created=clock.now()).pk


def invited(world: World, somebody: Worker) -> str:
    with acting(world.manager.context):
        return invitations.invite(by=by(), membership=somebody.membership.id, email="noor@voorbeeld.example")


def accept(token: str, whose: UUID) -> UUID | None:
    with acting(Context(service="sign-in", day=DAY)):
        return invitations.accept(by=SIGN_IN, token=token, account=whose)


def test_an_invitation_shows_what_it_is_about_and_works_once(world: World) -> None:
    token = invited(world, world.starts_today)
    stored = models.Invitation.objects.get()
    assert token.encode() not in bytes(stored.token_hash)
    with acting(Context(service="sign-in", day=DAY)):
        shown = queries.open_invitation(invitations.hash_of(token))
        assert shown is not None
        assert (shown.name, shown.organisation_name, shown.function) == (
            "Sam Voorbeeld", "Lokaal team Voorbeeldstad", "LT_HULP",
        )  # fmt: skip
    whose = account(world)
    assert accept(token, whose) == world.starts_today.person.id
    assert models.Person.objects.get(pk=world.starts_today.person.pk).account_id == whose
    assert accept(token, account(world)) is None
    with acting(world.manager.context):
        assert queries.colleague(world.starts_today.person.id).access is Access.ACCOUNT
        with pytest.raises(Refused, match="al een account"):
            invitations.invite(by=by(), membership=world.starts_today.membership.id, email="x@y.example")


def test_an_invitation_expires_and_can_be_withdrawn_and_replaced(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = invited(world, world.starts_today)
    second = invited(world, world.starts_today)
    assert accept(first, account(world)) is None, "a new one replaces it"
    later = clock.now() + timedelta(days=8)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert accept(second, account(world)) is None
    with acting(world.manager.context):
        (row,) = [found for found in queries.invitations() if found.withdrawn is None]
        invitations.withdraw(by=by(), invitation=row.id)
        with pytest.raises(KeyError):
            invitations.withdraw(by=by(), invitation=row.id)
    assert accept(second, account(world)) is None


def test_an_invitation_for_a_function_that_ended_is_worth_nothing(world: World) -> None:
    token = invited(world, world.starts_today)
    models.Membership.objects.filter(pk=world.starts_today.membership.pk).update(valid_until=DAY)
    assert accept(token, account(world)) is None


def test_who_has_an_account_keeps_one_person_with_both_functions(world: World) -> None:
    whose = with_account(world.coordinator)
    newcomer = worker("Iris", "LT_HULP", world.team)
    assert accept(invited(world, newcomer), whose) == world.coordinator.person.id
    held = models.Membership.objects.filter(person=world.coordinator.person).values_list("function", flat=True)
    assert set(held) == {"IB", "LT_HULP"}
    assert not models.Person.objects.filter(pk=newcomer.person.pk).exists()


def test_an_administrator_cannot_accept_her_own_invitation(world: World) -> None:
    whose = with_account(world.manager)
    straw = worker("Stro", "LT_TOEGANG", world.team)
    assert accept(invited(world, straw), whose) is None


def test_only_who_signs_in_can_use_an_invitation(world: World) -> None:
    token = invited(world, world.starts_today)
    for stranger in (Context(day=DAY), Context(service="opendata", day=DAY), world.councillor.context):
        with acting(stranger), pytest.raises(DatabaseError), transaction.atomic():
            invitations.accept(by=SIGN_IN, token=token, account=UUID(int=7))
    with acting(Context(day=DAY)):
        assert queries.open_invitation(invitations.hash_of(token)) is None


def test_each_change_leaves_its_line(world: World, manager: Worker) -> None:
    membership = actions.employ(by=by(), newcomer=NEWCOMER, new=new(world))
    actions.change_function(by=by(), membership=membership, lead=True, listed=False)
    invitations.invite(by=by(), membership=membership, email=NEWCOMER.email)
    actions.end_function(by=by(), membership=membership, until=DAY, reason="x")
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(
            "select action, by, hat from audit_event where subject = %s order by number", [f"membership:{membership}"]
        )
        lines = cursor.fetchall()
        cursor.execute("set local role tandem_app")
    assert [line[0] for line in lines] == ["employ", "change function", "invite", "end function"]
    assert {line[1:] for line in lines} == {(f"person:{manager.person.id}", manager.membership.id)}


def test_a_new_hat_works_from_the_context_that_it_makes(world: World) -> None:
    """What `employ` writes is a hat that sign-in can wear."""
    with acting(world.manager.context):
        membership = actions.employ(by=by(), newcomer=NEWCOMER, new=new(world))
    row = models.Membership.objects.select_related("organisation", "person").get(pk=membership)
    with acting(context_of(Worker(row.person, row).hat, day=DAY)):
        assert models.Membership.objects.filter(pk=membership).exists()
