"""Disclosures in words: of kinds, purposes, functions and reasons."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy

from tandem.children.data import Kind
from tandem.register import functions, organisations
from tandem.sharing.codes import BITS, Fact, Giver
from tandem.sharing.consenting.data import Consent
from tandem.sharing.data import Text
from tandem.sharing.disclosing.data import Disclosure, Notice
from tandem.sharing.reading import say, standard
from tandem.sharing.records import Authenticity, Channel, Ending, Form, Outcome, Override, Told

KINDS = {bit: kind for kind, bit in BITS.items() if bit}
ENDINGS = {
    Ending.WITHDRAWN: gettext_lazy("ingetrokken door wie deelde"),
    Ending.CONSENT_WITHDRAWN: gettext_lazy("toestemming ingetrokken"),
    Ending.CONSENT_REFUSED: gettext_lazy("toestemming geweigerd"),
    Ending.AUTHORITY_CHANGED: gettext_lazy("het gezag is veranderd"),
    Ending.AUTHORITY_CONTESTED: gettext_lazy("het gezag is omstreden"),
    Ending.FUNCTION_ENDED: gettext_lazy("de functie van wie besliste is beëindigd"),
    Ending.CONSENT_EXPIRED: gettext_lazy("de toestemming gold tot vandaag"),
    Ending.BIRTHDAY: gettext_lazy("vanaf de verjaardag beslist een ander"),
}
TOLD = {
    Told.CORRECTED: gettext_lazy("Iets wat met je gedeeld is, is verbeterd. Vraag wie deelde om de nieuwe tekst"),
    Told.OBJECTED: gettext_lazy(
        "Iets wat met je gedeeld is, staat stil: er is bezwaar gemaakt. Je hoort het als het is gewogen"
    ),
    Told.RESUMED: gettext_lazy("Iets wat stilstond door een bezwaar, zie je weer"),
}

GIVERS = {
    Giver.YOUTH: gettext_lazy("leerling"),
    Giver.PARENT_1: gettext_lazy("ouder"),
    Giver.PARENT_2: gettext_lazy("andere ouder"),
    Giver.GUARDIAN: gettext_lazy("voogd"),
    Giver.REPRESENTATIVE: gettext_lazy("vertegenwoordiger"),
}
SOURCES = {
    Authenticity.REGISTER: gettext_lazy("Gezagsregister"),
    Authenticity.BRP: gettext_lazy("Basisregistratie personen"),
    Authenticity.STATEMENT: gettext_lazy("Verklaring"),
    Authenticity.UNKNOWN: gettext_lazy("Nog niet nagegaan: dan telt een ja nog niet"),
}
FORMS = {
    Form.ORAL: gettext_lazy("In een gesprek, ik schrijf het op"),
    Form.WRITTEN: gettext_lazy("Op papier"),
    Form.DIGITAL: gettext_lazy("Digitaal"),
}
CHANNELS = {
    Channel.CONVERSATION: gettext_lazy("In een gesprek"),
    Channel.TELEPHONE: gettext_lazy("Per telefoon"),
    Channel.MAIL: gettext_lazy("Per mail"),
    Channel.LETTER: gettext_lazy("Per brief"),
    Channel.PORTAL: gettext_lazy("Digitaal"),
}
GROUNDS = {
    Override.RIGHT_TO_REPORT: gettext_lazy("Meldrecht"),
    Override.CONFLICT_OF_DUTIES: gettext_lazy("Conflict van plichten"),
    Override.VITAL_INTEREST: gettext_lazy("Vitaal belang"),
}


def language() -> str:
    return get_language() or "nl"


def said(text: Text) -> str:
    return text.say(language())


def kind_name(kind: Kind) -> str:
    return say("kinds", KINDS[kind].value, language()) if kind in KINDS else gettext("Overig")


def kind_names(kinds: Kind) -> list[str]:
    return [kind_name(kind) for kind in Kind if kind in kinds]


def function_name(code: str) -> str:
    known = functions.functions().get(code)
    return code if known is None else known.name_en if language() == "en" else known.name


def fact_name(fact: Fact) -> str:
    return say("facts", fact.value, language())


def purpose_name(one: Disclosure) -> str:
    rules = standard().by_id.get(one.rule, ())
    return said(rules[0].name) if rules else one.purpose


def purpose_of(code: str) -> str:
    """A purpose by the name of the first rule that has it; the code where no rule has it any more."""
    return next((said(rule.name) for rule in standard().rules if rule.purpose == code), code)


@dataclass(frozen=True, slots=True)
class Said:
    """One yes or no, as a row of a list."""

    words: str
    holds: bool
    purpose: str
    receiver: str
    kinds: str


def said_row(one: Consent, day: date) -> Said:
    place = organisations.briefs([one.receiver.organisation])[one.receiver.organisation].name
    return Said(
        words=_words(one, day),
        holds=one.holds(day),
        purpose=purpose_of(one.purpose),
        receiver=f"{place}, {function_name(one.receiver.function)}",
        kinds=", ".join(kind_names(one.kinds)),
    )


def _words(one: Consent, day: date) -> str:
    if one.outcome is Outcome.REFUSED:
        return gettext("zei nee")
    if one.withdrawn_at:
        return gettext("ingetrokken")
    return gettext("zegt ja") if one.holds(day) else gettext("geldt niet meer")


def why(one: Disclosure) -> list[tuple[str, str, str]]:
    """Why somebody sees this: pairs for the list of facts."""
    rules = standard().by_id.get(one.rule, ())
    ground = gettext("eigen besluit, met reden") if one.overridden else said(rules[0].why) if rules else ""
    return [
        (gettext("Van wie"), f"{one.organisation_name}, {function_name(one.function)}", ""),
        (gettext("Waarvoor"), purpose_name(one), ""),
        (gettext("Regel"), f"{one.rule}, {gettext('versie')} {one.rule_version}", ""),
        (gettext("Grond"), " · ".join(filter(None, (ground, f"AVG {one.gate_processing}", one.gate_secrecy))), ""),
        (gettext("Sinds"), one.valid_from.strftime("%d-%m-%Y"), ""),
        (gettext("Tot"), one.valid_until.strftime("%d-%m-%Y"), ""),
    ]


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """`leads`: whether the disclosure can be opened."""

    notice: Notice
    words: str
    leads: bool


def notice_row(one: Notice, visible: Container[UUID]) -> NoticeShown:
    """`visible`: disclosures that who acts can open."""
    if isinstance(one.code, Told):
        words = str(TOLD[one.code])
    elif one.own and one.due_on:
        words = gettext("Vraag voor %(day)s opnieuw toestemming") % {"day": date_format(one.due_on, "j F Y")}
        words = f"{words}: {ENDINGS[one.code]}"
    else:
        gone = gettext("Iets wat met je gedeeld was, zie je niet meer")
        words = f"{gettext('Een verstrekking van jou is gestopt') if one.own else gone}: {ENDINGS[one.code]}"
    return NoticeShown(one, words, one.disclosure in visible)


def rows(disclosures: Iterable[Disclosure]) -> list[dict[str, object]]:
    return [
        {
            "one": one,
            "kinds": kind_names(one.kinds),
            "purpose": purpose_name(one),
            "function": function_name(one.function),
            "receiver": function_name(one.receiver.function),
            "ended": ENDINGS[one.ended_reason] if one.ended_reason else "",
        }
        for one in disclosures
    ]
