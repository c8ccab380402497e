"""Questions to the cube. Every function raises NotInData where the question names what the cube does not hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube
from tandem.flows.data import (
    AgeTotal,
    FlowAnswer,
    FlowCell,
    FlowQuery,
    KeyFigures,
    MunicipalitySummary,
    YearTotal,
)
from tandem.opendata.data import Interval
from tandem.register.data import Region, Sector


@dataclass(frozen=True, slots=True)
class FlowArrays:
    """An answer as columns of equal length, in answer order; cheap for thousands of rows.

    `home` and `school` index the vocabularies; `missing > 0` means that `high` is open.
    """

    query: FlowQuery
    year: NDArray[np.int16]
    sector: tuple[str, ...]
    home: NDArray[np.int32]
    school: NDArray[np.int32]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    masked: NDArray[np.int64]
    missing: NDArray[np.int64]
    home_codes: Sequence[str]
    home_names: Sequence[str]
    school_codes: Sequence[str]
    school_names: Sequence[str]
    absent: tuple[tuple[int, Sector], ...] = ()

    def __len__(self) -> int:
        return len(self.low)

    def cells(self, start: int = 0, stop: int | None = None) -> Iterator[FlowCell]:
        """The answer lines start:stop as objects, for what is shown or streamed."""
        raise NotImplementedError

    def total(self) -> Interval:
        raise NotImplementedError


def answer_arrays(cube: Cube, query: FlowQuery) -> FlowArrays:
    """The answer as arrays: largest first within year and sector, ties by home code and school code."""
    raise NotImplementedError


def answer(cube: Cube, query: FlowQuery) -> FlowAnswer:
    """The answer as objects; for large answers take `answer_arrays` and page through it."""
    raise NotImplementedError


def total(cube: Cube, query: FlowQuery) -> Interval:
    """The number of pupils in the answer, whatever its levels."""
    raise NotImplementedError


def by_year(cube: Cube, query: FlowQuery) -> tuple[YearTotal, ...]:
    """The total of the question in every year of the cube (the query's own years are ignored)."""
    raise NotImplementedError


def by_age(cube: Cube, query: FlowQuery) -> tuple[AgeTotal, ...]:
    """The total of the question per age or year of study; empty where the sources do not tell ages."""
    raise NotImplementedError


def summarise(
    cube: Cube, *, year: int, sectors: Sequence[Sector], region: Region, ages: Sequence[int] = ()
) -> tuple[MunicipalitySummary, ...]:
    """The traffic per municipality, sectors added up, in the order of the region (country: by code)."""
    raise NotImplementedError


def key_figures(
    cube: Cube, *, year: int, sectors: Sequence[Sector], region: Region, ages: Sequence[int] = ()
) -> KeyFigures:
    """The traffic of the region as a whole."""
    raise NotImplementedError
