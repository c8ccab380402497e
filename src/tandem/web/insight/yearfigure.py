"""The share over the years as a figure; a year without data stays empty."""

from django.utils.translation import gettext

from tandem.flows.data import Direction, Share
from tandem.flows.queries import summarise
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Figure
from tandem.web.insight.links import Links
from tandem.web.insight.store import Store
from tandem.web.insight.years import Series, small_multiples

PANELS = 12


def members_per_year(store: Store, choice: Choice, links: Links, codes: list[str]) -> Figure:
    """One panel per municipality: the share that goes out (or comes in), every year on one scale."""
    cube = store.cube
    out = choice.direction is Direction.OUT
    shown = codes[:PANELS]
    values: dict[str, dict[int, Share | None]] = {code: {} for code in shown}
    for year in cube.years:
        sectors = tuple(sector for sector in choice.sectors if sector in cube.sectors_by_year[year])
        if sectors != choice.sectors:
            continue
        for summary in summarise(cube, year=year, sectors=sectors, region=choice.region):
            if summary.municipality_code in values:
                part, whole = (summary.out, summary.living) if out else (summary.incoming, summary.at_school)
                values[summary.municipality_code][year] = form.share_of(part, whole)
    series = tuple(Series(code, words.unit(cube, code), links.place(code), values[code]) for code in shown)
    breaks = store.provenance.breaks(cube.years, choice.sectors)
    look = "out" if out else "in"
    first = gettext("woongemeente") if out else gettext("schoolgemeente")
    picture, table = small_multiples(series, cube.years, breaks, look, first)
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


def _title(first: int, last: int, *, out: bool) -> str:
    values = {"first": first, "last": last}
    if out:
        return gettext("Aandeel dat elders naar school gaat, %(first)s–%(last)s") % values
    return gettext("Aandeel leerlingen van elders, %(first)s–%(last)s") % values
