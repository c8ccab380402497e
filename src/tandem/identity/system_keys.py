"""Keys of systems: made and taken back by their owner, found again at each call. `docs/adr/0015-keys-of-systems.md`."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.identity import models
from tandem.identity.data import LONGEST_KEY, Scope, SystemKey
from tandem.identity.secret_words import new_token, token_hash
from tandem.platform import clock

MARK = "tandem_"  # how a program that looks for secrets recognises one
TOUCH = timedelta(minutes=5)  # `last_used` is written at most this often


@transaction.atomic
def make(*, by: Actor, account: UUID, hat: UUID, name: str, scopes: Collection[Scope], until: date) -> str:
    """A key that acts in this hat until this day; the key itself, readable this once.

    Raises ValueError without a scope, and for an `until` that has passed or is more than a year away.
    """
    today = clock.today()
    if not scopes or not today < until <= today + LONGEST_KEY:
        raise ValueError(until)
    token = MARK + new_token()
    key = models.SystemKey.objects.create(
        token_hash=token_hash(token),
        account_id=account,
        hat=hat,
        name=name,
        raises=Scope.RAISE in scopes,
        follows=Scope.FOLLOW in scopes,
        sees=Scope.SEE in scopes,
        works=Scope.WORK in scopes,
        valid_until=until,
        created=clock.now(),
    )
    details = {"key": str(key.pk), "hat": str(hat), "scopes": sorted(scopes), "until": until.isoformat()}
    audit.record(by=by, action="make system key", subject=f"account:{account}", details=details)
    return token


@transaction.atomic
def revoke(*, by: Actor, account: UUID, key: UUID) -> bool:
    """From the next call on it opens nothing; False when it is not one of this account."""
    gone, _ = models.SystemKey.objects.filter(account_id=account, pk=key).delete()
    if gone:
        audit.record(by=by, action="revoke system key", subject=f"account:{account}", details={"key": str(key)})
    return bool(gone)


def find(token: str) -> SystemKey | None:
    """Whose key this is; None when it is nobody's, its day has passed, or the account was closed. Marks it as used."""
    row = models.SystemKey.objects.filter(token_hash=token_hash(token), account__is_active=True).first()
    if row is None or clock.today() >= row.valid_until:
        return None
    _touch(row)
    return _key(row)


def holding(key: UUID) -> SystemKey | None:
    """The key itself, for what is done on its behalf without a call; None when it opens nothing any more."""
    row = models.SystemKey.objects.filter(pk=key, account__is_active=True).first()
    return _key(row) if row is not None and clock.today() < row.valid_until else None


def _touch(row: models.SystemKey) -> None:
    """Another call with this key may be saying the same just now: then it is said, and nobody waits for that."""
    now = clock.now()
    if row.last_used is not None and now - row.last_used < TOUCH:
        return
    free = models.SystemKey.objects.select_for_update(skip_locked=True).filter(pk=row.pk).first()
    if free is not None:
        models.SystemKey.objects.filter(pk=row.pk).update(last_used=now)


def of(account: UUID) -> tuple[SystemKey, ...]:
    """The keys of an account, the latest first; those that ended too, until they are taken away."""
    return tuple(map(_key, models.SystemKey.objects.filter(account_id=account).order_by("-created", "id")))


def _key(row: models.SystemKey) -> SystemKey:
    scopes = {Scope.RAISE: row.raises, Scope.FOLLOW: row.follows, Scope.SEE: row.sees, Scope.WORK: row.works}
    return SystemKey(
        id=row.id,
        account=row.account_id,
        hat=row.hat,
        name=row.name,
        scopes=frozenset(scope for scope, given in scopes.items() if given),
        valid_until=row.valid_until,
        created=row.created,
        last_used=row.last_used,
    )
