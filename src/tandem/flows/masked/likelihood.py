"""A masked cell as a number from 1 to 4: Poisson with rate exp(log_rate), knowing only that it is masked."""

import numpy as np

from tandem.flows.masked.data import HIGH, LOW, Floats

STEEPEST = 12.0  # beyond this log rate a cell is 1, or 4, to four decimals


def moments(log_rate: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of each cell, in pupils: the sums over k = 1..4 of rate^k / k!, written out."""
    t = np.exp(np.clip(log_rate, -STEEPEST, STEEPEST))
    weight = 1 + t / 2 * (1 + t / 3 * (1 + t / 4))
    mean = (1 + t * (1 + t / 2 * (1 + t / 3))) / weight
    square = (1 + t * (2 + t / 2 * (3 + t / 3 * 4))) / weight
    return mean, np.maximum(square - mean * mean, 0.0)


def log_likelihood(log_rate: Floats, value: Floats) -> float:
    """Mean log probability of the true values."""
    clipped = np.clip(log_rate, -STEEPEST, STEEPEST)
    factorial = np.array([1.0, 1.0, 2.0, 6.0, 24.0])
    k = np.arange(LOW, HIGH + 1)
    weights = np.exp(clipped[:, None] * k) / factorial[k]
    chosen = np.exp(clipped * value) / factorial[value.astype(np.intp)]
    return float(np.log(chosen / weights.sum(axis=1)).mean())
