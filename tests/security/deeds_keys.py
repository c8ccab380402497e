"""Deeds with keys of systems, and where their events go."""

from datetime import timedelta
from uuid import UUID

from tests.security.deeds import Deed, recipe
from tests.security.realm import Figure, Realm

from tandem.api.jobs import EVENTS
from tandem.audit.actions import acting_actor
from tandem.identity import system_keys, webhooks
from tandem.identity.data import Scope, Webhook
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.outgoing import Trouble

ADDRESS = "https://systeem.voorbeeld.example/tandem"  # of what `tests/settings.py` allows


def _make(realm: Realm) -> str:
    who = realm.figure("LERAAR")
    return system_keys.make(
        by=acting_actor(),
        account=who.account,
        hat=who.membership,
        name="Leerlingsysteem",
        scopes={Scope.RAISE, Scope.FOLLOW, Scope.SEE},
        until=realm.today + timedelta(days=30),
    )


@recipe(system_keys.make)
def _made(realm: Realm) -> Deed:
    return Deed(realm.figure("LERAAR").context, lambda: _make(realm))


@recipe(system_keys.revoke)
def _revoked(realm: Realm) -> Deed:
    who = realm.figure("LERAAR")
    with acting(who.context):
        _make(realm)
        key = system_keys.of(who.account)[0]
    return Deed(who.context, lambda: system_keys.revoke(by=acting_actor(), account=who.account, key=key.id))


def _with_webhook(realm: Realm) -> tuple[Figure, UUID]:
    """A teacher and the key of hers that has one."""
    who = realm.figure("LERAAR")
    with acting(who.context):
        _make(realm)
        key = system_keys.of(who.account)[0].id
        webhooks.make(by=acting_actor(), account=who.account, key=key, address=ADDRESS)
    return who, key


@recipe(webhooks.make)
def _sent(realm: Realm) -> Deed:
    who = realm.figure("LERAAR")
    with acting(who.context):
        _make(realm)
        key = system_keys.of(who.account)[0].id
    return Deed(who.context, lambda: webhooks.make(by=acting_actor(), account=who.account, key=key, address=ADDRESS))


@recipe(webhooks.remove)
def _not_sent(realm: Realm) -> Deed:
    who, key = _with_webhook(realm)
    return Deed(who.context, lambda: webhooks.remove(by=acting_actor(), account=who.account, key=key))


@recipe(webhooks.try_again)
def _sent_again(realm: Realm) -> Deed:
    who, key = _with_webhook(realm)
    return Deed(who.context, lambda: webhooks.try_again(by=acting_actor(), account=who.account, key=key))


def _hook(realm: Realm) -> Webhook:
    who, key = _with_webhook(realm)
    with acting(who.context):
        return webhooks.of(who.account)[key]


@recipe(webhooks.arrived)
def _arrived(realm: Realm) -> Deed:
    hook = _hook(realm)
    return Deed(
        Context(service="events"), lambda: webhooks.arrived(by=EVENTS, hook=hook, at=clock.now(), id=UUID(int=7))
    )


@recipe(webhooks.failed)
def _failed(realm: Realm) -> Deed:
    hook = _hook(realm)
    return Deed(Context(service="events"), lambda: webhooks.failed(by=EVENTS, hook=hook, why=Trouble.NO_ANSWER))


FILLING = (system_keys.make, webhooks.make)
