"""Histories of pupils with a known truth: rates that wander and drift, and counts that chance makes of them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def histories(
    seed: int = 1, *, series: int = 120, years: int = 12, drift: float = -0.01, wander: float = 0.05
) -> Floats:
    """Series × years of counts. The logarithm of the rate is a random walk with a drift of its own that fades."""
    chance = np.random.default_rng(seed)
    size = np.exp(chance.uniform(np.log(8), np.log(900), series))
    own = chance.normal(drift, 0.025, series)
    log_rate = np.log(size)
    found = np.empty((series, years))
    for year in range(years):
        found[:, year] = chance.poisson(np.exp(log_rate))
        log_rate = log_rate + own + chance.normal(0, wander, series)
        own = 0.85 * own + 0.15 * drift + chance.normal(0, 0.006, series)
    return found
