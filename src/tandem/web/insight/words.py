"""The words of insight: sectors, directions, names of units. Translated when asked, never when imported."""

from collections.abc import Iterable

from django.utils import translation as catalogue
from django.utils.translation import gettext, gettext_lazy

from tandem.flows.cube import Cube
from tandem.flows.data import UNKNOWN
from tandem.flows.search import SPOKEN_NAMES
from tandem.platform.message import Message
from tandem.register.data import SECTOR_GROUPS, Region, Sector

SECTORS = {
    "BO": gettext_lazy("basisonderwijs"),
    "SBO": gettext_lazy("speciaal basisonderwijs"),
    "SO": gettext_lazy("speciaal onderwijs"),
    "VSO": gettext_lazy("voortgezet speciaal onderwijs"),
    "VO": gettext_lazy("voortgezet onderwijs"),
    "PRO": gettext_lazy("praktijkonderwijs"),
    "MBO": gettext_lazy("mbo"),
}
ELSEWHERE = {
    "BE": gettext_lazy("België"),
    "DE": gettext_lazy("Duitsland"),
    "ANDER": gettext_lazy("een ander land"),
    UNKNOWN: gettext_lazy("onbekend"),
}


def sector(code: str) -> str:
    return str(SECTORS[code]) if code in SECTORS else code


def sectors(chosen: tuple[Sector, ...], known: tuple[Sector, ...]) -> str:
    """Several sectors in as few words as possible; `known` are all that the data hold."""
    if set(chosen) >= set(known):
        return gettext("alle soorten onderwijs") if set(known) - set(SECTOR_GROUPS["PO"]) else _primary()
    if set(chosen) == set(SECTOR_GROUPS["PO"]) & set(known):
        return _primary()
    if set(chosen) == set(SECTOR_GROUPS["SPECIAAL"]) & set(known):
        return gettext("alle soorten speciaal onderwijs")
    words = [sector(code) for code in chosen]
    return (
        words[0]
        if len(words) == 1
        else gettext("%(first)s en %(last)s")
        % {
            "first": ", ".join(words[:-1]),
            "last": words[-1],
        }
    )


def _primary() -> str:
    return gettext("alle soorten basis- en speciaal onderwijs")


def title(text: str) -> str:
    """The title of a layout in the language of the reader."""
    return catalogue.gettext(text)


def is_dutch_only(text: str) -> bool:
    """True for a text that no catalogue knows: a page in English marks it as Dutch."""
    return not isinstance(text, Message)


def unit(cube: Cube, code: str) -> str:
    """The name of a municipality, partnership, PC4, country or school location, as people say it."""
    if code in SPOKEN_NAMES and code in cube.municipalities:
        return SPOKEN_NAMES[code] if code == "GM0518" else cube.municipalities[code].name
    if code in cube.municipalities:
        return cube.municipalities[code].name
    if code in cube.partnerships:
        return partnership(cube, code)
    if code in cube.locations:
        return cube.locations[code].name
    return str(ELSEWHERE[code]) if code in ELSEWHERE else code


def partnership_name(cube: Cube, code: str) -> str:
    """Its name without the code, or the code when no source names it."""
    known = cube.partnerships.get(code)
    return (
        gettext("samenwerkingsverband %(code)s") % {"code": code} if known is None or known.name == code else known.name
    )


def partnership(cube: Cube, code: str) -> str:
    known = cube.partnerships.get(code)
    return code if known is None or known.name == code else f"{known.name} ({code})"


def region(cube: Cube, chosen: Region) -> str:
    """'Haaglanden', or the municipalities of a choice of one's own."""
    if chosen.name and chosen.code != "keuze":
        return chosen.name
    names = [unit(cube, code) for code in chosen.municipalities]
    if len(names) > 4:
        return gettext("je eigen keuze van %(count)s gemeenten") % {"count": len(names)}
    return " + ".join(names)


SMALL_WORDS = {"aan", "bij", "de", "den", "der", "en", "het", "in", "op", "ter", "van", "'s", "'t"}


def place(name: str) -> str:
    """DUO's capitals as people write them: 'CAPELLE AAN DEN IJSSEL' → 'Capelle aan den IJssel'."""
    if not name.isupper():
        return name
    words = [_capital(word) for word in name.lower().split(" ")]
    return " ".join([words[0], *(word.lower() if word.lower() in SMALL_WORDS else word for word in words[1:])])


def _capital(word: str) -> str:
    """'ijssel' → 'IJssel', 's-gravenzande' → 's-Gravenzande', 'pijnacker-nootdorp' → 'Pijnacker-Nootdorp'."""
    if word.startswith("ij"):
        return "IJ" + word[2:]
    head, dash, rest = word.partition("-")
    if head in SMALL_WORDS or head == "s":
        return head + dash + rest.capitalize()
    return head.capitalize() + (dash + _capital(rest) if dash else "")


def short(name: str) -> str:
    """A name for a narrow column: 'Leidschendam-Voorburg' → 'Leidsch.-V.'"""
    if len(name) <= 11:
        return name
    first, dash, rest = name.partition("-")
    if dash:
        return f"{first if len(first) <= 8 else first[:7] + '.'}-{rest[0]}."
    return name[:10] + "."


def in_order(codes: Iterable[str], cube: Cube) -> list[str]:
    """Codes by name, as in a Dutch list: 's-Gravenhage under the D of Den Haag."""
    return sorted(codes, key=lambda code: unit(cube, code).casefold())
