"""The map of flows: one municipality, one direction, twelve flows at most. Pure; everything in view box units."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from tandem.flows.data import Direction
from tandem.opendata.data import Interval
from tandem.web import format as form
from tandem.web.insight.figure import AreaMark, FlowMark, LabelMark, MapPicture
from tandem.web.insight.geometry import Box, Point, leaf, to_edge
from tandem.web.insight.labels import Label, Wanted, arrange, text_width
from tandem.web.insight.land import Area, BaseMap

TOP, NAMED = 12, 5
WIDEST, NARROWEST = 24.0, 1.8
NAME_SIZE = 14
PHONE = 23 / NAME_SIZE  # on a phone letters are this much larger compared with the map
AWAY = "› "  # before the name of a place that lies beyond the edge
EDGE = 34.0  # flows that leave the map end this far from its edge


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow to draw: the other municipality, its name, the pupils, and what lies behind a press."""

    code: str
    name: str
    pupils: Interval
    href: str
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """What the map of flows is about. `name_of` and `href_of` tell the name and the address of an area."""

    base: BaseMap
    members: frozenset[str]
    chosen: str
    direction: Direction
    flows: tuple[Flow, ...]
    name_of: Callable[[str], str]
    href_of: Callable[[str], str]
    hint_of: Callable[[str], str]
    schools: tuple[Point, ...] = ()
    special_schools: tuple[Point, ...] = ()


def flow_map(scene: Scene) -> MapPicture:
    hub = scene.base.anchors.get(scene.chosen)
    drawn = [flow for flow in scene.flows[:TOP] if hub and flow.code in scene.base.anchors]
    largest = max((form.middle(flow.pupils) for flow in drawn), default=1.0)
    marks, wanted = [], []
    for flow in reversed(drawn):
        end = _end(scene.base, hub or (0, 0), flow.code)
        width = max(NARROWEST, WIDEST * form.middle(flow.pupils) / largest)
        marks.append(_flow_mark(scene, flow, hub or (0, 0), end, width))
    for flow in drawn[:NAMED]:
        wanted.append(_flow_label(scene, flow, hub or (0, 0)))
    return MapPicture(
        width=scene.base.view.width,
        height=scene.base.view.height,
        areas=tuple(_area_mark(scene, area, largest) for area in _chosen_last(scene)),
        flows=tuple(marks),
        labels=_labels(scene, wanted, hub),
        schools=dots(scene.schools),
        special_schools=dots(scene.special_schools),
        hub=(round(hub[0], 1), round(hub[1], 1)) if hub else None,
    )


def _chosen_last(scene: Scene) -> list[Area]:
    """So that its strong border lies on top of its neighbours'."""
    return sorted(scene.base.areas, key=lambda area: area.code == scene.chosen)


def _end(base: BaseMap, hub: Point, code: str) -> Point:
    frame = base.view.frame
    inner = Box(frame.left + EDGE, frame.bottom + EDGE, frame.right - EDGE, frame.top - EDGE)
    return to_edge(hub, base.anchors[code], inner)


def _flow_mark(scene: Scene, flow: Flow, hub: Point, end: Point, width: float) -> FlowMark:
    out = scene.direction is Direction.OUT
    look = ("out" if out else "in") + (" wide" if form.is_wide(flow.pupils) else "")
    return FlowMark(leaf(hub, end, width, head="end" if out else "start"), look, scene.hint_of(flow.code), flow.href)


def _area_mark(scene: Scene, area: Area, largest: float) -> AreaMark:
    inside = area.code in scene.members
    look = ["region"] if inside else []
    if area.code == scene.chosen:
        look.append("chosen")
    else:
        found = next((flow for flow in scene.flows[:TOP] if flow.code == area.code), None)
        if found and inside:
            step = 3 if form.middle(found.pupils) >= largest / 3 else 2
            look.append(f"{'out' if scene.direction is Direction.OUT else 'in'}{step}")
    href = scene.href_of(area.code) if inside else ""
    return AreaMark(area.code, area.outline, " ".join(look), scene.hint_of(area.code) if inside else "", href)


def _flow_label(scene: Scene, flow: Flow, hub: Point) -> Wanted:
    end = _end(scene.base, hub, flow.code)
    leaves = end != scene.base.anchors[flow.code]
    name = f"{AWAY}{flow.name}" if leaves and scene.direction is Direction.OUT else flow.name
    return Wanted(end, name, form.interval_short(flow.pupils), "flow", NAME_SIZE, _towards(hub, end))


def _towards(start: Point, end: Point) -> Point:
    length = math.dist(start, end) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def _labels(scene: Scene, wanted: list[Wanted], hub: Point | None) -> tuple[LabelMark, ...]:
    """The chosen municipality, the five largest flows, then names of other members where there is room."""
    first = []
    if hub:
        high = Wanted((hub[0], hub[1] + 20), scene.name_of(scene.chosen), "", "hub", NAME_SIZE + 2)
        first = [high]
    named = {item.name.removeprefix(AWAY) for item in [*first, *wanted]}
    context = [
        Wanted(area.anchor, scene.name_of(area.code), "", "area", 12)
        for area in scene.base.areas
        if area.code in scene.members
        and scene.name_of(area.code) not in named
        and area.room * 2.6 > text_width(scene.name_of(area.code), 12)
    ]
    around = [Box(hub[0] - 8, hub[1] - 8, hub[0] + 8, hub[1] + 8)] if hub else []
    placed = arrange([*first, *wanted, *context], scene.base.view.frame, around)
    figure = "figure-out" if scene.direction is Direction.OUT else "figure-in"
    return _marks(placed, figure)


def _marks(placed: list[Label], figure: str) -> tuple[LabelMark, ...]:
    used: list[Box] = []
    marks = []
    for label in placed:
        box = _phone_box(label)
        tight = any(box.overlaps(other) for other in used)
        if not tight and label.role != "area":
            used.append(box)
        marks.append(LabelMark(label, f"{label.role}-name", figure, tight))
    return tuple(marks)


def _phone_box(label: Label) -> Box:
    half = max(text_width(label.name, NAME_SIZE), text_width(label.figure, NAME_SIZE)) * PHONE / 2
    return Box(label.x - half, label.y - 22, label.x + half, label.y + (24 if label.figure else 4))


def dots(points: tuple[Point, ...]) -> str:
    """Many places as one path of round dots: 'M120 40h0M…'. Places on the same unit are drawn once."""
    return "".join(f"M{x} {y}h0" for x, y in sorted({(round(x), round(y)) for x, y in points}))


def member_map(scene: Scene) -> MapPicture:
    """Areas with their names and school dots only: nothing flows."""
    areas = tuple(_area_mark(scene, area, 1.0) for area in scene.base.areas)
    context = [
        Wanted(area.anchor, scene.name_of(area.code), "", "area", 12)
        for area in scene.base.areas
        if area.code in scene.members and area.room * 2.6 > text_width(scene.name_of(area.code), 12)
    ]
    placed = arrange(context, scene.base.view.frame)
    view = scene.base.view
    return MapPicture(
        view.width,
        view.height,
        areas,
        labels=_marks(placed, ""),
        schools=dots(scene.schools),
        special_schools=dots(scene.special_schools),
    )
