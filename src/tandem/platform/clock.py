"""The only place that asks what time it is, so that a test can set it."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the place


def today() -> date:
    """The date in the Netherlands."""
    return now().astimezone(AMSTERDAM).date()


def machine_seconds() -> float:
    """Seconds since 1970, for an expiry that another program judges by its own clock. Not for a test to set."""
    return time.time()
