"""Finding a school location, and the map of where the found ones are."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from tandem.flows.cube import Cube
from tandem.flows.data import SchoolLocation
from tandem.flows.search import search_locations
from tandem.opendata.data import Interval
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.figure import AreaMark, DotMark, LabelMark, MapPicture
from tandem.web.insight.labels import Wanted, arrange, text_width
from tandem.web.insight.land import BaseMap, draw
from tandem.web.insight.links import root
from tandem.web.insight.shown import usual_region
from tandem.web.insight.spread import Place, around
from tandem.web.insight.store import Store, map_of

MOST = 50
FAR_APART = 200_000  # metres from edge to edge
SPECIAL = {"SBO", "SO", "VSO"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One found location. The Dutch names are those of the answer to the search box."""

    naam: str
    toelichting: str
    adres: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the search page shows: the text, the hits, and the map of the hits or, without a text, of the region."""

    text: str
    heading: str
    hits: tuple[Hit, ...]
    picture: MapPicture
    caption: str


def suggestion(cube: Cube, location: SchoolLocation) -> Hit:
    place = words.place(location.place or "") or words.unit(cube, location.municipality or "")
    kinds = ", ".join(location.sectors)
    return Hit(
        location.name, " · ".join(filter(None, [place, kinds, location.code])), f"{root()}school/{location.code}/"
    )


def finder(store: Store, text: str) -> Found:
    cube = store.cube
    found = search_locations(cube, text, limit=MOST) if text else ()
    hits = tuple(suggestion(cube, location) for location in found)
    if found:
        return Found(
            text, _heading(len(hits), text), hits, _map(store, found), gettext("Waar de gevonden scholen staan.")
        )
    region = usual_region(store)
    inside = set(region.municipalities)
    near = tuple(
        here for here in cube.locations.values() if here.sectors and (not inside or here.municipality in inside)
    )
    caption = ngettext(
        "%(count)s schoollocatie in %(region)s.", "%(count)s schoollocaties in %(region)s.", len(near)
    ) % {
        "count": form.number(len(near)),
        "region": words.region(cube, region),
    }
    return Found(text, _heading(0, text), (), _map(store, near), caption)


def _heading(count: int, text: str) -> str:
    if not text:
        return gettext("Zoek een school")
    if not count:
        return gettext("Geen school gevonden voor ‘%(text)s’") % {"text": text}
    found = ngettext("%(count)s school gevonden voor ‘%(text)s’", "%(count)s scholen gevonden voor ‘%(text)s’", count)
    return found % {"count": count, "text": text}


def _ground(store: Store, places: list[Place]) -> BaseMap:
    """The areas around a few places; for many the map of the region, and for far apart ones of the country."""
    if not 0 < len(places) <= MOST:
        return map_of(store, usual_region(store).municipalities or tuple(store.cube.municipalities))
    view = around(places)
    if view.box.width > FAR_APART:  # drawn once: so many areas take some fifty milliseconds
        return map_of(store, tuple(store.cube.municipalities))
    return draw(store.land, (), view)


def _map(store: Store, locations: tuple[SchoolLocation, ...]) -> MapPicture:
    placed = [(here, (float(here.x), float(here.y))) for here in locations if here.x is not None and here.y is not None]
    base = _ground(store, [Place(here.code, point, Interval.exact(1)) for here, point in placed])
    inside = {here.municipality for here, _ in placed}
    areas = tuple(
        AreaMark(
            area.code, area.outline, "region" if area.code in inside else "", words.unit(store.cube, area.code), ""
        )
        for area in base.areas
    )
    wanted = [
        Wanted(area.anchor, words.unit(store.cube, area.code), "", "area", 12)
        for area in base.areas
        if area.room * 2.6 > text_width(words.unit(store.cube, area.code), 12)
    ]
    labels = tuple(LabelMark(label, "area-name", "") for label in arrange(wanted, base.view.frame))
    dots = []
    for here, point in placed[: 20 * MOST]:
        x, y = base.view.place(point)
        look = "special" if SPECIAL & set(here.sectors) else "regular"
        hit = suggestion(store.cube, here)
        href = hit.adres if len(placed) <= MOST else ""
        hint = f"{hit.naam}: {hit.toelichting}" if href else ""
        dots.append(DotMark(round(x, 1), round(y, 1), 6.0 if href else 3.0, look, hint, href))
    return MapPicture(base.view.width, base.view.height, areas, labels=labels, dots=tuple(dots))
