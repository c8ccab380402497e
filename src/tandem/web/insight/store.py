"""What pages read: the cube, the areas and the report of the snapshot in use, kept per process."""

import threading
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from tandem.flows.cube import Cube, current_cube
from tandem.opendata.area_figures import AreaFigure, read_area_figures
from tandem.opendata.data import Topic
from tandem.opendata.findings import finding_from_json
from tandem.opendata.snapshots import current_snapshot, read_manifest, read_report
from tandem.register import municipalities
from tandem.web.insight.geometry import Point
from tandem.web.insight.land import BaseMap, Land, base_map, read_land
from tandem.web.insight.provenance import Provenance

MAP = (700, 610)


@dataclass(frozen=True, eq=False)
class Store:
    """One snapshot as the pages see it."""

    cube: Cube
    land: Land
    provenance: Provenance

    figures: tuple[AreaFigure, ...] = ()

    @cached_property
    def _by_place(self) -> dict[tuple[Topic, str], tuple[AreaFigure, ...]]:
        """Per topic and municipality the figures of the newest year that the topic has."""
        newest = {one.topic: one.year for one in self.figures}  # in the order of years
        found: dict[tuple[Topic, str], list[AreaFigure]] = {}
        for one in self.figures:
            if one.year == newest[one.topic]:
                found.setdefault((one.topic, one.municipality), []).append(one)
        return {key: tuple(ones) for key, ones in found.items()}

    def newest(self, topic: Topic, municipality: str) -> tuple[AreaFigure, ...]:
        """What is known of a municipality in the newest year that was loaded; nothing = not loaded."""
        return self._by_place.get((topic, municipality), ())

    def figure(self, topic: Topic, municipality: str) -> AreaFigure | None:
        """The newest figure of a topic that has one per municipality."""
        return next(iter(self.newest(topic, municipality)), None)

    def has(self, topic: Topic) -> bool:
        return any(one.topic is topic for one in self.figures)

    def source_of(self, topic: Topic) -> tuple[str, int]:
        """Publisher and file, and the year; ('', 0) where nothing is loaded."""
        found = [one for one in self.figures if one.topic is topic]
        return (found[-1].source, found[-1].year) if found else ("", 0)

    @property
    def schematic(self) -> bool:
        """True when the areas are not the real borders: made from postcode points, or part of the example data."""
        return self.land.schematic or self.provenance.manifest.demo


_lock = threading.Lock()
_held: tuple[Path, Store] | None = None


def current_store() -> Store:
    """Raises NoOpenData when nothing is loaded."""
    global _held  # noqa: PLW0603 - one per process is the point
    cube = current_cube()
    snapshot = current_snapshot()
    if snapshot is None:
        raise FileNotFoundError("opendata/current")
    with _lock:
        if _held is None or _held[0] != snapshot or _held[1].cube is not cube:
            _held = (snapshot, _open(snapshot, cube))
        return _held[1]


def _open(snapshot: Path, cube: Cube) -> Store:
    report = read_report(snapshot)
    findings = tuple(finding_from_json(raw) for raw in report["findings"])
    land = read_land(snapshot / "borders.json", postcode_points(cube))
    provenance = Provenance(read_manifest(snapshot), findings, tuple(report["counts"]))
    return Store(cube, land, provenance, read_area_figures(snapshot))


def postcode_points(cube: Cube) -> dict[str, list[Point]]:
    """Where people live in each municipality, in RD metres; of one without postcodes with a place, its middle."""
    places: dict[str, list[Point]] = {}
    for home in cube.homes.values():
        if home.municipality and home.x is not None and home.y is not None:
            places.setdefault(home.municipality, []).append((home.x, home.y))
    for code, middle in municipalities.points().items():
        if code in cube.municipalities:
            places.setdefault(code, [middle])
    return places


@lru_cache(maxsize=64)
def map_of(store: Store, codes: tuple[str, ...]) -> BaseMap:
    """The areas around these municipalities; drawn once per snapshot."""
    return base_map(store.land, codes, MAP)


@lru_cache(maxsize=64)
def school_points(store: Store, codes: tuple[str, ...]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The school locations in view: ordinary and special, in view box units; those without pupils are left out."""
    view = map_of(store, codes).view
    inside = frozenset(codes)
    ordinary: list[Point] = []
    special: list[Point] = []
    for location in store.cube.locations.values():
        if location.x is None or location.y is None or not location.sectors or location.municipality not in inside:
            continue
        (special if set(location.sectors) & {"SBO", "SO", "VSO"} else ordinary).append(
            view.place((location.x, location.y))
        )
    return tuple(ordinary), tuple(special)
