"""What the source itself tells an attacker: cells that are not masked, and the totals it publishes."""

import numpy as np
from numpy.typing import NDArray

from tandem.flows.disclosure.attack import Sums, together
from tandem.flows.disclosure.publication import Cells, Published
from tandem.flows.masked.data import NO_GROUP, Numbers, Totals
from tandem.flows.masked.narrowing import Groups, groups, narrow


class Source:
    """Bounds of cells, totals by location and by municipality of home."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.location = np.empty(len(cells), dtype=np.int64)
        found: list[Groups] = []
        by_location: list[Sums] = []
        by_home: list[Sums] = []
        before = 0
        for sector, part in cells.slices.items():
            own = slice(cells.start[sector], cells.start[sector] + len(part.low))
            self.location[own] = part.location + before
            before += part.locations
            items = part.location, cells.low[own], cells.high[own]
            found.append(groups(items, part.location_totals)[0])
            by_location.append(_totals(cells, own, part.location, part.location_totals))
            by_home.append(_totals(cells, own, part.geography.home_unit[part.home], part.home_totals))
        self.groups = Groups(*(np.concatenate([getattr(g, name) for g in found]) for name in Groups.__slots__))
        self.by_location, self.by_home = together(by_location), together(by_home)

    @property
    def sums(self) -> Sums:
        return together([self.by_location, self.by_home])

    def implies(self, one: Published) -> NDArray[np.bool_]:
        """Per line whether its bounds follow from the totals by location."""
        cells = self.cells
        items = self.location[one.cell], cells.low[one.cell], cells.high[one.cell]
        low, high = narrow(one.line, len(one.low), items, self.groups)
        return np.asarray((one.low <= low) & (one.high >= high), dtype=np.bool_)


def _totals(cells: Cells, own: slice, group: Numbers, totals: Totals) -> Sums:
    """Published totals as sums over hidden cells."""
    low, hidden = cells.low[own], cells.hidden[own]
    size = len(totals.low)
    inside = (group != NO_GROUP) & totals.published[group]
    told = np.bincount(group[inside & ~hidden], weights=low[inside & ~hidden], minlength=size).astype(np.int64)
    counted = np.bincount(group[inside & hidden], minlength=size) > 0
    cell = np.flatnonzero(inside & hidden)
    number = np.cumsum(counted) - 1
    return Sums(cell + own.start, number[group[cell]], (totals.low - told)[counted], (totals.high - told)[counted])


def sums_of(cells: Cells, one: Published) -> Sums:
    """Published lines as sums over hidden cells."""
    hidden = cells.hidden[one.cell]
    told = np.bincount(one.line[~hidden], weights=cells.low[one.cell[~hidden]], minlength=len(one.low))
    told = told.astype(np.int64)
    return Sums(one.cell[hidden], one.line[hidden], one.low - told, one.high - told)
