"""Forecasts of many short series of counts together: each borrows what the others know about change and chance.

A series is smoothed on the scale of the logarithm of its rate (pupils per inhabitant of the sector's ages; without
population per one). It goes on from its level with a damped drift: its own, drawn towards that of all series the
more its history is short or small. How far off that is, is measured: the model forecasts every past year from the
years before it, and the errors of all series, in units of what chance alone does to a count, give the interval.
Plain numpy; the same history gives the same forecast.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_YEARS = 3  # of history, before anything is said about a next year
LEVELS = (0.4, 0.6, 0.8, 1.0)  # how much the newest year weighs; the one with the smallest past error is taken
DAMPING = (0.0, 0.5, 0.8, 0.9)  # how much of a drift is left a year later; 0 = none at all
SMALL = 0.5  # pupils added before a logarithm, so that nobody is not minus infinity
INTERVAL = 0.8
FEW = 60  # past errors per horizon; with less, the bell curve and FREE speak too
NORMAL = 1.2816  # 10 % of a bell curve lies beyond it
FREE = 0.004  # variance per year of the logarithm, where history says nothing about it


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen by past errors."""

    level: float
    damping: float


@dataclass(frozen=True, slots=True)
class Predicted:
    """Series × horizon (the first column is one year ahead): the middle, and the bounds of the 80 % interval."""

    likely: Floats
    low: Floats
    high: Floats
    settings: Settings


def forecast(counts: Floats, horizon: int, exposure: Floats | None = None, measured: Floats | None = None) -> Predicted:
    """`counts`: series × years, one after another, NaN where a year is not known (never the last).

    `exposure`: series × (years + horizon), the people it is about. `measured`: variance of each last count where it was
    estimated. ValueError: too few years.
    """
    if counts.shape[1] < LEAST_YEARS:
        raise ValueError(f"{LEAST_YEARS} jaren zijn nodig")
    people = np.ones((len(counts), counts.shape[1] + horizon)) if exposure is None else np.maximum(exposure, 1.0)
    settings = _chosen(counts, people, horizon)
    likely = _ahead(counts, people, horizon, settings)
    errors = [_past_errors(counts, people, step, settings) for step in range(1, horizon + 1)]
    extra = np.zeros(len(counts)) if measured is None else measured
    low, high = np.empty_like(likely), np.empty_like(likely)
    for step in range(horizon):
        shape = _spread(errors[step], step + 1)
        middle = likely[:, step]
        unit = np.sqrt(np.maximum(middle, 1.0) + shape.variance * middle**2 + extra)
        low[:, step] = np.maximum(middle + shape.low * unit, 0.0)
        high[:, step] = middle + shape.high * unit
    return Predicted(likely, np.minimum(low, likely), np.maximum(high, likely), settings)


def _chosen(counts: Floats, people: Floats, horizon: int) -> Settings:
    """The settings with the smallest past error, over all series and horizons; the calmest of equals."""
    best, least = Settings(LEVELS[-1], DAMPING[0]), np.inf
    for damping, level in product(DAMPING, reversed(LEVELS)):
        settings = Settings(level, damping)
        off = [
            error.absolute for step in (1, min(3, horizon)) for error in _past_errors(counts, people, step, settings)
        ]
        size = float(np.concatenate(off).sum()) if off else np.inf
        if size < least * 0.999:
            best, least = settings, size
    return best


def _ahead(counts: Floats, people: Floats, horizon: int, settings: Settings) -> Floats:
    """The middle of each coming year, from all years of `counts`."""
    years = counts.shape[1]
    rate = np.log(counts + SMALL) - np.log(people[:, :years])
    level = _level(rate, settings.level)
    drift = _drift(rate, counts)
    steps = np.cumsum(settings.damping ** np.arange(1, horizon + 1))
    coming = level[:, None] + drift[:, None] * steps + np.log(people[:, years : years + horizon])
    return np.maximum(np.exp(coming) - SMALL, 0.0)


def _level(rate: Floats, weight: float) -> Floats:
    """Smoothed over the years; a year that is not known changes nothing."""
    level = rate[:, 0].copy()
    for year in range(1, rate.shape[1]):
        now = rate[:, year]
        level = np.where(np.isnan(level), now, np.where(np.isnan(now), level, level + weight * (now - level)))
    return level


def _drift(rate: Floats, counts: Floats) -> Floats:
    """Change of the logarithm per year: each series' own, drawn towards the common one by how uncertain its own is."""
    change = np.diff(rate, axis=1)
    known = np.isfinite(change)
    years = known.sum(axis=1)
    own = np.where(known, change, 0.0).sum(axis=1) / np.maximum(years, 1)
    size = np.nanmean(counts, axis=1) + SMALL
    weight = np.where(years > 0, np.minimum(size, 200.0) * years, 0.0)
    common = float((own * weight).sum() / weight.sum()) if weight.sum() else 0.0
    residual = np.where(known, change - own[:, None], 0.0)
    wiggle = float((residual**2).sum() / max(int(known.sum()) - len(counts), 1))
    doubt = wiggle / np.maximum(years, 1) + 2.0 / (size * np.maximum(years, 1) ** 2)
    between = max(float(np.average((own - common) ** 2, weights=np.maximum(weight, 1e-9)) - np.average(doubt)), 1e-6)
    trust = between / (between + doubt)
    return np.where(years > 0, common + trust * (own - common), common)


@dataclass(frozen=True, slots=True)
class _Errors:
    """Past forecasts of one origin: what was predicted and what came."""

    middle: Floats
    true: Floats

    @property
    def absolute(self) -> Floats:
        return np.abs(self.true - self.middle)


def _past_errors(counts: Floats, people: Floats, step: int, settings: Settings) -> list[_Errors]:
    """Every past year forecast from the years up to `step` before it."""
    found = []
    for end in range(LEAST_YEARS - 1, counts.shape[1] - step + 1):
        history, true = counts[:, :end], counts[:, end + step - 1]
        usable = np.isfinite(true) & np.isfinite(history).any(axis=1)
        if usable.any():
            middle = _ahead(history[usable], people[usable, : end + step], step, settings)[:, -1]
            found.append(_Errors(middle, true[usable]))
    return found


@dataclass(frozen=True, slots=True)
class _Shape:
    """The spread of errors: variance beyond chance (relative), and the bounds in units of the whole spread."""

    variance: float
    low: float
    high: float


def _spread(errors: list[_Errors], step: int) -> _Shape:
    """From past errors; from the bell curve as far as they are few."""
    middle = np.concatenate([one.middle for one in errors]) if errors else np.empty(0)
    true = np.concatenate([one.true for one in errors]) if errors else np.empty(0)
    free = FREE * step
    if not len(middle):
        return _Shape(free, -NORMAL, NORMAL)
    beyond = ((true - middle) ** 2 - np.maximum(middle, 1.0)).sum() / max(float((middle**2).sum()), 1.0)
    part = min(len(middle) / FEW, 1.0)
    variance = part * max(float(beyond), 0.0) + (1 - part) * free
    unit = np.sqrt(np.maximum(middle, 1.0) + variance * middle**2)
    tail = (1 - INTERVAL) / 2
    low, high = np.quantile((true - middle) / unit, [tail, 1 - tail])
    return _Shape(variance, part * float(low) - (1 - part) * NORMAL, part * float(high) + (1 - part) * NORMAL)
