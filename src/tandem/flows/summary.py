"""The traffic per municipality, and that of a region as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, FlowQuery, KeyFigures, MunicipalitySummary, Scope, Share
from tandem.flows.openness import homes_unknown, opened
from tandem.flows.presence import require
from tandem.flows.rows import age_rows, slice_rows
from tandem.flows.select import Bools, condition
from tandem.opendata.data import Interval
from tandem.register.data import SECTOR_GROUPS, Region, Sector

Sums = NDArray[np.int64]  # four rows (low, high, masked, missing) of one number per unit


@dataclass(frozen=True, slots=True)
class _Municipal:
    """Rows between units, as columns of equal length."""

    home: NDArray[Any]
    school: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]
    masked: NDArray[Any]
    missing: NDArray[Any]

    def __len__(self) -> int:
        return len(self.low)


def summarise(
    cube: Cube, *, year: int, sectors: Sequence[Sector], region: Region, ages: Sequence[int] = ()
) -> tuple[MunicipalitySummary, ...]:
    """The traffic per municipality, sectors added up, in the order of the region (country: by code).

    A school without a known place may stand in every municipality: it widens the upper bounds of out, at school and in.
    Where too many homes are unknown (`openness`), who lives somewhere is a lower bound.
    """
    query = FlowQuery((year,), tuple(sectors), region, ages=tuple(ages))
    require(cube, query)
    codes = region.municipalities or tuple(cube.municipalities)
    sums = _per_unit(cube, query, several=len(codes) > 1)
    units = [cube.units.number[code] for code in codes]
    found = tuple(
        MunicipalitySummary(code, cube.units.names[unit], *(_interval(measure[:, unit]) for measure in sums))
        for code, unit in zip(codes, units, strict=True)
    )
    if not homes_unknown(cube, query.years, query.sectors):
        return found
    return tuple(
        replace(one, living=opened(one.living), out=opened(one.out), out_within_region=opened(one.out_within_region))
        for one in found
    )


def _per_unit(cube: Cube, query: FlowQuery, *, several: bool) -> tuple[Sums, ...]:
    """Per unit: living, out, out within the region, at school, in; `several`: the region has another municipality."""
    rows, size = _rows(cube, query, query.sectors), len(cube.units.codes)
    home, school = rows.home, rows.school
    nowhere = school == cube.unknown_unit
    everyone = np.ones(len(rows), dtype=bool)
    out = (home != school) & ~nowhere
    within = out & cube.units_of(query.region)[school]
    living = _bin(home, rows, everyone, everyone, size)
    leaving = _bin(home, rows, out, out | nowhere, size)
    staying_near = _bin(home, rows, within, within | nowhere & several, size)
    there = _bin(school, rows, ~nowhere, ~nowhere, size)
    incoming = _bin(school, rows, _certainly_in(cube, query, home, out), out, size)
    possible = _bin(home, rows, ~everyone, nowhere, size)  # per home: at a school that may stand anywhere
    anywhere = possible.sum(axis=1, keepdims=True)
    return living, leaving, staying_near, there + anywhere, incoming + anywhere - possible


def _certainly_in(cube: Cube, query: FlowQuery, home: NDArray[Any], coming: Bools) -> Bools:
    """Of the rows that come in, those that certainly do: where too many homes are unknown such a home may be near."""
    if not homes_unknown(cube, query.years, query.sectors):
        return coming
    return np.asarray(coming & (home != cube.unknown_unit))


def _bin(unit: NDArray[Any], rows: _Municipal, certain: Bools, possible: Bools, size: int) -> Sums:
    """Rows added up per unit: `low` of the certain ones, the rest of the possible ones."""
    weights = (rows.low * certain, rows.high * possible, rows.masked * possible, rows.missing * possible)
    # bincount adds in float64: exact below 2**53 pupils
    return np.array([np.bincount(unit, weights=weight, minlength=size) for weight in weights]).astype(np.int64)


def _interval(counts: NDArray[Any]) -> Interval:
    low, high, masked, missing = counts.tolist()
    return Interval(low, None if missing else high, masked, missing)


def _rows(cube: Cube, query: FlowQuery, sectors: Sequence[Sector]) -> _Municipal:
    """The rows of the one year of the query and these sectors with a side in the region, or a school without place."""
    parts = [_slice(cube, query, sector) for sector in sectors if (query.years[0], sector) in cube.slices]
    nothing = np.empty(0, dtype=np.int64)
    return _Municipal(*(np.concatenate(column) for column in zip(*parts, (nothing,) * 6, strict=True)))


def _slice(cube: Cube, query: FlowQuery, sector: Sector) -> tuple[NDArray[Any], ...]:
    (year,) = query.years
    table, inside = cube.tables["flows"], cube.units_of(query.region)
    if query.ages:
        rows = age_rows(cube, year, sector, query.ages)
    elif query.region.is_country:
        rows = slice_rows(table, cube.slices[year, sector])
    else:
        near = inside[table.schools.unit] | (table.schools.unit == cube.unknown_unit)
        homes = np.flatnonzero(inside[table.homes.unit])
        rows = slice_rows(table, cube.slices[year, sector], homes, np.flatnonzero(near))
    return rows.home_unit(), rows.school_unit(), rows.low, rows.high, rows.masked, rows.missing


def key_figures(
    cube: Cube, *, year: int, sectors: Sequence[Sector], region: Region, ages: Sequence[int] = ()
) -> KeyFigures:
    """The traffic of the region as a whole."""
    query = FlowQuery((year,), tuple(sectors), region, ages=tuple(ages))
    require(cube, query)
    rows = _rows(cube, query, query.sectors)
    living = _living(cube, rows, region)
    special = _living(cube, _rows(cube, query, _special(query, special=True)), region)
    ordinary = _living(cube, _rows(cube, query, _special(query, special=False)), region)
    stay = _crossing(cube, rows, region, Direction.STAY, Scope.ALL)
    out = _crossing(cube, rows, region, Direction.OUT, Scope.ALL)
    within = _crossing(cube, rows, region, Direction.OUT, Scope.INSIDE)
    away = _crossing(cube, rows, region, Direction.OUT, Scope.OUTSIDE)
    if homes_unknown(cube, query.years, query.sectors):
        living, stay, out, within, away, special, ordinary = map(
            opened, (living, stay, out, within, away, special, ordinary)
        )
    return KeyFigures(
        living=living,
        stay=stay,
        out=out,
        out_within_region=within,
        out_of_region=away,
        at_school=_at_school(cube, rows, region),
        incoming=_coming(cube, rows, query, Scope.ALL),
        into_region=_coming(cube, rows, query, Scope.OUTSIDE),
        special=special,
        out_share=share(out, stay),
        out_of_region_share=share(away, stay + within),
        special_share=share(special, ordinary),
        masked_share=_masked_share(cube, rows, region),
    )


def living_in(cube: Cube, *, year: int, sectors: Sequence[Sector], region: Region) -> Interval:
    """The pupils of these sectors (perhaps none) who live in the region."""
    query = FlowQuery((year,), tuple(sectors) or tuple(Sector), region)
    return _living(cube, _rows(cube, query, sectors), region)


def _special(query: FlowQuery, *, special: bool) -> tuple[Sector, ...]:
    return tuple(sector for sector in query.sectors if (sector in SECTOR_GROUPS["SPECIAAL"]) is special)


def _living(cube: Cube, rows: _Municipal, region: Region) -> Interval:
    inside = cube.units_of(region)[rows.home]
    return _total(rows, inside, inside)


def _at_school(cube: Cube, rows: _Municipal, region: Region) -> Interval:
    nowhere = rows.school == cube.unknown_unit
    certain = cube.units_of(region)[rows.school] | (nowhere & region.is_country)
    return _total(rows, certain, certain | nowhere)


def _crossing(cube: Cube, rows: _Municipal, region: Region, direction: Direction, scope: Scope) -> Interval:
    certain, possible = condition(cube, region, direction, scope).certain_and_possible(rows.home, rows.school)
    return _total(rows, certain, possible)


def _coming(cube: Cube, rows: _Municipal, query: FlowQuery, scope: Scope) -> Interval:
    found = condition(cube, query.region, Direction.IN, scope)
    certain, possible = found.certain_and_possible(rows.home, rows.school)
    return _total(rows, _certainly_in(cube, query, rows.home, certain), possible)


def _total(rows: _Municipal, certain: Bools, possible: Bools) -> Interval:
    return _interval(_bin(np.zeros(len(rows), dtype=np.intp), rows, certain, possible, 1)[:, 0])


def share(part: Interval, rest: Interval) -> Share:
    """The part of part + rest. Smallest when the part is smallest and the rest largest, and the other way round."""
    if (part + rest).high == 0:
        return Share(None, None)
    low = 0.0 if rest.high is None or part.low == 0 else part.low / (part.low + rest.high)
    if part.high is None:
        return Share(low, 1.0)
    high = part.high / (part.high + rest.low) if part.high else 0.0
    return Share(low, high, _likely(part, rest, (low, high)))


def _likely(part: Interval, rest: Interval, bounds: tuple[float, float]) -> float | None:
    """The share by the estimates, inside its bounds; None where one is not shown, or nothing has to be estimated."""
    about, others = part.about, rest.about
    if about is None or others is None or not about + others or bounds[0] == bounds[1]:
        return None
    return min(max(about / (about + others), bounds[0]), bounds[1])


def _masked_share(cube: Cube, rows: _Municipal, region: Region) -> Share:
    """How many of the pupils who certainly live or go to school here stand in a masked cell (each at least one)."""
    certain, _ = condition(cube, region, Direction.ALL).certain_and_possible(rows.home, rows.school)
    pupils = _total(rows, certain, certain)
    exact = Interval.exact(pupils.low - pupils.masked)
    hidden_high = None if pupils.high is None else pupils.high - exact.low
    return share(Interval(pupils.masked, hidden_high, pupils.masked, pupils.missing), exact)
