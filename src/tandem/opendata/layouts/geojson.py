"""The GeoJSON layouts: L9 (municipality borders) and PT (school locations as points). None needs a header line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tandem.opendata.data import Finding
from tandem.opendata.layouts import borders, points
from tandem.opendata.layouts.base import CBS, CC0, CC_BY


@dataclass(frozen=True, slots=True)
class GeoLayout:
    """`read` takes the user's name, the file and the folder for the parts; returns the features used and findings."""

    id: str
    title: str
    publisher: str
    licence: str
    read: Callable[[str, Path, Path], tuple[int, list[Finding]]]


BORDERS = GeoLayout("L9", "Gemeentegrenzen", CBS, CC_BY, borders.read)
POINTS = GeoLayout("PT", "Schoolvestigingen als punt (EduGIS op DUO en BAG)", "EduGIS", CC0, points.read)


def recognise(head: str) -> GeoLayout | None:
    """The layout by the first 64 kB of the text; None when it is JSON of another kind."""
    if '"FeatureCollection"' not in head and '"features"' not in head:
        return None
    if '"brin_nummer"' in head:
        return POINTS
    if '"statcode"' in head or ('"c"' in head and '"n"' in head):
        return BORDERS
    return None
