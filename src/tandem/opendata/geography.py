"""Between degrees (WGS84) and metres (Rijksdriehoek, EPSG:28992), by the published polynomials of Schreutelkamp and
Strang van Hees (2001). Off by less than half a metre in the Netherlands; maps here are drawn per hundred metres.
"""

_LATITUDE_0, _LONGITUDE_0 = 52.15517440, 5.38720621  # Amersfoort
_X_0, _Y_0 = 155_000.0, 463_000.0

# (power of Δlatitude, power of Δlongitude, coefficient); Δ in units of 10 000 seconds of arc
_X_TERMS = (
    (0, 1, 190094.945),
    (1, 1, -11832.228),
    (2, 1, -114.221),
    (0, 3, -32.391),
    (1, 0, -0.705),
    (3, 1, -2.340),
    (1, 3, -0.608),
    (0, 2, -0.008),
    (2, 3, 0.148),
)
_Y_TERMS = (
    (1, 0, 309056.544),
    (0, 2, 3638.893),
    (2, 0, 73.077),
    (1, 2, -157.984),
    (3, 0, 59.788),
    (0, 1, 0.433),
    (2, 2, -6.439),
    (1, 1, -0.032),
    (0, 4, 0.092),
    (1, 4, -0.054),
)

# (power of Δx, power of Δy, coefficient in seconds of arc); Δ in units of 100 km
_LATITUDE_TERMS = (
    (0, 1, 3235.65389),
    (2, 0, -32.58297),
    (0, 2, -0.24750),
    (2, 1, -0.84978),
    (0, 3, -0.06550),
    (2, 2, -0.01709),
    (1, 0, -0.00738),
    (4, 0, 0.00530),
    (2, 3, -0.00039),
    (4, 1, 0.00033),
    (1, 1, -0.00012),
)
_LONGITUDE_TERMS = (
    (1, 0, 5260.52916),
    (1, 1, 105.94684),
    (1, 2, 2.45656),
    (3, 0, -0.81885),
    (1, 3, 0.05594),
    (3, 1, -0.05607),
    (0, 1, 0.01199),
    (3, 2, -0.00256),
    (1, 4, 0.00128),
    (0, 2, 0.00022),
    (2, 0, -0.00022),
    (5, 0, 0.00026),
)

# Generous frames around the Netherlands: a point outside is an error in the file.
DEGREES = (3.0, 50.5, 7.5, 53.9)
METRES = (-10_000.0, 290_000.0, 300_000.0, 640_000.0)


def rd_from_wgs84(longitude: float, latitude: float) -> tuple[float, float]:
    """(x, y) in metres RD of a point in degrees; only sensible in and near the Netherlands."""
    north, east = 0.36 * (latitude - _LATITUDE_0), 0.36 * (longitude - _LONGITUDE_0)
    x = _X_0 + sum(factor * north**p * east**q for p, q, factor in _X_TERMS)
    y = _Y_0 + sum(factor * north**p * east**q for p, q, factor in _Y_TERMS)
    return x, y


def wgs84_from_rd(x: float, y: float) -> tuple[float, float]:
    """(longitude, latitude) in degrees of a point in metres RD."""
    east, north = (x - _X_0) / 100_000, (y - _Y_0) / 100_000
    latitude = _LATITUDE_0 + sum(factor * east**p * north**q for p, q, factor in _LATITUDE_TERMS) / 3600
    longitude = _LONGITUDE_0 + sum(factor * east**p * north**q for p, q, factor in _LONGITUDE_TERMS) / 3600
    return longitude, latitude


def inside(frame: tuple[float, float, float, float], x: float, y: float) -> bool:
    """Whether a point lies in (west, south, east, north)."""
    west, south, east, north = frame
    return west <= x <= east and south <= y <= north
