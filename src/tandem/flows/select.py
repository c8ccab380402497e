"""Which rows answer a question: certainly, possibly, or not.

A school without a known place may stand in any municipality. A condition therefore is evaluated in every place where
such a school could stand: its rows count certainly when the condition holds in all of them (low and high), possibly
when it holds in some (high only). A home without a known municipality is nobody's inhabitant, as DUO counts.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube, Ends
from tandem.flows.data import UNKNOWN, Direction, Scope
from tandem.register.data import BRIN_PATTERN, MUNICIPALITY_PATTERN, PARTNERSHIP_PATTERN, PC4_PATTERN, Region

Bools = NDArray[np.bool_]
Truth = Bools | bool


@dataclass(frozen=True)
class Condition:
    """The question's direction, scope and municipalities, in the numbers of one cube."""

    direction: Direction
    scope: Scope
    country: bool
    inside: Bools  # per unit: a municipality of the region
    known: Bools  # per unit: a municipality at all
    unknown: int  # the unit of a place that is not known
    school_unit: int | None = None  # only schools in this municipality

    @property
    def is_everything(self) -> bool:
        """Whether every row answers, for certain."""
        whole = self.direction is Direction.ALL and self.scope is Scope.ALL
        return self.country and whole and self.school_unit is None

    def certain_and_possible(self, home: NDArray[Any], school: NDArray[Any]) -> tuple[Bools, Bools]:
        """Per row whether it certainly, and whether it possibly, answers the question; arguments are units."""
        chosen: Truth = True if self.school_unit is None else np.asarray(school == self.school_unit)
        school_inside: Truth = True if self.country else self.inside[school]
        certain = np.asarray(self._holds(self.inside[home], school_inside, home == school) & chosen)
        nowhere = np.flatnonzero(school == self.unknown)
        if not len(nowhere):
            return certain, certain
        possible = certain.copy()
        certain[nowhere], possible[nowhere] = self._in_every_place(home[nowhere])
        return certain, possible

    def _holds(self, home_inside: Truth, school_inside: Truth, same: Truth) -> Any:
        answer: Truth
        match self.direction:
            case Direction.OUT:
                answer = home_inside & np.logical_not(same)
            case Direction.IN:
                answer = school_inside & np.logical_not(same)
            case Direction.STAY:
                answer = home_inside & same
            case _:
                answer = home_inside | school_inside
        if self.scope is Scope.INSIDE:
            return answer & home_inside & school_inside
        if self.scope is Scope.OUTSIDE:
            return answer & np.logical_not(home_inside & school_inside)
        return answer

    def _in_every_place(self, home: NDArray[Any]) -> tuple[Bools, Bools]:
        """As `certain_and_possible` for rows whose school may stand anywhere."""
        certain, possible = np.ones(len(home), dtype=bool), np.zeros(len(home), dtype=bool)
        for exists, holds in self._places(home):
            certain &= ~exists | holds
            possible |= exists & holds
        return certain, possible

    def _places(self, home: NDArray[Any]) -> list[tuple[Bools, Bools]]:
        """Where the school could stand, as far as it matters: whether there is such a place, and what follows there."""
        home_inside, everywhere = self.inside[home], np.ones(len(home), dtype=bool)
        wanted, other = self.school_unit, self.school_unit is None
        own: Bools = everywhere if wanted is None else home == wanted
        school_inside: Bools = everywhere if self.country else home_inside
        places = [(self.known[home], self._holds(home_inside, school_inside, True) & own)]
        if wanted is not None:
            wanted_inside = self.country or bool(self.inside[wanted])
            places.append((everywhere, everywhere & self._holds(home_inside, wanted_inside, home == wanted)))
        places.append((self._elsewhere_inside(home), everywhere & self._holds(home_inside, True, False) & other))
        if not self.country:
            places.append((everywhere, everywhere & self._holds(home_inside, False, False) & other))
        return places

    def _elsewhere_inside(self, home: NDArray[Any]) -> Bools:
        """Whether the region has a municipality beside that of the home and the one asked for."""
        if self.country:
            return np.ones(len(home), dtype=bool)
        others = np.flatnonzero(self.inside)
        others = others[others != self.school_unit] if self.school_unit is not None else others
        if len(others) == 1:
            return np.asarray(home != others[0])
        return np.full(len(home), len(others) > 1)


def condition(
    cube: Cube, region: Region, direction: Direction, scope: Scope = Scope.ALL, school: str = ""
) -> Condition:
    """The condition in the numbers of this cube; `school` narrows only where it is a municipality."""
    wanted = cube.units.number[school] if MUNICIPALITY_PATTERN.fullmatch(school) else None
    inside = cube.units_of(region)
    return Condition(direction, scope, region.is_country, inside, cube.is_municipality, cube.unknown_unit, wanted)


def homes_asked(cube: Cube, homes: Ends, code: str) -> Bools | None:
    """Per home (or area) whether it is the one asked for; None = all."""
    if not code:
        return None
    if PARTNERSHIP_PATTERN.fullmatch(code):
        return np.asarray(homes.partnership(code[:2]) == cube.partnership_units.number[code])
    if PC4_PATTERN.fullmatch(code):
        return np.asarray(np.arange(len(homes.unit)) == cube.home_words.number[code])
    return np.asarray(homes.unit == cube.units.number[code])


def schools_asked(cube: Cube, schools: Ends, code: str) -> tuple[Bools, Bools] | None:
    """Per location (or area) whether it certainly, possibly is the one asked for; None = all.

    A municipality is left to the `Condition`: here every location that could stand there is possible.
    """
    if not code:
        return None
    nowhere = schools.unit == cube.unknown_unit
    if code == UNKNOWN:
        return nowhere, nowhere
    if MUNICIPALITY_PATTERN.fullmatch(code):
        there = nowhere | (schools.unit == cube.units.number[code])
        return there, there
    if PARTNERSHIP_PATTERN.fullmatch(code):
        partnership = schools.partnership(code[:2])
        there = partnership == cube.partnership_units.number[code]
        return there, there | (partnership == cube.partnership_units.number[UNKNOWN])
    if BRIN_PATTERN.fullmatch(code):
        there = np.array([location.startswith(code) for location in cube.locations], dtype=bool)
    else:
        there = np.arange(len(schools.unit)) == cube.location_words.number[code]
    return there, there
