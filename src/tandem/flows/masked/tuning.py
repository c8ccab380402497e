"""How the weights were found: the values of masked cells that make the true ones of 2017 most likely.

Only locations in tuning regions take part (partnerships with an odd number); figures are reported on the others.
"""

import re

import numpy as np
from numpy.typing import NDArray

from tandem.flows.masked.data import NO_GROUP, Floats, MaskedSlice
from tandem.flows.masked.features import features
from tandem.flows.masked.fitting import Margin, fit
from tandem.flows.masked.likelihood import moments
from tandem.flows.masked.parameters import Weights

ROUNDS = 25
CONVERGED = 1e-5
RIDGE = 1e-3  # keeps the weights finite where a region says nothing about one
SWEEPS = 15


def is_tuning_region(partnership: str | None) -> bool:
    """Whether this partnership is one the weights may learn from: its number is odd."""
    return bool(partnership and (number := re.search(r"\d+$", partnership)) and int(number[0]) % 2)


def tune(part: MaskedSlice, truth: Floats, learning: NDArray[np.bool_]) -> Weights:
    """Weights from the true values of all cells; `learning` = per location whether it is in a tuning region."""
    masked = part.masked
    taken = learning[part.location[masked]]
    values, known = features(part)[taken], truth[masked][taken]
    groups = (part.geography.home_unit[part.home[masked]][taken], part.location[masked][taken])
    sizes = (part.geography.units, part.locations)
    margins = [_margin(group, size, known) for group, size in zip(groups, sizes, strict=True)]
    constant = np.column_stack([np.ones(len(known)), values])
    return Weights(_rounded(_ascend(values, known, margins)), _rounded(_regress(constant, known)))


def _rounded(weights: Floats) -> tuple[float, ...]:
    return tuple(round(float(weight), 3) for weight in weights)


def _margin(group: NDArray[np.intp], size: int, known: Floats) -> Margin:
    inside = group != NO_GROUP
    total = np.bincount(group[inside], weights=known[inside], minlength=size).astype(np.float64)
    return Margin(group, total, np.bincount(group[inside], minlength=size))


def _ascend(values: Floats, known: Floats, margins: list[Margin]) -> Floats:
    """Newton on the likelihood in which every group has a factor of its own: only differences within groups count."""
    weights, log_rate = np.zeros(values.shape[1]), np.zeros(len(known))
    for _ in range(ROUNDS):
        log_rate = fit(log_rate, *margins)
        mean, variance = moments(log_rate)
        within = _within(values, variance, margins)
        slope = (within * variance[:, None]).T @ within + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(slope, within.T @ (known - mean))
        weights, log_rate = weights + step, log_rate + values @ step
        if np.abs(step).max() < CONVERGED:
            break
    return weights


def _within(values: Floats, variance: Floats, margins: list[Margin]) -> Floats:
    """The features without what the groups' own factors explain (weighted means swept out in turn)."""
    for _ in range(SWEEPS):
        for margin in margins:
            inside = margin.group != NO_GROUP
            group, size = margin.group[inside], len(margin.target)
            weight = np.bincount(group, weights=variance[inside], minlength=size) + 1e-9
            means = np.column_stack(
                [np.bincount(group, weights=variance[inside] * column[inside], minlength=size) for column in values.T]
            )
            swept = values.copy()
            swept[inside] -= (means / weight[:, None])[group]
            values = swept
    return values


def _regress(values: Floats, known: Floats) -> Floats:
    """The same without factors: the first column is a constant."""
    weights = np.zeros(values.shape[1])
    for _ in range(ROUNDS):
        mean, variance = moments(values @ weights)
        slope = (values * variance[:, None]).T @ values + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(slope, values.T @ (known - mean))
        weights = weights + step
        if np.abs(step).max() < CONVERGED:
            break
    return weights
