"""Maps of points: where the pupils of a school live, and the postcode areas of a partnership."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from tandem.flows.data import Home, Level
from tandem.flows.masked.sums import summed, traced_answer
from tandem.opendata.data import ZERO, HomeKind, Interval
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import AreaMark, DotMark, Figure, LabelMark, MapPicture
from tandem.web.insight.geometry import Point, View, box_of, fit
from tandem.web.insight.labels import Wanted, arrange, text_width
from tandem.web.insight.land import draw
from tandem.web.insight.links import Links
from tandem.web.insight.store import MAP, Store, map_of
from tandem.web.insight.table import Column, Table, pupils, share
from tandem.web.insight.table import words as name_cell

LARGEST, SMALLEST = 26.0, 3.0
MANY = 250  # dots; the smallest beyond it are only in the table
CROWD = 0.97  # the map shows where this share of the pupils lives; who lives far away is only in the table


@dataclass(frozen=True, slots=True)
class Place:
    """Pupils at one point of the plane (RD metres)."""

    name: str
    point: Point
    pupils: Interval
    href: str = ""
    look: str = ""


def dot_map(
    store: Store, places: list[Place], members: frozenset[str], href_of: Links, hub: Point | None = None
) -> MapPicture:
    """Dots with an area in proportion to the pupils, the smallest on top. Without any point only the areas."""
    codes = tuple(sorted(members))
    base = draw(store.land, codes, around(places, hub)) if places or hub else map_of(store, codes)
    view = base.view
    areas = tuple(
        AreaMark(
            area.code,
            area.outline,
            "region" if area.code in members else "",
            words.unit(store.cube, area.code),
            href_of.place(area.code) if area.code in members else "",
        )
        for area in base.areas
    )
    most = max((form.middle(place.pupils) for place in places), default=1.0) or 1.0
    largest = min(LARGEST, 40.0 / max(len(places), 1) ** 0.25)
    shown = sorted(places, key=lambda place: -form.middle(place.pupils))[:MANY]
    dots = tuple(_dot(place, view, most, largest) for place in shown if view.box.holds(place.point))
    wanted = [
        Wanted(area.anchor, words.unit(store.cube, area.code), "", "area", 12)
        for area in base.areas
        if area.room * 2.6 > text_width(words.unit(store.cube, area.code), 12)
    ]
    labels = tuple(LabelMark(label, "area-name", "") for label in arrange(wanted, view.frame))
    placed = view.place(hub) if hub else None
    return MapPicture(
        view.width,
        view.height,
        areas,
        dots=dots,
        labels=labels,
        hub=(round(placed[0], 1), round(placed[1], 1)) if placed else None,
    )


def _dot(place: Place, view: View, most: float, largest: float) -> DotMark:
    x, y = view.place(place.point)
    radius = max(SMALLEST, largest * (form.middle(place.pupils) / most) ** 0.5)
    look = f"{form.kind(place.pupils)} {place.look}".strip()
    hint = f"{place.name}: {form.interval_words(place.pupils)}"
    return DotMark(round(x, 1), round(y, 1), round(radius, 1), look, hint, place.href)


def around(places: list[Place], hub: Point | None = None) -> View:
    """Wide enough for nearly all pupils, seen from the school; a single postcode far away does not shrink the rest."""
    if not places and hub:
        return fit(box_of([hub]), *MAP)
    middle = hub or _centre(places)
    near = sorted(places, key=lambda place: _distance(place.point, middle))
    whole = sum(form.middle(place.pupils) for place in near)
    seen, points = 0.0, [middle]
    for place in near:
        if seen >= CROWD * whole and len(points) > 3:
            break
        seen += form.middle(place.pupils)
        points.append(place.point)
    return fit(box_of(points), *MAP, margin=0.1)


def _centre(places: list[Place]) -> Point:
    weight = sum(form.middle(place.pupils) for place in places) or 1.0
    return (
        sum(place.point[0] * form.middle(place.pupils) for place in places) / weight,
        sum(place.point[1] * form.middle(place.pupils) for place in places) / weight,
    )


def _distance(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def homes_title(homes: list[Home]) -> str:
    """In how many postcode areas they live, or where a source names no postcodes in how many municipalities."""
    areas = sum(home.kind is HomeKind.PC4 for home in homes)
    towns = sum(home.kind is HomeKind.MUNICIPALITY for home in homes)
    if areas:
        text = ngettext("Ze wonen in %(count)s postcodegebied", "Ze wonen in %(count)s postcodegebieden", areas)
        return text % {"count": form.number(areas)}
    if towns:
        text = ngettext("Ze wonen in %(count)s gemeente", "Ze wonen in %(count)s gemeenten", towns)
        return text % {"count": form.number(towns)}
    return gettext("Waar ze wonen")


def place_of(home: Home, value: Interval, name: str, look: str = "") -> Place | None:
    """`look`: 'in' for pupils who come in (orange), '' for those who go out (blue)."""
    if home.x is None or home.y is None:
        return None
    return Place(name, (float(home.x), float(home.y)), value, look=look)


def area_figure(store: Store, choice: Choice, code: str, links: Links) -> Figure:
    """The postcode areas of a partnership, each with the pupils who live there and go to school elsewhere."""
    cube = store.cube
    found = traced_answer(cube, choice.levels(Level.PC4, Level.PARTNERSHIP, home=code))
    whole_of = summed((cell.home_code, cell.pupils) for cell in found.cells)
    away_of = summed((cell.home_code, cell.pupils) for cell in found.cells if cell.school_code != code)
    places, rows, members = [], [], set()
    for pc4, whole in sorted(whole_of.items()):
        away = away_of.get(pc4, ZERO)
        home = cube.homes[pc4]
        municipality = home.municipality or ""
        members.add(municipality)
        name = f"{pc4} {words.unit(cube, municipality)}"
        place = place_of(home, away, name)
        if place and form.kind(away) != "zero":
            places.append(place)
        rows.append(
            (
                name_cell(pc4),
                name_cell(words.unit(cube, municipality), links.place(municipality), municipality),
                pupils(whole),
                pupils(away),
                share(form.share_of(away, whole)),
            )
        )
    columns = (
        Column(gettext("postcode")),
        Column(gettext("gemeente")),
        Column(gettext("leerlingen"), "pupils"),
        Column(gettext("naar een ander verband"), "pupils"),
        Column(gettext("aandeel"), "share"),
    )
    return Figure(
        key="kaart",
        kind="map",
        title=gettext("Waar leerlingen wonen die naar een ander verband gaan"),
        says=gettext("Hoe groter de stip, hoe meer leerlingen uit dat postcodegebied."),
        source=store.provenance.source(choice, found.total),
        table=Table(gettext("Postcodegebieden van dit samenwerkingsverband"), columns, tuple(rows)),
        picture=dot_map(store, places, frozenset(members - {""}), links),
        span="c7",
        notes=store.provenance.notes(choice, members),
    )
