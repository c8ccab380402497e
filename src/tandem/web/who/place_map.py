"""A small map of where an organisation is or works, when the snapshot has borders or points for it."""

from tandem.flows.cube import NoOpenData
from tandem.register.data import OrganisationDetail, OrganisationKind
from tandem.register.municipalities import exists
from tandem.web.insight import words
from tandem.web.insight.figure import AreaMark, DotMark, LabelMark, MapPicture
from tandem.web.insight.geometry import Box, Point, View, fit
from tandem.web.insight.labels import Wanted, arrange, text_width
from tandem.web.insight.land import BaseMap, base_map, draw
from tandem.web.insight.store import Store, current_store

SIZE = (420, 300)
MARGIN = 0.35
NEAR = 4000.0  # metres around a school
NAME_SIZE = 15


def place_map(found: OrganisationDetail) -> MapPicture | None:
    """None when nothing is known of the place, or no open data are loaded."""
    try:
        store = current_store()
    except NoOpenData:
        return None
    covered = _covered(found, store)
    point = _point(found, store)
    if point is None and not covered:
        return None
    if point is not None and not found.area:
        base = draw(store.land, tuple(covered), _near(point))
    else:
        base = base_map(store.land, tuple(sorted(covered)), SIZE, MARGIN)
    return _picture(store, base, covered, point)


def _covered(found: OrganisationDetail, store: Store) -> frozenset[str]:
    """The municipalities in which it works: of its area, else the one in which it is."""
    brief = found.brief
    if brief.kind is OrganisationKind.MUNICIPALITY:
        codes = {brief.code}
    else:
        codes = {part.municipality for part in found.area if part.municipality}
        codes |= {_municipality_of(store, part.first) for part in found.area if part.first}
        codes = codes or {brief.municipality}
    return frozenset(code for code in codes if code in store.land.shapes and exists(code))


def _municipality_of(store: Store, pc4: str) -> str:
    home = store.cube.homes.get(pc4)
    return home.municipality or "" if home else ""


def _point(found: OrganisationDetail, store: Store) -> Point | None:
    location = store.cube.locations.get(found.brief.code) if found.brief.kind is OrganisationKind.LOCATION else None
    if location is None or location.x is None or location.y is None:
        return None
    return float(location.x), float(location.y)


def _near(point: Point) -> View:
    x, y = point
    return fit(Box(x - NEAR, y - NEAR, x + NEAR, y + NEAR), *SIZE)


def _picture(store: Store, base: BaseMap, covered: frozenset[str], point: Point | None) -> MapPicture:
    areas = tuple(
        AreaMark(area.code, area.outline, "chosen" if area.code in covered else "", "", "")
        for area in sorted(base.areas, key=lambda area: area.code in covered)  # a strong border lies on top
    )
    wanted = [
        Wanted(area.anchor, words.unit(store.cube, area.code), "", "area", NAME_SIZE)
        for area in base.areas
        if area.code in covered or area.room * 2.4 > text_width(words.unit(store.cube, area.code), NAME_SIZE)
    ]
    labels = tuple(LabelMark(label, "area-name", "") for label in arrange(wanted, base.view.frame))
    dots: tuple[DotMark, ...] = ()
    if point is not None:
        x, y = base.view.place(point)
        dots = (DotMark(round(x, 1), round(y, 1), 8.0, "regular", "", ""),)
    return MapPicture(base.view.width, base.view.height, areas, labels=labels, dots=dots)
