"""Notices: who is told in Tandem, who by mail and when, once and only once, and what does not arrive."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests import mail_scanner
from tests.casework.attempts import undone
from tests.casework.school import Bell
from tests.conftest import VERSIONS
from tests.register.people_world import DAY, Worker, with_account, worker

from tandem.audit.actions import acting_actor
from tandem.casework import jobs, mailing, notices
from tandem.casework.actions import assigning, life, lists
from tandem.casework.data import CLOCK_SERVICE, Command, Topic, Urgency
from tandem.casework.models import Mailed, Notice
from tandem.casework.rules import states
from tandem.casework.rules.topics import COMMANDS, KINDS
from tandem.identity.models import Account
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster
from tandem.register.models import Membership


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def world(owned_database: Cluster) -> Bell:
    made = Bell()
    made.head = worker("Dirk", "SCHOOLDIR", made.location)  # at the location itself, beside Iris
    for who in (made.my_teacher, made.coordinator, made.head, made.far_worker, made.education_coordinator):
        reachable(who)
    return made


def reachable(who: Worker) -> None:
    email = f"{who.person.given_name.lower()}@voorbeeld.example"
    Account.objects.create(id=with_account(who), email=email, email_key=email, created=clock.now())


def at_once(event: UUID) -> int:
    with acting(Context(service=CLOCK_SERVICE)):
        return mailing.mail_at_once(by=mailing.CLOCK, event=event)


def digest() -> int:
    with acting(Context(service=CLOCK_SERVICE)):
        return mailing.mail_digest(by=mailing.CLOCK)


def mailed() -> set[str]:
    """Whom a mail was made for, by given name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.given_name from casework_mailed m join register_person p on p.id = m.person_id order by 1"
        )
        return {name for (name,) in cursor.fetchall()}


def event_of(id: UUID, command: Command = Command.RAISE) -> UUID:
    return Notice.objects.filter(concern_id=id, kind=command).values_list("event", flat=True)[0]


def waiting(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [name])
        return int(cursor.fetchone()[0])


def test_every_command_that_tells_somebody_has_a_topic() -> None:
    told = [move.command for move in states.TABLE if move.tells]
    assert sorted(told) == sorted(command for commands in COMMANDS.values() for command in commands)


def test_the_job_that_mails_stands_in_the_transaction_of_the_step(world: Bell) -> None:
    before = waiting("casework.notify")
    id = world.raised(world.ada)
    assert waiting("casework.notify") == before + 1
    with undone(), acting(world.coordinator.context):
        life.acknowledge(by=acting_actor(), id=id)
    assert waiting("casework.notify") == before + 1, "no mail without the change"


def test_what_is_not_urgent_waits_for_the_digest_and_comes_in_one_mail(world: Bell) -> None:
    first, second = world.raised(world.ada), world.raised(world.bo)
    assert at_once(event_of(first)) + at_once(event_of(second)) == 0
    assert digest() == 2, "one for who coordinates care and one for who leads the school"
    assert Mailed.objects.count() == 4
    assert Mailed.objects.values("mail").distinct().count() == 2
    assert digest() == 0, "each notice once"


def test_what_is_urgent_comes_at_once_and_not_again_in_the_digest(world: Bell) -> None:
    id = world.raised(world.ada, Urgency.URGENT)
    assert at_once(event_of(id)) == 2
    assert at_once(event_of(id)) == 0, "a job that runs twice sends nothing twice"
    assert digest() == 0
    assert mailed() == {"Iris", "Dirk"}


def test_somebody_chooses_per_topic(world: Bell) -> None:
    with acting(world.coordinator.context):
        lists.prefer(by=acting_actor(), ways={Topic.NEW: "NEVER", Topic.ANSWERED: "AT_ONCE"})
        assert lists.preferences() == {Topic.NEW: "NEVER", Topic.ANSWERED: "AT_ONCE"}
    with acting(world.head.context):
        lists.prefer(by=acting_actor(), ways={Topic.NEW: "AT_ONCE"})
    id = world.raised(world.ada, Urgency.URGENT)
    at_once(event_of(id))
    digest()
    assert mailed() == {"Dirk"}


def test_what_was_read_in_tandem_is_not_mailed(world: Bell) -> None:
    id = world.raised(world.ada)
    with acting(world.coordinator.context):
        (notice,) = notices.notices(acting_actor())
        assert (notice.subject, notice.kind, notice.name) == (id, Command.RAISE, "Ada Proefkind")
        assert notices.unread() == 1
        assert lists.read_notice(by=acting_actor(), notice=notice.id)
        assert notices.unread() == 0
    assert digest() == 0


def test_who_does_the_concern_is_mailed_and_not_the_whole_team(world: Bell) -> None:
    id = world.raised(world.ada)
    digest()
    with acting(world.coordinator.context):
        life.acknowledge(by=acting_actor(), id=id)
        assigning.assign(by=acting_actor(), id=id, worker=world.coordinator.membership.id)
    before = Mailed.objects.count()
    with acting(world.my_teacher.context):
        life.add(by=acting_actor(), id=id, words="ook vandaag")
    assert digest() == 2, "she, and the teacher about what was received"
    assert Mailed.objects.count() == before + 2


def test_who_left_gets_nothing_and_where_nobody_is_reached_that_is_seen(world: Bell) -> None:
    id = world.raised(world.ada)
    Membership.objects.filter(pk=world.far_worker.membership.pk).update(valid_until=DAY)
    world.offered(id)
    assert at_once(event_of(id, Command.OFFER)) == 0
    with acting(world.coordinator.context):
        (lost,) = notices.undelivered()
    assert (lost.subject, lost.kind, lost.receiver) == (id, Command.OFFER, "Lokaal team Ver")
    for other in (world.head, world.my_teacher, world.far_worker):
        with acting(other.context):
            assert notices.undelivered() == (), "only who did it"


def test_a_mail_that_came_back_is_seen_by_who_did_it(world: Bell) -> None:
    id = world.raised(world.ada, Urgency.URGENT)
    at_once(event_of(id))
    with connection.cursor() as cursor:
        cursor.execute("insert into platform_mail (id, failed) select mail, true from casework_mailed")
    with acting(world.my_teacher.context):
        assert notices.undelivered() == ()
    with acting(Context(service=CLOCK_SERVICE)):
        assert mailing.mark_failures(by=mailing.CLOCK) == 1
        assert mailing.mark_failures(by=mailing.CLOCK) == 0
    with acting(world.my_teacher.context):
        assert [lost.subject for lost in notices.undelivered()] == [id]
    with acting(world.coordinator.context):
        lists.read_all_notices(by=acting_actor(), until=clock.now() + timedelta(seconds=1))
    with acting(world.my_teacher.context):
        assert notices.undelivered() == (), "it was read in Tandem"


def test_addresses_are_for_the_clock_alone(world: Bell) -> None:
    notice = Notice.objects.get(concern_id=world.raised(world.ada)).pk
    for context in (world.coordinator.context, Context(), Context(service="mail"), Context(service="sign-in")):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(context), connection.cursor() as cursor:
            cursor.execute("select * from casework_readers(%s)", [notice])


def test_nobody_reads_anothers_notices_away(world: Bell) -> None:
    notice = Notice.objects.get(concern_id=world.raised(world.ada)).pk
    for stranger in (world.my_teacher, world.far_worker, world.other_coordinator):
        with acting(stranger.context):
            assert not lists.read_notice(by=acting_actor(), notice=notice)
            lists.read_all_notices(by=acting_actor(), until=clock.now() + timedelta(days=1))
    assert Notice.objects.get(pk=notice).seen is None


def test_no_mail_says_anything_about_anybody(world: Bell) -> None:
    text = mailing.text_of([kind for kinds in KINDS.values() for kind in kinds])
    assert mail_scanner.faults(mailing.SUBJECT, text) == []
    assert "/berichten/" in text
    read = mail_scanner.read
    at_once(event_of(world.raised(world.ada, Urgency.URGENT)))
    assert mail_scanner.read == read + 2, "the scanner saw them"


@pytest.mark.parametrize(
    "text",
    [
        "Bo Proefkind is gezien",
        "bel 06 12345678",
        "BSN 123456782",
        "geboren 01-03-2018",
        "woont in 2611 AB",
        "mail iris@school.nl",
        "zie https://tandem.example/signalen/0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f/",
    ],
)
def test_the_scanner_sees_what_may_not_be_there(text: str) -> None:
    assert mail_scanner.faults("Nieuws", text)


def test_the_worker_knows_these_jobs() -> None:
    assert jobs.watch.__module__ == "tandem.casework.jobs"
    assert mailing.notify.name == "casework.notify"
