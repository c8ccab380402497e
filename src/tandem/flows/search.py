"""Search of school locations while one types, and where a location's pupils live."""

from collections.abc import Sequence

from tandem.flows.cube import Cube
from tandem.flows.data import SchoolLocation, SpreadPoint
from tandem.register.data import Sector


def search_locations(cube: Cube, text: str, limit: int = 10) -> tuple[SchoolLocation, ...]:
    """Locations by name, place, BRIN or postcode, best first; forgives typing errors. Empty text finds nothing."""
    raise NotImplementedError


def location_spread(cube: Cube, code: str, *, year: int, sectors: Sequence[Sector]) -> tuple[SpreadPoint, ...]:
    """Where the pupils of one location live, largest first. NotInData when the location is unknown."""
    raise NotImplementedError
