"""The share over the years as a figure; a year without data stays empty."""

from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, Scope, Share
from tandem.register.data import Region, Sector
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Figure, YearsPicture
from tandem.web.insight.links import Links
from tandem.web.insight.store import Store
from tandem.web.insight.table import Table
from tandem.web.insight.traffic import read_traffic
from tandem.web.insight.years import Series, small_multiples

PANELS = 12


def members_per_year(store: Store, choice: Choice, links: Links, codes: list[str]) -> Figure:
    """One panel per municipality: the share that goes out (or comes in), every year on one scale."""
    cube = store.cube
    out = choice.direction is Direction.OUT
    shown = tuple(codes[:PANELS])
    breaks = store.provenance.breaks(cube.years, choice.sectors)
    pages = replace(links, choice=_only(choice), page="")
    picture, table = _panels(store, pages, shown, breaks, out=out)
    says = gettext("Alle vakken hebben dezelfde schaal; het getal is dat van het laatste jaar.")
    if breaks:
        says += " " + gettext(
            "Een stippellijn is een breuk: de cijfers zijn anders gemaakt dan die van het jaar ervoor."
        )
    return Figure(
        key="jaren",
        kind="years",
        title=_title(cube.years[0], cube.years[-1], out=out),
        says=says,
        source=store.provenance.source_years(cube.years, choice.sectors),
        table=table,
        picture=picture,
    )


def _only(choice: Choice) -> Choice:
    """What the panels and the addresses of their municipalities depend on; nothing else of the choice."""
    return Choice(choice.region, choice.year, choice.sectors)


@lru_cache(maxsize=64)
def _panels(
    store: Store, links: Links, codes: tuple[str, ...], breaks: frozenset[int], *, out: bool
) -> tuple[YearsPicture, Table]:
    """Kept, because they stay the same whatever municipality, side or scope the reader looks at.

    `links` also tells the language: its addresses begin with it.
    """
    cube = store.cube
    values = shares_per_year(cube, links.choice.region, links.choice.sectors, codes, out=out)
    series = tuple(Series(code, words.unit(cube, code), links.place(code), values[code]) for code in codes)
    first = gettext("woongemeente") if out else gettext("schoolgemeente")
    return small_multiples(series, cube.years, breaks, "out" if out else "in", first)


@lru_cache(maxsize=64)
def shares_per_year(
    cube: Cube, region: Region, sectors: tuple[Sector, ...], codes: tuple[str, ...], *, out: bool
) -> dict[str, dict[int, Share | None]]:
    """Of these municipalities the share in every year that has all sectors.

    Kept, because it stays the same whatever year or municipality the reader looks at.
    """
    values: dict[str, dict[int, Share | None]] = {code: {} for code in codes}
    for year in cube.years:
        if set(sectors) <= set(cube.sectors_by_year[year]):
            traffic = read_traffic(cube, Choice(region, year, sectors))
            moved = traffic.leaving(Scope.ALL) if out else traffic.arriving(Scope.ALL)
            for code in codes:
                values[code][year] = moved[code].share
    return values


def _title(first: int, last: int, *, out: bool) -> str:
    values = {"first": first, "last": last}
    if out:
        return gettext("Aandeel dat elders naar school gaat, %(first)s–%(last)s") % values
    return gettext("Aandeel leerlingen van elders, %(first)s–%(last)s") % values
