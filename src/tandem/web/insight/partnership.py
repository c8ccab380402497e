"""One partnership: who lives in its area, where they go to school, and where it crosses the border of the region."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext, ngettext

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import Level
from tandem.flows.masked.sums import total, traced_answer
from tandem.opendata.data import ZERO, Interval
from tandem.register.data import COUNTRY, PARTNERSHIP_KIND, Sector
from tandem.web import format as form
from tandem.web.insight import claims, keyfigure, ranking, words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Crumb, Figure, Key, Page
from tandem.web.insight.links import Links, links_for, root
from tandem.web.insight.spread import area_figure
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, pupils, share
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import added, by_home, by_school, largest_first
from tandem.web.insight.units import one_line

Flows = dict[tuple[str, str], Interval]


def partnership(store: Store, choice: Choice, code: str) -> Page:
    cube = store.cube
    if code not in cube.partnerships:
        raise NotInData(gettext("Het samenwerkingsverband %(code)s staat niet in de gegevens.") % {"code": code})
    region = choice.region
    choice = replace(choice, region=COUNTRY, sectors=_sectors_of(choice, code, cube.sectors_by_year[choice.year]))
    links = links_for(cube, choice, f"samenwerkingsverband/{code}/")
    name = words.partnership_name(cube, code)
    living = _flows(cube, choice, code, home=True)
    there = _flows(cube, choice, code, home=False)
    members = _members(cube, code)
    return Page(
        title=gettext("Grensverkeer van %(name)s") % {"name": name},
        heading=_heading(name, living, code),
        crumbs=(Crumb(gettext("Inzicht"), root()), Crumb(name)),
        choices=one_line(cube, choice, links, gettext("in en om dit samenwerkingsverband")),
        keys=_keys(living, there, code),
        figures=(
            area_figure(store, choice, code, links),
            _ends(store, choice, living, code, links, out=True),
            _municipalities(store, choice, living, members, region.municipalities, links),
            _ends(store, choice, there, code, links, out=False),
        ),
        embed=choice.embed,
    )


def _sectors_of(choice: Choice, code: str, there: tuple[Sector, ...]) -> tuple[Sector, ...]:
    """The kinds of education that fall under this kind of partnership, by law: the chosen ones, else all there are."""
    mine = tuple(sector for sector in choice.sectors if PARTNERSHIP_KIND.get(sector) == code[:2])
    mine = mine or tuple(sector for sector in there if PARTNERSHIP_KIND.get(sector) == code[:2])
    if not mine:
        raise NotInData(gettext("soort: onder dit samenwerkingsverband valt geen van de gekozen soorten onderwijs."))
    return mine


def _flows(cube: Cube, choice: Choice, code: str, *, home: bool) -> Flows:
    """(home municipality, school partnership) of who lives here, or (home partnership, school municipality)."""
    if home:
        query = choice.levels(Level.MUNICIPALITY, Level.PARTNERSHIP, home=code)
    else:
        query = choice.levels(Level.PARTNERSHIP, Level.MUNICIPALITY, school=code)
    return added(traced_answer(cube, query).cells)


def _members(cube: Cube, code: str) -> dict[str, int]:
    """The municipalities in its area, with the number of postcode areas."""
    field = "partnership_po" if code.startswith("PO") else "partnership_vo"
    found: dict[str, int] = {}
    for home in cube.homes.values():
        if home.municipality and getattr(home, field) == code:
            found[home.municipality] = found.get(home.municipality, 0) + 1
    return found


def _heading(name: str, living: Flows, code: str) -> str:
    ends = by_school(living)
    whole = total(ends.values())
    away = total(value for end, value in ends.items() if end != code)
    return ngettext(
        "Van %(living)s leerling in %(name)s gaat %(share)s naar school in een ander samenwerkingsverband.",
        "Van de %(living)s leerlingen in %(name)s gaat %(share)s naar school in een ander samenwerkingsverband.",
        form.plural(whole),
    ) % {
        "living": form.interval_words(whole),
        "name": name,
        "share": form.percentage_words(form.share_of(away, whole)),
    }


def _keys(living: Flows, there: Flows, code: str) -> tuple[Key, ...]:
    ends, origins = by_school(living), by_home(there)
    away = total(value for end, value in ends.items() if end != code)
    coming = total(value for origin, value in origins.items() if origin != code)
    return (
        keyfigure.count(total(ends.values()), gettext("leerlingen wonen in het gebied")),
        keyfigure.count(away, gettext("gaan naar school in een ander verband"), "out", "samenwerkingsverband"),
        keyfigure.count(total(origins.values()), gettext("zitten hier op school")),
        keyfigure.count(coming, gettext("komen uit een ander verband"), "in"),
    )


def _ends(store: Store, choice: Choice, flows: Flows, code: str, links: Links, *, out: bool) -> Figure:
    ends = by_school(flows) if out else by_home(flows)
    other = {end: value for end, value in ends.items() if end != code}
    first = gettext("naar samenwerkingsverband") if out else gettext("uit samenwerkingsverband")
    hrefs = {end: links.place(end) for end in other if end in store.cube.partnerships}
    picture, table = ranking.of_units(other, total(other.values()), store.cube, first, "out" if out else "in", hrefs)
    order = claims.order_sentence([one for _, one in largest_first(other)])
    place = claims.Place.TO_PARTNERSHIPS if out else claims.Place.FROM_PARTNERSHIPS
    return Figure(
        key="uit" if out else "in",
        kind="bars",
        title=claims.most_title(place, other, partial(words.unit, store.cube)),
        says=gettext("Andere samenwerkingsverbanden.") + " " + order,
        source=store.provenance.source(choice, total(other.values())),
        table=table,
        picture=picture,
        span="c5" if out else "c6",
    )


def _municipalities(
    store: Store, choice: Choice, living: Flows, members: dict[str, int], region: tuple[str, ...], links: Links
) -> Figure:
    """Per municipality of its area: who lives there and leaves, and whether the region holds it."""
    rows: list[tuple[Cell, ...]] = []
    homes = by_home(living)
    for member in words.in_order(members, store.cube):
        inside = gettext("in de regio") if member in region else gettext("buiten de regio")
        living_here = homes.get(member, ZERO)
        rows.append(
            (
                name_cell(words.unit(store.cube, member), links.place(member), member),
                name_cell(str(members[member])),
                name_cell(inside if region else "–"),
                pupils(living_here),
                share(form.share_of(living_here, total(homes.values()))),
            )
        )
    outside = sum(member not in region for member in members) if region else 0
    title = ngettext(
        "Het gebied ligt in %(count)s gemeente", "Het gebied ligt in %(count)s gemeenten", len(members)
    ) % {"count": len(members)}
    if outside:
        title += gettext(", waarvan %(outside)s buiten de regio") % {"outside": outside}
    elif region and len(members) > 1:
        title += gettext(", allemaal in de regio")
    columns = (
        Column(gettext("gemeente")),
        Column(gettext("postcodegebieden")),
        Column(gettext("regio")),
        Column(gettext("leerlingen"), "pupils"),
        Column(gettext("aandeel"), "share"),
    )
    return Figure(
        key="gemeenten",
        kind="table",
        title=title,
        says=gettext("Gemeenten met een postcodegebied in dit samenwerkingsverband."),
        source=store.provenance.source(choice, total(homes.values())),
        table=Table(gettext("Gemeenten van dit samenwerkingsverband"), columns, tuple(rows)),
        span="c6",
    )
