"""Fictitious pupils: where they live and where they go to school, per kind and year.

Three steps. The published totals per municipality become pupils per pair of municipalities (`margins.fit`). Each pair
is spread over postcodes and schools by the number of children, the size of the school and the distance between them
(`margins.spread`). Another year is 2017 with a drift of at most two per cent. So the totals of 2017 are met exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.opendata.demo.facts import Facts, Place, Totals
from tandem.opendata.demo.margins import Counts, Matrix, fit, spread
from tandem.opendata.demo.schools import School

CALIBRATED_YEAR = 2017
_DRIFT = 0.01  # a year, at most
_LOCAL_SHARE = 0.8  # of an average school, for the schools outside the region
_KM_PER_DEGREE = np.array([68.3, 111.3])  # longitude, latitude at 52 degrees north
# Pupils at the schools without a place, per kind and year.
_PLACELESS = {("So", 2018): 22, ("So", 2019): 24, ("Vso", 2018): 13}


@dataclass(frozen=True, slots=True)
class Home:
    """Where a pupil lives as DUO writes it: PC4 or country code, and the name of the municipality or country.

    `municipality` is its code where the home is a postcode of ours.
    """

    code: str
    name: str
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """So many pupils of one home at one school."""

    home: Home
    school: School
    pupils: int


class KindOfPupils:
    """The pupils of one kind. A block is a municipality of the region; the last block is all that lies outside."""

    def __init__(self, facts: Facts, kind: str, schools: tuple[School, ...], rng: np.random.Generator) -> None:
        self._facts = facts
        self._kind = kind
        self._schools = tuple(school for school in schools if school.kind == kind)
        self._outside = len(facts.inside)
        self._placed = tuple((school, school.place) for school in self._schools if school.place)
        self._distances = _distances(facts.places, tuple(place for _, place in self._placed))
        self._likely = self._likelihood(rng)
        self._home_block = self._blocks([place.municipality for place in facts.places])
        self._school_block = self._blocks([place.municipality for _, place in self._placed])
        self._flows = self._flows_of_calibrated_year()
        self._drift = rng.uniform(-_DRIFT, _DRIFT, self._flows.shape)
        self._starts = rng.random(self._flows.shape)

    def cells(self, year: int, homes: tuple[Home, ...], far_homes: tuple[Home, ...]) -> Iterator[Cell]:
        """The cells of one year, `homes` in the order of `facts.places`; never an empty cell, never one twice."""
        flows = np.rint(self._flows * (1 + self._drift * (year - CALIBRATED_YEAR))).astype(np.int64)
        near, far = np.zeros(self._likely.shape, np.int64), np.zeros((len(far_homes), len(self._placed)), np.int64)
        for (home_block, school_block), total in np.ndenumerate(flows):
            comes_in = home_block == self._outside != school_block
            from_far = round(total * self._facts.far_share) if comes_in else 0
            start = float(self._starts[home_block, school_block])
            here = self._school_block == school_block
            block = np.ix_(self._home_block == home_block, here)
            near[block] = spread(
                int(total) - from_far, self._block_likelihood(block, home_block == school_block), start
            )
            far[:, here] += spread(from_far, self._far_likelihood(here), start)
        yield from self._named(near, homes)
        yield from self._named(far, far_homes)
        yield from self._at_schools_without_place(year, homes)

    def _named(self, counts: Counts, homes: tuple[Home, ...]) -> Iterator[Cell]:
        for home, school in zip(*np.nonzero(counts), strict=True):
            yield Cell(homes[home], self._placed[school][0], int(counts[home, school]))

    def _at_schools_without_place(self, year: int, homes: tuple[Home, ...]) -> Iterator[Cell]:
        total = _PLACELESS.get((self._kind, year), 0)
        # From a few postcodes only: what is masked at a school without a place widens every municipality.
        children = self._children() * (self._home_block < self._outside)
        children[children < np.sort(children)[-3]] = 0
        for school in (school for school in self._schools if not school.place):
            for home, pupils in zip(homes, spread(total, children, 0.5).tolist(), strict=True):
                if pupils:
                    yield Cell(home, school, pupils)

    def _children(self) -> Matrix:
        return np.array([place.children for place in self._facts.places], dtype=float)

    def _likelihood(self, rng: np.random.Generator) -> Matrix:
        """How likely a pupil goes from this place to this school: children × size × nearness × taste."""
        sizes = np.array([school.weight for school, _ in self._placed])
        nearness = np.exp(-self._distances / self._facts.distance[self._kind])
        taste = rng.gamma(1.2, size=nearness.shape)
        return np.asarray(self._children()[:, None] * sizes * nearness * taste)

    def _block_likelihood(self, block: tuple[NDArray[np.bool_], ...], same: bool) -> Matrix:
        """Within a municipality every postcode sends pupils in proportion to its children, wherever the schools are."""
        likely = self._likely[block]
        if not same:
            return likely
        if self._is_outside(block):
            likely = likely * self._same_municipality(block)
        sums = likely.sum(axis=1, keepdims=True)
        shares = np.divide(likely, sums, out=np.zeros_like(likely), where=sums > 0)
        return np.asarray(shares * self._children()[block[0].ravel()][:, None])

    def _is_outside(self, block: tuple[NDArray[np.bool_], ...]) -> bool:
        return bool(len(block[0]) and self._home_block[block[0].ravel()[0]] == self._outside)

    def _same_municipality(self, block: tuple[NDArray[np.bool_], ...]) -> NDArray[np.bool_]:
        homes = np.array([place.municipality for place in self._facts.places])[block[0].ravel()]
        schools = np.array([place.municipality for _, place in self._placed])[block[1].ravel()]
        return np.asarray(homes[:, None] == schools[None, :])

    def _far_likelihood(self, here: NDArray[np.bool_]) -> Matrix:
        shares = np.array([share for _, _, share in self._facts.far_homes], dtype=float)
        sizes = np.array([school.weight for school, _ in self._placed])[here]
        return np.asarray(shares[:, None] * sizes)

    def _blocks(self, codes: list[str]) -> NDArray[np.int64]:
        inside = {code: block for block, code in enumerate(self._facts.inside)}
        return np.array([inside.get(code, len(inside)) for code in codes], dtype=np.int64)

    def _flows_of_calibrated_year(self) -> Counts:
        """Pupils per pair of blocks that meet the published totals; the corner is the outside schools' own pupils."""
        outside = self._outside
        totals = [self._facts.totals[self._kind][code] for code in self._facts.inside]
        incoming, within = _column(totals, "incoming"), _column(totals, "out_within_region")
        rows = np.append(within, incoming.sum() - within.sum())
        flows = np.zeros((outside + 1, outside + 1), np.int64)
        flows[:, :outside] = fit(self._likely_pairs(totals), rows, incoming)
        flows[:outside, outside] = _column(totals, "out") - within
        flows[range(outside), range(outside)] = _column(totals, "staying")
        own = self._facts.school_size[self._kind] * _LOCAL_SHARE * (self._school_block == outside).sum()
        flows[outside, outside] = round(own)
        return flows

    def _likely_pairs(self, totals: list[Totals]) -> Matrix:
        """Rows: the municipalities and the outside; columns: the municipalities. Nobody goes out to his own."""
        blocks = len(totals) + 1
        homes = np.eye(blocks)[self._home_block]
        schools = np.eye(blocks)[self._school_block]
        # A little everywhere: in this region every municipality has pupils in every other.
        pairs = (homes.T @ self._likely @ schools)[:, :-1]
        pairs += 1e-3 * pairs.sum() / pairs.size
        pairs[range(blocks - 1), range(blocks - 1)] = 0
        return np.asarray(pairs * (_column(totals, "at_school") > 0))


def _column(totals: list[Totals], field: str) -> Counts:
    return np.array([getattr(row, field) for row in totals], dtype=np.int64)


def _distances(homes: tuple[Place, ...], schools: tuple[Place, ...]) -> Matrix:
    """Kilometres as the crow flies, homes × schools; half a kilometre within one PC4."""

    def points(places: tuple[Place, ...]) -> Matrix:
        return np.asarray(np.array([(place.longitude, place.latitude) for place in places]) * _KM_PER_DEGREE)

    between = points(homes)[:, None, :] - points(schools)[None, :, :]
    return np.asarray(np.maximum(np.hypot(between[..., 0], between[..., 1]), 0.5))
