"""What a case tells: whom, in Tandem and by mail, as the table of states says; nobody who may not know of it."""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests import mail_scanner
from tests.cases.table_at_school import Table
from tests.register.people_world import DAY, Worker, with_account

from tandem.audit.actions import acting_actor
from tandem.cases.actions import directing, handing_over, involving, life
from tandem.cases.data import Command
from tandem.cases.models import Participant
from tandem.cases.rules import states
from tandem.casework import mailing, notices
from tandem.casework.actions import lists
from tandem.casework.data import CLOCK_SERVICE, About, Topic
from tandem.casework.models import Mailed, Notice
from tandem.identity.models import Account
from tandem.plans.watching import WAITS as EVALUATION_WAITS
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.register.models import Membership
from tandem.web.notices.words import HAPPENED


def reachable(*people: Worker) -> None:
    for who in people:
        email = f"{who.person.given_name.lower()}@voorbeeld.example"
        Account.objects.create(id=with_account(who), email=email, email_key=email, created=clock.now())


def told(id: UUID, command: Command) -> set[tuple[str, str]]:
    """To whom there is a notice: the organisation and function, or the person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(o.name, p.given_name), n.function from casework_notice n"
            " left join register_organisation o on o.id = n.principal_id"
            " left join register_membership m on m.id = n.hat left join register_person p on p.id = m.person_id"
            " where n.subject = %s and n.kind = %s",
            [id, command.value],
        )
        return set(cursor.fetchall())


def reads(who: Worker) -> Counter[str]:
    """The kinds of notices about cases that she reads."""
    with acting(who.context):
        return Counter(one.kind for one in notices.notices(acting_actor()) if one.about is About.CASE)


def mailed() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select p.given_name from casework_mailed m join register_person p on p.id = m.person_id")
        return {name for (name,) in cursor.fetchall()}


def sends(id: UUID, command: Command) -> int:
    with acting(Context(service=CLOCK_SERVICE)):
        events = Notice.objects.filter(subject=id, kind=command.value).values_list("event", flat=True).distinct()
        return sum(mailing.mail_at_once(by=mailing.CLOCK, event=event) for event in list(events))


def test_every_command_that_tells_somebody_has_words() -> None:
    telling = {move.command.value for move in states.TABLE if move.tells}
    others = {kind for kind in HAPPENED[About.CASE] if kind.startswith("FAMILY_")} | {EVALUATION_WAITS}
    assert telling | others == set(HAPPENED[About.CASE])


def test_who_is_invited_hears_it_and_nobody_else(world: Table) -> None:
    id = world.opened()
    world.invited(id)
    world.told(id)
    assert told(id, Command.INVITE) == {("Lokaal team Ver", "LT_TOEGANG"), ("Lokaal team Derde", "JGZ")}
    assert reads(world.far_worker) == {"INVITE": 1}
    assert reads(world.nurse) == {"INVITE": 1}, "who may only know hears that there is something to know"
    assert reads(world.coordinator) == {}, "she did it"


def _does(who: str, act: Callable[..., object], **more: object) -> Callable[[Table, UUID], None]:
    def do(world: Table, id: UUID) -> None:
        with acting(getattr(world, who).context):
            act(by=acting_actor(), id=id, **more)

    return do


def _leaves(world: Table, id: UUID) -> None:
    row = Participant.objects.get(case_id=id, organisation_id=world.far_team.id)
    with acting(world.coordinator.context):
        involving.leave(by=acting_actor(), id=id, participant=row.pk, words="klaar hier")


def test_after_the_tandem_signed_everybody_heard_of_it(world: Table) -> None:
    id = world.tandem()
    assert reads(world.far_worker) == {"INVITE": 1, "SIGN": 1}, "with her team, and not a second time as who directs"
    assert reads(world.coordinator) == {"DIRECT": 1}
    assert reads(world.other_coordinator) == {}
    _does("far_worker", life.add, words="Zij was er vandaag.")(world, id)
    assert reads(world.coordinator)["ADD"] == 1
    assert "ADD" not in reads(world.far_worker)


def test_a_disagreement_is_heard_at_once_by_the_other(world: Table) -> None:
    reachable(world.coordinator, world.far_worker)
    id = world.tandem()
    _does("far_worker", directing.disagree, words="eerst rust")(world, id)
    assert sends(id, Command.DISAGREE) == 1
    assert mailed() == {"Iris"}
    assert sends(id, Command.DISAGREE) == 0, "a job that runs twice sends nothing twice"


def test_the_baton_is_heard_on_both_sides(world: Table) -> None:
    id = world.tandem()
    world.offers(
        id, world.far_team.id, Participant.objects.get(case_id=id, organisation_id=world.far_team.id).disclosure
    )
    assert ("Lokaal team Ver", "") in told(id, Command.OFFER)
    assert "OFFER" in reads(world.far_worker)
    _does("far_worker", handing_over.accept)(world, id)
    assert "ACCEPT" in reads(world.coordinator), "who held it until now"


def test_closing_is_heard_by_all_and_leads_nowhere_for_who_left(world: Table) -> None:
    id = world.opened()
    world.invited(id)
    world.told(id)
    _leaves(world, id)
    assert reads(world.far_worker) == {}, "from her next request on it is not there for her"
    _does("coordinator", life.close, words="het gaat goed")(world, id)
    assert told(id, Command.CLOSE) == {("Lokaal team Derde", "JGZ")}
    assert reads(world.nurse) == {"INVITE": 1, "CLOSE": 1}


def test_nobody_is_mailed_who_may_not_know_of_it_any_more(world: Table) -> None:
    reachable(world.far_worker, world.nurse)
    id = world.opened()
    world.invited(id)
    world.told(id)
    Membership.objects.filter(pk=world.nurse.membership.pk).update(valid_until=DAY)
    _leaves(world, id)
    assert sends(id, Command.INVITE) == 0
    assert mailed() == set()


def test_somebody_chooses_about_cases_as_about_concerns(world: Table) -> None:
    reachable(world.far_worker, world.colleague)
    with acting(world.far_worker.context):
        lists.prefer(by=acting_actor(), ways={Topic.CASE: "NEVER"})
    id = world.opened()
    world.invited(id)
    read = mail_scanner.read
    assert sends(id, Command.INVITE) == 1
    assert mailed() == {"Cato"}
    assert mail_scanner.read == read + 1, "the scanner saw it"
    assert Mailed.objects.count() == 1


def test_a_notice_is_read_away_by_whom_it_is_for_alone(world: Table) -> None:
    id = world.opened()
    world.invited(id)
    notice = Notice.objects.get(subject=id).pk
    for stranger in (world.nurse, world.coordinator, world.my_teacher):
        with acting(stranger.context):
            assert not lists.read_notice(by=acting_actor(), notice=notice)
            lists.read_all_notices(by=acting_actor(), until=clock.now())
    with acting(world.far_worker.context):
        assert notices.unread() == 1
        assert lists.read_notice(by=acting_actor(), notice=notice)
        assert notices.unread() == 0


def test_nobody_leaves_a_notice_about_a_case_of_others(world: Table) -> None:
    id = world.opened()
    row = {"principal_id": world.far_team.id, "about": "CASE", "subject": id, "event": id, "kind": "INVITE"}
    with pytest.raises(DatabaseError), transaction.atomic(), acting(world.far_worker.context):
        Notice.objects.create(at=clock.now(), author_id=world.far_worker.person.id, **row)


def test_a_notice_goes_with_its_case(world: Table) -> None:
    id = world.opened()
    world.invited(id)
    with connection.cursor() as cursor:
        cursor.execute("select tgname from pg_trigger where tgname = 'casework_forgets'")
        assert len(cursor.fetchall()) == 4
