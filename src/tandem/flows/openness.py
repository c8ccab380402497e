"""Where so many homes have no known municipality that nobody can say how many pupils live in one.

A home postcode without a municipality is nobody's inhabitant. For the few that every file has, that changes nothing.
But when more than `MOST_UNKNOWN` of the pupils of a year and sector live at such a postcode (no postcode table was
loaded, or one of another time), any of them may live in any municipality. Every number about who lives somewhere is
then a lower bound, and who comes in from such a home only possibly comes from elsewhere.
"""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, FlowQuery, Scope
from tandem.flows.rows import slice_rows
from tandem.opendata.data import HomeKind, Interval
from tandem.register.data import MUNICIPALITY_PATTERN, Sector

MOST_UNKNOWN = 0.01

Slice = tuple[int, Sector]


def homes_unknown(cube: Cube, years: Iterable[int], sectors: Iterable[Sector]) -> bool:
    """Whether too many homes of one of these slices are unknown to say how many live in a municipality."""
    unknown = unknown_slices(cube)
    return bool(unknown) and any((year, sector) in unknown for year in years for sector in tuple(sectors))


@lru_cache(maxsize=8)
def unknown_slices(cube: Cube) -> frozenset[Slice]:
    """The slices of which more than `MOST_UNKNOWN` of the pupils live at a postcode without a known municipality."""
    codes = enumerate(cube.homes.values())
    unknown = np.array(
        [i for i, home in codes if home.kind is HomeKind.PC4 and home.municipality is None], dtype=np.intp
    )
    if not len(unknown):
        return frozenset()
    found = set()
    for year_and_sector, number in cube.slices.items():
        everyone = int(slice_rows(cube.tables["flows"], number).low.sum())
        lost = int(slice_rows(cube.tables["to_areas"], number, unknown).low.sum())
        if lost > MOST_UNKNOWN * everyone:
            found.add(year_and_sector)
    return frozenset(found)


def opened(value: Interval) -> Interval:
    """The same number as a lower bound."""
    return Interval(value.low, None, value.masked, value.missing + 1)


def lives_is_asked(query: FlowQuery) -> bool:
    """Whether the question counts only pupils who live in municipalities that it names."""
    if query.home:
        return bool(MUNICIPALITY_PATTERN.fullmatch(query.home))
    in_places = query.direction is Direction.ALL and not query.region.is_country and not query.school
    return in_places or query.direction in {Direction.OUT, Direction.STAY} or query.scope is Scope.INSIDE


def comes_from_elsewhere(query: FlowQuery) -> bool:
    """Whether the question counts pupils because they live somewhere else than at school."""
    return not query.home and (query.direction is Direction.IN or query.scope is Scope.OUTSIDE)
