"""One school location: where its pupils live."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext, ngettext

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import Level, SchoolLocation, SpreadPoint
from tandem.flows.masked.headlines import refined_by_year
from tandem.flows.masked.sums import total, traced_answer
from tandem.flows.openness import homes_unknown
from tandem.flows.search import location_spread
from tandem.opendata.data import HomeKind, Interval
from tandem.register.data import COUNTRY, Sector
from tandem.web import format as form
from tandem.web.insight import claims, keyfigure, ranking, words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Crumb, Figure, Key, Page
from tandem.web.insight.grades import grade_figures
from tandem.web.insight.links import Links, links_for, more, root
from tandem.web.insight.origin import origin_figure
from tandem.web.insight.spread import Place, dot_map, homes_title, place_of
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, pupils, share
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import added, away_from, by_home, largest_first
from tandem.web.insight.units import Fact, one_line, partnership_link


def school(store: Store, choice: Choice, code: str) -> Page:
    cube = store.cube
    location = cube.locations.get(code)
    if location is None:
        raise NotInData(gettext("De school %(code)s staat niet in de gegevens.") % {"code": code})
    choice = replace(choice, region=COUNTRY, sectors=_sectors_of(cube, choice, location))
    links = links_for(cube, choice, f"school/{code}/")
    spread = location_spread(cube, code, year=choice.year, sectors=choice.sectors)
    whole = total(point.pupils for point in spread)
    homes = by_home(added(traced_answer(cube, choice.levels(Level.MUNICIPALITY, Level.LOCATION, school=code)).cells))
    lost = homes_unknown(cube, (choice.year,), choice.sectors)
    away = away_from(homes.items(), location.municipality or "", lost=lost)
    return Page(
        title=location.name,
        heading=_heading(cube, location, whole, away, students=_students(choice)),
        crumbs=_crumbs(cube, location, links),
        choices=one_line(cube, choice, links, gettext("op school op %(name)s") % {"name": location.name}),
        keys=_keys(whole, away, spread, students=_students(choice)),
        facts=_facts(cube, location, links),
        figures=(
            _map(store, choice, location, spread, whole, links),
            _municipalities(store, choice, homes, whole, links),
            *_origins(store, choice, code, whole, links),
            *grade_figures(store, choice, code, town=location.municipality or ""),
            *_years(store, choice, code),
        ),
        more=more(links, f"school/{code}/", ahead=False, back=False),
        embed=choice.embed,
    )


def _students(choice: Choice) -> bool:
    """Who goes to an MBO institution is a student, not a pupil."""
    return choice.sectors == (Sector.MBO,)


def _origins(store: Store, choice: Choice, code: str, whole: Interval, links: Links) -> tuple[Figure, ...]:
    """By RMC region, of an MBO institution that has students in this choice."""
    if not _students(choice) or form.kind(whole) == "zero":
        return ()
    return (origin_figure(store, choice, code, whole, links),)


def _sectors_of(cube: Cube, choice: Choice, location: SchoolLocation) -> tuple[Sector, ...]:
    """The chosen kinds that this location has; when it has none of them, all that it has."""
    there = cube.sectors_by_year[choice.year]
    mine = tuple(sector for sector in location.sectors if sector in there)
    return tuple(sector for sector in choice.sectors if sector in mine) or mine or choice.sectors


def _keys(whole: Interval, away: Interval, spread: tuple[SpreadPoint, ...], *, students: bool) -> tuple[Key, ...]:
    """`students`: an MBO institution, which is not a location and has no pupils."""
    here = gettext("studenten van deze instelling") if students else gettext("leerlingen op deze vestiging")
    coming = gettext("van de studenten komt van elders") if students else gettext("van de leerlingen komt van elders")
    return (
        keyfigure.count(whole, here),
        keyfigure.count(away, gettext("wonen in een andere gemeente"), "in"),
        keyfigure.part(form.share_of(away, whole), coming),
        _homes_key(spread),
    )


def _homes_key(spread: tuple[SpreadPoint, ...]) -> Key:
    """In how many areas they live: postcodes, or municipalities where the source names no postcodes (MBO)."""
    towns = sum(point.home.kind is HomeKind.MUNICIPALITY for point in spread)
    areas = sum(point.home.kind is HomeKind.PC4 for point in spread)
    if towns and not areas:
        return Key(form.number(towns), gettext("gemeenten waar een student woont"))
    return Key(form.number(areas), gettext("postcodegebieden met een leerling"), "", "pc4")


def _heading(cube: Cube, location: SchoolLocation, whole: Interval, away: Interval, *, students: bool) -> str:
    values = {
        "name": location.name,
        "pupils": form.interval_words(whole),
        "share": form.percentage_words(form.share_of(away, whole)),
        "place": words.unit(cube, location.municipality or ""),
    }
    if form.kind(whole) == "zero":
        none = gettext("Van %(name)s zijn in deze keuze geen leerlingen bekend.")
        return (gettext("Van %(name)s zijn in deze keuze geen studenten bekend.") if students else none) % values
    if students:
        return _heading_of_college(values, whole)
    if location.municipality is None:
        values["pupils"] = form.pupils(whole)
        return gettext("%(name)s heeft %(pupils)s; de plaats van deze school is niet bekend.") % values
    return (
        ngettext(
            "Van %(pupils)s leerling van %(name)s woont %(share)s buiten %(place)s.",
            "Van de %(pupils)s leerlingen van %(name)s woont %(share)s buiten %(place)s.",
            form.plural(whole),
        )
        % values
    )


def _heading_of_college(values: dict[str, str], whole: Interval) -> str:
    return (
        ngettext(
            "Van %(pupils)s student van %(name)s woont %(share)s buiten %(place)s.",
            "Van de %(pupils)s studenten van %(name)s woont %(share)s buiten %(place)s.",
            form.plural(whole),
        )
        % values
    )


def _crumbs(cube: Cube, location: SchoolLocation, links: Links) -> tuple[Crumb, ...]:
    crumbs = [Crumb(gettext("Inzicht"), root())]
    if location.municipality:
        crumbs.append(Crumb(words.unit(cube, location.municipality), links.place(location.municipality)))
    return (*crumbs, Crumb(location.name))


def _facts(cube: Cube, location: SchoolLocation, links: Links) -> tuple[Fact, ...]:
    place = " ".join(filter(None, [location.postcode, words.place(location.place or "")]))
    partnerships = [
        (
            gettext("Samenwerkingsverband %(kind)s") % {"kind": kind},
            words.unit(cube, code),
            partnership_link(cube, code, links),
        )
        for kind, code in (
            (gettext("primair onderwijs"), location.partnership_po),
            (gettext("voortgezet onderwijs"), location.partnership_vo),
        )
        if code
    ]
    facts: list[Fact] = [
        (gettext("Vestiging"), location.code, ""),
        (gettext("Soort onderwijs"), ", ".join(words.sector(sector) for sector in location.sectors), ""),
        (gettext("Postcode en plaats"), place, ""),
        (gettext("Richting"), location.denomination or "", ""),
        (gettext("Bestuur (nummer)"), location.board or "", ""),
        (gettext("Telefoon"), location.telephone or "", ""),
        (gettext("Website"), location.website or "", _web_address(location.website)),
        *partnerships,
    ]
    return tuple(fact for fact in facts if fact[1])


def _web_address(text: str | None) -> str:
    if not text:
        return ""
    return text if text.startswith(("http://", "https://")) else f"https://{text}"


def _map(
    store: Store,
    choice: Choice,
    location: SchoolLocation,
    spread: tuple[SpreadPoint, ...],
    whole: Interval,
    links: Links,
) -> Figure:
    cube = store.cube
    places: list[Place] = []
    rows: list[tuple[Cell, ...]] = []
    members = {location.municipality} if location.municipality else set()
    for point in spread:
        municipality = point.home.municipality or ""
        name = " ".join(filter(None, [words.unit(cube, point.home.code), words.unit(cube, municipality)]))
        found = place_of(point.home, point.pupils, name, "in")
        if found:
            places.append(found)
            members.add(municipality)
        rows.append(
            (
                name_cell(words.unit(cube, point.home.code), "", point.home.code),
                name_cell(words.unit(cube, municipality) or "–", links.place(municipality)),
                pupils(point.pupils),
                share(form.share_of(point.pupils, whole)),
            )
        )
    hub = (float(location.x), float(location.y)) if location.x is not None and location.y is not None else None
    columns = (
        Column(gettext("postcode") if _by_postcode(spread) else gettext("woonplaats")),
        Column(gettext("gemeente")),
        Column(gettext("studenten") if _students(choice) else gettext("leerlingen"), "pupils"),
        Column(gettext("aandeel"), "share"),
    )
    unplaced = len(spread) - len(places)
    says = gettext("Hoe groter de stip, hoe meer leerlingen er wonen; de kleine, volle stip is de school.")
    if _students(choice):
        says = gettext("Hoe groter de stip, hoe meer studenten er wonen; de kleine, volle stip is de instelling.")
    if unplaced:
        says += " " + ngettext(
            "%(count)s herkomst heeft geen plek op de kaart; zij staat in de tabel.",
            "%(count)s herkomsten hebben geen plek op de kaart; ze staan in de tabel.",
            unplaced,
        ) % {"count": form.number(unplaced)}
    return Figure(
        key="kaart",
        kind="map",
        title=_map_title(spread, students=_students(choice)),
        says=says,
        source=store.provenance.source(choice, whole),
        table=Table(_caption(spread, students=_students(choice)), columns, tuple(rows)),
        picture=dot_map(store, places, frozenset(filter(None, members)), links, hub),
        span="c7",
        notes=store.provenance.notes(choice, (location.code, location.municipality or "")),
    )


def _map_title(spread: tuple[SpreadPoint, ...], *, students: bool) -> str:
    if spread:
        return homes_title([point.home for point in spread])
    return gettext("Er is geen student om te tonen") if students else gettext("Er is geen leerling om te tonen")


def _caption(spread: tuple[SpreadPoint, ...], *, students: bool) -> str:
    if students:
        return gettext("Studenten per postcode") if _by_postcode(spread) else gettext("Studenten per gemeente")
    return gettext("Leerlingen per postcode") if _by_postcode(spread) else gettext("Leerlingen per gemeente")


def _by_postcode(spread: tuple[SpreadPoint, ...]) -> bool:
    return not any(point.home.kind is HomeKind.MUNICIPALITY for point in spread)


def _municipalities(store: Store, choice: Choice, homes: dict[str, Interval], whole: Interval, links: Links) -> Figure:
    hrefs = {code: links.place(code) for code in homes}
    students = _students(choice)
    picture, table = ranking.of_units(homes, whole, store.cube, gettext("woongemeente"), "in", hrefs, students=students)
    place = claims.Place.HOMES_OF_COLLEGE if students else claims.Place.HOMES_OF_SCHOOL
    return Figure(
        key="gemeenten",
        kind="bars",
        title=claims.most_title(place, homes, partial(words.unit, store.cube)),
        says=claims.order_sentence([one for _, one in largest_first(homes)]),
        source=store.provenance.source(choice, whole),
        table=table,
        picture=picture,
        span="c5",
    )


def _years(store: Store, choice: Choice, code: str) -> tuple[Figure, ...]:
    cube = store.cube
    if len(cube.years) < 2:
        return ()
    totals = refined_by_year(cube, choice.query(school=code))
    rows = tuple(
        (name_cell(str(found.year)), pupils(found.pupils) if found.pupils else name_cell("–")) for found in totals
    )
    students = _students(choice)
    title = gettext("Studenten per jaar") if students else gettext("Leerlingen per jaar")
    counted = gettext("studenten") if students else gettext("leerlingen")
    return (
        Figure(
            key="jaren",
            kind="table",
            title=title,
            says=gettext("Elk jaar op 1 oktober."),
            source=store.provenance.source_years(cube.years, choice.sectors),
            table=Table(title, (Column(gettext("jaar")), Column(counted, "pupils")), rows),
            span="c5",
        ),
    )
