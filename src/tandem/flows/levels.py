"""To which units the two sides of a row are added up."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube, Vocabulary
from tandem.flows.data import (
    ABROAD,
    HOME_NAMES,
    OUTSIDE_NAME,
    OUTSIDE_REGION,
    SCHOOL_NAMES,
    UNKNOWN,
    FlowQuery,
    Level,
)
from tandem.flows.rows import Rows
from tandem.register.data import PARTNERSHIP_KIND, Region, Sector

Numbers = NDArray[Any]
Taken = Numbers | slice  # of which rows


class Grouping:
    """The two vocabularies of an answer, and the numbers of rows in them."""

    def __init__(self, cube: Cube, query: FlowQuery) -> None:
        self.cube, self.query = cube, query
        self.is_municipal = {query.home_level, query.school_level} <= {Level.MUNICIPALITY, Level.REGION}
        words = {
            Level.PC4: cube.home_words,
            Level.LOCATION: cube.location_words,
            Level.PARTNERSHIP: cube.partnership_units,
        }
        self.homes = words.get(query.home_level, cube.home_units)
        self.schools = words.get(query.school_level, cube.school_units)
        if query.home_level is Level.REGION:
            self.homes = _region_words(query.region, HOME_NAMES)
        if query.school_level is Level.REGION:
            self.schools = _region_words(query.region, SCHOOL_NAMES)

    def sides(self, rows: Rows, taken: Taken, sector: Sector) -> tuple[Numbers, Numbers]:
        """Per taken row the number of its home and of its school in the vocabularies."""
        return self._home(rows, taken, sector), self._school(rows, taken, sector)

    def _home(self, rows: Rows, taken: Taken, sector: Sector) -> Numbers:
        match self.query.home_level:
            case Level.MUNICIPALITY:
                numbers = rows.home_unit[taken]
            case Level.REGION:
                numbers = self._regions_of_units(home=True)[rows.home_unit[taken]]
            case Level.PARTNERSHIP:
                numbers = self.cube.partnership_of_homes(PARTNERSHIP_KIND.get(sector))[rows.each_home()[taken]]
            case _:
                numbers = rows.each_home()[taken]
        return np.asarray(numbers)

    def _school(self, rows: Rows, taken: Taken, sector: Sector) -> Numbers:
        match self.query.school_level:
            case Level.MUNICIPALITY:
                numbers = rows.school_unit[taken]
            case Level.REGION:
                numbers = self._regions_of_units(home=False)[rows.school_unit[taken]]
            case Level.PARTNERSHIP:
                numbers = self.cube.partnership_of_locations(PARTNERSHIP_KIND.get(sector))[rows.each_location()[taken]]
            case _:
                numbers = rows.each_location()[taken]
        return np.asarray(numbers)

    def _regions_of_units(self, *, home: bool) -> Numbers:
        """Per municipal unit its number at region level. Every school stands in the country, wherever that is."""
        number, region = (self.homes if home else self.schools).number, self.query.region
        numbers = np.where(self.cube.units_of(region), number[region.code], number[OUTSIDE_REGION])
        for code in (*ABROAD, UNKNOWN):
            numbers[self.cube.units.number[code]] = number[code]
        if region.is_country and not home:
            numbers[self.cube.unknown_unit] = number[region.code]
        return numbers


def _region_words(region: Region, special: Mapping[str, str]) -> Vocabulary:
    names = {**special, OUTSIDE_REGION: OUTSIDE_NAME, region.code: region.name}
    codes = tuple(sorted(names))
    return Vocabulary(codes, tuple(names[code] for code in codes))
