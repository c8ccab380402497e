"""The traffic of a region, from one answer of the cube: every picture on a page adds up the same cells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tandem.flows.cube import Cube
from tandem.flows.data import UNKNOWN, Direction, FlowCell, Level, Scope, Share
from tandem.flows.masked.sums import plain, summed, total, traced_cells
from tandem.flows.openness import homes_unknown, opened
from tandem.flows.summary import share
from tandem.opendata.data import ZERO, Interval
from tandem.web.insight.choice import Choice

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Movement:
    """Who crosses the border, and the rest of the same pupils; each with bounds of its own."""

    moving: Interval
    rest: Interval

    @property
    def whole(self) -> Interval:
        return self.moving + self.rest

    @property
    def share(self) -> Share | None:
        found = share(self.moving, self.rest)
        return None if found.low is None else found


@dataclass(frozen=True, slots=True)
class Traffic:
    """All flows of a region between municipalities, as (home, school) → pupils.

    `lost`: too many homes are unknown (`flows.openness`). Every number of who lives somewhere is then a lower bound,
    and who comes from an unknown home only possibly comes from elsewhere. `at_school` then tells how many go to school
    in each municipality, wherever they live: that many the files do know.
    """

    cells: dict[tuple[str, str], Interval]
    members: tuple[str, ...]
    inside: frozenset[str]
    lost: bool = False
    at_school: Mapping[str, Interval] = field(default_factory=dict)
    _told: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    def _once(self, question: object, answer: Callable[[], Told]) -> Told:
        """A page asks the same several times, and of the country each takes milliseconds. Nobody changes an answer."""
        if question not in self._told:
            self._told[question] = answer()
        found: Told = self._told[question]
        return found

    @property
    def nothing(self) -> Interval:
        """From a municipality to a school where no flow is known."""
        return opened(ZERO) if self.lost else ZERO

    def crossing(self, direction: Direction, scope: Scope) -> dict[tuple[str, str], Interval]:
        """The flows of the members that cross a municipal border, in one direction and within one scope.

        Who goes to a school without a known place may go out, or not: from nobody to all of them.
        """
        return self._once((direction, scope), lambda: self._crossing(direction, scope))

    def leaving(self, scope: Scope) -> dict[str, Movement]:
        """Per member: who lives there and goes out within the scope, and the rest of who lives there."""
        return self._once(("leaving", scope), lambda: self._leaving(scope))

    def arriving(self, scope: Scope) -> dict[str, Movement]:
        """Per member: who goes to school there and comes from elsewhere within the scope, and the rest.

        A school without a known place may stand in any of them.
        """
        return self._once(("arriving", scope), lambda: self._arriving(scope))

    def _crossing(self, direction: Direction, scope: Scope) -> dict[tuple[str, str], Interval]:
        kept = {}
        for (home, school), value in self.cells.items():
            mine, other = (home, school) if direction is Direction.OUT else (school, home)
            if home == school or mine not in self.inside:
                continue
            if school == UNKNOWN:
                kept[home, school] = possibly(value)
            elif in_scope(other in self.inside, scope):
                kept[home, school] = value
        return kept

    def _leaving(self, scope: Scope) -> dict[str, Movement]:
        moving: list[tuple[str, Interval]] = []
        rest: list[tuple[str, Interval]] = []
        for (home, school), value in self.cells.items():
            if home not in self.inside:
                continue
            if school == UNKNOWN:
                moving.append((home, possibly(value)))
                rest.append((home, possibly(value)))
            else:
                goes = home != school and in_scope(school in self.inside, scope)
                (moving if goes else rest).append((home, value))
        return self._movements(moving, rest, self.nothing)

    def _arriving(self, scope: Scope) -> dict[str, Movement]:
        moving: list[tuple[str, Interval]] = []
        rest: list[tuple[str, Interval]] = []
        for (home, school), value in self.cells.items():
            places = self.members if school == UNKNOWN else (school,) if school in self.inside else ()
            pupils = possibly(value) if school == UNKNOWN else value
            if self.lost and home == UNKNOWN:
                pupils = possibly(value)
                rest += [(place, pupils) for place in places]
            for place in places:
                comes = home != place and in_scope(home in self.inside, scope)
                (moving if comes else rest).append((place, pupils))
        return self._movements(moving, rest, ZERO)

    def _movements(
        self, moving: list[tuple[str, Interval]], rest: list[tuple[str, Interval]], nothing: Interval
    ) -> dict[str, Movement]:
        moved, stayed = summed(moving), summed(rest)
        return {code: Movement(moved.get(code, nothing), stayed.get(code, nothing)) for code in self.members}


def possibly(value: Interval) -> Interval:
    """From nobody to all of them."""
    return Interval(0, plain(value).high, value.masked, value.missing)


def in_scope(inside: bool, scope: Scope) -> bool:
    return scope is Scope.ALL or inside is (scope is Scope.INSIDE)


def read_traffic(cube: Cube, choice: Choice) -> Traffic:
    found = traced_cells(cube, choice.levels(Level.MUNICIPALITY, Level.MUNICIPALITY))
    members = choice.region.municipalities or tuple(cube.municipalities)
    cells = {(cell.home_code, cell.school_code): cell.pupils for cell in found}
    lost = homes_unknown(cube, (choice.year,), choice.sectors)
    at_school = by_school(cells) if lost else {}
    if lost:
        cells = {ends: opened(value) if ends[0] in cube.municipalities else value for ends, value in cells.items()}
    return Traffic(cells, members, frozenset(members), lost, at_school)


def away_from(flows: Iterable[tuple[str, Interval]], code: str, *, lost: bool) -> Interval:
    """Of pupils by home: who lives elsewhere than in `code`. With too many homes unknown such a home may be there."""
    return total(possibly(value) if lost and home == UNKNOWN else value for home, value in flows if home != code)


def added(cells: tuple[FlowCell, ...]) -> dict[tuple[str, str], Interval]:
    """Cells by (home, school)."""
    return summed(((cell.home_code, cell.school_code), cell.pupils) for cell in cells)


def by_school(flows: dict[tuple[str, str], Interval]) -> dict[str, Interval]:
    return summed((school, value) for (_, school), value in flows.items())


def by_home(flows: dict[tuple[str, str], Interval]) -> dict[str, Interval]:
    return summed((home, value) for (home, _), value in flows.items())


def largest_first(sums: dict[str, Interval]) -> list[tuple[str, Interval]]:
    """Certain first: by lower bound plus upper bound, ties by code; zeros left out."""
    kept = [(code, value) for code, value in sums.items() if value.low or value.high or value.missing]
    return sorted(kept, key=lambda item: (-(item[1].low + (item[1].high or item[1].low)), item[0]))
