"""What the previous snapshot told about cells that are hidden now.

A file can be replaced by a more careful one. Who kept the old figures still has them, so the audit gives them to the
attacker: the old cells, and every line that was published then.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube
from tandem.flows.disclosure.publication import Cells, Published, publications, read_year
from tandem.flows.masked.data import MaskedSlice, Numbers, Totals
from tandem.register.data import Region


def published_before(
    cube: Cube, cells: Cells, previous: Cube, regions: Sequence[Region]
) -> tuple[Cells, list[Published]]:
    """The cells with the totals of then where none are published now, and the lines of then over the cells of now."""
    if cells.year not in previous.sectors_by_year:
        return cells, []
    then = read_year(previous, cells.year)
    now_of_then = _matched(cube, cells, previous, then)
    slices = {s: _with_totals(part, then.slices.get(s), cube, previous) for s, part in cells.slices.items()}
    lines = [_moved(one, now_of_then) for one in publications(previous, then, regions)]
    return replace(cells, slices=slices), [_cells(cells, then, now_of_then), *lines]


def _cells(cells: Cells, then: Cells, now_of_then: Numbers) -> Published:
    """Every old cell that is hidden now, as a line of its own."""
    found = np.flatnonzero((now_of_then >= 0) & cells.hidden[now_of_then])
    low, high = then.low[found], then.high[found]
    nothing = np.zeros(len(found), dtype=np.int64)
    return Published(
        "vorige momentopname: cellen", low, high, low, high, nothing, nothing, now_of_then[found], np.arange(len(found))
    )


def _moved(one: Published, now_of_then: Numbers) -> Published:
    """The lines of then of which every cell still exists."""
    gone = now_of_then[one.cell] < 0
    whole: NDArray[np.bool_] = np.ones(len(one.low), dtype=np.bool_)
    whole[one.line[gone]] = False
    number, kept = np.cumsum(whole) - 1, whole[one.line]
    return Published(
        name=f"vorige momentopname: {one.name}",
        low=one.low[whole],
        high=one.high[whole],
        plain_low=one.plain_low[whole],
        plain_high=one.plain_high[whole],
        estimate=one.estimate[whole],
        masked=one.masked[whole],
        cell=now_of_then[one.cell[kept]],
        line=number[one.line[kept]],
    )


def _with_totals(part: MaskedSlice, then: MaskedSlice | None, cube: Cube, previous: Cube) -> MaskedSlice:
    if then is None:
        return part
    numbers = np.array([previous.location_words.number.get(code, -1) for code in cube.location_words.codes])
    now, old = part.location_totals, then.location_totals
    use = ~now.published & (numbers >= 0)
    low, high = (np.where(use, mine[numbers], own) for mine, own in ((old.low, now.low), (old.high, now.high)))
    return replace(part, location_totals=Totals(low, high))


def _matched(cube: Cube, cells: Cells, previous: Cube, then: Cells) -> Numbers:
    """Per cell of then the same cell of now; -1 where there is none."""
    homes = np.array([cube.home_words.number.get(code, -1) for code in previous.home_words.codes])
    locations = np.array([cube.location_words.number.get(code, -1) for code in previous.location_words.codes])
    width = len(cube.locations)
    found = np.full(len(then), -1)
    for sector, part in then.slices.items():
        if sector not in cells.slices:
            continue
        here = cells.slices[sector]
        keys = here.home.astype(np.int64) * width + here.location
        home, location = homes[part.home], locations[part.location]
        wanted = home.astype(np.int64) * width + location
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        same = (home >= 0) & (location >= 0) & (keys[place] == wanted)
        own = slice(then.start[sector], then.start[sector] + len(part.low))
        found[own] = np.where(same, place + cells.start[sector], -1)
    return found
