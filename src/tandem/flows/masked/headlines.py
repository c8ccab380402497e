"""Headline figures of a region, narrowed and estimated: those of `summary.key_figures`, and a total per year."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, FlowQuery, KeyFigures, Scope, YearTotal
from tandem.flows.masked.refining import Part, Sharper, refined_column, refined_total
from tandem.flows.openness import homes_unknown
from tandem.flows.queries import by_year
from tandem.flows.rows import Rows, slice_rows
from tandem.flows.select import Bools, condition
from tandem.flows.summary import key_figures, living_in, share
from tandem.register.data import SECTOR_GROUPS, Region, Sector

# What is crossed: the number's name, the direction and the scope of the rows that count.
CROSSING = (
    ("stay", Direction.STAY, Scope.ALL),
    ("out", Direction.OUT, Scope.ALL),
    ("out_within_region", Direction.OUT, Scope.INSIDE),
    ("out_of_region", Direction.OUT, Scope.OUTSIDE),
    ("incoming", Direction.IN, Scope.ALL),
    ("into_region", Direction.IN, Scope.OUTSIDE),
)


def refined_key_figures(
    cube: Cube, *, year: int, sectors: Sequence[Sector], region: Region, ages: Sequence[int] = ()
) -> KeyFigures:
    """The figures of `key_figures`, every number and share narrowed and estimated."""
    plain = key_figures(cube, year=year, sectors=sectors, region=region, ages=ages)
    if ages or homes_unknown(cube, (year,), sectors):
        return plain
    ordinary = tuple(sector for sector in sectors if sector not in SECTOR_GROUPS["SPECIAAL"])
    numbers = {name: getattr(plain, name) for name in ("living", "at_school", "special", *(n for n, *_ in CROSSING))}
    numbers["near"] = plain.stay + plain.out_within_region
    numbers["ordinary"] = living_in(cube, year=year, sectors=ordinary, region=region)
    sharper = {name: Sharper(cube, 1) for name in numbers}
    for sector in sectors:
        if (year, sector) in cube.slices:
            rows = slice_rows(cube.tables["flows"], cube.slices[year, sector])
            for name, certain in _certain(cube, region, rows, sector).items():
                taken = np.flatnonzero(certain)
                sharper[name].add(Part(year, sector, "flows", rows.take(taken), np.zeros(len(taken), dtype=np.intp)))
    found = {name: refined_column([number], sharper[name])[0] for name, number in numbers.items()}
    near, others = found.pop("near"), found.pop("ordinary")
    return KeyFigures(
        **found,
        out_share=share(found["out"], found["stay"]),
        out_of_region_share=share(found["out_of_region"], near),
        special_share=share(found["special"], others),
        masked_share=plain.masked_share,
    )


def _certain(cube: Cube, region: Region, rows: Rows, sector: Sector) -> dict[str, Bools]:
    """Per number which of these rows certainly count."""
    inside, home, school = cube.units_of(region), rows.home_unit(), rows.school_unit()
    found = {
        name: condition(cube, region, direction, scope).certain_and_possible(home, school)[0]
        for name, direction, scope in CROSSING
    }
    found["living"] = inside[home]
    found["at_school"] = inside[school] | ((school == cube.unknown_unit) & region.is_country)
    found["near"] = found["stay"] | found["out_within_region"]
    found["special" if sector in SECTOR_GROUPS["SPECIAAL"] else "ordinary"] = inside[home]
    return found


def refined_by_year(cube: Cube, query: FlowQuery) -> tuple[YearTotal, ...]:
    """The totals of `by_year`, each narrowed and estimated."""
    return tuple(
        replace(found, pupils=refined_total(cube, replace(query, years=(found.year,))))
        if found.pupils is not None and not query.ages
        else found
        for found in by_year(cube, query)
    )
