"""L9: borders of municipalities, from CBS/PDOK in degrees or metres RD, kept simplified in whole metres RD."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tandem.opendata.data import Finding, Severity
from tandem.opendata.geography import DEGREES, METRES, inside, rd_from_wgs84, wgs84_from_rd
from tandem.opendata.layouts.features import read_features, refuse, write_lists
from tandem.opendata.tokens import BadValue, parse_municipality
from tandem.platform.message import Message

TOLERANCE = 150.0  # metres: about half a pixel of a national map
ABROAD = "GM0998"  # "Buitenland" in one publisher's file

Rings = list[list[list[int]]]


def read(name: str, path: Path, folder: Path) -> tuple[int, list[Finding]]:
    """Write borders.json and part `municipality_names`. Raises Refused."""
    shapes: dict[str, Any] = {}
    names: dict[str, str] = {}
    for number, feature in enumerate(read_features(name, path), start=1):
        code, title = _code_and_name(name, number, feature)
        if code == ABROAD:
            continue
        if code in shapes:
            raise refuse(name, number, f"gemeente {code} staat er twee keer in")
        shapes[code], names[code] = _in_metres(name, number, feature), title
    codes = sorted(shapes)
    simplified, repaired = _simplify([shapes[code] for code in codes])
    rings = json.dumps(dict(zip(codes, map(_rings, simplified), strict=True)), separators=(",", ":"))
    (folder / "borders.json").write_text(rings, encoding="utf-8")
    points = [wgs84_from_rd(point.x, point.y) for point in (shape.representative_point() for shape in simplified)]
    write_lists(
        folder,
        "municipality_names",
        {
            "code": codes,
            "name": [names[code] for code in codes],
            "longitude": [point[0] for point in points],
            "latitude": [point[1] for point in points],
        },
    )
    return len(codes), _findings(name, repaired)


def _code_and_name(name: str, number: int, feature: dict[str, Any]) -> tuple[str, str]:
    properties = feature.get("properties") or {}
    try:
        code = parse_municipality(str(properties.get("statcode") or properties.get("c") or ""))
    except BadValue as error:
        raise refuse(name, number, str(error)) from None
    if not code:
        raise refuse(name, number, "de gemeentecode (statcode) ontbreekt")
    return code, str(properties.get("statnaam") or properties.get("n") or "")


def _in_metres(name: str, number: int, feature: dict[str, Any]) -> Any:
    try:
        shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except (shapely.errors.GEOSException, TypeError, ValueError):
        raise refuse(name, number, "dit is geen vlak") from None
    if shape is None or shape.is_empty or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise refuse(name, number, "dit is geen vlak")
    if _all_inside(METRES, shape):
        return shape
    if _all_inside(DEGREES, shape):
        return shapely.transform(shape, _to_metres)
    raise refuse(name, number, "de coördinaten liggen niet in Nederland, in graden noch in meters")


def _all_inside(frame: tuple[float, float, float, float], shape: Any) -> bool:
    west, south, east, north = shape.bounds
    return inside(frame, west, south) and inside(frame, east, north)


def _to_metres(points: Any) -> Any:
    x, y = rd_from_wgs84(points[:, 0], points[:, 1])
    return np.column_stack([x, y])


def _simplify(shapes: list[Any]) -> tuple[list[Any], int]:
    """Simplified together, so that neighbours keep one border; and how many shapes had to be repaired first."""
    wrong = sum(not shape.is_valid for shape in shapes)
    valid = [shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes]
    polygons = [_only_polygons(shape) for shape in valid]
    return list(shapely.coverage_simplify(polygons, TOLERANCE)), wrong


def _only_polygons(shape: Any) -> Any:
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    return shapely.multipolygons(
        [p for part in shape.geoms for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    )


def _rings(shape: Any) -> Rings:
    return [
        np.rint(shapely.get_coordinates(ring)).astype(int).tolist()
        for polygon in shapely.get_parts(shape)
        for ring in (polygon.exterior, *polygon.interiors)
    ]


def _findings(name: str, repaired: int) -> list[Finding]:
    if not repaired:
        return []
    message = Message("Gemeentegrenzen die zichzelf kruisten: {count}. Ze zijn hersteld.", count=repaired)
    return [Finding("border_repaired", Severity.INFORM, message, repaired, source=name)]
