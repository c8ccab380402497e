"""How far pupils live from school: percentiles, who is far, what a nearer school would save. Start at `read_trips`."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np

from tandem.flows.answers import FlowArrays, answer_arrays
from tandem.flows.cube import Cube
from tandem.flows.data import FlowQuery, Level, Range
from tandem.flows.distance.data import Band, Journeys
from tandem.flows.distance.providers import Provider, provider_of
from tandem.flows.distance.settings import Travel, travel
from tandem.flows.distance.weighing import mean, percentile, ranged, weighted
from tandem.flows.masked.data import Floats, Numbers
from tandem.flows.masked.reading import read_geography
from tandem.flows.masked.store import refinements
from tandem.flows.masked.sums import Source, Traced, summed, total
from tandem.flows.summary import share
from tandem.opendata.data import ZERO, Interval
from tandem.register.data import COUNTRY, Region, Sector

Key = TypeVar("Key", bound=Hashable)

EDGES = (0.0, 1.0, 3.0, 6.0, 10.0, 20.0)
CHUNK = 256  # homes at once, against all locations of a sector
SAME = 0.05  # km: a school that is so little further is as near


@dataclass(frozen=True, eq=False)
class Trips:
    """Lines of pupils from a home to a location: kilometres one way, and those to the nearest location."""

    cube: Cube
    settings: Travel
    provider: str
    traced: Traced
    kept: Numbers  # which lines of the answer
    km: Floats
    nearest: Floats
    limit: Floats
    about: Floats  # expected pupils; NaN where nothing is estimated
    measured: float  # which part of the lines has a distance from a table

    @property
    def found(self) -> FlowArrays:
        return self.traced.found

    def pupils(self, line: int) -> Interval:
        """One line as an interval that knows where it comes from."""
        found = self.found
        missing = int(found.missing[line])
        high = None if missing else int(found.high[line])
        return Interval(
            int(found.low[line]), high, int(found.masked[line]), missing, None, Source(self.traced, (line,))
        )

    def whole(self, code: str, name: str) -> Journeys:
        """All of them together."""
        return _journeys(self, np.arange(len(self.kept)), code, name)

    def by(self, key: Callable[[int], Key]) -> dict[Key, Numbers]:
        """Positions of the lines by what `key` says of the number of a line."""
        groups: dict[Key, list[int]] = {}
        for position, line in enumerate(self.kept.tolist()):
            groups.setdefault(key(line), []).append(position)
        return {code: np.array(positions) for code, positions in groups.items()}

    def by_home(self) -> tuple[Journeys, ...]:
        """Per municipality of home, most pupils first."""
        names = self.cube.units
        unit = self.cube.tables["cells"].homes.unit[self.found.home]
        groups = self.by(lambda line: int(unit[line]))
        return _sorted(_journeys(self, at, names.codes[code], names.names[code]) for code, at in groups.items())

    def by_location(self) -> tuple[Journeys, ...]:
        """Per school location, most pupils first."""
        words = self.cube.location_words
        groups = self.by(lambda line: int(self.found.school[line]))
        return _sorted(_journeys(self, at, words.codes[code], words.names[code]) for code, at in groups.items())

    def by_sector(self) -> tuple[Journeys, ...]:
        """Per kind of education, in the usual order."""
        groups = self.by(lambda line: self.found.sectors[int(self.found.sector[line])])
        return tuple(_journeys(self, groups[sector], sector, sector) for sector in Sector if sector in groups)

    def bands(self) -> tuple[Band, ...]:
        """How many pupils live how far away."""
        place = np.digitize(np.nan_to_num(self.km, nan=-1.0), EDGES) - 1
        known = np.isfinite(self.km)
        sums = summed((int(place[at]), self.pupils(line)) for at, line in enumerate(self.kept.tolist()) if known[at])
        stops: Sequence[float | None] = (*EDGES[1:], None)
        return tuple(
            Band(start, stop, sums.get(i, ZERO)) for i, (start, stop) in enumerate(zip(EDGES, stops, strict=True))
        )


def _sorted(found: Iterable[Journeys]) -> tuple[Journeys, ...]:
    return tuple(sorted(found, key=lambda one: (-(one.pupils.low + (one.pupils.high or one.pupils.low)), one.code)))


def read_trips(
    cube: Cube, *, year: int, sectors: Sequence[Sector], region: Region = COUNTRY, home: str = "", school: str = ""
) -> Trips:
    """The trips of who lives in the region (or in `home`), or who goes to `school`. NotInData, ValueError (Dutch)."""
    query = FlowQuery(
        (year,),
        tuple(sectors),
        COUNTRY if home or school else region,
        Level.PC4,
        Level.LOCATION,
        home=home,
        school=school,
    )
    found = answer_arrays(cube, query)
    traced, settings = Traced(cube, found), travel()
    units = cube.tables["cells"].homes.unit[found.home]
    kept = np.flatnonzero(cube.units_of(query.region)[units] if not school else np.ones(len(found), dtype=bool))
    provider = provider_of(cube, settings.factor)
    away = provider.distances(found.home[kept], found.school[kept])
    nearest, limit = np.full(len(kept), np.nan), np.full(len(kept), settings.limit_km)
    for number, name in enumerate(found.sectors):
        own = np.flatnonzero(found.sector[kept] == number)
        homes, place = np.unique(found.home[kept[own]], return_inverse=True)
        sector = Sector(name)
        if len(homes):
            nearest[own] = _nearest(cube, provider, year, sector, homes)[place]
            of_unit = [settings.limit(cube.units.codes[unit], sector) for unit in units[kept[own]].tolist()]
            limit[own] = of_unit
    part = float(away.measured.mean()) if len(kept) else 0.0
    return Trips(cube, settings, provider.key, traced, kept, away.km, nearest, limit, _about(traced)[kept], part)


def _about(traced: Traced) -> Floats:
    """Expected pupils of every line; NaN where the sector has no tested estimate. Never leaves this package alone."""
    cube, about = traced.cube, np.full(len(traced.found), np.nan)
    known = refinements(cube)
    for part in traced.parts:
        table = known.slice(part.year, part.sector)[part.table]
        start, _ = cube.tables[part.table].bounds[cube.slices[part.year, part.sector]]
        if len(table.estimate):
            about[part.line] = table.estimate[part.rows.numbers() - start]
    exact = traced.found.low == traced.found.high
    return np.where(exact, traced.found.low, about)


def _nearest(cube: Cube, provider: Provider, year: int, sector: Sector, homes: Numbers) -> Floats:
    """Kilometres from each home to the nearest location that has pupils in this sector this year."""
    locations = _locations(cube, year, sector)
    if not len(locations):
        return np.full(len(homes), np.nan)
    found = np.empty(len(homes))
    for start in range(0, len(homes), CHUNK):
        some = homes[start : start + CHUNK]
        pairs = np.repeat(some, len(locations)), np.tile(locations, len(some))
        km = provider.distances(*pairs).km.reshape(len(some), len(locations))
        found[start : start + CHUNK] = np.where(np.isnan(km), np.inf, km).min(axis=1)
    return np.where(np.isinf(found), np.nan, found)


@lru_cache(maxsize=64)
def _locations(cube: Cube, year: int, sector: Sector) -> Numbers:
    start, stop = cube.tables["cells"].bounds[cube.slices[year, sector]]
    there = np.unique(cube.tables["cells"].columns["school"][start:stop])
    return np.asarray(there[np.isfinite(read_geography(cube).location_x[there])])


def _journeys(trips: Trips, at: Numbers, code: str, name: str) -> Journeys:
    """What is told about some of the lines."""
    known = at[np.isfinite(trips.km[at])]
    lines = trips.kept[known]
    km, limit, nearest = trips.km[known], trips.limit[known], trips.nearest[known]
    pupils = total(trips.pupils(line) for line in lines.tolist())
    far = total(trips.pupils(line) for line in lines[km > limit].tolist())
    rest = total(trips.pupils(line) for line in lines[km <= limit].tolist())
    extra = np.maximum(km - nearest, 0.0)
    nearer = total(trips.pupils(line) for line in lines[extra > SAME].tolist())
    weigh = _Weights(trips, lines, trips.about[known], pupils)
    yearly = km * (2 * trips.settings.school_days)
    transported = np.isin(trips.found.sector[lines], _transported(trips)) & (km > limit)
    has_nearest = np.isfinite(extra)
    part = share(far, rest)
    return Journeys(
        code=code,
        name=name,
        pupils=pupils,
        unplaced=total(trips.pupils(line) for line in trips.kept[at[~np.isfinite(trips.km[at])]].tolist()),
        median=weigh.percentile(km, 0.5),
        p90=weigh.percentile(km, 0.9),
        far=far,
        far_share=None if part.low is None else part,
        extra=weigh.mean(extra) if has_nearest.all() else None,
        nearer=nearer,
        yearly_km=weigh.sum(yearly),
        euros=_euros(trips, lines, trips.about[known], (transported, yearly)),
    )


def _euros(trips: Trips, lines: Numbers, about: Floats, travelled: tuple[Numbers, Floats]) -> Range | None:
    """What transport would cost of those who have a right to it; an estimate only where their number has one."""
    chosen, yearly = travelled
    pupils = total(trips.pupils(line) for line in lines[chosen].tolist())
    return _Weights(trips, lines[chosen], about[chosen], pupils).sum(yearly[chosen] * trips.settings.euro_per_km)


def _transported(trips: Trips) -> list[int]:
    return [i for i, name in enumerate(trips.found.sectors) if name in trips.settings.transported]


class _Weights:
    """The pupils of some lines as weights: low, high, and what is likely where that may be shown."""

    def __init__(self, trips: Trips, lines: Numbers, about: Floats, pupils: Interval) -> None:
        self._low = trips.found.low[lines].astype(np.float64)
        self._high = trips.found.high[lines].astype(np.float64)
        self._open = pupils.high is None
        shown = pupils.about is not None and bool(np.isfinite(about).all())
        self._about = about if shown else None

    def percentile(self, value: Floats, part: float) -> Range | None:
        if self._open:
            return None
        about = None if self._about is None else weighted(value, self._about, part)
        return ranged(percentile(value, self._low, self._high, part), about)

    def mean(self, value: Floats) -> Range | None:
        if self._open:
            return None
        weight = self._about
        about = None if weight is None or not weight.sum() else float((value * weight).sum() / weight.sum())
        return ranged(mean(value, self._low, self._high), about)

    def sum(self, value: Floats) -> Range | None:
        if self._open:
            return None
        about = None if self._about is None else float((value * self._about).sum())
        return ranged((float((value * self._low).sum()), float((value * self._high).sum())), about)
