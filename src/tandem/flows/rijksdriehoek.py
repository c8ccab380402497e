"""From degrees (WGS84) to metres of the Dutch grid (RD, EPSG:28992), good to about a metre.

Series of Schreutelkamp and Strang van Hees, "Benaderingsformules voor de transformatie tussen RD- en
WGS84-kaartcoördinaten", Geodesia 2001.
"""

from collections.abc import Sequence

AMERSFOORT = (155_000.0, 463_000.0)  # metres
AMERSFOORT_DEGREES = (52.15517440, 5.38720621)  # latitude, longitude

# (power of latitude, power of longitude) → metres, in units of 0.36 degrees
EAST = {
    (0, 1): 190094.945,
    (1, 1): -11832.228,
    (2, 1): -114.221,
    (0, 3): -32.391,
    (1, 0): -0.705,
    (3, 1): -2.340,
    (1, 3): -0.608,
    (0, 2): -0.008,
    (2, 3): 0.148,
}
NORTH = {
    (1, 0): 309056.544,
    (0, 2): 3638.893,
    (2, 0): 73.077,
    (1, 2): -157.984,
    (3, 0): 59.788,
    (0, 1): 0.433,
    (2, 2): -6.439,
    (1, 1): -0.032,
    (0, 4): 0.092,
    (1, 4): -0.054,
}


def to_rd(
    longitudes: Sequence[float | None], latitudes: Sequence[float | None]
) -> tuple[list[int | None], list[int | None]]:
    """x and y in whole metres; None where no point is known."""
    points = [_point(lon, lat) for lon, lat in zip(longitudes, latitudes, strict=True)]
    return [x for x, _ in points], [y for _, y in points]


def _point(longitude: float | None, latitude: float | None) -> tuple[int | None, int | None]:
    if longitude is None or latitude is None:
        return None, None
    north = 0.36 * (latitude - AMERSFOORT_DEGREES[0])
    east = 0.36 * (longitude - AMERSFOORT_DEGREES[1])
    x = AMERSFOORT[0] + sum(c * north**p * east**q for (p, q), c in EAST.items())
    y = AMERSFOORT[1] + sum(c * north**p * east**q for (p, q), c in NORTH.items())
    return round(x), round(y)
