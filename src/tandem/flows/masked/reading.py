"""From the cube and the table of published totals to the numbers of one slice."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np

from tandem.flows.cube import Cube
from tandem.flows.masked.data import NO_GROUP, Floats, Geography, MaskedSlice, Totals, guessed
from tandem.register.data import SECTOR_GROUPS, Sector

METRES_PER_KM = 1000.0


def read_slice(cube: Cube, geography: Geography, year: int, sector: Sector) -> MaskedSlice:
    """The numbers of one slice of a cube; without a table of totals none are published."""
    here = cube.slices[year, sector]
    part = slice(here.start, here.stop)
    totals = _read_totals(cube.snapshot, year, sector)
    return MaskedSlice(
        sector=sector,
        home=cube.arrays["cells_home"][part],
        location=cube.arrays["cells_location"][part],
        low=cube.arrays["cells_low"][part],
        high=cube.arrays["cells_high"][part],
        missing=cube.arrays["cells_missing"][part] > 0,
        geography=geography,
        pupils=_pupils(cube, year, sector),
        location_totals=_numbered(totals, "location", cube.location_words.number, len(cube.locations)),
        home_totals=_numbered(totals, "home_municipality", cube.units.number, len(cube.units.codes)),
    )


def read_geography(cube: Cube) -> Geography:
    """Where the homes and locations of a cube lie. A location without a point gets that of its postcode."""
    homes, locations = list(cube.homes.values()), list(cube.locations.values())
    point = {home.code: (home.x, home.y) for home in homes}
    places = [
        (here.x, here.y) if here.x is not None else point.get((here.postcode or "")[:4], (None, None))
        for here in locations
    ]
    home_unit = np.where(cube.is_municipality[cube.home_unit], cube.home_unit, NO_GROUP)
    return Geography(
        home_x=_km([home.x for home in homes]),
        home_y=_km([home.y for home in homes]),
        location_x=_km([x for x, _ in places]),
        location_y=_km([y for _, y in places]),
        home_unit=home_unit,
        location_unit=cube.location_unit,
        units=len(cube.units.codes),
    )


def _km(metres: list[int | None]) -> Floats:
    return np.array([np.nan if x is None else x / METRES_PER_KM for x in metres], dtype=np.float64)


def _pupils(cube: Cube, year: int, sector: Sector) -> Floats:
    """Per home the pupils of this year in primary and special education; for other sectors of that sector."""
    group = SECTOR_GROUPS["PO"] if sector in SECTOR_GROUPS["PO"] else (sector,)
    found = np.zeros(len(cube.homes))
    for one in group:
        if here := cube.slices.get((year, one)):
            part = slice(here.start, here.stop)
            home, low, high = (cube.arrays[f"cells_{name}"][part] for name in ("home", "low", "high"))
            found += np.bincount(home, weights=guessed(low, high), minlength=len(found))
    return found


Published = list[tuple[str, str, int, int]]


def _read_totals(snapshot: Path, year: int, sector: Sector) -> Published:
    """(kind, code, low, high) of this slice; a total the source left empty is not published."""
    path = snapshot / "tables" / "margins.parquet"
    if not path.exists():
        return []
    with duckdb.connect(config={"threads": 1}) as connection:
        relation = connection.read_parquet(str(path)).filter(f"year = {year} AND sector = '{sector}' AND high NOTNULL")
        return relation.project("kind, code, low, high").fetchall()


def _numbered(totals: Published, kind: str, number: Mapping[str, int], size: int) -> Totals:
    found = Totals.none(size)
    for its_kind, code, low, high in totals:
        if its_kind == kind and code in number:
            found.low[number[code]], found.high[number[code]] = low, high
    return found
