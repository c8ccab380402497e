"""What the pages of who raises a concern say."""

from django.utils.translation import gettext_lazy

from tandem.casework.data import Command, State
from tandem.casework.rules.anonymity import Trace

TRACES = {
    Trace.NAME: gettext_lazy("de naam van een leerling"),
    Trace.PERHAPS_NAME: gettext_lazy("misschien een naam"),
    Trace.CITIZEN_NUMBER: gettext_lazy("een burgerservicenummer"),
    Trace.TELEPHONE: gettext_lazy("een telefoonnummer"),
    Trace.EMAIL: gettext_lazy("een mailadres"),
    Trace.POSTCODE: gettext_lazy("een postcode of adres"),
    Trace.BIRTH_DATE: gettext_lazy("een geboortedatum"),
}
DONE = {
    "gegeven": gettext_lazy("Doorgegeven."),
    "weg": gettext_lazy("Het concept is weg. Niemand heeft het gezien."),
    "aangevuld": gettext_lazy("Je aanvulling staat erbij."),
    "ingetrokken": gettext_lazy("Je hebt het signaal ingetrokken."),
    "heropend": gettext_lazy("Je hebt gevraagd er weer naar te kijken."),
}
# In the list: where it stands, in the words of who raised it.
STATES = {
    State.DRAFT: gettext_lazy("Concept"),
    State.RAISED: gettext_lazy("Doorgegeven"),
    State.ACKNOWLEDGED: gettext_lazy("Ontvangen"),
    State.TRIAGED: gettext_lazy("Bekeken"),
    State.IN_ACTION: gettext_lazy("Opgepakt"),
    State.CLOSED: gettext_lazy("Afgesloten"),
    State.REOPENED: gettext_lazy("Opnieuw gevraagd"),
}
HAPPENED = {
    Command.RAISE: gettext_lazy("Je gaf het signaal door."),
    Command.ACKNOWLEDGE: gettext_lazy("Het is ontvangen."),
    Command.ACCEPT: gettext_lazy("Een ander heeft het overgenomen."),
    Command.ACT: gettext_lazy("Het is opgepakt."),
    Command.ANSWER: gettext_lazy("Er kwam een antwoord."),
    Command.ADD: gettext_lazy("Je vulde het aan."),
    Command.LAPSE: gettext_lazy("Niemand antwoordde op tijd; nu heeft de onderwijscoördinator het."),
    Command.HAND_ON: gettext_lazy("Wie het had of moest antwoorden, is er niet meer. Een ander zorgt er nu voor."),
    Command.CLOSE: gettext_lazy("Het is afgesloten."),
    Command.MERGE: gettext_lazy("Het gaat verder in een ander signaal over dezelfde leerling."),
    Command.WITHDRAW: gettext_lazy("Je trok het in."),
    Command.REOPEN: gettext_lazy("Je vroeg er weer naar te kijken."),
}
# What the running term is about.
STATES_OF_CLOCK = {
    State.RAISED: gettext_lazy("hoor je dat het is ontvangen"),
    State.REOPENED: gettext_lazy("hoor je dat het is ontvangen"),
    State.ACKNOWLEDGED: gettext_lazy("is bekeken wat er nodig is"),
    State.TRIAGED: gettext_lazy("pakt iemand het op"),
    State.IN_ACTION: gettext_lazy("kijkt iemand of het genoeg was"),
}
