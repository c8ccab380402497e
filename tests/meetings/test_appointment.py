"""What stands in a calendar file: when, and nothing about anybody."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from icalendar import Calendar, Component

from tandem.meetings.calendar import Moment, appointment_of
from tandem.platform.appointments import Appointment

START = datetime(2026, 10, 6, 13, tzinfo=UTC)
TEAM = Moment(UUID(int=5), START, START + timedelta(minutes=90), 0, START, cancelled=False)
FIELDS = {
    "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "ORGANIZER",
    "ATTENDEE", "STATUS", "CLASS",
}  # fmt: skip


def read(moment: Moment, attendee: str = "urn:uuid:5") -> tuple[str, Component]:
    """Method and appointment, as another program reads them."""
    kept = Appointment.from_json(json.loads(json.dumps(appointment_of(moment).as_json())))
    assert kept == appointment_of(moment), "a job keeps it whole"
    found = Calendar.from_ical(kept.file(attendee=attendee))
    (event,) = found.walk("VEVENT")
    return str(found["METHOD"]), event


def test_a_change_moves_the_same_appointment_and_a_cancellation_takes_it_out() -> None:
    asked, moved = read(TEAM), read(replace(TEAM, starts=START + timedelta(days=1), sequence=1))
    gone = read(replace(TEAM, sequence=2, cancelled=True))
    assert [method for method, _ in (asked, moved, gone)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["UID"]) for _, event in (asked, moved, gone)}) == 1
    assert [event.decoded("SEQUENCE") for _, event in (asked, moved, gone)] == [0, 1, 2]
    assert str(gone[1]["STATUS"]) == "CANCELLED"
    assert moved[1].decoded("DTSTART") == START + timedelta(days=1)


moments = st.integers(0, 10**8).map(lambda seconds: START + timedelta(seconds=seconds))


@effort(max_examples=30)
@given(st.uuids(), moments, st.integers(5, 240), st.integers(0, 99), st.booleans())
def test_it_says_when_and_nothing_else(
    meeting: UUID, starts: datetime, minutes: int, sequence: int, cancelled: bool
) -> None:
    ends = starts + timedelta(minutes=minutes)
    method, event = read(Moment(meeting, starts, ends, sequence, START, cancelled), "nel@voorbeeld.example")
    assert (method == "CANCEL") is cancelled
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (starts, ends)
    assert set(event) == FIELDS
    assert str(event["SUMMARY"]) == "Overleg via Tandem"
    assert str(event["DESCRIPTION"]) == f"Waar en waarover staat in Tandem: {settings.SITE}/overleg/"
    assert str(event["ORGANIZER"]) == f"mailto:{settings.MAIL_FROM}"
    assert str(event["ATTENDEE"]) == "mailto:nel@voorbeeld.example"
    assert str(meeting) not in event.to_ical().decode()
    assert str(event["CLASS"]) == "PRIVATE"
