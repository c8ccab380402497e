"""From the published totals per municipality to pupils per pair of municipalities, exactly."""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Counts = NDArray[np.int64]


def fit(likely: Matrix, rows: Counts, columns: Counts) -> Counts:
    """Whole numbers in the proportions of `likely`, with exactly these sums of rows and columns; 0 stays 0.

    Iterative proportional fitting, then rounding that keeps the sums. Raises ValueError when that cannot be.
    """
    if rows.sum() != columns.sum():
        raise ValueError("rows and columns must have the same sum")
    fitted = likely.astype(float)
    for _ in range(300):
        fitted *= _ratio(rows, fitted.sum(axis=1))[:, None]
        fitted *= _ratio(columns, fitted.sum(axis=0))[None, :]
    return _round(fitted, likely > 0, rows, columns)


def spread(total: int, likely: Matrix, start: float) -> Counts:
    """`total` pupils over cells in the proportions of `likely`: systematic, so that the sum is exact.

    `start` (0 ≤ start < 1) decides which of the unlikely cells get one.
    """
    if total == 0 or likely.size == 0:
        return np.zeros(likely.shape, dtype=np.int64)
    along = np.cumsum(likely.ravel())
    along *= total / along[-1]
    along[-1] = total
    steps = np.floor(along + start).astype(np.int64)
    return np.diff(steps, prepend=0).reshape(likely.shape)


def _ratio(wanted: Counts, found: Matrix) -> Matrix:
    return np.divide(wanted, found, out=np.zeros(len(wanted)), where=found > 0)


def _round(fitted: Matrix, allowed: NDArray[np.bool_], rows: Counts, columns: Counts) -> Counts:
    """Down to whole numbers, then the missing ones where most was cut off."""
    counts = np.floor(np.where(allowed, fitted, 0) + 1e-9).astype(np.int64)
    order = np.argsort(-(fitted - counts), axis=None, kind="stable")
    need_row, need_column = rows - counts.sum(axis=1), columns - counts.sum(axis=0)
    while need_row.any():
        if need_row.min() < 0 or need_column.min() < 0:
            raise ValueError("the sums cannot be met")
        places = ((int(i), int(j)) for i, j in zip(*np.unravel_index(order, counts.shape), strict=True))
        free = next((p for p in places if allowed[p] and need_row[p[0]] > 0 and need_column[p[1]] > 0), None)
        if free is None:
            _swap(counts, allowed, int(need_row.argmax()), int(need_column.argmax()))
            free = int(need_row.argmax()), int(need_column.argmax())
        else:
            counts[free] += 1
        need_row[free[0]] -= 1
        need_column[free[1]] -= 1
    return counts


def _swap(counts: Counts, allowed: NDArray[np.bool_], row: int, column: int) -> None:
    """One more in this row and this column by way of another cell, where they do not meet in an allowed one."""
    for i, j in zip(*np.nonzero(counts), strict=True):
        if allowed[row, j] and allowed[i, column] and (i, j) != (row, column):
            counts[i, j] -= 1
            counts[row, j] += 1
            counts[i, column] += 1
            return
    raise ValueError("the sums cannot be met")
