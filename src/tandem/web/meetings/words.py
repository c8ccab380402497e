"""Meetings in words: why a case is on the agenda, who of the family comes, what cannot be done now."""

from uuid import UUID

from django.utils.translation import gettext, gettext_lazy

from tandem.meetings.data import Ask, Family, MeetingKind, Reason, Role, Sort, State
from tandem.web.casework.words import cannot as cannot_casework
from tandem.web.disclosures.shown import language

STATES = {
    State.PLANNED: gettext_lazy("Gepland"),
    State.RUNNING: gettext_lazy("Bezig"),
    State.CLOSED: gettext_lazy("Geweest"),
    State.CANCELLED: gettext_lazy("Afgezegd"),
}
REASONS = {
    Reason.URGENT: gettext_lazy("dringend"),
    Reason.DISAGREEMENT: gettext_lazy("de regisseurs zijn het niet eens"),
    Reason.CARRIED_OVER: gettext_lazy("vorige keer geen tijd"),
    Reason.ASKED: gettext_lazy("erom gevraagd"),
    Reason.TERM: gettext_lazy("een termijn loopt af"),
    Reason.EVALUATION: gettext_lazy("tijd om terug te kijken"),
    Reason.AGREEMENT: gettext_lazy("een afspraak moest klaar zijn"),
    Reason.NEW: gettext_lazy("nog niet besproken"),
    Reason.QUIET: gettext_lazy("lang niet besproken"),
}
ASKS = {
    Ask.BY_DEFAULT: "",
    Ask.AUTHORITY_UNKNOWN: gettext_lazy("kijk eerst wie het gezag heeft"),
    Ask.NOT_THIS_KIND: gettext_lazy("horen niet bij dit soort overleg"),
    Ask.UNSAFE: gettext_lazy("uitnodigen kan onveilig zijn"),
    Ask.CONTESTED: gettext_lazy("het gezag is omstreden: overleg eerst"),
    Ask.YOUTH_DECIDES: gettext_lazy("16 of 17 jaar: de jongere beslist of ouders erbij zijn"),
    Ask.ADULT: gettext_lazy("18 jaar of ouder: de jongere beslist"),
    Ask.YOUNG: gettext_lazy("vraag het kind vooraf wat het vindt"),
}
FAMILY = {Family.PARENTS: gettext_lazy("Ouders"), Family.PUPIL: gettext_lazy("Leerling")}
SORTS = {
    Sort.AGREEMENT: gettext_lazy("Afspraak"),
    Sort.DECISION: gettext_lazy("Besluit"),
    Sort.NOTE: gettext_lazy("Notitie"),
}
CANNOT = {
    "LEADS": gettext_lazy("Dat kan alleen wie dit overleg leidt."),
    "STATE": gettext_lazy("Dat kan nu niet: het overleg is nog niet begonnen, of al voorbij."),
    "KIND": gettext_lazy("Dat hoort niet bij dit soort overleg, of je mag het zelf niet weten."),
    "PAST": gettext_lazy("Dit moment is al geweest."),
    "VIDEO": gettext_lazy("Een videolink begint met https://."),
    "GONE": gettext_lazy("Dit kan niet meer. Kijk wat er is veranderd."),
    "SEAT": gettext_lazy("Iemand met deze functie hoort niet bij dit soort overleg."),
    "PLANNER": gettext_lazy("Wie het overleg plande, blijft uitgenodigd."),
    "SPOKEN": gettext_lazy("Deze casus is al besproken en blijft op de agenda."),
    "TABLE": gettext_lazy("Deze casus ligt nu niet op tafel."),
    "OWNER": gettext_lazy("Kies wie het doet."),
    "DUE": gettext_lazy("Kies wanneer het klaar is."),
    "OWNER_MAY_NOT": gettext_lazy("Wie je kiest, mag dit niet lezen. Kies een ander, of schrijf het anders op."),
    "QUORUM": gettext_lazy("Nog niet iedereen die nodig is, is er. Spreek af, en besluit later."),
    "FAMILY_WORDS": gettext_lazy("Schrijf op waarom iemand niet is uitgenodigd."),
}


def cannot(code: str) -> str:
    """Why something cannot be done; `code` is that of `CannotError`."""
    return str(CANNOT.get(code) or cannot_casework(code))


def kind_name(kind: MeetingKind) -> str:
    return kind.name_en if language() == "en" else kind.name


def purpose(kind: MeetingKind) -> str:
    return kind.purpose_en if language() == "en" else kind.purpose


def role_name(role: Role | None) -> str:
    return "" if role is None else role.name_en if language() == "en" else role.name


def case_reference(id: UUID) -> str:
    """How people call a case without a name: short, and about nobody."""
    short = id.hex[:8].upper()
    return gettext("Casus %(short)s") % {"short": f"{short[:4]}-{short[4:]}"}
