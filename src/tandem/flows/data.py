"""A question about flows is a value, and so is its answer."""

from dataclasses import dataclass, field
from enum import StrEnum

from tandem.opendata.data import Interval
from tandem.register.data import COUNTRY, Region, Sector


class Level(StrEnum):
    """To which level the home side or the school side is added up."""

    PC4 = "pc4"  # home side only
    LOCATION = "location"  # school side only
    MUNICIPALITY = "municipality"
    PARTNERSHIP = "partnership"
    REGION = "region"  # inside the query's region, or outside it


HOME_LEVELS = (Level.PC4, Level.MUNICIPALITY, Level.PARTNERSHIP, Level.REGION)
SCHOOL_LEVELS = (Level.LOCATION, Level.MUNICIPALITY, Level.PARTNERSHIP, Level.REGION)


class Direction(StrEnum):
    """Which flows of the region: Dutch words, as they stand in the address bar."""

    ALL = "alle"  # lives in the region or goes to school in it
    OUT = "uit"  # lives in the region (or `home`), goes to school in another municipality
    IN = "in"  # goes to school in the region (or `school`), lives in another municipality or abroad
    STAY = "blijft"  # lives and goes to school in the same municipality of the region


class Scope(StrEnum):
    """Where the other end lies."""

    ALL = "alle"
    INSIDE = "binnen"  # in the region
    OUTSIDE = "buiten"  # outside the region, abroad or unknown


@dataclass(frozen=True, slots=True)
class FlowQuery:
    """A question about flows. Validated on construction: an invalid question cannot be built (ValueError, in Dutch).

    `home` and `school` narrow one side to one unit by its code, whatever its level: a PC4, `GM0503`, `PO2802`, `BE`;
    a location `00AP01`, `GM0518`, `VO2806`. `together` adds the sectors (not the years) into one row.
    """

    years: tuple[int, ...]
    sectors: tuple[Sector, ...]
    region: Region = COUNTRY
    home_level: Level = Level.MUNICIPALITY
    school_level: Level = Level.MUNICIPALITY
    home: str = ""
    school: str = ""
    direction: Direction = Direction.ALL
    scope: Scope = Scope.ALL
    ages: tuple[int, ...] = ()
    together: bool = False


@dataclass(frozen=True, slots=True)
class FlowCell:
    """One answer line: so many pupils from this home unit to this school unit. Codes '' never occur; see `Cube`."""

    year: int
    sector: str  # a Sector, or the group's name when together
    home_code: str
    home_name: str
    school_code: str
    school_name: str
    pupils: Interval


@dataclass(frozen=True, slots=True)
class MunicipalitySummary:
    """The traffic of one municipality; every field in pupils. Foreign and unknown homes count at school and in."""

    municipality_code: str
    municipality: str
    living: Interval
    out: Interval
    out_within_region: Interval
    at_school: Interval
    incoming: Interval


@dataclass(frozen=True, slots=True)
class FlowAnswer:
    """The cells of a question, largest first within year and sector, with the question and their total."""

    query: FlowQuery
    cells: tuple[FlowCell, ...] = field(default=())
    total: Interval = Interval(0, 0)
