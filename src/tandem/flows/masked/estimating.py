"""The estimate of every cell of a slice. Single cells never leave this package: only sums over at least three do."""

import numpy as np

from tandem.flows.masked.data import Floats, MaskedSlice
from tandem.flows.masked.features import features
from tandem.flows.masked.fitting import fit, margins_of, without_doubtful
from tandem.flows.masked.likelihood import moments
from tandem.flows.masked.parameters import WEIGHTS


def estimate(part: MaskedSlice) -> Floats | None:
    """Expected pupils per cell, exact cells as they are; None for a sector whose estimate nobody could test.

    With totals: the rates of the features, fitted to the totals by location and by municipality of home. Without any
    totals: the rates alone, with a constant. Deterministic: no randomness, the same bits for the same tables.
    """
    weights = WEIGHTS.get(part.sector)
    if weights is None:
        return None
    value = part.guessed
    masked = part.masked
    if not masked.any():
        return value
    here, home = margins_of(part)
    known = features(part)
    if here.any or home.any:
        log_rate = fit(known @ np.array(weights.with_totals), here)
        if home.any:
            log_rate = fit(log_rate, without_doubtful(log_rate, home) if here.any else home, here)
    else:
        constant, *others = weights.without_totals
        log_rate = constant + known @ np.array(others)
    value[masked] = moments(log_rate)[0]
    return value
