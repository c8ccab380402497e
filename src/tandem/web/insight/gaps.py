"""Municipalities of which the files hold too little to compare them: from the cube and the findings of the checks."""

from dataclasses import dataclass
from functools import lru_cache

from tandem.web.insight.store import Store


@dataclass(frozen=True, slots=True)
class Gaps:
    """`unseen`: no school of theirs is in the files. `too_low`: pupils who live there go to such a place.

    Every municipality has a primary school; without one of any kind in the files, that is what tells it is unseen.

    `everywhere`: the files are about a part of the country, so every number of who lives somewhere may be too low.
    """

    unseen: frozenset[str]
    too_low: frozenset[str]
    everywhere: bool

    def skipped(self, *, out: bool) -> frozenset[str]:
        """Who cannot be compared: going out needs every school that pupils may go to, coming in only one's own."""
        return self.unseen | self.too_low if out else self.unseen


@lru_cache(maxsize=64)
def gaps_of(store: Store, year: int) -> Gaps:
    marked: dict[str, set[str]] = {"municipality_missing": set(), "beside_missing": set(), "part_of_country": set()}
    everywhere = False
    for finding in store.provenance.findings:
        if finding.check in marked and year in finding.years:
            marked[finding.check].update(finding.municipalities)
            everywhere |= finding.check == "part_of_country"
    seen = {here.municipality for here in store.cube.locations.values() if here.sectors}
    told = "BO" in store.cube.sectors_by_year.get(year, ()) or not seen  # many have no school for VO or MBO
    unseen = frozenset(marked["municipality_missing"]) | (store.cube.municipalities.keys() - seen if told else set())
    return Gaps(frozenset(unseen), frozenset(marked["beside_missing"]) - unseen, everywhere)
