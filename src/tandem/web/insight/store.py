"""What pages read: the cube, the areas and the report of the snapshot in use, kept per process."""

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tandem.flows.cube import Cube, current_cube
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
    return Store(cube, land, Provenance(read_manifest(snapshot), findings, tuple(report["counts"])))


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
