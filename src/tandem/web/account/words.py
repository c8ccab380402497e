"""Requests about a secret address in words."""

from django.utils.translation import gettext, gettext_lazy

from tandem.platform import clock
from tandem.sharing.compartment.data import Asks, Opening

ASKS = {
    Asks.READ: gettext_lazy("Het adres lezen, vier uur lang"),
    Asks.LIFT: gettext_lazy("Dat het adres niet meer geheim is"),
}


def status_of(one: Opening) -> str:
    if one.agreed is None:
        return gettext("wacht op een besluit")
    if not one.agreed:
        return gettext("niet goedgevonden")
    if one.what is Asks.LIFT:
        return gettext("goedgevonden")
    return gettext("je kunt het lezen") if one.can_read(clock.now()) else gettext("goedgevonden, en voorbij")
