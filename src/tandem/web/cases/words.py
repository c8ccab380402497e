"""Cases in words: states, sides, what comes next, what can be done, and why it cannot."""

from uuid import UUID

from django.utils.translation import gettext, gettext_lazy

from tandem.cases.data import Command, Domain, Part, State, TextPart
from tandem.cases.queries import Which
from tandem.cases.rules.tandem import Next
from tandem.web.casework import words as of_concerns

STATES = {
    State.STARTED: gettext_lazy("Gestart"),
    State.RUNNING: gettext_lazy("Loopt"),
    State.STUCK: gettext_lazy("Vastgelopen"),
    State.CLOSED: gettext_lazy("Afgesloten"),
}
DOMAINS = {Domain.EDUCATION: gettext_lazy("Onderwijs"), Domain.YOUTH_CARE: gettext_lazy("Jeugdhulp")}
NEXT = {
    Next.NAME_EDUCATION: gettext_lazy("Kies wie de regie neemt voor het onderwijs"),
    Next.NAME_YOUTH_CARE: gettext_lazy("Kies wie de regie neemt voor de jeugdhulp"),
    Next.SIGN_EDUCATION: gettext_lazy("De regisseur van het onderwijs tekent nog"),
    Next.SIGN_YOUTH_CARE: gettext_lazy("De regisseur van de jeugdhulp tekent nog"),
    Next.SETTLE: gettext_lazy("De regisseurs komen er samen niet uit: overleg, of schakel hulp in"),
    Next.NOBODY_DIRECTS: gettext_lazy("Nodig iemand uit die de regie kan nemen"),
    Next.NOTHING: gettext_lazy("Werk aan wat is afgesproken"),
}
LISTS = {
    Which.WAITING: gettext_lazy("wacht op ons"),
    Which.MINE: gettext_lazy("ik heb de regie"),
    Which.OPEN: gettext_lazy("alles wat loopt"),
    Which.CLOSED: gettext_lazy("afgesloten"),
}
PARTS = {
    TextPart.QUESTION: gettext_lazy("Wat doen we samen?"),
    TextPart.ADDED: gettext_lazy("Aanvulling"),
    TextPart.REASON: gettext_lazy("Reden"),
}
VERBS = {
    Command.INVITE: gettext_lazy("Nodig iemand uit"),
    Command.LEAVE: gettext_lazy("Laat iemand gaan"),
    Command.DIRECT: gettext_lazy("Kies wie de regie heeft"),
    Command.SIGN: gettext_lazy("Teken voor de regie"),
    Command.DISAGREE: gettext_lazy("Leg vast dat jullie het oneens zijn"),
    Command.SETTLE: gettext_lazy("We zijn het weer eens"),
    Command.ADD: gettext_lazy("Vul aan"),
    Command.OFFER: gettext_lazy("Geef door"),
    Command.ACCEPT: gettext_lazy("Neem aan"),
    Command.REFUSE: gettext_lazy("Wijs de juiste aan"),
    Command.REVOKE: gettext_lazy("Trek het aanbod in"),
    Command.CLOSE: gettext_lazy("Sluit af"),
    Command.REOPEN: gettext_lazy("Heropen"),
}
WHY = {
    Part.HOLDER: gettext_lazy("Jullie hebben deze casus: jullie zorgen dat er iets gebeurt."),
    Part.OFFERED: gettext_lazy("Deze casus is jullie aangeboden. Zolang dat aanbod open staat, lezen jullie mee."),
    Part.DIRECTOR: gettext_lazy("Je hebt de regie in deze casus."),
    Part.PARTICIPANT: gettext_lazy("Je doet mee in deze casus."),
    Part.KNOWS: gettext_lazy(
        "Je mag weten dat er een casus is en wie erbij betrokken zijn, en niet waar het over gaat."
    ),
}
PURPOSES = {"own-pupil": gettext_lazy("zorg voor eigen leerlingen")}
CANNOT = {
    "STATE": gettext_lazy("Dat kan nu niet: er is intussen iets veranderd, of de regisseurs zijn het oneens."),
    "AT_ODDS": gettext_lazy("Dat kan nu niet: er is intussen iets veranderd, of de regisseurs zijn het oneens."),
    "PART": gettext_lazy("Dat kan alleen wie de casus heeft of de regie heeft."),
    "NOT_NEEDED": gettext_lazy("Van die kant doet niemand mee. Nodig eerst iemand uit."),
    "NO_DIRECTOR_OF": gettext_lazy("In deze functie kan iemand voor die kant geen regie hebben."),
    "SAME_PERSON": gettext_lazy("Eén mens kan niet beide kanten regisseren. Kies iemand anders."),
    "NOT_YOUR_SEAT": gettext_lazy("Je hebt in deze casus geen regie."),
    "SIGNED_ALREADY": gettext_lazy("Je hebt al getekend."),
    "ONLY_YOURSELF": gettext_lazy("Je kunt alleen jezelf kiezen. Wie de casus heeft, kan ook een ander kiezen."),
    "ALONE": gettext_lazy("Je hebt alleen de regie. Er is niemand om het oneens mee te zijn."),
    "DISAGREES_ALREADY": gettext_lazy("Dat staat al vast."),
    "AGREES": gettext_lazy("Alleen wie het oneens was, kan zeggen dat jullie het weer eens zijn."),
    "NOT_HERE": gettext_lazy("Deze persoon doet niet mee in de casus."),
    "THERE": gettext_lazy("Deze functie doet al mee."),
    "GATE": gettext_lazy("Niets laat deze organisatie nu lezen. Leg eerst vast dat het mag, of kies ‘alleen weten’."),
    "GONE": gettext_lazy("Die doet al niet meer mee."),
    "HOLDS": gettext_lazy("Deze organisatie heeft de casus. Geef hem eerst door."),
    "KNOWN": gettext_lazy("Van dit signaal is al een casus gemaakt."),
    "UNKNOWN_CHILD": gettext_lazy("Van deze leerling mag je niet genoeg weten om een casus te openen."),
    "TO_ITSELF": gettext_lazy("Jullie hebben deze casus al."),
    "NOT_ACTIVE": gettext_lazy("Bij deze organisatie kan nu niemand een casus aannemen."),
}


def cannot(code: str) -> str:
    """Why something cannot be done; `code` is that of `CannotError`."""
    own = CANNOT.get(str(code))
    return str(own) if own is not None else of_concerns.cannot(code)


def reference(id: UUID) -> str:
    """How people call a case when it has no name: short, and about nobody."""
    short = id.hex[:8].upper()
    return gettext("Casus %(short)s") % {"short": f"{short[:4]}-{short[4:]}"}
