"""The only place that asks what time it is, so that a test can set it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _moment.get() or datetime.now(UTC)  # noqa: TID251 - this is the place


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """As if it were then: for the example region alone, whose people have a past."""
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)


def today() -> date:
    """The date in the Netherlands."""
    return now().astimezone(AMSTERDAM).date()


def machine_seconds() -> float:
    """Seconds since 1970, for an expiry that another program judges by its own clock. Not for a test to set."""
    return time.time()
