"""Moments as people say them, near today."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from tandem.platform import clock


def time_of(at: datetime) -> str:
    """17:00"""
    return date_format(timezone.localtime(at), "H:i")


def day_of(at: datetime) -> str:
    """vandaag, morgen, gisteren, or the day: 'dinsdag 1 december'; the year when it is another."""
    local, today = timezone.localtime(at), clock.today()
    names = {-1: gettext("gisteren"), 0: gettext("vandaag"), 1: gettext("morgen")}
    if (near := names.get((local.date() - today) // timedelta(days=1))) is not None:
        return near
    return date_format(local, "l j F" if local.year == today.year else "j F Y")


def moment(at: datetime) -> str:
    """'morgen om 17:00'"""
    return gettext("%(day)s om %(time)s") % {"day": day_of(at), "time": time_of(at)}
