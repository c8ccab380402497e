"""From one unit to another: how many pupils, of which kind, to which schools, from which postcodes, and back."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext, ngettext

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import FlowAnswer, Level, is_home_code, is_school_code
from tandem.flows.masked.headlines import refined_by_year
from tandem.flows.masked.refining import refined_total
from tandem.flows.masked.sums import summed, total, traced_answer
from tandem.opendata.data import Interval
from tandem.register.data import COUNTRY
from tandem.web import format as form
from tandem.web.insight import claims, keyfigure, ranking, words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import BarPicture, Crumb, Figure, Key, Page
from tandem.web.insight.links import Links, links_for, root
from tandem.web.insight.spread import Place, dot_map, homes_title, place_of
from tandem.web.insight.store import Store
from tandem.web.insight.table import Column, Table, pupils
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import added, by_home, by_school, largest_first
from tandem.web.insight.units import Fact, one_line


def pair(store: Store, choice: Choice, home: str, school: str) -> Page:
    _check_codes(home, school)
    cube = store.cube
    choice = replace(choice, region=COUNTRY)
    links = links_for(cube, choice, f"van/{home}/naar/{school}/")
    whole = refined_total(cube, choice.query(home=home, school=school))
    back = _back(cube, choice, home, school)
    names = {"home": words.unit(cube, home), "school": words.unit(cube, school), "pupils": form.interval_words(whole)}
    locations = traced_answer(cube, choice.levels(Level.MUNICIPALITY, Level.LOCATION, home=home, school=school))
    homes = traced_answer(cube, choice.levels(Level.PC4, Level.MUNICIPALITY, home=home, school=school))
    return Page(
        title=gettext("Van %(home)s naar %(school)s") % names,
        heading=_heading(names, whole, same=home == school),
        crumbs=(Crumb(gettext("Inzicht"), root()), Crumb(names["home"], links.place(home)), Crumb(names["school"])),
        choices=one_line(cube, choice, links, gettext("die van %(home)s naar %(school)s gaan") % names),
        keys=_keys(cube, choice, home, school, whole, back),
        facts=_facts(names, home, school, links),
        figures=(
            _locations(store, choice, locations, links),
            _homes(store, choice, homes, links),
            *_years(store, choice, home, school),
        ),
        embed=choice.embed,
    )


def _check_codes(home: str, school: str) -> None:
    for code, fits in ((home, is_home_code(home)), (school, is_school_code(school))):
        if not fits:
            raise NotInData(gettext("De code %(code)s kennen we niet.") % {"code": code})


def _back(cube: Cube, choice: Choice, home: str, school: str) -> Interval | None:
    """The flow the other way; None where that is no question (nobody lives in a school)."""
    if home == school or not is_home_code(school) or not is_school_code(home):
        return None
    return refined_total(cube, choice.query(home=school, school=home))


def _heading(names: dict[str, str], whole: Interval, *, same: bool) -> str:
    if same:
        return (
            ngettext(
                "%(pupils)s leerling woont in %(home)s en gaat er naar school.",
                "%(pupils)s leerlingen wonen in %(home)s en gaan er naar school.",
                form.plural(whole),
            )
            % names
        )
    if form.kind(whole) == "zero":
        return gettext("Er gaan geen leerlingen uit %(home)s naar school in %(school)s.") % names
    return (
        ngettext(
            "%(pupils)s leerling woont in %(home)s en gaat naar school in %(school)s.",
            "%(pupils)s leerlingen wonen in %(home)s en gaan naar school in %(school)s.",
            form.plural(whole),
        )
        % names
    )


def _keys(
    cube: Cube, choice: Choice, home: str, school: str, whole: Interval, back: Interval | None
) -> tuple[Key, ...]:
    keys = [keyfigure.count(whole, gettext("leerlingen"), "out")]
    if back is not None:
        keys.append(keyfigure.count(back, gettext("gaan de andere kant op"), "in"))
    separate = traced_answer(cube, replace(choice.query(home=home, school=school), together=False))
    sums = summed((cell.sector, cell.pupils) for cell in separate.cells)
    keys += [keyfigure.count(value, words.sector(sector)) for sector, value in sums.items()]
    return tuple(keys)


def _facts(names: dict[str, str], home: str, school: str, links: Links) -> tuple[Fact, ...]:
    facts = []
    if links.place(home):
        facts.append((gettext("Woont in"), names["home"], links.place(home)))
    if links.place(school):
        facts.append((gettext("School in"), names["school"], links.place(school)))
    if home != school and is_home_code(school) and is_school_code(home):
        text = gettext("Van %(school)s naar %(home)s") % names
        facts.append((gettext("De andere kant op"), text, links.pair(school, home)))
    return tuple(facts)


def _bars(store: Store, sums: dict[str, Interval], first: str, links: Links) -> tuple[BarPicture, Table]:
    return ranking.of_units(
        sums, total(sums.values()), store.cube, first, "out", {code: links.place(code) for code in sums}
    )


def _locations(store: Store, choice: Choice, found: FlowAnswer, links: Links) -> Figure:
    sums = by_school(added(found.cells))
    picture, table = _bars(store, sums, gettext("vestiging"), links)
    return Figure(
        key="scholen",
        kind="bars",
        title=claims.most_title(claims.Place.LOCATIONS, sums, partial(words.unit, store.cube)),
        says=_locations_say(sums),
        source=store.provenance.source(choice, found.total),
        table=table,
        picture=picture,
        span="c6",
        notes=store.provenance.notes(choice, sums),
    )


def _locations_say(sums: dict[str, Interval]) -> str:
    count = ngettext("%(count)s vestiging.", "%(count)s vestigingen.", len(sums)) % {"count": form.number(len(sums))}
    shown = " " + gettext("Twaalf ervan in beeld, alle in de download.") if len(sums) > ranking.SHOWN else ""
    return f"{count}{shown} {claims.order_sentence([one for _, one in largest_first(sums)])}"


def _homes(store: Store, choice: Choice, found: FlowAnswer, links: Links) -> Figure:
    cube = store.cube
    sums = by_home(added(found.cells))
    places: list[Place] = []
    members = set()
    for code, value in sums.items():
        home = cube.homes.get(code)
        place = place_of(home, value, f"{code} {words.unit(cube, home.municipality or '')}") if home else None
        if home and place:
            places.append(place)
            members.add(home.municipality or "")
    _, table = _bars(store, sums, gettext("postcode"), links)
    return Figure(
        key="kaart",
        kind="map",
        title=homes_title([cube.homes[code] for code in sums]),
        says=gettext("Hoe groter de stip, hoe meer leerlingen uit dat postcodegebied."),
        source=store.provenance.source(choice, found.total),
        table=table,
        picture=dot_map(store, places, frozenset(members - {""}), links),
        span="c6",
    )


def _years(store: Store, choice: Choice, home: str, school: str) -> tuple[Figure, ...]:
    cube = store.cube
    if len(cube.years) < 2:
        return ()
    rows = tuple(
        (name_cell(str(found.year)), pupils(found.pupils) if found.pupils else name_cell("–"))
        for found in refined_by_year(cube, choice.query(home=home, school=school))
    )
    title = gettext("Leerlingen per jaar")
    columns = (Column(gettext("jaar")), Column(gettext("leerlingen"), "pupils"))
    return (
        Figure(
            key="jaren",
            kind="table",
            title=title,
            says=gettext("Elk jaar op 1 oktober."),
            source=store.provenance.source_years(cube.years, choice.sectors),
            table=Table(title, columns, rows),
            span="c6",
        ),
    )
