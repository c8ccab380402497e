"""Which system asks, and for whom: looked up once per call, inside its transaction. No cookie counts here."""

from django.http import HttpRequest

from tandem.identity import system_keys
from tandem.identity.data import Hat, SystemKey
from tandem.platform import clock
from tandem.platform.context import ANONYMOUS, Context
from tandem.register import hats

SCHEME = "bearer"


class Call(HttpRequest):
    """What a view knows of a call with a key."""

    system_key: SystemKey | None
    hat: Hat | None  # in which function the system acts


def context_of(request: HttpRequest) -> Context:
    """As whom this call acts, for the database; also sets `system_key` and `hat` (`Call`).

    Runs as the service `sign-in`. Everything is asked again at each call: a key that was taken back or is over, an
    account that was closed and a function that ended today open nothing.
    """
    key = _key(request)
    hat = hat_of(key) if key else None
    request.system_key = key if hat else None  # type: ignore[attr-defined]
    request.signed_in, request.hat, request.hats = None, hat, ()  # type: ignore[attr-defined]
    return hats.context_of(hat, day=clock.today()) if hat else ANONYMOUS


def hat_of(key: SystemKey) -> Hat | None:
    """The function in which its owner acts with it; None when it ended. For the service `sign-in`."""
    return next((one for one in hats.hats_of(key.account, clock.today()) if one.id == key.hat), None)


def _key(request: HttpRequest) -> SystemKey | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return system_keys.find(token.strip()) if scheme.lower() == SCHEME and token.strip() else None
