"""Addresses of pages, with the reader's choice carried along. Built by hand: a page has hundreds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.urls import get_script_prefix
from django.utils.translation import get_language, gettext

from tandem.flows.cube import Cube
from tandem.register.data import BRIN_PATTERN, LOCATION_PATTERN, MUNICIPALITY_PATTERN, PARTNERSHIP_PATTERN, Region
from tandem.web.insight.choice import Choice, Defaults, defaults, to_search

PLACEHOLDER = "GM0000"
# Parameters that only the page of a region understands.
ONLY_REGION = ("gemeenten", "gemeente", "richting", "bereik", "kant", "embed")


@dataclass(frozen=True, slots=True)
class Links:
    """`root` is '/inzicht/' or '/en/inzicht/'; `tail` what every page understands of the choice, `page` this page."""

    root: str
    choice: Choice
    usual: Defaults
    tail: str
    page: str = ""
    dropped: tuple[str, ...] = ONLY_REGION

    def region(self, region: Region) -> str:
        """The page of a region, with the rest of the choice."""
        return self._of_region(replace(self.choice, region=region))

    def here(self, **changes: object) -> str:
        """This page with another choice: `page` when it is one unit's own, else that of the region."""
        choice = replace(self.choice, **changes)  # type: ignore[arg-type]
        if self.page:
            return self.page + (to_search(choice, self.usual, without=self.dropped) or "?")
        return self._of_region(choice)

    def of_municipalities(self, codes: Iterable[str]) -> Iterator[str]:
        """As `here(municipality=code)` for each; made once and filled in, because a country has hundreds.

        On the page of the country they are without the path, which is a tenth of its weight.
        """
        start, _, end = self.here(municipality=PLACEHOLDER).partition(PLACEHOLDER)
        if self.choice.region.is_country and not self.page:
            start = start[start.index("?") :]
        return (f"{start}{code}{end}" for code in codes)

    def _of_region(self, choice: Choice) -> str:
        page = "" if choice.region.code == "keuze" else f"regio/{choice.region.code}/"
        return f"{self.root}{page}{to_search(choice, self.usual)}"

    def place(self, code: str) -> str:
        """The page of a municipality, partnership or school location; '' for what has none."""
        if MUNICIPALITY_PATTERN.fullmatch(code):
            return f"{self.root}gemeente/{code}/{self.tail}"
        if PARTNERSHIP_PATTERN.fullmatch(code):
            return f"{self.root}samenwerkingsverband/{code}/{self.tail}"
        if LOCATION_PATTERN.fullmatch(code) or BRIN_PATTERN.fullmatch(code):
            return f"{self.root}school/{code}/{self.tail}"
        return ""

    def pair(self, home: str, school: str) -> str:
        return f"{self.root}van/{home}/naar/{school}/{self.tail}"


def more(links: "Links", page: str, *, ahead: bool, back: bool) -> tuple[tuple[str, str], ...]:
    """(name, address) of the other pages about a place; `page`: its address below /inzicht/."""
    found = [(gettext("Afstand tot school"), f"{links.root}{page}afstand/{links.tail}")]
    if back:
        found.append((gettext("Veranderd"), f"{links.root}{page}veranderd/{links.tail}"))
    if ahead:
        found.append((gettext("Vooruitblik"), f"{links.root}{page}vooruitblik/{links.tail}"))
    return (*found, (gettext("Zo rekenen we"), f"{links.root}methode/"))


def root() -> str:
    """Where insight starts in the language of this request."""
    return f"{home()}inzicht/"


def home() -> str:
    prefix = get_script_prefix()
    return f"{prefix}en/" if (get_language() or "nl").startswith("en") else prefix


def links_for(cube: Cube, choice: Choice, page: str = "", *, of_region: bool = False) -> Links:
    """`page`: the address below /inzicht/ of a page about one unit, or another page about a region."""
    usual = defaults(cube)
    tail = to_search(choice, usual, without=ONLY_REGION)
    dropped = tuple(name for name in ONLY_REGION if not (of_region and name == "gemeenten"))
    return Links(root(), choice, usual, tail, f"{root()}{page}" if page else "", dropped)
