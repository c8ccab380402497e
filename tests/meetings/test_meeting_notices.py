"""Invited, moved, called off: heard in Tandem, and by mail with the appointment. With a real mail server."""

from datetime import timedelta
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar
from tests import mail_scanner
from tests.cases.test_case_notices import reachable
from tests.meetings.round_table import START, RoundTable
from tests.platform.test_mail_once import Post, post
from tests.register.people_world import Worker
from tests.waiting import taken

from tandem.audit.actions import acting_actor
from tandem.casework import mailing, notices
from tandem.casework.actions import lists
from tandem.casework.data import About, Topic
from tandem.casework.models import Notice
from tandem.meetings.actions import planning
from tandem.meetings.actions.planning import When
from tandem.meetings.models import Meeting
from tandem.platform import mail
from tandem.platform.context import acting

__all__ = ["post"]


@pytest.fixture
def planned(table: RoundTable) -> UUID:
    with acting(table.coordinator.context):
        return table.plans(START)


def invites(table: RoundTable, meeting: UUID, *who: Worker) -> None:
    with acting(table.coordinator.context):
        planning.invite(by=acting_actor(), id=meeting, memberships=[one.membership.id for one in who])


def kinds(who: Worker, meeting: UUID) -> list[str]:
    with acting(who.context):
        found = notices.notices(acting_actor())
        return sorted(one.kind for one in found if one.about is About.MEETING and one.subject == meeting)


def carried_out(post: Post) -> list[EmailMessage]:
    """What arrives when the worker does what waits: first the job that finds the readers, then the mails."""
    post.took.clear()
    for job in (mailing.notify, mail.deliver):
        for waiting in taken(job.name):
            job.carry_out(waiting)
    return [message_from_string(one, policy=policy.default) for one in post.took]


def appointment(message: EmailMessage) -> Any:
    part = message.get_body(("calendar",))
    assert part is not None
    return Calendar.from_ical(part.get_content())


def test_an_invitation_arrives_with_the_appointment_and_says_nothing_about_anybody(
    table: RoundTable, planned: UUID, post: Post
) -> None:
    reachable(table.nurse)
    taken("casework.notify")
    invites(table, planned, table.nurse, table.officer)
    (message,) = carried_out(post)
    assert (message["To"], message["Subject"]) == ("nel@voorbeeld.example", "Overleg via Tandem")
    found = appointment(message)
    (event,) = found.walk("VEVENT")
    assert (str(found["METHOD"]), event.decoded("DTSTART"), event.decoded("SEQUENCE")) == ("REQUEST", START, 0)
    assert str(event["ATTENDEE"]) == "mailto:nel@voorbeeld.example"
    whole = message.as_string()
    assert str(planned) not in whole
    assert "Proefkind" not in whole
    assert kinds(table.nurse, planned) == kinds(table.officer, planned) == ["INVITE"]
    assert kinds(table.coordinator, planned) == [], "she did it"


def test_a_change_of_moment_and_a_cancellation_reach_the_same_appointment(
    table: RoundTable, planned: UUID, post: Post
) -> None:
    reachable(table.nurse)
    taken("casework.notify")
    invites(table, planned, table.nurse)
    (first,) = carried_out(post)
    with acting(table.coordinator.context):
        when = When(START + timedelta(days=1), 90)
        planning.move(by=acting_actor(), id=planned, when=when, version=Meeting.objects.get(pk=planned).version)
    (moved,) = carried_out(post)
    with acting(table.coordinator.context):
        planning.call_off(by=acting_actor(), id=planned, version=Meeting.objects.get(pk=planned).version)
    (gone,) = carried_out(post)
    found = [appointment(one) for one in (first, moved, gone)]
    events = [one.walk("VEVENT")[0] for one in found]
    assert [str(one["METHOD"]) for one in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event.decoded("SEQUENCE") for event in events] == [0, 1, 2]
    assert len({str(event["UID"]) for event in events}) == 1
    assert kinds(table.nurse, planned) == ["CALL_OFF", "INVITE", "MOVE"]


def test_another_place_alone_is_no_news(table: RoundTable, planned: UUID) -> None:
    invites(table, planned, table.nurse)
    with acting(table.coordinator.context):
        when = When(START, 90, place="kamer 2")
        planning.move(by=acting_actor(), id=planned, when=when, version=Meeting.objects.get(pk=planned).version)
    assert kinds(table.nurse, planned) == ["INVITE"]


def test_who_is_no_longer_invited_reads_and_gets_nothing(table: RoundTable, planned: UUID, post: Post) -> None:
    reachable(table.nurse)
    taken("casework.notify")
    invites(table, planned, table.nurse)
    with acting(table.coordinator.context):
        invitee = table_invitee(planned, table.nurse)
        planning.take_back(by=acting_actor(), id=planned, invitee=invitee)
    assert carried_out(post) == []
    assert kinds(table.nurse, planned) == []


def table_invitee(meeting: UUID, who: Worker) -> UUID:
    return Meeting.objects.get(pk=meeting).invitees.get(membership_id=who.membership.id, removed=None).pk


def test_who_wants_no_mail_about_meetings_gets_none(table: RoundTable, planned: UUID, post: Post) -> None:
    reachable(table.nurse)
    with acting(table.nurse.context):
        lists.prefer(by=acting_actor(), ways={Topic.MEETING: "NEVER"})
    taken("casework.notify")
    invites(table, planned, table.nurse)
    assert carried_out(post) == []
    assert Notice.objects.filter(subject=planned).count() == 1


@pytest.mark.parametrize(
    "line",
    ["SUMMARY:Ada Proefkind", "LOCATION:2611 AB", "UID:0b9e3a52-5d0f-4f7c-9a51-0c7f1f1b6c11", "ATTENDEE:mailto:x@y.nl"],
)
def test_the_scanner_sees_what_may_not_be_in_an_appointment(line: str) -> None:
    whole = f"BEGIN:VEVENT\r\n{line[:9]}\r\n {line[9:]}\r\nEND:VEVENT\r\n"
    assert mail_scanner.faults("", mail_scanner.bare_calendar(whole, "nel@voorbeeld.example"))
