"""Where offers are, on a map: the municipalities that they work in, and a dot where one is given at a place."""

from collections import Counter
from collections.abc import Sequence
from math import hypot
from uuid import UUID

from django.utils.translation import gettext

from tandem.directory.data import Offer
from tandem.flows.cube import NoOpenData
from tandem.register.definitions import regions
from tandem.web.directory import words
from tandem.web.insight.figure import AreaMark, DotMark, LabelMark, MapPicture
from tandem.web.insight.geometry import Point, View
from tandem.web.insight.labels import Wanted, arrange, text_width
from tandem.web.insight.land import base_map
from tandem.web.insight.shown import DEFAULT_REGION
from tandem.web.insight.store import Store, current_store

SIZE, MARGIN, NAME_SIZE = (640, 520), 0.06, 14
KILOMETRE = 1000.0


def offers_map(codes: Sequence[str], places: Sequence[tuple[str, str]]) -> MapPicture | None:
    """`codes`: municipalities, as often as something is there; `places`: (four digits of a postcode, name).

    None when no open data are loaded: then nothing is known of where places lie.
    """
    try:
        store = current_store()
    except NoOpenData:
        return None
    counts = Counter(code for code in codes if code in store.land.shapes)
    shown = tuple(code for code in (counts or regions()[DEFAULT_REGION].municipalities) if code in store.land.shapes)
    base = base_map(store.land, tuple(sorted(shown)), SIZE, MARGIN)
    areas = tuple(
        AreaMark(area.code, area.outline, "chosen" if area.code in counts else "", "", "")
        for area in sorted(base.areas, key=lambda area: area.code in counts)
    )
    names = {area.code: f"{words.municipality(area.code)} {counts[area.code]}" for area in base.areas}
    wanted = [
        Wanted(area.anchor, names[area.code], "", "area", NAME_SIZE)
        for area in base.areas
        if area.code in counts and area.room * 3 > text_width(names[area.code], NAME_SIZE)
    ]
    labels = tuple(LabelMark(label, "area-name", "") for label in arrange(wanted, base.view.frame))
    dots = tuple(
        DotMark(round(x, 1), round(y, 1), 5.0 + min(5.0, len(names)), "regular", ", ".join(names), "")
        for (x, y), names in _gathered(store, base.view, places).items()
    )
    return MapPicture(base.view.width, base.view.height, areas, labels=labels, dots=dots)


def _gathered(store: Store, view: View, places: Sequence[tuple[str, str]]) -> dict[Point, list[str]]:
    """What is given at the same place is one dot."""
    found: dict[Point, list[str]] = {}
    for postcode, name in places:
        point = point_of(store, postcode)
        if point is not None:
            found.setdefault(view.place(point), []).append(name)
    return found


def point_of(store: Store, postcode: str) -> Point | None:
    """The middle of four digits, in RD metres."""
    known = store.cube.homes.get(postcode[:4])
    return (known.x, known.y) if known and known.x is not None and known.y is not None else None


def distances(school: str, offers: Sequence[Offer]) -> dict[UUID, float]:
    """Of each offer that is given at a place: how many kilometres from the school location, as the crow flies."""
    try:
        store = current_store()
    except NoOpenData:
        return {}
    location = store.cube.locations.get(school)
    if location is None or location.x is None or location.y is None:
        return {}
    found: dict[UUID, float] = {}
    for offer in offers:
        point = point_of(store, offer.facts.postcode)
        if point is not None:
            found[offer.id] = hypot(point[0] - location.x, point[1] - location.y) / KILOMETRE
    return found


def far(kilometres: float | None) -> str:
    if kilometres is None:
        return ""
    if kilometres < 1:
        return gettext("binnen een kilometer")
    return gettext("ongeveer %(km)s km") % {"km": round(kilometres)}
