"""Key figures (kengetallen) of a municipality, beside its region and the country: education, special education, care.

A figure that no loaded file has is named as not loaded, never guessed.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext, ngettext

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import Level
from tandem.flows.masked.sums import total
from tandem.flows.presence import why_not
from tandem.flows.queries import answer, by_year, summarise
from tandem.opendata.data import ZERO, Interval, Topic
from tandem.register.data import COUNTRY, Region, Sector
from tandem.web import format as form
from tandem.web.insight import claims, ranking, words
from tandem.web.insight.choice import Choice
from tandem.web.insight.comparison import comparison_figure
from tandem.web.insight.figure import Crumb, Figure, Key, Page, Piece
from tandem.web.insight.links import Links, links_for, root
from tandem.web.insight.municipality import region_of
from tandem.web.insight.sentence import years as years_piece
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, pupils
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import added, by_school, largest_first

PLACED = ("SO", "VSO")  # what annex 2 of the action plan counts: special education by the municipality of the school


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of education in one municipality."""

    sector: Sector
    schools: int
    at_school: Interval
    living: Interval
    out: Interval


def profile(store: Store, choice: Choice, code: str) -> Page:
    cube = store.cube
    if code not in cube.municipalities:
        raise NotInData(why_not(code))
    there = cube.sectors_by_year[choice.year]
    region = region_of(cube, code, choice.region)
    choice = replace(choice, region=region, sectors=there, municipality=code)
    links = links_for(cube, choice, f"kengetallen/{code}/")
    name = words.unit(cube, code)
    kinds = tuple(_kind(cube, choice.year, sector, code) for sector in there)
    return Page(
        title=gettext("Kengetallen van %(name)s") % {"name": name},
        heading=_heading(name, kinds, store, code),
        crumbs=(
            Crumb(gettext("Inzicht"), root()),
            Crumb(name, links.place(code)),
            Crumb(gettext("Kengetallen")),
        ),
        choices=(
            Piece(gettext("Je ziet de kengetallen van %(name)s. Onderwijs op") % {"name": name}),
            years_piece(cube, choice, links),
            Piece("."),
        ),
        keys=_keys(store, kinds, code),
        facts=_missing(store, there),
        figures=(
            _education(store, choice, kinds, name),
            comparison_figure(store, choice, code, region),
            *_special(store, choice, code, links),
            *_arrangements(store, code, links),
            *_trend(store, choice, code, name),
        ),
        embed=choice.embed,
    )


def _kind(cube: Cube, year: int, sector: Sector, code: str) -> Kind:
    (found,) = summarise(cube, year=year, sectors=(sector,), region=Region("keuze", "", (code,)))
    schools = sum(location.municipality == code and sector in location.sectors for location in cube.locations.values())
    return Kind(sector, schools, found.at_school, found.living, found.out)


def _heading(name: str, kinds: tuple[Kind, ...], store: Store, code: str) -> str:
    living = total(kind.living for kind in kinds)
    schools = _schools(store.cube, code)
    first = ngettext(
        "In %(name)s wonen %(living)s en staat %(schools)s schoollocatie.",
        "In %(name)s wonen %(living)s en staan %(schools)s schoollocaties.",
        schools,
    ) % {"name": name, "living": form.pupils(living), "schools": form.number(schools)}
    care = store.figure(Topic.YOUTH_CARE, code)
    if care is None:
        return first
    return f"{first} " + gettext("Van de jongeren heeft %(share)s jeugdzorg.") % {
        "share": form.percentage(form.exact_share(care.low / 100))
    }


def _schools(cube: Cube, code: str) -> int:
    return sum(location.municipality == code and bool(location.sectors) for location in cube.locations.values())


def _keys(store: Store, kinds: tuple[Kind, ...], code: str) -> tuple[Key, ...]:
    keys = [
        Key(form.number(_schools(store.cube, code)), gettext("schoollocaties")),
        Key(form.interval(total(kind.at_school for kind in kinds)), gettext("leerlingen hier op school")),
        Key(form.interval(total(kind.living for kind in kinds)), gettext("leerlingen die hier wonen")),
    ]
    if people := store.figure(Topic.INHABITANTS, code):
        keys.insert(0, Key(form.number(round(people.low)), gettext("inwoners (%(year)s)") % {"year": people.year}))
    if care := store.figure(Topic.YOUTH_CARE, code):
        text = form.percentage(form.exact_share(care.low / 100))
        keys.append(Key(text, gettext("van de jongeren met jeugdzorg (%(year)s)") % {"year": care.year}))
    return tuple(keys)


def _missing(store: Store, there: tuple[Sector, ...]) -> tuple[tuple[str, str, str], ...]:
    """What belongs on this page and is in no loaded file."""
    wanted = (
        (
            store.has(Topic.YOUTH_CARE),
            gettext("Jeugdzorg"),
            gettext("niet geladen: CBS, Kerncijfers wijken en buurten per gemeente"),
        ),
        (
            store.has(Topic.ARRANGEMENTS),
            gettext("Onderwijszorgarrangementen"),
            gettext("niet geladen: eigen telling per woon- en schoolgemeente (landelijk bestaat die niet)"),
        ),
        (
            bool(set(there) & {Sector.VO, Sector.PRO}),
            gettext("Voortgezet onderwijs"),
            gettext("niet geladen: DUO, leerlingen vo per vestiging en postcode"),
        ),
    )
    return tuple((title, text, f"{root()}gegevens/") for loaded, title, text in wanted if not loaded)


def _education(store: Store, choice: Choice, kinds: tuple[Kind, ...], name: str) -> Figure:
    rows = tuple(
        (
            name_cell(words.sector(kind.sector).capitalize()),
            name_cell(form.number(kind.schools)),
            pupils(kind.at_school),
            pupils(kind.living),
            pupils(kind.out),
        )
        for kind in kinds
    )
    columns = (
        Column(gettext("soort onderwijs")),
        Column(gettext("schoollocaties")),
        Column(gettext("hier op school"), "pupils"),
        Column(gettext("wonen hier"), "pupils"),
        Column(gettext("naar school elders"), "pupils"),
    )
    last = (
        name_cell(gettext("samen")),
        name_cell("–"),
        pupils(total(kind.at_school for kind in kinds)),
        pupils(total(kind.living for kind in kinds)),
        pupils(total(kind.out for kind in kinds)),
    )
    title = gettext("Scholen en leerlingen in %(name)s") % {"name": name}
    return Figure(
        key="onderwijs",
        kind="table",
        title=title,
        says=gettext("Een vestiging met twee soorten onderwijs telt bij beide mee."),
        source=store.provenance.source(choice, total(kind.living for kind in kinds)),
        table=Table(title, columns, rows, last),
        span="c8",
        notes=store.provenance.notes(choice, (choice.municipality,)),
    )


def _special(store: Store, choice: Choice, code: str, links: Links) -> tuple[Figure, ...]:
    """Pupils of this municipality in special education, by the municipality of their school."""
    sectors = tuple(sector for sector in choice.sectors if sector in PLACED)
    if not sectors:
        return ()
    mine = replace(choice, sectors=sectors, region=COUNTRY)
    found = answer(store.cube, mine.levels(Level.MUNICIPALITY, Level.MUNICIPALITY, home=code))
    sums = by_school(added(found.cells))
    whole = total(sums.values())
    if form.kind(whole) == "zero":
        return ()
    hrefs = {place: links.place(place) for place in sums}
    first = gettext("schoolgemeente")
    picture, table = ranking.of_units(sums, whole, store.cube, first, "out", hrefs)
    title = gettext("%(pupils)s in (voortgezet) speciaal onderwijs, naar schoolgemeente")
    return (
        Figure(
            key="speciaal",
            kind="bars",
            title=title % {"pupils": form.pupils(whole)},
            says=claims.order_sentence([value for _, value in largest_first(sums)]),
            source=store.provenance.source(mine, whole),
            table=table,
            picture=picture,
            span="c6",
            notes=store.provenance.notes(mine, (code,)),
        ),
    )


def _arrangements(store: Store, code: str, links: Links) -> tuple[Figure, ...]:
    """Pupils with an education-care arrangement by school municipality, from the newest count that was loaded."""
    found = store.newest(Topic.ARRANGEMENTS, code)
    if not found:
        return ()
    sums = {one.school: _interval(one.low, one.high) for one in found}
    whole = total(sums.values())
    picture, table = ranking.of_units(
        sums, whole, store.cube, gettext("schoolgemeente"), "out", {place: links.place(place) for place in sums}
    )
    title = ngettext(
        "%(pupils)s leerling met een onderwijszorgarrangement, naar schoolgemeente",
        "%(pupils)s leerlingen met een onderwijszorgarrangement, naar schoolgemeente",
        form.plural(whole),
    )
    return (
        Figure(
            key="onderwijszorgarrangementen",
            kind="bars",
            title=title % {"pupils": form.interval_words(whole)},
            says=claims.order_sentence([value for _, value in largest_first(sums)]),
            source=gettext("Bron: %(source)s · %(year)s") % {"source": found[0].source, "year": found[0].year},
            table=table,
            picture=picture,
            span="c6",
        ),
    )


def _interval(low: float, high: float | None) -> Interval:
    if high is None:
        return Interval(round(low), None, 0, 1)
    return Interval(round(low), round(high), int(low < high), 0)


def _trend(store: Store, choice: Choice, code: str, name: str) -> tuple[Figure, ...]:
    """Pupils who live here per year and kind, where more than one year is loaded."""
    cube = store.cube
    if len(cube.years) < 2:
        return ()
    kinds = [sector for sector in Sector if any(sector in there for there in cube.sectors_by_year.values())]
    columns = [Column(gettext("jaar")), *(Column(words.sector(kind), "pupils") for kind in kinds)]
    known = {
        kind: {
            one.year: one for one in by_year(cube, replace(choice, region=COUNTRY, sectors=(kind,)).query(home=code))
        }
        for kind in kinds
    }
    rows: list[tuple[Cell, ...]] = []
    for year in cube.years:
        line = [name_cell(str(year))]
        for kind in kinds:
            one = known[kind].get(year)
            line.append(pupils(one.pupils or ZERO) if one and not one.absent else name_cell("–"))
        rows.append(tuple(line))
    title = gettext("Leerlingen die in %(name)s wonen, per jaar") % {"name": name}
    return (
        Figure(
            key="jaren",
            kind="table",
            title=title,
            says=gettext("Elk jaar op 1 oktober; een streepje is: dat jaar is er niets geladen."),
            source=store.provenance.source_years(cube.years, tuple(kinds)),
            table=Table(title, tuple(columns), tuple(rows)),
        ),
    )
