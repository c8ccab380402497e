"""The traffic of a region, from one answer of the cube: every picture on a page adds up the same cells."""

from collections import defaultdict
from dataclasses import dataclass

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, FlowCell, Level, Scope
from tandem.flows.queries import answer
from tandem.opendata.data import ZERO, Interval
from tandem.web.insight.choice import Choice


@dataclass(frozen=True, slots=True)
class Traffic:
    """All flows of a region between municipalities, as (home, school) → pupils."""

    cells: dict[tuple[str, str], Interval]
    members: tuple[str, ...]
    inside: frozenset[str]

    def between(self, home: str, school: str) -> Interval:
        return self.cells.get((home, school), ZERO)

    def crossing(self, direction: Direction, scope: Scope) -> dict[tuple[str, str], Interval]:
        """The flows of the members that cross a municipal border, in one direction and within one scope."""
        kept = {}
        for (home, school), value in self.cells.items():
            mine, other = (home, school) if direction is Direction.OUT else (school, home)
            if home != school and mine in self.inside and in_scope(other in self.inside, scope):
                kept[home, school] = value
        return kept


def in_scope(inside: bool, scope: Scope) -> bool:
    return scope is Scope.ALL or inside is (scope is Scope.INSIDE)


def read_traffic(cube: Cube, choice: Choice) -> Traffic:
    found = answer(cube, choice.levels(Level.MUNICIPALITY, Level.MUNICIPALITY))
    members = choice.region.municipalities or tuple(cube.municipalities)
    return Traffic(added(found.cells), members, frozenset(members))


def added(cells: tuple[FlowCell, ...]) -> dict[tuple[str, str], Interval]:
    """Cells by (home, school)."""
    sums: defaultdict[tuple[str, str], Interval] = defaultdict(lambda: ZERO)
    for cell in cells:
        key = (cell.home_code, cell.school_code)
        sums[key] = sums[key] + cell.pupils if key in sums else cell.pupils
    return dict(sums)


def by_school(flows: dict[tuple[str, str], Interval]) -> dict[str, Interval]:
    return _by(flows, 1)


def by_home(flows: dict[tuple[str, str], Interval]) -> dict[str, Interval]:
    return _by(flows, 0)


def _by(flows: dict[tuple[str, str], Interval], side: int) -> dict[str, Interval]:
    sums: dict[str, Interval] = {}
    for key, value in flows.items():
        sums[key[side]] = sums.get(key[side], ZERO) + value
    return sums


def largest_first(sums: dict[str, Interval]) -> list[tuple[str, Interval]]:
    """Certain first: by lower bound plus upper bound, ties by code; zeros left out."""
    kept = [(code, value) for code, value in sums.items() if value.low or value.high or value.missing]
    return sorted(kept, key=lambda item: (-(item[1].low + (item[1].high or item[1].low)), item[0]))
