"""Notices in words: what happened, and what can be chosen about mail."""

from django.utils.translation import gettext_lazy

from tandem.casework.data import Command, Topic

HAPPENED = {
    Command.RAISE: gettext_lazy("Een nieuw signaal is gemeld"),
    Command.OFFER: gettext_lazy("Een signaal is jullie aangeboden: neem aan of wijs de juiste aan"),
    Command.ACCEPT: gettext_lazy("Het signaal is aangenomen"),
    Command.REFUSE: gettext_lazy("Het aanbod is niet aangenomen; lees wie de juiste is"),
    Command.REVOKE: gettext_lazy("Het aanbod is ingetrokken"),
    Command.LAPSE: gettext_lazy("Niemand antwoordde; de onderwijscoördinator heeft het nu"),
    Command.HAND_ON: gettext_lazy("Bij een ander is niemand meer; kijk wie het signaal nu heeft"),
    Command.EMERGENCY: gettext_lazy("Iemand opende deze leerling met noodtoegang"),
    Command.ACKNOWLEDGE: gettext_lazy("Het signaal is ontvangen"),
    Command.TRIAGE: gettext_lazy("Het signaal is afgewogen"),
    Command.ACT: gettext_lazy("Het signaal is opgepakt"),
    Command.CLOSE: gettext_lazy("Het signaal is afgesloten"),
    Command.REOPEN: gettext_lazy("Het signaal is heropend"),
    Command.WITHDRAW: gettext_lazy("Het signaal is ingetrokken"),
    Command.MERGE: gettext_lazy("Het signaal is samengevoegd met een ander"),
    Command.ADD: gettext_lazy("Er is iets aangevuld"),
    Command.ANSWER: gettext_lazy("Er is een antwoord"),
    Command.REMIND: gettext_lazy("Een termijn is voorbij"),
    Command.PAUSE: gettext_lazy("De termijn staat stil"),
    Command.RESUME: gettext_lazy("De termijn loopt weer"),
    Command.EXTEND: gettext_lazy("De termijn is verlengd"),
}
TOPICS = {
    Topic.NEW: gettext_lazy("Nieuw voor ons: een signaal of een aanbod"),
    Topic.ANSWERED: gettext_lazy("Antwoord op wat we doorgaven"),
    Topic.PROGRESS: gettext_lazy("Hoe het verder gaat met een signaal"),
    Topic.WORDS: gettext_lazy("Aanvullingen en antwoorden"),
    Topic.TERM: gettext_lazy("Termijnen"),
}
WAYS = {
    "": gettext_lazy("Eén mail per werkdag, en meteen als het dringend is"),
    "AT_ONCE": gettext_lazy("Altijd meteen"),
    "DIGEST": gettext_lazy("Alleen in de mail per werkdag"),
    "NEVER": gettext_lazy("Geen mail"),
}
