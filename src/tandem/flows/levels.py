"""To which units the two sides of a row are added up."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube, Vocabulary
from tandem.flows.data import ABROAD, NO_PARTNERSHIP, OUTSIDE_REGION, UNKNOWN, FlowQuery, Level
from tandem.flows.rows import Rows
from tandem.opendata.data import FOREIGN_HOMES
from tandem.register.data import PARTNERSHIP_KIND, Region, Sector

ABROAD_NAMES = dict(FOREIGN_HOMES.values())
Numbers = NDArray[Any]

HOME_UNKNOWN = ABROAD_NAMES[UNKNOWN]
SCHOOL_UNKNOWN = "plaats onbekend"
PARTNERSHIP_NAMES = {UNKNOWN: "samenwerkingsverband onbekend", NO_PARTNERSHIP: "geen samenwerkingsverband"}
OUTSIDE_NAME = "buiten de regio"


class Grouping:
    """The two vocabularies of an answer, and the numbers of rows in them."""

    def __init__(self, cube: Cube, query: FlowQuery) -> None:
        self.cube, self.query = cube, query
        self.is_municipal = {query.home_level, query.school_level} <= {Level.MUNICIPALITY, Level.REGION}
        self._region = _region_words(query.region)
        self.homes = self._words(query.home_level, HOME_UNKNOWN)
        self.schools = self._words(query.school_level, SCHOOL_UNKNOWN)

    def _words(self, level: Level, unknown: str) -> Vocabulary:
        match level:
            case Level.PC4:
                return self.cube.home_words
            case Level.LOCATION:
                return self.cube.location_words
            case Level.MUNICIPALITY:
                return _renamed(self.cube.units, ABROAD_NAMES | {UNKNOWN: unknown})
            case Level.PARTNERSHIP:
                return _renamed(self.cube.partnership_units, ABROAD_NAMES | PARTNERSHIP_NAMES)
            case Level.REGION:
                return _renamed(self._region, {UNKNOWN: unknown})

    def sides(self, rows: Rows, taken: Numbers, sector: Sector) -> tuple[Numbers, Numbers]:
        """Per taken row the number of its home and of its school in the vocabularies."""
        kind = PARTNERSHIP_KIND.get(sector)
        home = _side(
            self.query.home_level,
            (rows.home_unit, rows.home),
            (self._regions_of_units(home=True), self.cube.partnership_of_homes(kind)),
            taken,
        )
        school = _side(
            self.query.school_level,
            (rows.school_unit, rows.location),
            (self._regions_of_units(home=False), self.cube.partnership_of_locations(kind)),
            taken,
        )
        return home, school

    def _regions_of_units(self, *, home: bool) -> Numbers:
        """Per municipal unit its number at region level. Every school stands in the country, wherever that is."""
        number, region = self._region.number, self.query.region
        numbers = np.where(self.cube.units_of(region), number[region.code], number[OUTSIDE_REGION])
        for code in (*ABROAD, UNKNOWN):
            numbers[self.cube.units.number[code]] = number[code]
        if region.is_country and not home:
            numbers[self.cube.unknown_unit] = number[region.code]
        return numbers


def _side(
    level: Level, units_and_own: tuple[Numbers, Numbers | None], lookups: tuple[Numbers, Numbers], taken: Numbers
) -> Numbers:
    """The numbers of one side: its unit, its region (by unit), itself, or its partnership."""
    units, own = units_and_own
    region_of_unit, partnership_of_own = lookups
    if level is Level.MUNICIPALITY:
        return np.asarray(units[taken])
    if level is Level.REGION:
        return np.asarray(region_of_unit[units[taken]])
    if own is None:
        raise ValueError("rows of municipality × municipality know no smaller unit")
    return np.asarray(own[taken] if level in {Level.PC4, Level.LOCATION} else partnership_of_own[own[taken]])


def _region_words(region: Region) -> Vocabulary:
    names = ABROAD_NAMES | {OUTSIDE_REGION: OUTSIDE_NAME, region.code: region.name}
    codes = tuple(sorted(names))
    return Vocabulary(codes, tuple(names[code] for code in codes))


def _renamed(words: Vocabulary, names: dict[str, str]) -> Vocabulary:
    return Vocabulary(words.codes, tuple(names.get(c, n) for c, n in zip(words.codes, words.names, strict=True)))
