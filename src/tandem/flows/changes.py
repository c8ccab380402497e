"""What changed most between two years, as far as it is certain: per municipality, school location and flow.

Two numbers of which one or both lie between bounds differ for certain only when the bounds do not overlap; how much
at least is what a change is ranked by. So a number that was masked in one of the years is never called a rise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import ABROAD, UNKNOWN, FlowQuery, Level
from tandem.flows.masked.refining import refined_summary
from tandem.flows.masked.sums import summed, traced_cells
from tandem.flows.openness import homes_unknown
from tandem.opendata.data import ZERO, Interval
from tandem.register.data import Region, Sector

LEAST = 5  # pupils: what changes by fewer for certain is not told
SHOWN = 40


class Subject(StrEnum):
    """What a change is about."""

    LIVING = "living"
    OUT = "out"
    INCOMING = "in"
    SCHOOL = "school"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Change:
    """A number of pupils in two years. `home` and `school` are codes; one is '' where the subject has no such side."""

    subject: Subject
    sector: Sector
    home: str
    school: str
    before: Interval
    after: Interval

    @property
    def least(self) -> int:
        """How many more (or, below zero, fewer) pupils at least; 0 = it is not certain that anything changed."""
        if self.before.high is not None and self.after.low > self.before.high:
            return self.after.low - self.before.high
        if self.after.high is not None and self.after.high < self.before.low:
            return self.after.high - self.before.low
        return 0


@dataclass(frozen=True, slots=True)
class Changes:
    """The certain changes of a region between two years, largest first; `compared` counts all numbers looked at."""

    year: int
    before: int
    found: tuple[Change, ...]
    compared: int
    uncertain: int


def read_changes(
    cube: Cube, region: Region, sectors: Sequence[Sector] = tuple(Sector), until: int | None = None
) -> Changes:
    """Between the newest year (up to `until`) and the one before it. NotInData where there is only one."""
    year, before = two_years(cube, sectors, until)
    there = [s for s in sectors if (year, s) in cube.slices and (before, s) in cube.slices]
    every = [change for sector in there for change in _of_sector(cube, region, sector, (before, year))]
    certain = [change for change in every if abs(change.least) >= LEAST]
    different = sum(change.before != change.after for change in every)
    order = sorted(certain, key=lambda one: (-abs(one.least), one.subject, one.sector, one.home, one.school))
    return Changes(year, before, tuple(order), len(every), different - len(certain))


def can_compare(cube: Cube, sectors: Sequence[Sector], until: int | None = None) -> bool:
    """Whether `read_changes` has an answer."""
    try:
        two_years(cube, sectors, until)
    except NotInData:
        return False
    return True


def two_years(cube: Cube, sectors: Sequence[Sector], until: int | None = None) -> tuple[int, int]:
    """The newest year up to `until` with one of these sectors, and the last before it that shares a sector with it."""
    for year in reversed([one for one in cube.years if until is None or one <= until]):
        for before in reversed([one for one in cube.years if one < year]):
            if any((year, s) in cube.slices and (before, s) in cube.slices for s in sectors):
                return year, before
    raise NotInData("jaar: er is geen eerder jaar van deze soort in de gegevens; dan valt er niets te vergelijken")


def _of_sector(cube: Cube, region: Region, sector: Sector, years: tuple[int, int]) -> Iterator[Change]:
    if any(homes_unknown(cube, (year,), (sector,)) for year in years):
        return
    yield from _municipalities(cube, region, sector, years)
    inside = set(region.municipalities or cube.municipalities)
    flows = [_flows(cube, region, sector, year) for year in years]
    for home, school in sorted(flows[0].keys() | flows[1].keys()):
        if home != school and (home in inside or school in inside) and UNKNOWN not in (home, school):
            old, new = (one.get((home, school), ZERO) for one in flows)
            yield Change(Subject.FLOW, sector, home, school, old, new)
    schools = [_schools(cube, region, sector, year) for year in years]
    for code in sorted(schools[0].keys() | schools[1].keys()):
        yield Change(Subject.SCHOOL, sector, "", code, *(one.get(code, ZERO) for one in schools))


def _municipalities(cube: Cube, region: Region, sector: Sector, years: tuple[int, int]) -> Iterator[Change]:
    old, new = (
        {one.municipality_code: one for one in refined_summary(cube, year=year, sectors=(sector,), region=region)}
        for year in years
    )
    for code in old.keys() & new.keys():
        yield Change(Subject.LIVING, sector, code, "", old[code].living, new[code].living)
        yield Change(Subject.OUT, sector, code, "", old[code].out, new[code].out)
        yield Change(Subject.INCOMING, sector, "", code, old[code].incoming, new[code].incoming)


def _flows(cube: Cube, region: Region, sector: Sector, year: int) -> dict[tuple[str, str], Interval]:
    cells = traced_cells(cube, FlowQuery((year,), (sector,), region))
    return {(cell.home_code, cell.school_code): cell.pupils for cell in cells if cell.home_code not in ABROAD}


def _schools(cube: Cube, region: Region, sector: Sector, year: int) -> dict[str, Interval]:
    """Pupils per location that stands in the region, wherever they live."""
    inside = set(region.municipalities or cube.municipalities)
    cells = traced_cells(cube, FlowQuery((year,), (sector,), region, school_level=Level.LOCATION))
    sums = summed((cell.school_code, cell.pupils) for cell in cells)
    return {code: value for code, value in sums.items() if cube.locations[code].municipality in inside}
