"""Kinds of organisation, functions, areas and sources in the words of the screen."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from tandem.flows.search import SPOKEN_NAMES
from tandem.register import functions
from tandem.register.data import AreaPart, ContactKind, OrganisationBrief, OrganisationKind
from tandem.web.insight import words

K = OrganisationKind
ONE: dict[OrganisationKind, Promise] = {
    K.MUNICIPALITY: gettext_lazy("gemeente"),
    K.PARTNERSHIP: gettext_lazy("samenwerkingsverband"),
    K.BOARD: gettext_lazy("schoolbestuur"),
    K.SCHOOL: gettext_lazy("school"),
    K.LOCATION: gettext_lazy("schoollocatie"),
    K.CHILDCARE: gettext_lazy("kinderopvang"),
    K.DAY_CENTRE: gettext_lazy("kinderdagcentrum"),
    K.LOCAL_TEAM: gettext_lazy("lokaal team"),
    K.YOUTH_HEALTH: gettext_lazy("jeugdgezondheidszorg"),
    K.ATTENDANCE: gettext_lazy("leerplicht en RMC"),
    K.PROVIDER: gettext_lazy("jeugdhulpaanbieder"),
    K.SAFE_HOME: gettext_lazy("Veilig Thuis"),
    K.OTHER: gettext_lazy("andere organisatie"),
}
MANY: dict[OrganisationKind, Promise] = {
    K.MUNICIPALITY: gettext_lazy("Gemeenten"),
    K.PARTNERSHIP: gettext_lazy("Samenwerkingsverbanden"),
    K.BOARD: gettext_lazy("Schoolbesturen"),
    K.SCHOOL: gettext_lazy("Scholen"),
    K.LOCATION: gettext_lazy("Schoollocaties"),
    K.CHILDCARE: gettext_lazy("Kinderopvang"),
    K.DAY_CENTRE: gettext_lazy("Kinderdagcentra"),
    K.LOCAL_TEAM: gettext_lazy("Lokale teams"),
    K.YOUTH_HEALTH: gettext_lazy("Jeugdgezondheidszorg"),
    K.ATTENDANCE: gettext_lazy("Leerplicht en RMC"),
    K.PROVIDER: gettext_lazy("Jeugdhulpaanbieders"),
    K.SAFE_HOME: gettext_lazy("Veilig Thuis"),
    K.OTHER: gettext_lazy("Andere organisaties"),
}
CONTACTS: dict[ContactKind, Promise] = {
    ContactKind.PHONE: gettext_lazy("telefoon"),
    ContactKind.MOBILE: gettext_lazy("mobiel"),
    ContactKind.EMAIL: gettext_lazy("e-mail"),
}
SOURCES: dict[str, Promise] = {
    "DUO": gettext_lazy("open data van DUO"),
    "CBS": gettext_lazy("gemeentelijke indeling van CBS"),
    "BWBR0032324": gettext_lazy("regio-indeling in de wet (BWBR0032324)"),
    "": gettext_lazy("de organisatie zelf"),
}


def name(brief: OrganisationBrief) -> str:
    """A board that no source names is called by its number, The Hague as people say it."""
    if brief.kind is K.BOARD and brief.name == brief.code:
        return gettext("Schoolbestuur %(code)s") % {"code": brief.code}
    if brief.kind is K.PARTNERSHIP and brief.name == brief.code:
        return gettext("Samenwerkingsverband %(code)s") % {"code": brief.code}
    return municipality(brief.code, brief.name) if brief.kind is K.MUNICIPALITY else brief.name


def municipality(code: str, name: str) -> str:
    return SPOKEN_NAMES.get(code, name)


def function(code: str) -> str:
    found = functions.functions().get(code)
    if found is None:
        return code
    return found.name_en if (get_language() or "nl").startswith("en") else found.name


def where(brief: OrganisationBrief) -> str:
    """Place and municipality, once when they are the same."""
    place = words.place(brief.place) if brief.place else ""
    of = municipality(brief.municipality, brief.municipality_name)
    if brief.kind is K.MUNICIPALITY or place in (of, brief.municipality_name):
        place = place and of
        of = ""
    return ", ".join(filter(None, (place, of)))


def area(part: AreaPart) -> str:
    """'de hele gemeente Westland', 'Vrijenban in Delft', '2611–2616'."""
    of = municipality(part.municipality, part.municipality_name)
    if part.first:
        codes = part.first if part.first == part.last else f"{part.first}–{part.last}"
        return " ".join(filter(None, (codes, part.district)))
    if part.district:
        return gettext("%(district)s in %(municipality)s") % {"district": part.district, "municipality": of}
    return gettext("de hele gemeente %(municipality)s") % {"municipality": of}


def source(code: str) -> str:
    return str(SOURCES.get(code, code))


def dial(number: str) -> str:
    """A telephone number as a link: digits and a leading plus; '' when too little is left to call."""
    digits = "".join(sign for sign in number if sign.isdecimal() and sign.isascii())
    plus = "+" if number.strip().startswith("+") else ""
    return f"tel:{plus}{digits}" if len(digits) >= 3 else ""


def site(address: str) -> str:
    """A website as a link; only the two schemes of the web, so nothing else can be smuggled in."""
    text = address.strip()
    if not text or any(sign in text for sign in " \"'<>"):
        return ""
    if text.lower().startswith(("http://", "https://")):
        return text
    return "" if ":" in text.split("/")[0] else f"https://{text}"
