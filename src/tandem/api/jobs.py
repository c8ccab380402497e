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
TURN = 60  # seconds that one receiver gets before the next has its turn


@each("* * * * *", name="api.webhooks")
def deliver() -> None:
    """To each receiver what it does not have yet. One that fails is tried later and keeps nobody else waiting."""
    with acting(_service()):
        due = webhooks.due()
    wrong: list[Exception] = []
    for key in due:
        try:
            _deliver(key)
        except Exception as error:  # noqa: BLE001 - the next receiver has no part in it; all of them are told below
            wrong.append(error)
    if wrong:
        raise ExceptionGroup("some receivers could not be served", wrong)


def _deliver(key: UUID) -> None:
    """One event after another; before each it is asked again where it goes and what its owner may know of."""
    end = clock.machine_seconds() + TURN
    while clock.machine_seconds() < end:
        with acting(_service()):
            turn = webhooks.next_turn(key)
        found = _waiting(turn[0]) if turn else None
        if turn is None or found is None:
            return
        (hook, secret), (place, event) = turn, found
        try:
            if event is not None:
                _send(hook.address, event, secret)
        except NotDeliveredError as error:
            with acting(_service()):
                webhooks.failed(by=EVENTS, hook=hook, why=error.why)
            return
        with acting(_service()):
            webhooks.arrived(by=EVENTS, hook=hook, at=place.at, id=place.id)


def _waiting(hook: Webhook) -> tuple[Place, Gebeurtenis | None] | None:
    """What comes next that the owner of the key may know of now; none when the key or the function has ended."""
    with acting(Context(service="sign-in", day=clock.today())):
        key = system_keys.holding(hook.key)
        hat = hat_of(key) if key else None
        owner = hats.context_of(hat, day=clock.today(), trace=secrets.token_hex(16)) if hat else None
    if owner is None:
        return None
    with acting(owner):
        found = since(Place(*hook.after), 1)
        if found:
            audit.record(by=audit.acting_actor(), action="send event", subject=f"key:{hook.key}", details={})
    return found[0] if found else None


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
