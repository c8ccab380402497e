"""Slows down who guesses, and only who guesses.

What counts is the pair of account and place. A place that tries many accounts, and an account that is tried from many
places, are slowed down too; but who comes with a browser in which the owner signed in before, or with a passkey,
is counted apart, so that nobody can be locked out by another. Whether an account exists makes no difference.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import OperationalError, connection, transaction

from tandem.identity.models import Throttle
from tandem.identity.rules import ACCOUNT, CALLS, PAIR, PLACE, Limit, still_counted, wait
from tandem.identity.secret_words import counter_key
from tandem.platform import clock
from tandem.platform.database import is_busy

FORGET = timedelta(days=1)
BUSY = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Try:
    """What is tried ("password", "code"), at which account (as typed), from where, with which known browser."""

    what: str
    account: str
    place: str
    device: str = ""  # id of the known browser; empty for a strange one

    @property
    def own(self) -> bytes:
        return counter_key("pair", self.what, self.account, self.device or self.place)

    @property
    def buckets(self) -> dict[bytes, Limit]:
        if self.device:
            return {self.own: PAIR}
        return {
            self.own: PAIR,
            counter_key("place", self.what, self.place): PLACE,
            counter_key("account", self.what, self.account): ACCOUNT,
        }


def pause(attempt: Try) -> timedelta:
    """How long to wait before this try may be looked at; zero: now. One try of a pair at a time."""
    number = int.from_bytes(attempt.own[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            return BUSY
    now, buckets = clock.now(), attempt.buckets
    rows = Throttle.objects.filter(pk__in=list(buckets))
    return max((wait(buckets[bytes(row.key)], row.failures, now - row.at) for row in rows), default=timedelta())


def failed(attempt: Try) -> None:
    """Count one failure. Must be committed, also when the answer is a refusal."""
    now, buckets = clock.now(), attempt.buckets
    Throttle.objects.filter(at__lt=now - FORGET).delete()
    Throttle.objects.bulk_create(
        [Throttle(key=key, failures=0, at=now) for key in sorted(buckets)], ignore_conflicts=True
    )
    for row in Throttle.objects.select_for_update().filter(pk__in=list(buckets)).order_by("key"):
        counted = still_counted(buckets[bytes(row.key)], row.failures, now - row.at)
        Throttle.objects.filter(pk=row.pk).update(failures=counted + 1, at=now)


def succeeded(attempt: Try) -> None:
    """Forget the failures of this pair. Those of the place and of the account stay: another may be guessing."""
    Throttle.objects.filter(pk=attempt.own).delete()


def called(key: UUID) -> timedelta:
    """Count a call with this key of a system; zero when it may go on, else how long to wait first.

    Holds the counter until the end of the transaction, so that the calls of one key come one after the other.
    """
    counter = counter_key("system key", str(key))
    try:
        with transaction.atomic():
            now = clock.now()
            Throttle.objects.bulk_create([Throttle(key=counter, failures=0, at=now)], ignore_conflicts=True)
            row = Throttle.objects.select_for_update().get(pk=counter)
    except OperationalError as error:
        if is_busy(error):  # the call before takes longer than the database waits
            return BUSY
        raise
    if pause := wait(CALLS, row.failures, now - row.at):
        return pause
    Throttle.objects.filter(pk=counter).update(failures=still_counted(CALLS, row.failures, now - row.at) + 1, at=now)
    return timedelta()
