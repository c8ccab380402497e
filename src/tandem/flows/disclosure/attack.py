"""What an attacker can work out about hidden cells from sums: bounds propagation, then linear programming.

Knowledge is a list of sums over cells, each between two bounds. Nothing here knows what the cells mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from tandem.flows.masked.data import Counts, Numbers

ROUNDS = 50
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Sums:
    """Known sums: cell `cell[i]` is part of sum `of[i]`, and sum s lies in low[s]..high[s]."""

    cell: Numbers
    of: Numbers
    low: Counts
    high: Counts

    def __len__(self) -> int:
        return len(self.low)

    def only(self, chosen: NDArray[np.bool_]) -> "Sums":
        """The chosen sums."""
        kept = chosen[self.of]
        number = np.cumsum(chosen) - 1
        return Sums(self.cell[kept], number[self.of[kept]], self.low[chosen], self.high[chosen])


def together(parts: Sequence[Sums]) -> Sums:
    """Several lists of sums as one."""
    before = np.cumsum([0, *(len(part) for part in parts)])
    return Sums(
        np.concatenate([part.cell for part in parts]),
        np.concatenate([part.of + start for part, start in zip(parts, before[:-1], strict=True)]),
        np.concatenate([part.low for part in parts]),
        np.concatenate([part.high for part in parts]),
    )


def propagate(low: Counts, high: Counts, known: Sums) -> tuple[Counts, Counts]:
    """Bounds of each cell after every sum has spoken, again and again until nothing moves.

    A sum that its cells contradict says nothing: publishers' totals do not always add up.
    """
    low, high = low.copy(), high.copy()
    for _ in range(ROUNDS):
        at_least, at_most = _once(low, high, known)
        moved = (at_least > low) | (at_most < high)
        low, high = np.maximum(low, at_least), np.minimum(high, at_most)
        if not moved.any():
            break
    return low, high


def _once(low: Counts, high: Counts, known: Sums) -> tuple[Counts, Counts]:
    size = len(known)
    all_low = np.bincount(known.of, weights=low[known.cell], minlength=size)
    all_high = np.bincount(known.of, weights=high[known.cell], minlength=size)
    true = ((known.low <= all_high) & (known.high >= all_low))[known.of]
    of, cell = known.of[true], known.cell[true]
    at_least, at_most = low.copy(), high.copy()
    np.maximum.at(at_least, cell, (known.low[of] - (all_high[of] - high[cell])).astype(np.int64))
    np.minimum.at(at_most, cell, (known.high[of] - (all_low[of] - low[cell])).astype(np.int64))
    crossed = at_least > at_most
    return np.where(crossed, low, at_least), np.where(crossed, high, at_most)


class Programme:
    """The cells and sums as one linear programme; `extent` of any set of cells. Cells are counted from 0."""

    def __init__(self, low: Counts, high: Counts, known: Sums) -> None:
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._cells = len(low)
        self._solver.addVars(self._cells, low.astype(np.float64), high.astype(np.float64))
        order = np.argsort(known.of, kind="stable")
        starts = np.searchsorted(known.of[order], np.arange(len(known))).astype(np.int32)
        self._solver.addRows(
            len(known),
            known.low.astype(np.float64),
            known.high.astype(np.float64),
            len(order),
            starts,
            known.cell[order].astype(np.int32),
            np.ones(len(order)),
        )

    def extent(self, cells: Sequence[int]) -> tuple[int, int] | None:
        """The smallest and largest sum of these cells, as whole pupils; None where the sums contradict each other."""
        index = np.asarray(cells, dtype=np.int32)
        self._solver.changeColsCost(self._cells, np.arange(self._cells, dtype=np.int32), np.zeros(self._cells))
        self._solver.changeColsCost(len(index), index, np.ones(len(index)))
        smallest = self._solve(highspy.ObjSense.kMinimize)
        largest = self._solve(highspy.ObjSense.kMaximize)
        if smallest is None or largest is None:
            return None
        return int(np.ceil(smallest - ROUNDING)), int(np.floor(largest + ROUNDING))

    def _solve(self, sense: highspy.ObjSense) -> float | None:
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(self._solver.getObjectiveValue())
