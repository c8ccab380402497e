"""Fits rates to published totals: every location and every municipality of home gets one factor, so that the expected
numbers of masked cells add up to what the totals leave for them. In pupils throughout."""

from dataclasses import dataclass

import numpy as np

from tandem.flows.masked.data import HIGH, LOW, NO_GROUP, Floats, MaskedSlice, Numbers, Totals
from tandem.flows.masked.likelihood import moments

ROUNDS = 80
CLOSE_ENOUGH = 0.05  # pupils
LONGEST_STEP = 1.5  # of a log factor
SMALLEST_VARIANCE = 0.02  # per cell: keeps the steps finite where a group is all ones or all fours
EDGE = 0.0005  # per cell: how close to all ones or all fours a target comes
DOUBT = 4.0  # standard deviations


@dataclass(frozen=True, slots=True)
class Margin:
    """Per masked cell its group, and per group what the masked cells in it add up to (NaN = nobody knows)."""

    group: Numbers
    target: Floats
    cells: Numbers

    @property
    def any(self) -> bool:
        return bool((np.isfinite(self.target) & (self.cells > 0)).any())


def margin(group: Numbers, totals: Totals, part: MaskedSlice) -> Margin:
    """What exact totals leave for the masked cells; `group` is that of every cell of the slice.

    A rest that masked cells cannot make (under 1 or over 4 each) means that the total counts otherwise: not used.
    """
    masked, size = part.masked, len(totals.low)
    told = np.where(masked, 0.0, part.guessed)
    inside = group != NO_GROUP
    count = np.bincount(group[inside & masked], minlength=size)
    rest = totals.low - np.bincount(group[inside], weights=told[inside], minlength=size)
    possible = totals.exact & (rest >= LOW * count) & (rest <= HIGH * count)
    return Margin(group[masked], np.where(possible, rest, np.nan), count)


def margins_of(part: MaskedSlice) -> tuple[Margin, Margin]:
    """The totals by location and by municipality of home of a slice, as margins of its masked cells."""
    here = margin(part.location, part.location_totals, part)
    home = margin(part.geography.home_unit[part.home], part.home_totals, part)
    return here, home


def fit(log_rate: Floats, *margins: Margin) -> Floats:
    """The log rates with the factors of the groups in them; a group without a target gets the mean factor.

    The last margin named is met best. Deterministic; stops after ROUNDS, whatever totals that contradict each other do.
    """
    used = [margin for margin in margins if margin.any]
    for _ in range(ROUNDS):
        worst = 0.0
        for margin in used:
            step, off = _step(log_rate, margin)
            log_rate = log_rate + step
            worst = max(worst, off)
        if worst < CLOSE_ENOUGH:
            break
    return log_rate


def _step(log_rate: Floats, margin: Margin) -> tuple[Floats, float]:
    """One Newton step of all factors of one margin, per cell; and how far off the worst group was."""
    inside = margin.group != NO_GROUP
    group, size = margin.group[inside], len(margin.target)
    mean, variance = moments(log_rate[inside])
    total = np.bincount(group, weights=mean, minlength=size)
    slope = np.bincount(group, weights=variance, minlength=size)
    known = np.isfinite(margin.target) & (margin.cells > 0)
    target = np.clip(margin.target, (LOW + EDGE) * margin.cells, (HIGH - EDGE) * margin.cells)
    off = np.where(known, target - total, 0.0)
    slope = np.maximum(slope, SMALLEST_VARIANCE * np.maximum(margin.cells, 1))
    factor = np.clip(off / slope, -LONGEST_STEP, LONGEST_STEP)
    average = float((factor * margin.cells)[known].sum() / margin.cells[known].sum())
    step = np.full(len(log_rate), average)
    step[inside] = np.where(known, factor, average)[group]
    return step, float(np.abs(off).max())


def without_doubtful(log_rate: Floats, margin: Margin) -> Margin:
    """The margin without the groups whose total is further from what `log_rate` expects than chance allows.

    The publisher counts home totals by its own list of which postcode lies in which municipality. Where that differs
    from ours (a border that moved, a municipality that was divided) the total is of other cells than ours.
    """
    inside = margin.group != NO_GROUP
    mean, variance = moments(log_rate[inside])
    size = len(margin.target)
    expected = np.bincount(margin.group[inside], weights=mean, minlength=size)
    spread = np.sqrt(np.bincount(margin.group[inside], weights=variance, minlength=size) + 1.0)
    doubtful = np.abs(margin.target - expected) > DOUBT * spread
    return Margin(margin.group, np.where(doubtful, np.nan, margin.target), margin.cells)
