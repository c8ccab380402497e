"""Terms as moments for somebody's own calendar. What leaves Tandem says that there is one, and of what not."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event

from tandem.casework.queries import Row
from tandem.platform import clock


def calendar_of(rows: Iterable[Row]) -> bytes:
    """An iCalendar file with a moment for each concern that has a term."""
    made = Calendar()
    made.add("prodid", "-//Tandem//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", gettext("Termijnen in Tandem"))
    for row in rows:
        if row.due is not None and not row.paused:
            made.add_component(_moment(row))
    return bytes(made.to_ical())


def _moment(row: Row) -> Event:
    moment = Event()
    moment.add("uid", f"{row.id}@tandem")
    moment.add("dtstamp", clock.now())
    moment.add("dtstart", row.due)
    moment.add("duration", timedelta(minutes=15))
    moment.add("summary", gettext("Tandem: een termijn loopt af"))
    moment.add("description", gettext("Log in om te zien waarvan: %(site)s/werk/") % {"site": settings.SITE})
    moment.add("class", "PRIVATE")
    moment.add("transp", "TRANSPARENT")
    return moment
