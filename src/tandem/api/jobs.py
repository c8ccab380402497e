"""Events that are sent to systems by themselves: those of `/gebeurtenissen`, in order, each until it has arrived.

Nothing is put aside for it: an event was written in the transaction of what it tells, and how far a receiver is stands
with its webhook. What the owner of the key may know of is asked when it is sent. Whoever dies between sending and
writing that down sends the same event again, with the same `webhook-id`.
"""

import hmac
import secrets
from base64 import b64encode
from uuid import UUID

from django.conf import settings

from tandem.api.acting import hat_of
from tandem.api.events import Gebeurtenis, since
from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework.happened import Place
from tandem.identity import system_keys, webhooks
from tandem.identity.data import Webhook
from tandem.platform import clock, outgoing
from tandem.platform.context import Context, acting
from tandem.platform.jobs import each
from tandem.platform.outgoing import NotDeliveredError
from tandem.register import hats

SERVICE = "events"
EVENTS = Actor(f"service:{SERVICE}")
AT_ONCE, TURN = 100, 60  # events, and seconds, that one receiver gets before the next has its turn


@each("* * * * *", name="api.webhooks")
def deliver() -> None:
    """To each receiver what it does not have yet. One that fails is tried later and keeps nobody else waiting."""
    with acting(_service()):
        due = webhooks.due()
    for one in due:
        _deliver(one)


def _deliver(one: Webhook) -> None:
    with acting(_service()):
        secret = webhooks.secret_of(one.key)
    end = clock.machine_seconds() + TURN
    for place, event in _waiting(one):
        if clock.machine_seconds() > end:
            return
        try:
            if event is not None:
                _send(one.address, event, secret)
        except NotDeliveredError as error:
            with acting(_service()):
                webhooks.failed(by=EVENTS, key=one.key, why=error.why)
            return
        with acting(_service()):
            webhooks.arrived(by=EVENTS, key=one.key, at=place.at, id=place.id)


def _waiting(one: Webhook) -> list[tuple[Place, Gebeurtenis | None]]:
    """What the owner of the key may know of now; nothing when the key or the function has ended."""
    with acting(Context(service="sign-in", day=clock.today())):
        key = system_keys.holding(one.key)
        hat = hat_of(key) if key else None
        owner = hats.context_of(hat, day=clock.today(), trace=secrets.token_hex(16)) if hat else None
    if owner is None:
        return []
    with acting(owner):
        found = since(Place(*one.after), AT_ONCE)
        if found:
            details = {"events": len(found)}
            audit.record(by=audit.acting_actor(), action="send events", subject=f"key:{one.key}", details=details)
    return found


def _send(address: str, event: Gebeurtenis, secret: bytes) -> None:
    """Structured CloudEvents over HTTP, signed as Standard Webhooks asks."""
    body = event.model_dump_json().encode()
    at = str(int(clock.machine_seconds()))
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "Tandem",
        "webhook-id": str(event.id),
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{signature(event.id, at, body, secret)}",
    }
    outgoing.post(address, body, headers, origins=settings.WEBHOOKS)


def signature(event: UUID, at: str, body: bytes, secret: bytes) -> str:
    signed = b".".join([str(event).encode(), at.encode(), body])
    return b64encode(hmac.digest(secret, signed, "sha256")).decode()


def _service() -> Context:
    return Context(service=SERVICE, trace=secrets.token_hex(16), day=clock.today())
