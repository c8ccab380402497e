"""The tuned weights of the features, per sector. Made by `tuning`, which a test repeats; never changed by hand."""

from dataclasses import dataclass

from tandem.register.data import Sector

TUNED_YEAR = 2017


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights in the order of `features.NAMES`; with totals, and (after a constant) where no totals are published."""

    with_totals: tuple[float, ...]
    without_totals: tuple[float, ...]


WEIGHTS: dict[Sector, Weights] = {
    Sector.BO: Weights(
        with_totals=(0.717, -0.21, -0.049, 0.096, 0.191, 0.055),
        without_totals=(-0.765, 1.402, 0.164, 0.106, -0.056, 0.143, 0.045),
    ),
    Sector.SBO: Weights(
        with_totals=(-1.027, -0.585, 0.652, -0.166, 0.683, 0.233),
        without_totals=(-3.838, 1.407, 0.354, 0.608, -0.238, 0.371, 0.19),
    ),
    Sector.SO: Weights(
        with_totals=(-2.828, -1.247, 0.467, 0.38, 0.623, 0.183),
        without_totals=(-3.802, -0.151, -0.244, 0.637, 0.218, 0.589, 0.223),
    ),
    Sector.VSO: Weights(
        with_totals=(-2.525, -1.154, 0.536, 0.238, 0.495, 0.243),
        without_totals=(-3.003, -0.78, -0.408, 0.617, 0.128, 0.613, 0.252),
    ),
}
