"""The conversion between degrees and metres on points that are published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.opendata.geography import METRES, inside, rd_from_wgs84, wgs84_from_rd

# Amersfoort is the origin by definition; the others are the worked examples that Kadaster and others publish.
POINTS = [
    ("Amersfoort, Onze Lieve Vrouwetoren", 5.38720621, 52.15517440, 155_000.0, 463_000.0),
    ("Amsterdam, Westertoren", 4.88352559, 52.37453253, 120_700.723, 487_525.502),
    ("Groningen, Martinitoren", 6.56820053, 53.21938317, 233_883.131, 582_065.167),
]


@pytest.mark.parametrize(("name", "longitude", "latitude", "x", "y"), POINTS)
def test_known_points(name: str, longitude: float, latitude: float, x: float, y: float) -> None:
    assert rd_from_wgs84(longitude, latitude) == pytest.approx((x, y), abs=1.0), name


@given(st.floats(3.4, 7.2), st.floats(50.75, 53.5))
def test_there_and_back(longitude: float, latitude: float) -> None:
    x, y = rd_from_wgs84(longitude, latitude)
    assert inside(METRES, x, y)
    assert wgs84_from_rd(x, y) == pytest.approx((longitude, latitude), abs=1e-5)


def test_a_point_outside_the_frame() -> None:
    assert not inside(METRES, 500_000, 463_000)
