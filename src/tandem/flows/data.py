"""A question about flows is a value, and so is its answer."""

from dataclasses import dataclass, field
from enum import StrEnum

from tandem.opendata.data import FOREIGN_HOMES, ZERO, HomeKind, Interval
from tandem.register.data import (
    BRIN_PATTERN,
    COUNTRY,
    LOCATION_PATTERN,
    MUNICIPALITY_PATTERN,
    PARTNERSHIP_PATTERN,
    PC4_PATTERN,
    SECTOR_GROUPS,
    Region,
    Sector,
)

# Codes that stand where a unit has no code of its own.
UNKNOWN = "ONBEKEND"  # a home or a school whose place is not known
OUTSIDE_REGION = "BUITEN"
NO_PARTNERSHIP = "GEEN"  # MBO has no partnership
ABROAD = ("BE", "DE", "ANDER")

# … and what they are called: at the home side, at the school side, and for partnerships.
HOME_NAMES = dict(FOREIGN_HOMES.values())
SCHOOL_NAMES = HOME_NAMES | {UNKNOWN: "plaats onbekend"}
PARTNERSHIP_NAMES = HOME_NAMES | {
    UNKNOWN: "samenwerkingsverband onbekend",
    NO_PARTNERSHIP: "geen samenwerkingsverband",
}
OUTSIDE_NAME = "buiten de regio"

OLDEST_YEAR, NEWEST_YEAR = 1990, 2100
OLDEST_AGE = 25  # "older than 24"


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
    a location `00AP01`, a whole institution `27GZ`, `GM0518`, `VO2806`. `together` adds the sectors (not the years)
    into one row.
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

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", tuple(sorted(set(self.years))))
        object.__setattr__(self, "sectors", tuple(sector for sector in Sector if sector in self.sectors))
        object.__setattr__(self, "ages", tuple(sorted(set(self.ages))))
        _check_numbers(self)
        _check_levels(self)
        _check_units(self)


def _check_numbers(query: FlowQuery) -> None:
    if not query.years:
        raise ValueError("jaar: noem minstens één jaar")
    if any(not OLDEST_YEAR <= year <= NEWEST_YEAR for year in query.years):
        raise ValueError(f"jaar: een jaar ligt tussen {OLDEST_YEAR} en {NEWEST_YEAR}")
    if not query.sectors:
        raise ValueError("soort: noem minstens één soort onderwijs: " + ", ".join(Sector))
    if any(not 1 <= age <= OLDEST_AGE for age in query.ages):
        raise ValueError(f"leeftijd: een leeftijd of leerjaar ligt tussen 1 en {OLDEST_AGE}")


def _check_levels(query: FlowQuery) -> None:
    if query.home_level not in HOME_LEVELS:
        raise ValueError("woonniveau: kies uit " + ", ".join(HOME_LEVELS))
    if query.school_level not in SCHOOL_LEVELS:
        raise ValueError("schoolniveau: kies uit " + ", ".join(SCHOOL_LEVELS))


def _check_units(query: FlowQuery) -> None:
    for code in query.region.municipalities:
        if not MUNICIPALITY_PATTERN.fullmatch(code):
            raise ValueError(f"gemeenten: {code!r} is geen gemeentecode zoals GM0503")
    if query.home and not is_home_code(query.home):
        raise ValueError(
            f"woon: {query.home!r} is geen postcode (2613), gemeente (GM0503), samenwerkingsverband (PO2802), "
            f"land (BE, DE, ANDER) of {UNKNOWN}"
        )
    if query.school and not is_school_code(query.school):
        raise ValueError(
            f"school: {query.school!r} is geen vestiging (00AP01), instelling (27GZ), gemeente (GM0503), "
            f"samenwerkingsverband (VO2806) of {UNKNOWN}"
        )


def is_home_code(code: str) -> bool:
    """True for a code that can narrow the home side."""
    if code in (*ABROAD, UNKNOWN):
        return True
    return any(p.fullmatch(code) for p in (PC4_PATTERN, MUNICIPALITY_PATTERN, PARTNERSHIP_PATTERN))


def is_school_code(code: str) -> bool:
    """True for a code that can narrow the school side."""
    if code == UNKNOWN:
        return True
    return any(p.fullmatch(code) for p in (LOCATION_PATTERN, BRIN_PATTERN, MUNICIPALITY_PATTERN, PARTNERSHIP_PATTERN))


def sectors_name(sectors: tuple[Sector, ...]) -> str:
    """What several sectors together are called: "PO" when they are a group, else "BO+SBO"."""
    for name, group in SECTOR_GROUPS.items():
        if set(sectors) == set(group):
            return name
    return "+".join(sectors)


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
    """The cells of a question, largest first within year and sector, with the question and their total.

    `absent`: the asked (year, sector) that are not in the open data, so that nobody reads their lack as zero.
    """

    query: FlowQuery
    cells: tuple[FlowCell, ...] = field(default=())
    total: Interval = ZERO
    absent: tuple[tuple[int, Sector], ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole as a fraction 0–1 between `low` and `high`; both None when the whole is empty or open.

    `estimate` (None: not shown) is the most likely one: only where the part and the whole have one, or are exact.
    """

    low: float | None
    high: float | None
    estimate: float | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """A measure from `low` to `high`, both included; `estimate` (None: not shown) is the most likely one."""

    low: float
    high: float
    estimate: float | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The traffic of a whole region: out and incoming cross a municipal border, the last two the region's border.

    Not the sum of the municipalities' summaries: a school without a known place counts once here.
    """

    living: Interval
    stay: Interval  # lives and goes to school in the same municipality
    out: Interval
    out_within_region: Interval
    out_of_region: Interval
    at_school: Interval
    incoming: Interval
    into_region: Interval
    special: Interval  # of those living here: in SBO, SO or VSO
    out_share: Share
    out_of_region_share: Share
    special_share: Share
    masked_share: Share  # of the pupils who live or go to school here: how many stand in masked cells


@dataclass(frozen=True, slots=True)
class YearTotal:
    """The total of a question in one year; `absent` sectors are not in that year's data (None: nothing at all)."""

    year: int
    pupils: Interval | None
    absent: tuple[Sector, ...] = ()


@dataclass(frozen=True, slots=True)
class AgeTotal:
    """The total of a question for one age (years; 3 = younger than 4, 25 = older than 24) or year of study."""

    age: int
    pupils: Interval


@dataclass(frozen=True, slots=True)
class CubeMunicipality:
    """A municipality of today with its point: degrees, and whole metres RD (EPSG:28992). None = no point known."""

    code: str
    name: str
    longitude: float | None
    latitude: float | None
    x: int | None
    y: int | None


@dataclass(frozen=True, slots=True)
class Home:
    """Where pupils live: a PC4, or what the source names instead. None = not known."""

    code: str
    kind: HomeKind
    name: str
    municipality: str | None
    partnership_po: str | None
    partnership_vo: str | None
    longitude: float | None
    latitude: float | None
    x: int | None
    y: int | None


@dataclass(frozen=True, slots=True)
class SchoolLocation:
    """A school location (vestiging), code = BRIN + two digits; an MBO institution at its seat, code = BRIN.

    `sectors`: in which it has pupils, in any year.
    """

    code: str
    name: str
    place: str | None
    postcode: str | None
    municipality: str | None
    partnership_po: str | None
    partnership_vo: str | None
    sectors: tuple[Sector, ...]
    longitude: float | None
    latitude: float | None
    x: int | None
    y: int | None
    denomination: str | None
    board: str | None
    telephone: str | None
    website: str | None


@dataclass(frozen=True, slots=True)
class SpreadPoint:
    """So many pupils of one location live at this home."""

    home: Home
    pupils: Interval
