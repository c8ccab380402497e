"""The disclosure audit: does anything that Tandem publishes open a masked cell that the source keeps closed?

The attacker knows what the source publishes itself: the cells that are not masked, and the totals by location and by
municipality of home. DUO opens some cells with those totals; that is not ours to close, but Tandem never shows it. Then
the attacker gets everything that Tandem publishes, now and in the previous snapshot.

A published line adds nothing when its bounds follow from the totals by location. When every line does, no combination
of lines can tell more than the source: then the audit is done. Lines that do not follow are the attacker's gain. With
these the bounds of every cell are worked out again, by propagation and by linear programming, and a cell that becomes
narrower than DANGER while the source alone leaves it wider fails the audit.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.flows.answers import HIDDEN
from tandem.flows.cube import Cube
from tandem.flows.disclosure.attack import Programme, Sums, propagate, together
from tandem.flows.disclosure.previous import published_before
from tandem.flows.disclosure.publication import Cells, Published, publications, read_year
from tandem.flows.disclosure.source import Source, sums_of
from tandem.flows.masked.data import (
    HIGH,
    LOW,
    SHOWN_CELLS,
    SHOWN_PUPILS,
    Counts,
    MaskedSlice,
    Numbers,
)
from tandem.register.data import Region, Sector

DANGER = HIGH - LOW  # a cell is in danger when it is narrower than the mask itself
MOST_SOLVED = 2000  # cells; beyond it a leak is clear enough


@dataclass(frozen=True, slots=True)
class SectorAudit:
    """What was found about the masked cells of one sector.

    `alone_in_total`: cells that follow from the total of their location, also where that total is masked itself (then
    they do not really). `exact_by_location`, `exact_by_all`: exactly known from the source's totals by location, and by
    those of home municipalities too. `opened`: narrower than DANGER by what Tandem publishes beyond that.
    """

    year: int
    sector: Sector
    masked: int
    alone_in_total: int
    exact_by_location: int
    exact_by_all: int
    narrow_by_all: int
    opened: int


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The audit of one year. `broken`: lines that break a rule of what is shown; `gains`: lines beyond the source."""

    sectors: tuple[SectorAudit, ...]
    lines: int
    broken: tuple[str, ...]
    gains: tuple[str, ...]

    @property
    def safe(self) -> bool:
        return not self.broken and not any(sector.opened for sector in self.sectors)


def audit(cube: Cube, year: int, regions: Sequence[Region] = (), previous: Cube | None = None) -> AuditReport:
    """Attack everything that this cube publishes about a year, with the previous snapshot's figures in hand."""
    cells = read_year(cube, year)
    before: list[Published] = []
    if previous is not None:
        cells, before = published_before(cube, cells, previous, regions)
    return attack(cells, publications(cube, cells, regions), before)


def attack(cells: Cells, published: Iterable[Published], before: Sequence[Published] = ()) -> AuditReport:
    """The audit of these published lines, with the lines that were published before."""
    source = Source(cells)
    broken: list[str] = []
    gains: list[str] = []
    gained: list[Sums] = []
    lines = 0
    for old, one in itertools.chain(((False, one) for one in published), ((True, one) for one in before)):
        lines += len(one.low)
        broken += [] if old else _broken(one)
        more = ~source.implies(one)
        if more.any():
            gains.append(f"{one.name}: {int(more.sum())}")
            gained.append(sums_of(cells, one).only(more))
    return AuditReport(_count(cells, source, gained), lines, tuple(broken), tuple(gains))


def _broken(one: Published) -> Iterator[str]:
    """Lines that break a rule: a sum of fewer than three masked cells stays as the source has it, without estimate."""
    few = one.masked < SHOWN_CELLS
    shown = one.estimate != HIDDEN
    rules = {
        "versmald bij minder dan drie afgeschermde aantallen": few
        & ((one.low != one.plain_low) | (one.high != one.plain_high)),
        "geschat bij minder dan drie afgeschermde aantallen": few & shown,
        "schatting onder tien leerlingen": shown & (one.estimate < SHOWN_PUPILS),
        "schatting buiten de grenzen": shown & ((one.estimate < one.low) | (one.estimate > one.high)),
        "grenzen kloppen niet": one.low > one.high,
    }
    for rule, lines in rules.items():
        if lines.any():
            yield f"{one.name}: {int(lines.sum())} × {rule}"


# --- counting -------------------------------------------------------------------------------------------------------


def _count(cells: Cells, source: Source, gained: Sequence[Sums]) -> tuple[SectorAudit, ...]:
    here = propagate(cells.low, cells.high, source.by_location)
    alone = propagate(cells.low, cells.high, source.sums)
    opened = _opened(cells, source, together(gained), alone) if gained else np.zeros(len(cells), dtype=bool)
    return tuple(_of_sector(cells, sector, part, (here, alone, opened)) for sector, part in cells.slices.items())


def _of_sector(
    cells: Cells,
    sector: Sector,
    part: MaskedSlice,
    found: tuple[tuple[Counts, Counts], tuple[Counts, Counts], NDArray[np.bool_]],
) -> SectorAudit:
    own = slice(cells.start[sector], cells.start[sector] + len(part.low))
    hidden = cells.hidden[own]
    (here_low, here_high), (low, high), opened = found
    exact = hidden & (here_low[own] == here_high[own])
    single = hidden & (np.bincount(part.location[hidden], minlength=part.locations)[part.location] == 1)
    masked_total = part.location_totals.published & ~part.location_totals.exact
    return SectorAudit(
        year=cells.year,
        sector=sector,
        masked=int(hidden.sum()),
        alone_in_total=int((exact | (single & masked_total[part.location])).sum()),
        exact_by_location=int(exact.sum()),
        exact_by_all=int((hidden & (low[own] == high[own])).sum()),
        narrow_by_all=int((hidden & (high[own] - low[own] < DANGER)).sum()),
        opened=int(opened[own].sum()),
    )


def _opened(cells: Cells, source: Source, gained: Sums, alone: tuple[Counts, Counts]) -> NDArray[np.bool_]:
    """Which cells become narrower than DANGER by the gained lines, while the source alone leaves them wider."""
    known = together([source.sums, gained])
    low, high = propagate(*alone, known)
    opened = cells.hidden & (high - low < DANGER) & (high - low < alone[1] - alone[0])
    doubtful = np.unique(gained.cell)
    doubtful = doubtful[cells.hidden[doubtful] & ~opened[doubtful] & (low[doubtful] < high[doubtful])]
    if not len(doubtful) or opened.sum() > MOST_SOLVED:
        return opened
    near, sums, own = _neighbourhood(known, doubtful)
    attacked = Programme(low[near], high[near], sums)
    _, of_source, _ = _neighbourhood(source.sums, doubtful, near)
    before = Programme(alone[0][near], alone[1][near], of_source)
    for cell in own[:MOST_SOLVED]:
        opened[near[cell]] |= _is_gain(attacked.extent([int(cell)]), before.extent([int(cell)]))
    return opened


def _is_gain(now: tuple[int, int] | None, before: tuple[int, int] | None) -> bool:
    if now is None or before is None:
        return False
    return now[1] - now[0] < DANGER and now[1] - now[0] < before[1] - before[0]


def _neighbourhood(known: Sums, cells: Numbers, near: Numbers | None = None) -> tuple[Numbers, Sums, Numbers]:
    """The cells that share a sum with these (or with those that do), the sums that lie wholly among them, and where
    the asked cells stand in that list. Leaving sums out only makes the attack weaker by what lies further away."""
    if near is None:
        near = cells
        for _ in range(2):
            touched = np.zeros(len(known), dtype=bool)
            touched[known.of[np.isin(known.cell, near)]] = True
            near = np.union1d(near, known.cell[touched[known.of]])
    inside = np.isin(known.cell, near)
    whole = np.ones(len(known), dtype=bool)
    whole[known.of[~inside]] = False
    chosen = known.only(whole)
    return (
        near,
        Sums(np.searchsorted(near, chosen.cell), chosen.of, chosen.low, chosen.high),
        np.searchsorted(near, cells),
    )
