"""What makes a masked cell larger or smaller: distance, the size of the postcode, and the pull of the school around it.

Everything comes from published cells; a masked neighbour counts as GUESS pupils.
"""

import numpy as np
from numpy.typing import NDArray

from tandem.flows.masked.data import NO_GROUP, Floats, MaskedSlice, Numbers

NEAR_KM = 5.0
AROUND_KM = 2.5
HORIZON_KM = 20.0  # beyond this a neighbour weighs less than a thousandth
FEW = 0.5  # pupils: keeps the logarithm finite where nobody goes
NAMES = ("near", "distance", "postcode", "postcode_sector", "pull_around", "pull_municipality")


def features(part: MaskedSlice) -> Floats:
    """Masked cells × NAMES. Where the point of a home or location is not known: the mean of the others."""
    masked = part.masked
    value = part.guessed
    distance = distances(part)[masked]
    sector = np.bincount(part.home, weights=value, minlength=len(part.pupils))
    home = part.home[masked]
    columns = [
        np.exp(-distance / NEAR_KM),
        np.log1p(distance),
        np.log(part.pupils[home] + 5.0),
        np.log(sector[home] + FEW),
        _pull_around(part, value)[masked],
        pull_of_municipality(part, value)[masked],
    ]
    return np.column_stack([_filled(column) for column in columns])


def distances(part: MaskedSlice) -> Floats:
    """Straight line from home to location in km, per cell; NaN where a point is not known."""
    here, home, location = part.geography, part.home, part.location
    return np.hypot(here.home_x[home] - here.location_x[location], here.home_y[home] - here.location_y[location])


def _filled(column: Floats) -> Floats:
    known = np.isfinite(column)
    return np.where(known, column, column[known].mean() if known.any() else 0.0)


def _pull_around(part: MaskedSlice, value: Floats) -> Floats:
    """How strongly the location draws on the postcodes around this one, itself left out: a logarithm, 0 = average."""
    here = part.geography
    first, second = pairs(part.location)
    x, y = here.home_x[part.home], here.home_y[part.home]
    weight = np.exp(-np.hypot(x[first] - x[second], y[first] - y[second]) / AROUND_KM)
    drawn = np.bincount(first, weights=np.nan_to_num(weight) * value[second], minlength=len(value)).astype(np.float64)
    around = pupils_around(here.home_x, here.home_y, part.pupils)[part.home]
    pull = _logarithm(drawn, around)
    return np.where(np.isfinite(x), pull, np.nan)


def pull_of_municipality(part: MaskedSlice, value: Floats) -> Floats:
    """How strongly the location draws on the rest of the home's municipality: a logarithm, 0 = average."""
    unit = part.geography.home_unit[part.home]
    known = unit != NO_GROUP
    key = np.where(known, part.location.astype(np.int64) * (part.geography.units + 1) + unit, -1)
    _, group = np.unique(key, return_inverse=True)
    drawn = np.bincount(group, weights=value)[group] - value
    of_homes = part.geography.home_unit
    inside = of_homes != NO_GROUP
    living = np.bincount(of_homes[inside], weights=part.pupils[inside], minlength=part.geography.units)
    pull = _logarithm(drawn, np.where(known, living[unit], 1.0) - part.pupils[part.home])
    return np.where(known, pull, np.nan)


def _logarithm(drawn: Floats, living: Floats) -> Floats:
    living = np.maximum(living, 0.0)
    share = drawn.sum() / max(living.sum(), 1.0)
    return np.asarray(np.log((drawn + FEW) / (living * share + FEW)))


def pairs(group: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Every ordered pair of two different cells of the same group."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    start = np.searchsorted(ordered, ordered, side="left")
    size = np.searchsorted(ordered, ordered, side="right") - start
    first = np.repeat(np.arange(len(group)), size)
    place = np.arange(len(first)) - np.repeat(np.cumsum(size) - size, size)
    second = np.repeat(start, size) + place
    different = first != second
    return order[first[different]], order[second[different]]


def pupils_around(x: Floats, y: Floats, pupils: Floats) -> Floats:
    """Per home the pupils of the homes around it, itself left out, each weighing exp(-km / AROUND_KM)."""
    found = np.zeros(len(x))
    lived = np.flatnonzero(np.isfinite(x) & (pupils > 0))
    order = lived[np.argsort(y[lived], kind="stable")]
    all_x, all_y, all_pupils = (column[order].astype(np.float32) for column in (x, y, pupils))
    for some in np.array_split(np.arange(len(order)), max(1, len(order) // 64)):
        if not len(some):
            continue
        from_, to = np.searchsorted(all_y, [all_y[some[0]] - HORIZON_KM, all_y[some[-1]] + HORIZON_KM])
        near = slice(int(from_), int(to))
        distance = np.hypot(all_x[some, None] - all_x[None, near], all_y[some, None] - all_y[None, near])
        found[order[some]] = np.exp(distance / np.float32(-AROUND_KM)) @ all_pupils[near] - all_pupils[some]
    return found
