"""How each action of the desk is done once, in the realm."""

from decimal import Decimal

from tests.security.deeds import Deed, recipe
from tests.security.realm import Realm

from tandem.audit.actions import acting_actor
from tandem.platform.context import acting
from tandem.routing import actions
from tandem.routing.upkeep import NewRule, Rhythm, Team

RULE = NewRule("worry", "LOCAL_TEAM", "Wij bellen het team eerst.")


@recipe(actions.make_rule)
def _make_rule(realm: Realm) -> Deed:
    officer = realm.here.figures["GEM_BELEID"].context
    return Deed(officer, lambda: actions.make_rule(by=acting_actor(), new=RULE))


@recipe(actions.end_rule)
def _end_rule(realm: Realm) -> Deed:
    officer = realm.here.figures["GEM_BELEID"].context
    with acting(officer):
        rule = actions.make_rule(by=acting_actor(), new=RULE)
    return Deed(officer, lambda: actions.end_rule(by=acting_actor(), rule=rule))


@recipe(actions.keep_team)
def _keep_team(realm: Realm) -> Deed:
    school = realm.here.organisations["SCHOOL"]  # where she works
    head = realm.here.figures["IB"]
    team = Team(Rhythm.MONTHLY, "dinsdag", Decimal(8))
    return Deed(head.context, lambda: actions.keep_team(by=acting_actor(), location=school, team=team))
