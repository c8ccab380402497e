"""What pages about one unit share: the short sentence of choices, and the partnerships of a place."""

from collections import Counter

from django.utils.translation import gettext, ngettext

from tandem.flows.cube import Cube
from tandem.register.data import PARTNERSHIP_KIND
from tandem.web import format as form
from tandem.web.insight import sentence, words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Piece
from tandem.web.insight.links import Links

Fact = tuple[str, str, str]


def one_line(cube: Cube, choice: Choice, links: Links, ending: str) -> tuple[Piece, ...]:
    """'Je ziet leerlingen van … op …' with the page's own ending."""
    return (
        Piece(gettext("Je ziet leerlingen van")),
        sentence.sectors(cube, choice, links),
        Piece(gettext("op")),
        sentence.years(cube, choice, links),
        Piece(f"{ending}."),
    )


def partnerships_of(cube: Cube, municipality: str, links: Links) -> tuple[Fact, ...]:
    """The partnerships that lie in a municipality, as facts with a link; a municipality may lie in two."""
    names = {"partnership_po": gettext("primair onderwijs"), "partnership_vo": gettext("voortgezet onderwijs")}
    facts: list[Fact] = []
    for field, kind in names.items():
        found = Counter(
            code
            for home in cube.homes.values()
            if home.municipality == municipality and (code := getattr(home, field)) is not None
        )
        for code, count in sorted(found.items()):
            title = gettext("Samenwerkingsverband %(kind)s") % {"kind": kind}
            lies = ngettext("%(count)s postcodegebied", "%(count)s postcodegebieden", count)
            area = lies % {"count": form.number(count)} if len(found) > 1 else ""
            text = words.unit(cube, code) + (f" ({area})" if area else "")
            facts.append((title, text, partnership_link(cube, code, links)))
    return tuple(facts)


def partnership_link(cube: Cube, code: str, links: Links) -> str:
    """The page of a partnership; '' when the data hold no pupils of its kind of education in this year."""
    there = cube.sectors_by_year[links.choice.year]
    if code not in cube.partnerships or not any(PARTNERSHIP_KIND.get(sector) == code[:2] for sector in there):
        return ""
    return links.place(code)
