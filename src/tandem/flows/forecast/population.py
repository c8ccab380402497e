"""How many people of a sector's ages there are and will be, from population by age on one day: everybody grows a year
older.

Nobody moves, nobody dies, and as many children are born as in the youngest group: what a count of one day can say.
Only the ratio between years matters, so its level is of no consequence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from tandem.flows.cube import Cube
from tandem.flows.masked.data import Floats, Numbers

OLDEST = 121
FURTHEST = 12  # years from the day of the count; beyond it a count of one day says too little


@dataclass(frozen=True, slots=True)
class Population:
    """`people[unit, age]`: inhabitants of each unit of the cube by single year of age, on 1 January of `year`."""

    year: int
    people: Floats

    def exposure(self, units: Sequence[Numbers], ages: tuple[int, int], years: Sequence[int]) -> Floats | None:
        """Series × years: people of these ages in each group of units; None where a year is too far away or nobody is
        known.
        """
        if any(abs(year - self.year) > FURTHEST for year in years):
            return None
        sums = np.array([self.people[group].sum(axis=0) for group in units]).reshape(len(units), -1)
        born = sums[:, :5].mean(axis=1)
        wanted = np.arange(ages[0], ages[1] + 1)
        found = np.empty((len(units), len(years)))
        for column, year in enumerate(years):
            then = wanted - (year - self.year)  # how old they were on the day of the count
            there = np.clip(then, 0, OLDEST - 1)
            found[:, column] = np.where(then >= 0, sums[:, there], born[:, None]).sum(axis=1)
        return found if (found > 0).all() else None


def read_population(cube: Cube) -> Population | None:
    """The newest population that was loaded; None where there is none."""
    path = cube.snapshot / "tables" / "population.parquet"
    if not path.exists():
        return None
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(path)).fetchall()
    if not rows:
        return None
    year = max(row[0] for row in rows)
    people = np.zeros((len(cube.units.codes), OLDEST))
    for of_year, home, low, high, number in rows:
        place = cube.homes.get(home)
        if of_year != year or place is None or place.municipality is None:
            continue
        last = min(high, OLDEST - 1)
        people[cube.units.number[place.municipality], low : last + 1] += number / (last + 1 - low)
    return Population(year, people)
