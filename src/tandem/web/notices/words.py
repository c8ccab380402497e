"""Notices in words: what happened, and what can be chosen about mail."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tandem.cases.data import Command as Case
from tandem.casework.data import About, Command, Topic
from tandem.decisions.data import Command as Decision
from tandem.decisions.data import Move
from tandem.plans.watching import WAITS as EVALUATION_WAITS

_CONCERN = {
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
_CASE = {
    Case.INVITE: gettext_lazy("Je doet mee aan een casus, of mag ervan weten"),
    Case.LEAVE: gettext_lazy("Iemand doet niet meer mee aan de casus"),
    Case.DIRECT: gettext_lazy("Er is een andere regisseur"),
    Case.SIGN: gettext_lazy("Een regisseur heeft getekend"),
    Case.DISAGREE: gettext_lazy("De regisseurs zijn het niet eens; de casus stokt"),
    Case.SETTLE: gettext_lazy("De regisseurs zijn het weer eens"),
    Case.ADD: gettext_lazy("Er is iets aangevuld"),
    Case.OFFER: gettext_lazy("Een casus is jullie aangeboden: neem aan of wijs de juiste aan"),
    Case.ACCEPT: gettext_lazy("De casus is aangenomen"),
    Case.REFUSE: gettext_lazy("Het aanbod is niet aangenomen; lees wie de juiste is"),
    Case.REVOKE: gettext_lazy("Het aanbod is ingetrokken"),
    Case.LAPSE: gettext_lazy("Niemand antwoordde; de onderwijscoördinator heeft het nu"),
    Case.HAND_ON: gettext_lazy("Bij een ander is niemand meer; kijk wie de casus nu heeft"),
    "FAMILY_WORDS": gettext_lazy("Iemand van het gezin vertelde iets in het venster"),
    "FAMILY_QUESTION": gettext_lazy("Iemand van het gezin heeft een vraag"),
    "FAMILY_MEETING": gettext_lazy("Iemand van het gezin vraagt een gesprek"),
    "FAMILY_AUTHORITY": gettext_lazy("Een ouder zegt dat het gezag niet klopt"),
    "FAMILY_CONSENT": gettext_lazy("Iemand van het gezin gaf antwoord op een vraag om toestemming"),
    "FAMILY_HELD": gettext_lazy("Het gezag is omstreden: het gezinsvenster is dicht tot jullie hebben gekeken"),
    EVALUATION_WAITS: gettext_lazy("Er wacht een evaluatie: vraag of het hielp"),
    Case.CLOSE: gettext_lazy("De casus is afgesloten"),
    Case.REOPEN: gettext_lazy("De casus is heropend"),
}
_MEETING = {
    "INVITE": gettext_lazy("Je bent uitgenodigd voor een overleg"),
    "MOVE": gettext_lazy("Een overleg is verplaatst"),
    "CALL_OFF": gettext_lazy("Een overleg gaat niet door"),
}
_DECISION = {
    "WAITS": gettext_lazy("Een aanvraag wacht op jullie"),
    Decision.RETURN: gettext_lazy("Je aanvraag is teruggestuurd: vul haar aan"),
    Decision.GRANT: gettext_lazy("Er is een besluit: toegekend"),
    Decision.REFUSE: gettext_lazy("Er is een besluit: afgewezen"),
    Decision.EXTEND: gettext_lazy("De termijn van het besluit is verlengd"),
    Decision.OVERDUE: gettext_lazy("De termijn van het besluit is voorbij"),
    Decision.OBJECT: gettext_lazy("Er is bezwaar gemaakt"),
    Decision.REVOKE: gettext_lazy("Het besluit is ingetrokken"),
    Decision.WITHDRAW: gettext_lazy("Een aanvraag is ingetrokken"),
}
_LADDER = {
    Move.START: gettext_lazy("Een casus stokt en ligt op de eerste trede"),
    Move.CLIMB: gettext_lazy("Een casus is een trede hoger gebracht"),
    Move.LAPSE: gettext_lazy("De dagen van een trede zijn voorbij; de volgende trede is aan zet"),
    Move.SETTLE: gettext_lazy("Er is doorgepakt: de casus is van de ladder"),
    "REMIND": gettext_lazy("De dagen van een trede zijn bijna om"),
}
HAPPENED: dict[About, Mapping[str, Promise]] = {
    About.CONCERN: {command.value: text for command, text in _CONCERN.items()},
    About.CASE: {str(kind): text for kind, text in _CASE.items()},
    About.MEETING: _MEETING,
    About.DECISION: {str(kind): text for kind, text in _DECISION.items()},
    About.LADDER: {str(kind): text for kind, text in _LADDER.items()},
}
TOPICS = {
    Topic.NEW: gettext_lazy("Nieuw voor ons: een signaal of een aanbod"),
    Topic.ANSWERED: gettext_lazy("Antwoord op wat we doorgaven"),
    Topic.PROGRESS: gettext_lazy("Hoe het verder gaat met een signaal"),
    Topic.WORDS: gettext_lazy("Aanvullingen en antwoorden"),
    Topic.TERM: gettext_lazy("Termijnen"),
    Topic.CASE: gettext_lazy("Casussen waar je aan meedoet of van weet"),
    Topic.MEETING: gettext_lazy("Overleggen: uitnodiging, andere tijd, gaat niet door"),
    Topic.DECISION: gettext_lazy("Besluiten die op jullie wachten of zijn genomen"),
    Topic.LADDER: gettext_lazy("Opschalen: een trede begint, eindigt bijna of pakte door"),
}
WAYS = {
    "": gettext_lazy("Eén mail per werkdag, en meteen als het niet kan wachten"),
    "AT_ONCE": gettext_lazy("Altijd meteen"),
    "DIGEST": gettext_lazy("Alleen in de mail per werkdag"),
    "NEVER": gettext_lazy("Geen mail"),
}
