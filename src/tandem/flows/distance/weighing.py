"""Averages and percentiles of values whose weights are intervals: the smallest and largest that any weights give.

A group of pupils is at a distance, and of a masked group we know only that it has 1 to 4 pupils. The percentile is
smallest when all near groups are as large as they can be and all far groups as small, and the other way round; an
average is extreme in the same way, at one of the borders between near and far. So trying every border is trying
everything.
"""

import numpy as np

from tandem.flows.data import Range
from tandem.flows.masked.data import Floats


def percentile(value: Floats, low: Floats, high: Floats, part: float) -> tuple[float, float] | None:
    """The smallest and largest value below which `part` (0–1) of the weight lies; None without any weight."""
    if not len(value) or high.sum() <= 0:
        return None
    order = np.argsort(value, kind="stable")
    value, low, high = value[order], low[order], high[order]
    near_low, near_high = np.cumsum(low), np.cumsum(high)
    far_low, far_high = low.sum() - near_low, high.sum() - near_high
    first = value[np.argmax(near_high >= part * (near_high + far_low) - 1e-9)]
    last = value[np.argmax(near_low >= part * (near_low + far_high) - 1e-9)]
    return float(first), float(last)


def mean(value: Floats, low: Floats, high: Floats) -> tuple[float, float] | None:
    """The smallest and largest weighted average; None without any weight."""
    if not len(value) or high.sum() <= 0:
        return None
    order = np.argsort(value, kind="stable")
    value, low, high = value[order], low[order], high[order]
    smallest = _extremes(value, high, low)
    largest = _extremes(value, low, high)
    return float(smallest.min()), float(largest.max())


def _extremes(value: Floats, near: Floats, far: Floats) -> Floats:
    """The average for each border: the first values weigh `near`, the others `far`."""
    zero = np.zeros(1)
    sums = np.r_[zero, np.cumsum(near * value)] + (far * value).sum() - np.r_[zero, np.cumsum(far * value)]
    weights = np.r_[zero, np.cumsum(near)] + far.sum() - np.r_[zero, np.cumsum(far)]
    found: Floats = sums[weights > 0] / weights[weights > 0]
    return found


def weighted(value: Floats, weight: Floats, part: float) -> float | None:
    """The value below which `part` of the weight lies."""
    if not len(value) or weight.sum() <= 0:
        return None
    order = np.argsort(value, kind="stable")
    running = np.cumsum(weight[order])
    return float(value[order][np.argmax(running >= part * running[-1] - 1e-9)])


def ranged(bounds: tuple[float, float] | None, about: float | None) -> Range | None:
    """Bounds and an estimate inside them."""
    if bounds is None:
        return None
    inside = None if about is None or bounds[0] == bounds[1] else min(max(about, bounds[0]), bounds[1])
    return Range(bounds[0], bounds[1], inside)
