"""A meeting for somebody's own calendar (RFC 5545, 5546). What leaves Tandem says when; not of what, nor with whom.

A file that is taken again after a change has a higher number, so a calendar moves the appointment it has; after a
cancellation it takes it out.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress


@dataclass(frozen=True, slots=True)
class Invitation:
    """When a meeting is, for one who is invited. No field holds words of a person, so no word of one can leave."""

    meeting: UUID
    invitee: UUID
    starts: datetime
    ends: datetime
    sequence: int  # raised with every change of moment, and when it is called off
    changed: datetime
    cancelled: bool


def calendar_file(invitation: Invitation) -> bytes:
    """An iCalendar file with METHOD REQUEST, also for a change, or CANCEL."""
    made = Calendar()
    made.add("prodid", "-//Tandem//NL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "CANCEL" if invitation.cancelled else "REQUEST")
    made.add_component(_event(invitation))
    return bytes(made.to_ical())


def _event(invitation: Invitation) -> Event:
    event = Event()
    event.add("uid", f"{invitation.meeting}@tandem")
    event.add("dtstamp", invitation.changed)
    event.add("last-modified", invitation.changed)
    event.add("sequence", invitation.sequence)
    event.add("dtstart", invitation.starts)
    event.add("dtend", invitation.ends)
    event.add("summary", gettext("Overleg via Tandem"))
    where = gettext("Waar en waarover staat in Tandem: %(site)s/overleg/%(meeting)s/")
    event.add("description", where % {"site": settings.SITE, "meeting": invitation.meeting})
    event.add("organizer", vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}"))
    event.add("attendee", vCalAddress(f"urn:uuid:{invitation.invitee}"))
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event
