"""The numbers that the estimate and the narrower sums are made from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.opendata.data import MASK_HIGH, MASK_LOW
from tandem.register.data import Sector

Numbers = NDArray[Any]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

LOW, HIGH = MASK_LOW, MASK_HIGH
GUESS = 1.65  # pupils in a masked cell: the mean of 2017, in round figures
NO_GROUP = -1

# An estimate, and a sum narrowed by totals, is shown from so many masked cells and (the estimate) so many pupils on.
SHOWN_CELLS, SHOWN_PUPILS = 3, 10


@dataclass(frozen=True, slots=True)
class Totals:
    """Published totals per group (a location, or a municipality of home): bounds in pupils; low = -1: not published."""

    low: Counts
    high: Counts

    @classmethod
    def none(cls, groups: int) -> "Totals":
        return cls(np.full(groups, -1), np.full(groups, -1))

    @property
    def published(self) -> NDArray[np.bool_]:
        return self.low >= 0

    @property
    def exact(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.published & (self.low == self.high)
        return found


@dataclass(frozen=True, slots=True)
class Geography:
    """Where homes and locations lie, by their numbers in the cube: points in km (NaN = not known), municipal units.

    `home_unit` is NO_GROUP for a home that is in no municipality: abroad, or not known.
    """

    home_x: Floats
    home_y: Floats
    location_x: Floats
    location_y: Floats
    home_unit: NDArray[np.intp]
    location_unit: NDArray[np.intp]
    units: int


@dataclass(frozen=True, slots=True)
class MaskedSlice:
    """The cells of one (year, sector), with what is published about them.

    `pupils` is per home the number of pupils in primary and special education that year (masked cells guessed).
    """

    sector: Sector
    home: Numbers
    location: Numbers
    low: Numbers
    high: Numbers
    missing: NDArray[np.bool_]
    geography: Geography
    pupils: Floats
    location_totals: Totals
    home_totals: Totals

    @property
    def masked(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (self.low == LOW) & (self.high == HIGH)
        return found

    @property
    def guessed(self) -> Floats:
        """Pupils per cell, before anything is estimated. A cell can also hide several ages of 1 to 4 pupils each."""
        return guessed(self.low, self.high)

    @property
    def locations(self) -> int:
        return len(self.geography.location_x)


def guessed(low: Numbers, high: Numbers) -> Floats:
    """Pupils per cell: GUESS where it is masked."""
    return np.asarray(low + (high - low) * ((GUESS - LOW) / (HIGH - LOW)), dtype=np.float64)
