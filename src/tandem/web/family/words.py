"""The window in words: plain ones for the family (*u*; *je* for the young person), and those of who works on it."""

from django.utils.translation import gettext, gettext_lazy

from tandem.family.data import Audience, Capacity, Shut, Sort, Voice
from tandem.sharing.reading import standard
from tandem.web.disclosures.shown import said

SORTS = {
    Sort.TEXT: gettext_lazy("Bericht"),
    Sort.AGREEMENT: gettext_lazy("Afspraak"),
    Sort.PLAN: gettext_lazy("Deel van het plan"),
    Sort.DECISION: gettext_lazy("Besluit"),
}
AUDIENCES = {
    Audience.BOTH: gettext_lazy("Ouders en de jongere"),
    Audience.PARENTS: gettext_lazy("Alleen de ouders"),
    Audience.YOUNG: gettext_lazy("Alleen de jongere"),
}
VOICES = {
    Voice.WORDS: gettext_lazy("Iets vertellen of toevoegen"),
    Voice.QUESTION: gettext_lazy("Een vraag stellen"),
    Voice.MEETING: gettext_lazy("Een gesprek vragen"),
    Voice.AUTHORITY: gettext_lazy("Zeggen dat het gezag niet klopt"),
}
# The same for who works on the case.
SAID = {
    Voice.WORDS: gettext_lazy("in eigen woorden"),
    Voice.QUESTION: gettext_lazy("vraag"),
    Voice.MEETING: gettext_lazy("vraagt een gesprek"),
    Voice.AUTHORITY: gettext_lazy("zegt dat het gezag niet klopt"),
}
CAPACITIES = {Capacity.PARENT: gettext_lazy("ouder met gezag"), Capacity.YOUNG: gettext_lazy("de jongere zelf")}
# Where it is now, and what comes next, for who has it explained for the first time.
STATES = {
    "STARTED": (
        gettext_lazy("Net begonnen"),
        gettext_lazy("De mensen die meedoen, spreken af wie de leiding heeft."),
    ),
    "RUNNING": (
        gettext_lazy("Er wordt aan gewerkt"),
        gettext_lazy("Wie de leiding heeft, vertelt wat er is afgesproken en wat er gebeurt."),
    ),
    "STUCK": (
        gettext_lazy("Het staat stil"),
        gettext_lazy("Iemand die mag doorhakken, kijkt nu mee. Daarna gaat het verder."),
    ),
    "CLOSED": (gettext_lazy("Afgerond"), gettext_lazy("Er hoeft niets meer te gebeuren.")),
}
OFFERED = gettext_lazy("Een andere organisatie is gevraagd om het over te nemen.")
STEPS = ("STARTED", "RUNNING", "CLOSED")  # the way of a case; stuck is a pause in the middle
SHUT = {
    Shut.CLOSED: gettext_lazy("Een medewerker heeft dit venster gesloten."),
    Shut.UNUSED: gettext_lazy("Er is nog niemand met deze uitnodiging binnengekomen."),
    Shut.OVER: gettext_lazy("De tijd van dit venster is voorbij. Vraag om een nieuwe uitnodiging."),
    Shut.TOO_YOUNG: gettext_lazy("Een eigen venster kan vanaf 12 jaar."),
    Shut.GROWN_UP: gettext_lazy("Vanaf 18 jaar beslist een jongere zelf over zijn gegevens."),
    Shut.HELD: gettext_lazy(
        "Er is een vraag over wie het gezag heeft. Tot dat is uitgezocht, is het venster dicht voor alle ouders."
    ),
    Shut.NO_AUTHORITY: gettext_lazy("We kunnen niet zien dat u het gezag hebt. Vraag het aan wie u uitnodigde."),
    Shut.YOUNG_SAYS_NO: gettext_lazy("Vanaf 16 jaar beslist een jongere zelf of ouders meekijken. Er is nog geen ja."),
}
# The same for who works on the case.
SHUT_AT_WORK = {
    Shut.CLOSED: gettext_lazy("gesloten"),
    Shut.UNUSED: gettext_lazy("uitgenodigd, nog niet binnen"),
    Shut.OVER: gettext_lazy("tijd voorbij"),
    Shut.TOO_YOUNG: gettext_lazy("nog geen 12"),
    Shut.GROWN_UP: gettext_lazy("dicht: 18 geworden"),
    Shut.HELD: gettext_lazy("dicht: gezag omstreden"),
    Shut.NO_AUTHORITY: gettext_lazy("dicht: geen gezag meer"),
    Shut.YOUNG_SAYS_NO: gettext_lazy("dicht: de jongere zei nog geen ja"),
}
PURPOSES = {
    "work-on-case": gettext_lazy("werken aan deze casus"),
    "open-case": gettext_lazy("een casus beginnen"),
    "deal-with-concern": gettext_lazy("een zorg van school behandelen"),
    "raise-concern": gettext_lazy("een zorg opschrijven"),
    "hand-over-concern": gettext_lazy("een zorg doorgeven"),
    "decide-on-help": gettext_lazy("beslissen over hulp"),
    "meeting": gettext_lazy("een overleg"),
    "find-pupil": gettext_lazy("een leerling opzoeken"),
    "share": gettext_lazy("nagaan wat er gedeeld mag worden"),
    "work-in-file": gettext_lazy("werken in het dossier"),
    "account-for-sharing": gettext_lazy("nagaan wat er gedeeld is"),
    "family-window": gettext_lazy("dit venster bijwerken"),
    "subject-request": gettext_lazy("een verzoek om inzage"),
    "keep-or-destroy": gettext_lazy("bewaren of vernietigen van een dossier"),
    "load-pupils": gettext_lazy("de lijst van leerlingen bijwerken"),
    "break-glass": gettext_lazy("nood: wachten kon niet"),
    "protect-address": gettext_lazy("een adres geheim houden"),
    "administer-organisation": gettext_lazy("beheer van de organisatie"),
}
CANNOT = {
    "THERE": gettext_lazy("Die persoon heeft al een venster op deze casus."),
    "AUTHORITY": gettext_lazy("Het gezag is niet nagegaan, geldt niet meer, is omstreden, of de leeftijd klopt niet."),
    "USED": gettext_lazy("Er is al iemand binnengekomen met deze code."),
    "STATE": gettext_lazy("Dat kan nu niet meer. Ververs de pagina."),
    "CONTESTED": gettext_lazy("Het gezag is nog omstreden. Zet dat eerst recht bij de leerling, onder Gezag."),
    "WORDS": gettext_lazy("Schrijf er iets bij."),
    "AGE": gettext_lazy("Dit kan alleen voor iemand van 16 of 17 jaar zonder eigen venster."),
    "PROTECTED": gettext_lazy("Hierin staat iets over een adres dat geheim is. Haal dat eruit."),
    "CONFLICT": gettext_lazy("Iemand anders was je voor. Kijk wat er nu staat."),
}

DEEDS = {
    "code": gettext_lazy("Maak een nieuwe code"),
    "sluiten": gettext_lazy("Sluit dit venster"),
    "openen": gettext_lazy("Open dit venster weer"),
}
LEADS = {
    "code": gettext_lazy("De oude code werkt dan niet meer."),
    "sluiten": gettext_lazy("Die persoon ziet vanaf de volgende klik niets meer."),
    "openen": gettext_lazy("Doe dit als je hebt uitgezocht wie het gezag heeft."),
}


def cannot(code: str) -> str:
    return str(CANNOT.get(code) or gettext("Dat kan nu niet."))


def purpose(code: str) -> str:
    """The name of the rule where something was shared for it."""
    if code in PURPOSES:
        return str(PURPOSES[code])
    named = next((rule.name for rule in standard().rules if rule.purpose == code), None)
    return said(named) if named else gettext("hun werk")
