"""A meeting as an appointment for somebody's own calendar. It says when; what it is about stands behind signing in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from tandem.platform.appointments import Appointment, uid_of

SUMMARY = "Overleg via Tandem"
WHERE = "Waar en waarover staat in Tandem: {site}/overleg/"


@dataclass(frozen=True, slots=True)
class Moment:
    """When a meeting is. No field holds words of a person."""

    meeting: UUID
    starts: datetime
    ends: datetime
    sequence: int
    changed: datetime
    cancelled: bool


def appointment_of(moment: Moment, *, summary: str = SUMMARY, where: str = WHERE) -> Appointment:
    """`summary` and `where` in the language of who takes it along; a mail is in Dutch."""
    return Appointment(
        uid=uid_of(moment.meeting),
        starts=moment.starts,
        ends=moment.ends,
        sequence=moment.sequence,
        changed=moment.changed,
        cancelled=moment.cancelled,
        summary=summary,
        description=where.format(site=settings.SITE),
    )
