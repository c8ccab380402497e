"""Narrower bounds for sums of masked cells, from published totals by location. Only true consequences of the source.

A set of cells at a location holds at least the location's total less all that its other cells can hold, and at most the
total less what the others must hold. Sums over several locations add these up. Nothing here looks at a single cell.
Totals by municipality of home are not used: the publisher counts them by its own list of postcodes, and a bound must
hold always.
"""

from dataclasses import dataclass

import numpy as np

from tandem.flows.masked.data import Counts, Numbers, Totals


@dataclass(frozen=True, slots=True)
class Groups:
    """Per group of cells: what all its cells hold by themselves (low, high), and with its total (total_low, …high)."""

    low: Counts
    high: Counts
    total_low: Counts
    total_high: Counts

    def added_up(self, parent: Numbers, size: int, items: tuple[Numbers, Numbers, Numbers]) -> "Groups":
        """These groups as fewer, larger ones of other `items` (group, low, high); `parent` per group here."""
        group, low, high = items
        totals = (_sum(parent, column, size) for column in (self.total_low, self.total_high))
        return Groups(_sum(group, low, size), _sum(group, high, size), *totals)


def groups(cells: tuple[Numbers, Numbers, Numbers], totals: Totals) -> tuple[Groups, int]:
    """The groups of `cells` (group, low, high) with their totals, and how many totals their own cells contradict.

    Such a total is not used.
    """
    group, low, high = cells
    size = len(totals.low)
    all_low, all_high = _sum(group, low, size), _sum(group, high, size)
    published = totals.published & (all_high > 0)
    possible = published & (totals.low <= all_high) & (totals.high >= all_low)
    total_low = np.where(possible, np.maximum(totals.low, all_low), all_low)
    total_high = np.where(possible, np.minimum(totals.high, all_high), all_high)
    return Groups(all_low, all_high, total_low, total_high), int((published & ~possible).sum())


def narrow(line: Numbers, lines: int, items: tuple[Numbers, Numbers, Numbers], known: Groups) -> tuple[Counts, Counts]:
    """Bounds of each line; `items` = (group, low, high) of each item, `line` the line it belongs to.

    An item belongs to one line and one group; items of a group that are in no line count as the others.
    """
    group, low, high = items
    key, part = np.unique(line.astype(np.int64) * len(known.low) + group, return_inverse=True)
    own_low, own_high = _sum(part, low, len(key)), _sum(part, high, len(key))
    line_of, group_of = np.divmod(key, len(known.low)) if len(key) else (key, key)
    at_least = known.total_low[group_of] - (known.high[group_of] - own_high)
    at_most = known.total_high[group_of] - (known.low[group_of] - own_low)
    return (
        _sum(line_of, np.maximum(own_low, at_least), lines),
        _sum(line_of, np.minimum(own_high, at_most), lines),
    )


def _sum(index: Numbers, value: Numbers, size: int) -> Counts:
    # bincount adds in float64: exact below 2**53 pupils
    return np.bincount(index, weights=value, minlength=size).astype(np.int64)
