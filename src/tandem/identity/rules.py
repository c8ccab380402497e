"""Decisions of signing in: facts in, decision out."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from tandem.identity.data import ABSOLUTE, IDLE, UNFINISHED

TOUCH = timedelta(minutes=1)  # `last_seen` is written at most this often; never to the benefit of who is idle


def holds(started: datetime, last_seen: datetime, now: datetime) -> bool:
    """A session ends after half an hour without a click, and twelve hours after signing in."""
    return now - last_seen < IDLE and now - started < ABSOLUTE


def may_still_begin(created: datetime, now: datetime) -> bool:
    """Whether a password alone is enough to come in and add the second factor, for who never had one.

    As long as an invitation is good. Later a guessed password would be all of the account: then only a link to the own
    mailbox goes on from where she was.
    """
    return now - created < UNFINISHED


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` failures cost nothing; each one after doubles the wait, up to `longest`. One leaks away per `leak`."""

    free: int
    longest: timedelta
    leak: timedelta


# Who guesses at one account from one place is slowed down soonest. A place is one address (IPv4) or one /64 (IPv6).
PAIR = Limit(free=5, longest=timedelta(minutes=15), leak=timedelta(minutes=3))
# One place that tries many accounts: an office behind one address makes mistakes too, so it has more room.
PLACE = Limit(free=60, longest=timedelta(minutes=5), leak=timedelta(seconds=20))
# One account from many places. Browsers in which the owner signed in before are counted apart and do not notice.
ACCOUNT = Limit(free=50, longest=timedelta(minutes=15), leak=timedelta(minutes=1))

# One key of a system: some hundred calls at once, then two a second. Who goes on too fast waits.
CALLS = Limit(free=120, longest=timedelta(minutes=1), leak=timedelta(milliseconds=500))


def still_counted(limit: Limit, failures: float, since: timedelta) -> float:
    """How many failures count now, when `failures` counted `since` ago."""
    return max(0.0, failures - since / limit.leak)


def wait(limit: Limit, failures: float, since: timedelta) -> timedelta:
    """How long until the next try, counted from now; zero when it may be at once. `since` the last failure."""
    over = int(failures) - limit.free
    if over < 0:
        return timedelta()
    pause = min(timedelta(seconds=2 ** min(over, 20)), limit.longest)
    return max(timedelta(), pause - since)


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"CrOS", "ChromeOS"),
    (r"Windows", "Windows"),
    (r"Mac OS", "macOS"),
    (r"Linux", "Linux"),
)


def device_label(user_agent: str) -> str:
    """'Firefox, Windows': enough to know one's own device by, and no more. Empty when nothing is recognised."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if re.search(mark, user_agent)), "")
    return ", ".join(part for part in (browser, system) if part)
