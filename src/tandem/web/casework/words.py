"""Concerns in words: states, what happened, what can be done, and why it cannot."""

from uuid import UUID

from django.utils.translation import gettext, gettext_lazy

from tandem.casework.data import Clock, Command, Outcome, RefusalReason, State, TextPart, Urgency
from tandem.casework.queries import Worklist
from tandem.casework.rules.assessment import Level, View
from tandem.register import functions
from tandem.web.disclosures.shown import language

STATES = {
    State.DRAFT: gettext_lazy("Concept"),
    State.RAISED: gettext_lazy("Gemeld"),
    State.ACKNOWLEDGED: gettext_lazy("Ontvangen"),
    State.TRIAGED: gettext_lazy("Afgewogen"),
    State.IN_ACTION: gettext_lazy("Opgepakt"),
    State.CLOSED: gettext_lazy("Afgesloten"),
    State.REOPENED: gettext_lazy("Heropend"),
}
URGENCIES = {
    Urgency.URGENT: gettext_lazy("Dringend"),
    Urgency.SOON: gettext_lazy("Snel"),
    Urgency.NORMAL: gettext_lazy("Gewoon"),
}
OUTCOMES = {
    Outcome.SCHOOL_SUPPORT: gettext_lazy("Ondersteuning op school"),
    Outcome.PREVENTIVE_OFFER: gettext_lazy("Preventief aanbod"),
    Outcome.SUPPORT_TEAM: gettext_lazy("Ondersteuningsteam"),
    Outcome.LOCAL_TEAM: gettext_lazy("Lokaal team"),
    Outcome.YOUTH_HEALTH: gettext_lazy("Jeugdgezondheidszorg"),
    Outcome.ATTENDANCE: gettext_lazy("Leerplicht"),
    Outcome.PARTNERSHIP: gettext_lazy("Samenwerkingsverband"),
    Outcome.SAFETY: gettext_lazy("Veiligheid: volg de meldcode"),
}
CLOCKS = {
    Clock.ACKNOWLEDGE: gettext_lazy("laten weten dat het is ontvangen"),
    Clock.TRIAGE: gettext_lazy("afwegen"),
    Clock.ACT: gettext_lazy("oppakken"),
    Clock.CLOSE: gettext_lazy("afsluiten"),
    Clock.OFFER: gettext_lazy("antwoorden op het aanbod"),
}
LISTS = {
    Worklist.OFFERED: gettext_lazy("wacht op ons antwoord"),
    Worklist.MINE: gettext_lazy("van mij"),
    Worklist.TEAM: gettext_lazy("van het team"),
    Worklist.GIVEN: gettext_lazy("doorgegeven, nog open"),
    Worklist.RAISED: gettext_lazy("door mij gemeld"),
    Worklist.FINISHED: gettext_lazy("afgesloten"),
}
PARTS = {
    TextPart.SEEN: gettext_lazy("Wat is er gezien?"),
    TextPart.TRIED: gettext_lazy("Wat is er geprobeerd?"),
    TextPart.PUPIL: gettext_lazy("Wat zegt de leerling?"),
    TextPart.PARENTS: gettext_lazy("Wat zeggen de ouders?"),
    TextPart.NEEDED: gettext_lazy("Wat is er nodig?"),
    TextPart.ADDED: gettext_lazy("Aanvulling"),
    TextPart.ANSWER: gettext_lazy("Antwoord aan wie het meldde"),
    TextPart.REASON: gettext_lazy("Reden"),
    TextPart.VOICE: gettext_lazy("Wat de leerling zegt"),
    TextPart.VOICE_WAIVED: gettext_lazy("Waarom de leerling niet is gehoord"),
}
REFUSALS = {
    RefusalReason.RESIDENCE: gettext_lazy("Een andere gemeente is verantwoordelijk (woonplaatsbeginsel)"),
    RefusalReason.OTHER_TASK: gettext_lazy("Een andere organisatie doet dit"),
    RefusalReason.KNOWN_HERE: gettext_lazy("Er is al iemand bezig voor deze leerling"),
    RefusalReason.NOT_ENOUGH: gettext_lazy("Er staat te weinig in om dit te beoordelen"),
}
VIEWS = {View.EDUCATION: gettext_lazy("Onderwijs"), View.YOUTH_CARE: gettext_lazy("Jeugdhulp")}
LEVELS = {
    Level.FINE: gettext_lazy("gaat goed"),
    Level.SOME: gettext_lazy("twijfel"),
    Level.SERIOUS: gettext_lazy("grote zorg"),
    Level.UNKNOWN: gettext_lazy("weet ik niet"),
}
# The verb on the button.
VERBS = {
    Command.ACKNOWLEDGE: gettext_lazy("Meld dat je dit hebt ontvangen"),
    Command.TRIAGE: gettext_lazy("Weeg af wat nodig is"),
    Command.ACT: gettext_lazy("Pak op"),
    Command.CLOSE: gettext_lazy("Sluit af met een antwoord"),
    Command.REOPEN: gettext_lazy("Heropen"),
    Command.WITHDRAW: gettext_lazy("Trek in"),
    Command.ADD: gettext_lazy("Vul aan"),
    Command.ANSWER: gettext_lazy("Antwoord wie het meldde"),
    Command.OFFER: gettext_lazy("Geef door"),
    Command.ACCEPT: gettext_lazy("Neem aan"),
    Command.REFUSE: gettext_lazy("Wijs de juiste aan"),
    Command.REVOKE: gettext_lazy("Trek het aanbod in"),
    Command.ASSIGN: gettext_lazy("Verdeel"),
    Command.RELEASE: gettext_lazy("Geef vrij"),
    Command.PAUSE: gettext_lazy("Zet de termijn stil"),
    Command.RESUME: gettext_lazy("Laat de termijn weer lopen"),
    Command.EXTEND: gettext_lazy("Verleng de termijn"),
    Command.MERGE: gettext_lazy("Voeg samen"),
}
CANNOT = {
    "STATE": gettext_lazy("Dat kan nu niet meer: er is intussen iets veranderd."),
    "PART": gettext_lazy("Dat kan alleen wie het signaal nu heeft."),
    "WORDS": gettext_lazy("Schrijf in een paar woorden waarom."),
    "NOBODY": gettext_lazy("Kies een leerling, of vraag advies zonder naam."),
    "NOTHING_SEEN": gettext_lazy("Schrijf op wat je ziet."),
    "CRITERION": gettext_lazy("Deze vraag staat niet in het afwegingskader."),
    "NO_CRITERION": gettext_lazy("Beantwoord eerst een vraag uit het afwegingskader."),
    "SAFETY_NOT_LOOKED_AT": gettext_lazy("Kijk eerst of de leerling veilig is."),
    "REASON": gettext_lazy("Schrijf bij elke twijfel of grote zorg waarom."),
    "PUPIL_NOT_HEARD": gettext_lazy("Schrijf op wat de leerling zegt, of waarom de leerling niet is gehoord."),
    "OTHER_CHILD": gettext_lazy("Samenvoegen kan alleen met een signaal over dezelfde leerling dat jullie ook hebben."),
    "PAUSED_BEFORE": gettext_lazy("Deze termijn heeft al een keer stilgestaan. Dat kan één keer."),
    "NOT_PAUSED": gettext_lazy("Deze termijn staat niet stil."),
    "NOT_LONGER": gettext_lazy("Zo lang kan deze termijn niet worden verlengd, of dat is al gebeurd."),
    "NO_CLOCK": gettext_lazy("Er loopt nu geen termijn."),
    "OFFERED_ALREADY": gettext_lazy("Het is al aan een ander aangeboden. Trek dat aanbod eerst in."),
    "TO_ITSELF": gettext_lazy("Jullie hebben dit signaal al."),
    "NOT_ACTIVE": gettext_lazy("Bij deze organisatie kan nu niemand een signaal aannemen."),
    "ONLY_COORDINATOR": gettext_lazy("Twee keer is nee gezegd. Nu gaat het naar de onderwijscoördinator."),
    "NO_OFFER": gettext_lazy("Dit aanbod is er niet meer."),
    "NOT_YOURS": gettext_lazy("Dit is niet aan jullie aangeboden."),
    "COORDINATOR_KEEPS": gettext_lazy("Na de onderwijscoördinator is er niemand meer: jullie nemen dit aan."),
    "COORDINATOR_DECIDED": gettext_lazy("De onderwijscoördinator heeft besloten dat jullie dit doen."),
    "NAME_THE_MUNICIPALITY": gettext_lazy("Noem de gemeente die verantwoordelijk is."),
    "NAME_THE_RIGHT_ONE": gettext_lazy("Noem de organisatie die dit wel doet."),
    "PROTECTED": gettext_lazy("Hierin staat iets over een adres dat geheim is. Haal dat eruit."),
    "ELSEWHERE": gettext_lazy("Wie het doet, werkt bij de organisatie die het signaal heeft."),
    "NOT_CHECKED": gettext_lazy("Schrijf bij elke stap hoe je die deed, of kies dat de ander het niet leest."),
    "NOT_SHARED": gettext_lazy("Dit kan nu niet gedeeld worden. Kijk wat er nog ontbreekt."),
    "CONFLICT": gettext_lazy("Iemand anders was je voor. Kijk wat er is veranderd; wat je schreef, staat er nog."),
}
NO_REASON = gettext_lazy("Dat kan nu niet.")


def reference(id: UUID) -> str:
    """How people call a concern when it has no name: short, and about nobody."""
    short = id.hex[:8].upper()
    return gettext("Signaal %(short)s") % {"short": f"{short[:4]}-{short[4:]}"}


def cannot(code: str) -> str:
    """Why something cannot be done; `code` is that of `CannotError`."""
    return str(CANNOT.get(str(code), NO_REASON))


def function_name(code: str) -> str:
    known = functions.functions().get(code)
    return "" if known is None else known.name_en if language() == "en" else known.name
