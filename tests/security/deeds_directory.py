"""How each action of the directory is done once, in the realm."""

from datetime import timedelta
from uuid import UUID

from tests.directory.made import facts
from tests.security.deeds import Deed, recipe
from tests.security.realm import TEAM, Realm

from tandem.audit.actions import acting_actor
from tandem.directory import actions, reminders
from tandem.directory.data import DirectContact, Example
from tandem.directory.models import Offer
from tandem.platform.context import Context, acting
from tandem.register.functions import ADMINISTRATOR

NUMBER = DirectContact("balie", "015-0000000")
EXAMPLE = Example("", "Samen spelen", "spelen", "pilot", (), ())


def _owner(realm: Realm) -> Context:
    return realm.here.figures[ADMINISTRATOR].context


def _offer(realm: Realm) -> UUID:
    return realm.here.rows["offer"]


@recipe(actions.add_offer)
def _add(realm: Realm) -> Deed:
    team = realm.here.organisations[TEAM]
    return Deed(
        _owner(realm),
        lambda: actions.add_offer(by=acting_actor(), organisation=team, facts=facts(), contact=NUMBER),
    )


@recipe(actions.change_offer)
def _change(realm: Realm) -> Deed:
    return Deed(
        _owner(realm),
        lambda: actions.change_offer(
            by=acting_actor(), offer=_offer(realm), version=1, facts=facts(name="Anders"), contact=NUMBER
        ),
    )


@recipe(actions.confirm_offer)
def _confirm(realm: Realm) -> Deed:
    return Deed(_owner(realm), lambda: actions.confirm_offer(by=acting_actor(), offer=_offer(realm)))


@recipe(actions.end_offer)
def _end(realm: Realm) -> Deed:
    return Deed(_owner(realm), lambda: actions.end_offer(by=acting_actor(), offer=_offer(realm), until=realm.today))


@recipe(actions.suggest)
def _suggest(realm: Realm) -> Deed:
    return Deed(
        Context(service="suggestions"),
        lambda: actions.suggest(by=actions.SUGGESTIONS, offer=_offer(realm), text="klopt niet"),
    )


@recipe(actions.settle_suggestion)
def _settle(realm: Realm) -> Deed:
    suggestion = realm.here.rows["suggestion"]
    return Deed(
        _owner(realm),
        lambda: actions.settle_suggestion(by=acting_actor(), suggestion=suggestion, answer="gedaan"),
    )


@recipe(actions.add_example)
def _add_example(realm: Realm) -> Deed:
    new = actions.NewExample(realm.here.organisations[TEAM], EXAMPLE)
    return Deed(_owner(realm), lambda: actions.add_example(by=acting_actor(), example=new))


def _example(realm: Realm) -> UUID:
    with acting(_owner(realm)):
        new = actions.NewExample(realm.here.organisations[TEAM], EXAMPLE)
        return actions.add_example(by=acting_actor(), example=new)


@recipe(actions.change_example)
def _change_example(realm: Realm) -> Deed:
    key = _example(realm)
    return Deed(_owner(realm), lambda: actions.change_example(by=acting_actor(), key=key, version=1, facts=EXAMPLE))


@recipe(actions.end_example)
def _end_example(realm: Realm) -> Deed:
    key = _example(realm)
    return Deed(_owner(realm), lambda: actions.end_example(by=acting_actor(), key=key, until=realm.today))


@recipe(reminders.remind_owners)
def _remind(realm: Realm) -> Deed:
    Offer.objects.filter(pk=_offer(realm)).update(confirmed_on=realm.today - timedelta(days=250))
    return Deed(Context(service="reminders"), lambda: reminders.remind_owners(by=reminders.REMINDERS))
