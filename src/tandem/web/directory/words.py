"""Kinds, themes, places and states of offers in the words of the screen."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from tandem.directory import definitions
from tandem.directory.data import (
    Decides,
    Delivery,
    Evidence,
    Freshness,
    Funding,
    Offer,
    OfferFacts,
    OfferKind,
    Setting,
    Step,
    Theme,
)
from tandem.register import municipalities
from tandem.web import format as form
from tandem.web.insight.links import home
from tandem.web.who import words as who

Words = Mapping[str, str | Promise]

KINDS: Words = {
    OfferKind.BASIC: gettext_lazy("Basisondersteuning op school"),
    OfferKind.PREVENTIVE: gettext_lazy("Preventief aanbod"),
    OfferKind.COLLECTIVE: gettext_lazy("Collectieve hulp op school"),
    OfferKind.EDUCATION_CARE: gettext_lazy("Onderwijs en zorg samen"),
    OfferKind.SPECIALISED: gettext_lazy("Gespecialiseerde hulp"),
}
THEMES: Words = {
    Theme.SUPPORT: gettext_lazy("Support"),
    Theme.HOUSING: gettext_lazy("Wonen"),
    Theme.SCHOOL_WORK: gettext_lazy("School en werk"),
    Theme.INCOME: gettext_lazy("Inkomen"),
    Theme.WELLBEING: gettext_lazy("Welzijn"),
}
SETTINGS: Words = {
    Setting.CHILDCARE: gettext_lazy("Kinderopvang"),
    Setting.DAY_CENTRE: gettext_lazy("Kinderdagcentrum"),
    Setting.BO: gettext_lazy("Basisschool"),
    Setting.SBO: gettext_lazy("Speciaal basisonderwijs"),
    Setting.SO: gettext_lazy("Speciaal onderwijs"),
    Setting.VSO: gettext_lazy("Voortgezet speciaal onderwijs"),
    Setting.VO: gettext_lazy("Voortgezet onderwijs"),
    Setting.PRO: gettext_lazy("Praktijkonderwijs"),
    Setting.MBO: gettext_lazy("Mbo"),
}
DELIVERED: Words = {
    Delivery.SCHOOL: gettext_lazy("Op school of opvang"),
    Delivery.HOME: gettext_lazy("Thuis"),
    Delivery.PROVIDER: gettext_lazy("Bij de aanbieder"),
    Delivery.ONLINE: gettext_lazy("Online"),
}
FUNDING: Words = {
    Funding.SCHOOL: gettext_lazy("de school"),
    Funding.PARTNERSHIP: gettext_lazy("het samenwerkingsverband"),
    Funding.MUNICIPALITY: gettext_lazy("de gemeente"),
    Funding.INSURER: gettext_lazy("de zorgverzekeraar"),
    Funding.LONG_TERM: gettext_lazy("de Wet langdurige zorg"),
    Funding.OTHER: gettext_lazy("anders"),
}
DECIDES: Words = {
    Decides.NOBODY: gettext_lazy("Niemand: je kunt direct terecht"),
    Decides.SCHOOL: gettext_lazy("De school"),
    Decides.PARTNERSHIP: gettext_lazy("Het samenwerkingsverband"),
    Decides.LOCAL_TEAM: gettext_lazy("Het lokale team van de woongemeente"),
    Decides.DOCTOR: gettext_lazy("Huisarts of andere verwijzer"),
    Decides.OTHER: gettext_lazy("Iemand anders"),
}
EVIDENCE: Words = {
    Evidence.UNKNOWN: gettext_lazy("Niet bekend"),
    Evidence.WELL_FOUNDED: gettext_lazy("Goed onderbouwd"),
    Evidence.FIRST: gettext_lazy("Eerste aanwijzingen dat het werkt"),
    Evidence.GOOD: gettext_lazy("Goede aanwijzingen dat het werkt"),
    Evidence.STRONG: gettext_lazy("Sterke aanwijzingen dat het werkt"),
}
FRESHNESS: Words = {
    Freshness.CONFIRMED: gettext_lazy("bevestigd"),
    Freshness.DUE: gettext_lazy("bevestigd, eigenaar is herinnerd"),
    Freshness.DOUBTFUL: gettext_lazy("niet bevestigd"),
    Freshness.HIDDEN: gettext_lazy("verouderd"),
}


def root() -> str:
    return f"{home()}aanbod/"


def listed(codes: Iterable[str], words: Words) -> str:
    """'Thuis, online': the first with a capital."""
    return ", ".join(str(words[code]) for code in codes)


def why(step: Step) -> str:
    return step.why_en if (get_language() or "nl").startswith("en") else step.why


def steps() -> tuple[Step, ...]:
    return definitions.order()


def ages(facts: OfferFacts) -> str:
    if facts.age_from == facts.age_to:
        return gettext("%(age)s jaar") % {"age": facts.age_from}
    return gettext("%(first)s tot en met %(last)s jaar") % {"first": facts.age_from, "last": facts.age_to}


def area(facts: OfferFacts) -> str:
    if not facts.municipalities:
        return gettext("Overal")
    names = ", ".join(municipality(code) for code in facts.municipalities)
    if not facts.postcodes:
        return names
    return gettext("%(names)s (alleen postcode %(codes)s)") % {"names": names, "codes": ", ".join(facts.postcodes)}


def municipality(code: str) -> str:
    return who.municipality(code, municipalities.name(code)) if municipalities.exists(code) else code


def waiting(facts: OfferFacts) -> str:
    """What the owner reported, with its day."""
    if facts.waiting_weeks is None or facts.waiting_on is None:
        return gettext("Niet bekend")
    weeks = gettext("geen wachttijd")
    if facts.waiting_weeks:
        weeks = ngettext("%(weeks)s week", "%(weeks)s weken", facts.waiting_weeks) % {"weeks": facts.waiting_weeks}
    return gettext("%(weeks)s, opgegeven op %(day)s") % {"weeks": weeks, "day": form.day(facts.waiting_on)}


def capacity(facts: OfferFacts) -> str:
    if facts.capacity is None:
        return gettext("Niet bekend")
    return ngettext("%(number)s plek", "%(number)s plekken", facts.capacity) % {"number": form.number(facts.capacity)}


def paid(facts: OfferFacts) -> str:
    by = ", ".join(str(FUNDING[code]) for code in facts.funding) or gettext("niet bekend")
    return f"{by[:1].upper()}{by[1:]}" + (f". {facts.funding_note}" if facts.funding_note else "")


def evidence(facts: OfferFacts) -> str:
    return str(EVIDENCE[facts.evidence]) + (f". {facts.evidence_note}" if facts.evidence_note else "")


def confirmed(offer: Offer) -> str:
    return day_of(offer.confirmed_on)


def day_of(day: date) -> str:
    return gettext("bevestigd op %(day)s") % {"day": form.day(day)}


def stale(offer: Offer) -> str:
    """What a reader should know before she trusts it; '' when nothing."""
    if offer.freshness is Freshness.DOUBTFUL:
        return gettext("Niet bevestigd sinds %(day)s") % {"day": form.day(offer.confirmed_on)}
    if offer.freshness is Freshness.HIDDEN:
        return gettext("Verouderd: niet bevestigd sinds %(day)s") % {"day": form.day(offer.confirmed_on)}
    return ""
