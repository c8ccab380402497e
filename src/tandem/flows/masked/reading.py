"""From the cube and the table of published totals to the numbers of one slice."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np

from tandem.flows.cube import Cube
from tandem.flows.layout import ROWS
from tandem.flows.masked.data import NO_GROUP, Floats, Geography, MaskedSlice, Numbers, Totals, guessed
from tandem.register.data import SECTOR_GROUPS, Sector

METRES_PER_KM = 1000.0


def read_slice(cube: Cube, geography: Geography, year: int, sector: Sector) -> MaskedSlice:
    """The numbers of one slice of a cube; without a table of totals none are published."""
    cells = read_cells(cube, year, sector)
    totals = _read_totals(cube.snapshot, year, sector)
    return MaskedSlice(
        sector=sector,
        home=cells["home"],
        location=cells["school"],
        low=cells["low"],
        high=cells["high"],
        missing=cells["missing"] > 0,
        geography=geography,
        pupils=_pupils(cube, year, sector),
        location_totals=_numbered(totals, "location", cube.location_words.number, len(cube.locations)),
        home_totals=_numbered(totals, "home_municipality", cube.units.number, len(cube.units.codes)),
    )


def read_cells(cube: Cube, year: int, sector: Sector) -> dict[str, Numbers]:
    """The columns of one slice of the table of cells."""
    table = cube.tables["cells"]
    part = slice(*table.bounds[cube.slices[year, sector]])
    return {field: table.columns[field][part] for field in ROWS}


def read_geography(cube: Cube) -> Geography:
    """Where the homes and locations of a cube lie. A location without a point gets that of its postcode."""
    homes, locations = list(cube.homes.values()), list(cube.locations.values())
    point = {home.code: (home.x, home.y) for home in homes}
    places = [
        (here.x, here.y) if here.x is not None else point.get((here.postcode or "")[:4], (None, None))
        for here in locations
    ]
    cells = cube.tables["cells"]
    home_unit = np.where(cube.is_municipality[cells.homes.unit], cells.homes.unit, NO_GROUP)
    return Geography(
        home_x=_km([home.x for home in homes]),
        home_y=_km([home.y for home in homes]),
        location_x=_km([x for x, _ in places]),
        location_y=_km([y for _, y in places]),
        home_unit=home_unit,
        location_unit=cells.schools.unit,
        units=len(cube.units.codes),
    )


def _km(metres: list[int | None]) -> Floats:
    return np.array([np.nan if x is None else x / METRES_PER_KM for x in metres], dtype=np.float64)


def _pupils(cube: Cube, year: int, sector: Sector) -> Floats:
    """Per home the pupils of this year in primary and special education; for other sectors of that sector."""
    group = SECTOR_GROUPS["PO"] if sector in SECTOR_GROUPS["PO"] else (sector,)
    found = np.zeros(len(cube.homes))
    for one in group:
        if (year, one) in cube.slices:
            cells = read_cells(cube, year, one)
            found += np.bincount(cells["home"], weights=guessed(cells["low"], cells["high"]), minlength=len(found))
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
