"""Deeds with keys of systems."""

from datetime import timedelta

from tests.security.deeds import Deed, recipe
from tests.security.realm import Realm

from tandem.audit.actions import acting_actor
from tandem.identity import system_keys
from tandem.identity.data import Scope
from tandem.platform.context import acting


def _make(realm: Realm) -> str:
    who = realm.figure("LERAAR")
    return system_keys.make(
        by=acting_actor(),
        account=who.account,
        hat=who.membership,
        name="Leerlingsysteem",
        scopes={Scope.RAISE, Scope.FOLLOW},
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


FILLING = (system_keys.make,)
