"""To which units the two sides of a row are added up."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube, Ends, Vocabulary
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
from tandem.register.data import PARTNERSHIP_KIND, Region, Sector

Numbers = NDArray[Any]
Taken = Numbers | slice  # of which rows


class Grouping:
    """The two vocabularies of an answer, and the numbers of rows in them."""

    def __init__(self, cube: Cube, query: FlowQuery) -> None:
        self.cube, self.query = cube, query
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

    def home_numbers(self, homes: Ends, home: Numbers, sector: Sector) -> Numbers:
        """Per row the number of its home in the vocabulary of the answer."""
        match self.query.home_level:
            case Level.PC4:
                return home
            case Level.MUNICIPALITY:
                lookup = homes.unit
            case Level.PARTNERSHIP:
                lookup = homes.partnership(PARTNERSHIP_KIND.get(sector))
            case _:
                lookup = self._regions_of_units(home=True)[homes.unit]
        return np.asarray(lookup[home])

    def school_numbers(self, schools: Ends, school: Numbers, sector: Sector) -> Numbers:
        """Per row the number of its school in the vocabulary of the answer."""
        match self.query.school_level:
            case Level.LOCATION:
                return school
            case Level.MUNICIPALITY:
                lookup = schools.unit
            case Level.PARTNERSHIP:
                lookup = schools.partnership(PARTNERSHIP_KIND.get(sector))
            case _:
                lookup = self._regions_of_units(home=False)[schools.unit]
        return np.asarray(lookup[school])

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
