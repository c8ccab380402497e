"""The map of the gaps: the schools where pupils have nobody, the larger the more pupils."""

from collections.abc import Sequence

from tandem.register.definitions import regions
from tandem.routing.upkeep import Gap
from tandem.web.desk import shown
from tandem.web.insight import words
from tandem.web.insight.figure import AreaMark, DotMark, LabelMark, MapPicture
from tandem.web.insight.labels import Wanted, arrange, text_width
from tandem.web.insight.shown import DEFAULT_REGION
from tandem.web.insight.store import Store, map_of

SMALLEST, LARGEST = 2.5, 14.0
NAME_SIZE = 13


def gap_map(store: Store, found: Sequence[Gap]) -> MapPicture | None:
    """None when the snapshot has no borders."""
    base = map_of(store, regions()[DEFAULT_REGION].municipalities)
    if not base.areas:
        return None
    pupils: dict[str, int] = {}
    for gap in found:
        pupils[gap.school] = pupils.get(gap.school, 0) + gap.pupils.low
    most = max(pupils.values(), default=1) or 1
    areas = tuple(
        AreaMark(area.code, area.outline, "region", words.unit(store.cube, area.code), "") for area in base.areas
    )
    wanted = [
        Wanted(area.anchor, shown.municipality(area.code), "", "area", NAME_SIZE)
        for area in base.areas
        if area.room * 2.6 > text_width(shown.municipality(area.code), NAME_SIZE)
    ]
    labels = tuple(LabelMark(label, "area-name", "") for label in arrange(wanted, base.view.frame))
    dots = []
    for code, count in sorted(pupils.items(), key=lambda pair: -pair[1]):
        school = store.cube.locations.get(code)
        if school is None or school.x is None or school.y is None:
            continue
        x, y = base.view.place((float(school.x), float(school.y)))
        size = SMALLEST + (LARGEST - SMALLEST) * (count / most) ** 0.5
        dots.append(DotMark(round(x, 1), round(y, 1), round(size, 1), "in", f"{school.name}: {count}", ""))
    return MapPicture(base.view.width, base.view.height, areas, labels=labels, dots=tuple(dots))
