"""Decisions and the ladder in words: states, what happened, what can be done, and why it cannot."""

from datetime import date

from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from tandem.decisions.data import Cause, Command, Move, Said, State, StepKind, TextPart, Where
from tandem.decisions.definitions import forms, mandates
from tandem.decisions.rules.mandate import Not
from tandem.decisions.rules.mandate import Why as Limit
from tandem.decisions.rules.objection import Verdict
from tandem.web import format as form

STATES = {
    State.DRAFT: gettext_lazy("Concept"),
    State.SCREENING: gettext_lazy("Wordt getoetst"),
    State.APPROVING: gettext_lazy("Iemand kijkt mee"),
    State.DECIDING: gettext_lazy("Wacht op besluit"),
    State.RETURNED: gettext_lazy("Terug om aan te vullen"),
    State.GRANTED: gettext_lazy("Toegekend"),
    State.REFUSED: gettext_lazy("Afgewezen"),
    State.WITHDRAWN: gettext_lazy("Aanvraag ingetrokken"),
    State.REVOKED: gettext_lazy("Besluit ingetrokken"),
    State.REPLACED: gettext_lazy("Gewijzigd"),
}
STEPS = {
    StepKind.SCREEN: gettext_lazy("Toetst wat nodig is"),
    StepKind.APPROVE: gettext_lazy("Kijkt mee"),
    StepKind.DECIDE: gettext_lazy("Beslist"),
}
# Where somebody must sit for a step; nothing where it may be anywhere.
WHERE = {
    Where.SCHOOL: gettext_lazy("op de school van de leerling"),
    Where.SPECIAL: gettext_lazy("op een school voor speciaal onderwijs"),
    Where.HOME: gettext_lazy("in de gemeente waar de leerling woont"),
    Where.PARTNERSHIP: gettext_lazy("bij het samenwerkingsverband"),
}
PARTS = {
    TextPart.WHY: gettext_lazy("Wat is er nodig, en waarom?"),
    TextPart.ADVICE: gettext_lazy("Advies"),
    TextPart.DECISION: gettext_lazy("Waarom dit besluit"),
    TextPart.REASON: gettext_lazy("Reden"),
}
SENTENCES = {
    Command.SAVE: gettext_lazy("%(who)s paste de aanvraag aan."),
    Command.SUBMIT: gettext_lazy("%(who)s diende de aanvraag in."),
    Command.WITHDRAW: gettext_lazy("%(who)s trok de aanvraag in."),
    Command.PASS: gettext_lazy("%(who)s keek ernaar en gaf het door."),
    Command.RETURN: gettext_lazy("%(who)s gaf het terug om aan te vullen."),
    Command.GRANT: gettext_lazy("%(who)s kende het toe."),
    Command.REFUSE: gettext_lazy("%(who)s wees het af."),
    Command.EXTEND: gettext_lazy("%(who)s verlengde de termijn met %(weeks)s."),
    Command.ANNOUNCE: gettext_lazy("%(who)s verstuurde de brief."),
    Command.OBJECT: gettext_lazy("%(who)s schreef op dat er bezwaar is gemaakt: %(verdict)s."),
    Command.REVOKE: gettext_lazy("%(who)s trok het besluit in."),
    Command.REPLACE: gettext_lazy("%(who)s wijzigde het besluit: er is een nieuw besluit."),
    Command.OVERDUE: gettext_lazy("De termijn van de wet is voorbij. Tandem zette de casus op de ladder."),
}
VERBS = {
    Command.SAVE: gettext_lazy("Pas de aanvraag aan"),
    Command.SUBMIT: gettext_lazy("Dien in"),
    Command.WITHDRAW: gettext_lazy("Trek de aanvraag in"),
    Command.PASS: gettext_lazy("Geef door met advies"),
    Command.RETURN: gettext_lazy("Geef terug om aan te vullen"),
    Command.GRANT: gettext_lazy("Ken toe"),
    Command.REFUSE: gettext_lazy("Wijs af"),
    Command.EXTEND: gettext_lazy("Verleng de termijn"),
    Command.ANNOUNCE: gettext_lazy("De brief is verstuurd"),
    Command.OBJECT: gettext_lazy("Er is bezwaar gemaakt"),
    Command.REVOKE: gettext_lazy("Trek het besluit in"),
    Command.REPLACE: gettext_lazy("Wijzig het besluit"),
}
VERDICTS = {
    Verdict.IN_TIME: gettext_lazy("op tijd"),
    Verdict.BY_POST: gettext_lazy("op tijd op de post gedaan"),
    Verdict.LATE: gettext_lazy("te laat; iemand beoordeelt of dat te begrijpen is"),
}
CAUSES = {
    Cause.DISAGREEMENT: gettext_lazy("De regisseurs zijn het niet eens"),
    Cause.OVERDUE: gettext_lazy("Er is niet op tijd besloten"),
    Cause.NO_MANDATE: gettext_lazy("Niemand mag dit beslissen"),
    Cause.NO_OFFER: gettext_lazy("Er is geen hulp of plek"),
    Cause.WAITING: gettext_lazy("Het duurt te lang"),
}
MOVES = {
    Move.START: gettext_lazy("Op de ladder gezet"),
    Move.CLIMB: gettext_lazy("Een trede hoger, op verzoek"),
    Move.LAPSE: gettext_lazy("Een trede hoger: de dagen waren om"),
    Move.SETTLE: gettext_lazy("Opgelost"),
}
CANNOT = {
    "STATE": gettext_lazy("Dit kan nu niet meer: er is intussen iets veranderd."),
    "PART": gettext_lazy("Dit doet iemand anders."),
    "OWN": gettext_lazy("Je vroeg dit zelf aan. Iemand anders kijkt ernaar en beslist."),
    "TWICE": gettext_lazy("Je keek hier al naar. Vier ogen zijn twee mensen, dus dit doet een collega."),
    "BARRED": gettext_lazy("Je nam het besluit waartegen bezwaar is gemaakt. Een collega kijkt er opnieuw naar."),
    "FUNCTION": gettext_lazy("Deze stap hoort bij een andere functie."),
    "PLACE": gettext_lazy("Kies bij elke stap wie het doet."),
    "YES_OR_NO": gettext_lazy("Dit is getoetst. Je kent toe of wijst af; terugsturen kan in deze vorm niet."),
    "WORDS": gettext_lazy("Schrijf op waarom."),
    "ASKS": gettext_lazy("In jouw functie vraag je dit niet aan. Vraag een collega die dat wel doet."),
    "MANDATE": gettext_lazy("Hiervoor is geen mandaat."),
    "WEEKS": gettext_lazy("Zoveel weken mag niet."),
    "TOO_LATE": gettext_lazy("De termijn is al voorbij. Verlengen kan alleen daarvoor."),
    "STANDS_STILL": gettext_lazy("De termijn staat stil."),
    "DAY": gettext_lazy("Deze dag kan niet. Kijk of de datum klopt."),
    "NO_OBJECTION": gettext_lazy("Tegen dit besluit is geen bezwaar mogelijk, of de brief is nog niet verstuurd."),
    "ANOTHER": gettext_lazy("Deze casus staat al op de ladder."),
    "SETTLED": gettext_lazy("Dit is al opgelost."),
    "TOP": gettext_lazy("Dit is de hoogste trede."),
    "NOT_THE_HOLDER": gettext_lazy("Alleen wie deze trede heeft, kan beslissen dat het is opgelost."),
    "NO_HOLDER": gettext_lazy("Niemand heeft deze trede. Vraag de beheerder van de regio."),
    "PROTECTED": gettext_lazy("Hierin staat iets over een adres dat geheim is. Haal dat eruit."),
    "CONFLICT": gettext_lazy("Iemand anders was je net voor. Kijk wat er veranderde en probeer het opnieuw."),
}


def said(text: Said) -> str:
    return text.en if get_language() == "en" else text.nl


def form_name(code: str) -> str:
    return said(forms()[code].name) if code in forms() else code


def support_name(region: str, code: str) -> str:
    found = mandates()[region].supports.get(code) if region in mandates() else None
    return said(found) if found else code


def cannot(code: str) -> str:
    return str(CANNOT.get(code, CANNOT["STATE"]))


def day(value: date | None) -> str:
    return form.day(value) if value else ""


def euros(value: int) -> str:
    return f"€ {form.number(value)}"


def months(value: int) -> str:
    return ngettext("%(count)s maand", "%(count)s maanden", value) % {"count": value}


def weeks(value: int) -> str:
    return ngettext("%(count)s week", "%(count)s weken", value) % {"count": value}


def days(value: int) -> str:
    return ngettext("%(count)s dag", "%(count)s dagen", value) % {"count": value}


def limit(found: Not) -> str:
    """Why a mandate is not for this request."""
    match found.why:
        case Limit.EUROS:
            return gettext("mag tot %(euros)s") % {"euros": euros(found.limit)}
        case Limit.MONTHS:
            return gettext("mag tot %(months)s") % {"months": months(found.limit)}
        case Limit.MUNICIPALITY:
            return gettext("geldt niet in deze gemeente")
        case Limit.SUPPORT:
            return gettext("is voor iets anders")
