"""The areas under a map: municipal borders when the snapshot has them, else a schematic of our own. Pure; RD metres."""

import json
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import compress
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import MultiPoint, MultiPolygon, Polygon, box
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry.base import BaseGeometry

from tandem.web.insight.geometry import Box, Point, View, fit, path

POLYGON = shapely.GeometryType.POLYGON
SIMPLER = 0.6  # drawn borders may be off by this many units
MANY, COARSER = 150, 1.8  # on a map of more areas than this they may be off by so much more
REACH = 1.7  # a schematic area reaches this many times the usual distance between neighbouring postcode points


@dataclass(frozen=True)
class Land:
    """All areas of a snapshot by municipality code. `schematic` when they are not the real borders."""

    shapes: dict[str, BaseGeometry]
    schematic: bool

    @cached_property
    def inner_points(self) -> dict[str, Point]:
        """A point inside each area, where flows begin and end."""
        points = shapely.get_coordinates(shapely.point_on_surface(list(self.shapes.values()))).tolist()
        return dict(zip(self.shapes, map(tuple, points), strict=True))


@dataclass(frozen=True, slots=True)
class Area:
    """One area as drawn: SVG path, the point where its name stands, and the room around that point (units)."""

    code: str
    outline: str
    anchor: Point
    room: float


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The areas in view, those asked for first."""

    view: View
    areas: tuple[Area, ...]
    schematic: bool
    anchors: dict[str, Point] = field(default_factory=dict)


def read_land(borders: Path, places: dict[str, list[Point]]) -> Land:
    """The borders file of a snapshot, or areas around the postcode points of each municipality when there is none."""
    if borders.is_file():
        rings = json.loads(borders.read_text(encoding="utf-8"))
        return Land({code: _from_rings(parts) for code, parts in rings.items()}, schematic=False)
    return Land(schematic_shapes(places), schematic=True)


def _from_rings(rings: list[list[list[float]]]) -> BaseGeometry:
    """Even-odd: a ring inside a ring is a hole, a ring inside that an island."""
    polygons = [shapely.make_valid(Polygon(ring)) for ring in rings if len(ring) > 3]
    whole = reduce(lambda a, b: a.symmetric_difference(b), polygons) if polygons else Polygon()
    return MultiPolygon([part for part in _flat(whole) if part.geom_type == "Polygon"])


def _flat(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = list(shapely.get_parts(shape))
    return [leaf for part in parts for leaf in shapely.get_parts(part)]


def schematic_shapes(places: dict[str, list[Point]]) -> dict[str, BaseGeometry]:
    """A municipality is where its postcode points are nearest, and never far from one (Voronoi, clipped, rounded)."""
    owners = [(point, code) for code, points in sorted(places.items()) for point in sorted(set(points))]
    if not owners:
        return {}
    inhabited = _inhabited([point for point, _ in owners])
    cells = _voronoi([point for point, _ in owners], inhabited)
    merged: dict[str, list[BaseGeometry]] = {}
    for (_, code), cell in zip(owners, cells, strict=True):
        merged.setdefault(code, []).append(cell.intersection(inhabited))
    return {code: shapely.union_all(parts).buffer(0) for code, parts in merged.items()}


def _inhabited(points: list[Point]) -> BaseGeometry:
    """The land near any of the points, without the small gaps and holes between them."""
    step = _usual_distance(points)
    near = shapely.union_all([ShapelyPoint(point).buffer(step * REACH, quad_segs=6) for point in points])
    closed = near.buffer(step * 4, quad_segs=6).buffer(-step * 4, quad_segs=6)
    return shapely.union_all([Polygon(part.exterior) for part in shapely.get_parts(closed)])


def _usual_distance(points: list[Point]) -> float:
    """The median distance from a point to its nearest neighbour, between 600 m and 6 km."""
    if len(points) < 2:
        return 3000.0
    geometry = [ShapelyPoint(point) for point in points]
    tree = shapely.STRtree(geometry)
    distances = sorted(
        tree.query_nearest(point, exclusive=True, return_distance=True, all_matches=False)[1][0] for point in geometry
    )
    return float(min(max(distances[len(distances) // 2], 600.0), 6000.0))


def _voronoi(points: list[Point], around: BaseGeometry) -> list[BaseGeometry]:
    """One cell per point, in the order of the points."""
    if len(points) == 1:
        return [around]
    cells = shapely.voronoi_polygons(MultiPoint(points), extend_to=around.envelope)
    tree = shapely.STRtree(list(cells.geoms))
    return [cells.geoms[int(tree.query(ShapelyPoint(point), predicate="intersects")[0])] for point in points]


def base_map(land: Land, codes: tuple[str, ...], size: tuple[int, int], margin: float = 0.05) -> BaseMap:
    """The map that shows all of `codes` (nothing known: an empty map), with what lies around it inside the frame."""
    wanted = [land.shapes[code] for code in codes if code in land.shapes]
    if not wanted:
        return BaseMap(fit(Box(0, 300000, 280000, 620000), *size), (), land.schematic)
    bounds = shapely.total_bounds(wanted)
    view = fit(Box(*(float(edge) for edge in bounds)), *size, margin=margin)
    return draw(land, codes, view)


def draw(land: Land, codes: tuple[str, ...], view: View) -> BaseMap:
    window = view.box.grown(12 / view.scale)
    frame = box(window.left, window.bottom, window.right, window.top)
    there = shapely.intersects(list(land.shapes.values()), frame)
    seen = sorted(compress(land.shapes, there), key=lambda code: (code not in codes, code))
    simple = _simplified([land.shapes[code] for code in seen], (COARSER if len(seen) > MANY else SIMPLER) / view.scale)
    areas = []
    for code, shape in zip(seen, simple, strict=True):
        clipped = shapely.clip_by_rect(shape, window.left, window.bottom, window.right, window.top)
        outline = _outline(clipped, view)
        if outline:
            areas.append(Area(code, outline, *_middle(clipped, view)))
    anchors = {code: view.place(point) for code, point in land.inner_points.items()}
    return BaseMap(view, tuple(areas), land.schematic, anchors)


def _simplified(shapes: list[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """Fewer points, neighbours still fitting: borders are simplified together, never each on its own."""
    return list(shapely.coverage_simplify(shapes, tolerance)) if shapes else []


def _outline(shape: BaseGeometry, view: View) -> str:
    """All rings of the parts of some size, outer and inner alike."""
    parts = shapely.get_parts(shape)
    polygons = parts[(shapely.get_type_id(parts) == POLYGON) & (shapely.area(parts) * view.scale**2 >= 4)]
    corners, ring = shapely.get_coordinates(shapely.get_rings(polygons), return_index=True)
    starts = np.flatnonzero(np.diff(ring)) + 1
    return "".join(path(part) for part in np.split(view.place_all(corners), starts) if len(part))


def _middle(shape: BaseGeometry, view: View) -> tuple[Point, float]:
    """Where a name fits best: the middle of the largest circle inside, and its radius."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=max(2 / view.scale, 1.0))
    (x, y), _ = radius.coords
    return view.place((x, y)), float(radius.length) * view.scale
