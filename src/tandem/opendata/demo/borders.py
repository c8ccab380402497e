"""Schematic borders of our own: every point belongs to the municipality of the nearest postcode of the example.

No border of the land registry is in it; the map of the example says so ("schematische grenzen van Tandem").
"""

import json
from collections.abc import Iterable
from pathlib import Path

import shapely
from shapely.affinity import scale
from shapely.geometry import MultiPoint, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from tandem.opendata.demo.facts import Facts, Place
from tandem.register import municipalities

_STRETCH = 1.63  # a degree of latitude is this much longer than one of longitude, at 52 degrees north
_CLOSE, _MARGIN = 0.15, 0.045  # degrees of longitude: gaps narrower than some 20 km are land; 3 km round all postcodes


def write_borders(path: Path, facts: Facts) -> Path:
    """L9: GeoJSON (WGS84) with a polygon for each municipality of the example."""
    features = [
        {
            "type": "Feature",
            "properties": {"statcode": code, "statnaam": municipalities.name(code)},
            "geometry": mapping(shapely.set_precision(shape, 1e-4)),
        }
        for code, shape in sorted(_shapes(facts).items())
    ]
    content = {"type": "FeatureCollection", "name": "schematische grenzen van Tandem", "features": features}
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return path


def _shapes(facts: Facts) -> dict[str, BaseGeometry]:
    places = [place for place in facts.places if place.listed]
    points = [_point(place) for place in places]
    land = MultiPoint(points).buffer(_CLOSE).buffer(_MARGIN - _CLOSE).difference(_sea(facts.coast))
    cells: dict[str, list[BaseGeometry]] = {}
    for cell in shapely.voronoi_polygons(MultiPoint(points), extend_to=land).geoms:
        owner = next(place for place, point in zip(places, points, strict=True) if cell.contains(point))
        cells.setdefault(owner.municipality, []).append(cell.intersection(land))
    return {code: _degrees(shapely.union_all(parts)) for code, parts in cells.items()}


def _sea(coast: Iterable[tuple[float, float]]) -> Polygon:
    """All that lies west of the coast."""
    line = [(longitude, latitude * _STRETCH) for longitude, latitude in coast]
    return Polygon([*line, (2.0, line[-1][1]), (2.0, line[0][1])])


def _point(place: Place) -> Point:
    return Point(place.longitude, place.latitude * _STRETCH)


def _degrees(shape: BaseGeometry) -> BaseGeometry:
    return scale(shape, 1, 1 / _STRETCH, origin=(0, 0))
