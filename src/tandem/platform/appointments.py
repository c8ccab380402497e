"""A moment for somebody's own calendar (RFC 5545, 5546). What leaves Tandem says when; not of what, nor with whom.

A file that comes again after a change has a higher number, so a calendar moves the appointment it has; after a
cancellation it takes it out.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def uid_of(meeting: UUID) -> str:
    """The same for each file about one meeting, and no key of it: letters, of a digest."""
    return hashlib.sha256(meeting.bytes).hexdigest()[:32].translate(_LETTERS) + "@tandem"


@dataclass(frozen=True, slots=True)
class Appointment:
    """When, for one who is invited. The only words are those of the house, so no word of a person can leave."""

    uid: str
    starts: datetime
    ends: datetime
    sequence: int  # raised with every change of moment, and when it is called off
    changed: datetime
    cancelled: bool
    summary: str
    description: str

    @property
    def method(self) -> str:
        return "CANCEL" if self.cancelled else "REQUEST"

    def file(self, *, attendee: str) -> str:
        """An iCalendar file with METHOD REQUEST, also for a change, or CANCEL. `attendee`: a mail address, or a URN."""
        made = Calendar()
        made.add("prodid", "-//Tandem//NL")
        made.add("version", "2.0")
        made.add("calscale", "GREGORIAN")
        made.add("method", self.method)
        made.add_component(self._event(attendee if attendee.startswith("urn:") else f"mailto:{attendee}"))
        return bytes(made.to_ical()).decode()

    def _event(self, attendee: str) -> Event:
        event = Event()
        event.add("uid", self.uid)
        event.add("dtstamp", self.changed)
        event.add("last-modified", self.changed)
        event.add("sequence", self.sequence)
        event.add("dtstart", self.starts)
        event.add("dtend", self.ends)
        event.add("summary", self.summary)
        event.add("description", self.description)
        event.add("organizer", vCalAddress(f"mailto:{settings.MAIL_FROM}"))
        event.add("attendee", vCalAddress(attendee))
        event.add("status", "CANCELLED" if self.cancelled else "CONFIRMED")
        event.add("class", "PRIVATE")
        return event

    def as_json(self) -> dict[str, str | int | bool]:
        """For a job."""
        return {
            "uid": self.uid,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "sequence": self.sequence,
            "changed": self.changed.isoformat(),
            "cancelled": self.cancelled,
            "summary": self.summary,
            "description": self.description,
        }

    @classmethod
    def from_json(cls, kept: dict[str, str | int | bool]) -> "Appointment":
        moments = {name: datetime.fromisoformat(str(kept[name])) for name in ("starts", "ends", "changed")}
        return cls(
            uid=str(kept["uid"]),
            sequence=int(kept["sequence"]),
            cancelled=bool(kept["cancelled"]),
            summary=str(kept["summary"]),
            description=str(kept["description"]),
            **moments,
        )
