"""Where events of a key are sent: made, tried again and taken away by its owner; how far the sending came."""

from base64 import b64encode
from datetime import datetime, timedelta
from secrets import token_bytes
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.identity import models
from tandem.identity.data import Webhook
from tandem.platform import clock, outgoing, sealing
from tandem.platform.outgoing import Trouble

MARK = "whsec_"  # Standard Webhooks: what follows is the secret in base64
BYTES = 32
TRIES = 20  # the waits below make that four days
LONGEST_WAIT = timedelta(hours=6)
BEGIN = UUID(int=0)


@transaction.atomic
def make(*, by: Actor, account: UUID, key: UUID, address: str) -> str:
    """Send what happens from now on to this address; the secret of the signatures, readable this once.

    Takes the place of what the key had. Raises ValueError for an address that the operator does not allow, and for a
    key that is not one of this account or may not see what happens.
    """
    if not outgoing.is_allowed(address, settings.WEBHOOKS):
        raise ValueError(f"not allowed: {address}")
    if not models.SystemKey.objects.filter(pk=key, account_id=account, sees=True).exists():
        raise ValueError(key)
    models.Webhook.objects.filter(key_id=key).delete()
    secret, now = token_bytes(BYTES), clock.now()
    models.Webhook.objects.create(
        key_id=key,
        address=address,
        sealed_secret=sealing.seal(secret, secret_cell(key)),
        created=now,
        after_at=now,
        after_id=BEGIN,
        next_try=now,
    )
    audit.record(by=by, action="make webhook", subject=f"account:{account}", details={"key": str(key)})
    return MARK + b64encode(secret).decode()


@transaction.atomic
def remove(*, by: Actor, account: UUID, key: UUID) -> bool:
    """Nothing is sent any more; False when there was none."""
    gone, _ = models.Webhook.objects.filter(key_id=key, key__account_id=account).delete()
    if gone:
        audit.record(by=by, action="remove webhook", subject=f"account:{account}", details={"key": str(key)})
    return bool(gone)


@transaction.atomic
def try_again(*, by: Actor, account: UUID, key: UUID) -> bool:
    """Send at once what waits, also when it had stopped; False when there is none."""
    mine = models.Webhook.objects.filter(key_id=key, key__account_id=account)
    found = mine.update(tries=0, next_try=clock.now())
    if found:
        audit.record(by=by, action="try webhook again", subject=f"account:{account}", details={"key": str(key)})
    return bool(found)


def of(account: UUID) -> dict[UUID, Webhook]:
    """Those of an account, by key."""
    rows = models.Webhook.objects.filter(key__account_id=account)
    return {row.key_id: _webhook(row) for row in rows}


def due() -> list[UUID]:
    """The keys for which something may be sent now, who waits longest first. For the service `events`."""
    rows = _due().order_by("next_try", "key_id")
    return list(rows.values_list("key_id", flat=True))


def next_turn(key: UUID) -> tuple[Webhook, bytes] | None:
    """Where this key's next event goes, and with what it is signed; None when nothing may be sent now.

    For the service `events`, before each event: what was taken away or replaced in the meantime gets nothing.
    """
    row = _due().filter(key_id=key).first()
    return None if row is None else (_webhook(row), sealing.unseal(bytes(row.sealed_secret), secret_cell(key)))


def _due() -> QuerySet[models.Webhook]:
    return models.Webhook.objects.filter(next_try__lte=clock.now(), tries__lt=TRIES)


@transaction.atomic
def arrived(*, by: Actor, hook: Webhook, at: datetime, id: UUID) -> None:
    """The receiver has everything up to and with this event; not one that took its place. For the service `events`."""
    now, key = clock.now(), hook.key
    values = {"after_at": at, "after_id": id, "tries": 0, "next_try": now, "delivered": now, "trouble": ""}
    models.Webhook.objects.filter(key_id=key, created=hook.created).update(**values)
    audit.record(by=by, action="event delivered", subject=f"key:{key}", details={"event": str(id)})


@transaction.atomic
def failed(*, by: Actor, hook: Webhook, why: Trouble) -> None:
    """It did not arrive: tried again later, each time later, until it is no use. For the service `events`."""
    key = hook.key
    row = models.Webhook.objects.filter(key_id=key, created=hook.created).first()
    if row is None:
        return
    row.tries, row.trouble = row.tries + 1, why.value
    row.next_try = clock.now() + min(timedelta(minutes=2 ** min(row.tries, 16)), LONGEST_WAIT)
    row.save(update_fields=["tries", "trouble", "next_try"])
    audit.record(
        by=by, action="event not delivered", subject=f"key:{key}", details={"why": why.value, "tries": row.tries}
    )


def secret_cell(key: UUID) -> str:
    return sealing.cell("identity_webhook", "sealed_secret", key)


def _webhook(row: models.Webhook) -> Webhook:
    return Webhook(
        key=row.key_id,
        address=row.address,
        created=row.created,
        after=(row.after_at, row.after_id),
        tries=row.tries,
        next_try=row.next_try,
        delivered=row.delivered,
        trouble=row.trouble,
        stopped=row.tries >= TRIES,
    )
