"""Questions to the cube. Every function raises NotInData where the question names what the cube does not hold."""

from dataclasses import replace

from tandem.flows.answers import FlowArrays, answer_arrays
from tandem.flows.cube import Cube
from tandem.flows.data import UNKNOWN, AgeTotal, FlowAnswer, FlowQuery, YearTotal
from tandem.flows.openness import comes_from_elsewhere, homes_unknown, lives_is_asked, opened
from tandem.flows.presence import absent_slices
from tandem.flows.summary import key_figures, summarise
from tandem.opendata.data import Interval

__all__ = [
    "FlowArrays",
    "absent_slices",
    "answer",
    "answer_arrays",
    "by_age",
    "by_year",
    "key_figures",
    "summarise",
    "total",
]


def answer(cube: Cube, query: FlowQuery) -> FlowAnswer:
    """The answer as objects; for large answers take `answer_arrays` and page through it."""
    found = answer_arrays(cube, query)
    return FlowAnswer(query, tuple(found.cells()), found.total(), found.absent)


def total(cube: Cube, query: FlowQuery) -> Interval:
    """The number of pupils in the answer, whatever its levels; a lower bound where too many homes are unknown."""
    found = answer_arrays(cube, query).total()
    if not homes_unknown(cube, query.years, query.sectors):
        return found
    if comes_from_elsewhere(query):
        unknown = answer_arrays(cube, replace(query, home=UNKNOWN)).total()
        found = replace(found, low=found.low - unknown.low)
    return opened(found) if lives_is_asked(query) else found


def by_year(cube: Cube, query: FlowQuery) -> tuple[YearTotal, ...]:
    """The total of the question in every year of the cube (the query's own years are ignored)."""
    return tuple(_in_year(cube, replace(query, years=(year,))) for year in cube.years)


def _in_year(cube: Cube, query: FlowQuery) -> YearTotal:
    (year,) = query.years
    known = cube.age_slices if query.ages else cube.slices
    absent = tuple(sector for sector in query.sectors if (year, sector) not in known)
    if absent == query.sectors:
        return YearTotal(year, None, absent)
    return YearTotal(year, total(cube, query), absent)


def by_age(cube: Cube, query: FlowQuery) -> tuple[AgeTotal, ...]:
    """The total of the question per age or year of study; empty where the sources do not tell ages."""
    asked = [cube.age_slices.get((year, sector), {}) for year in query.years for sector in query.sectors]
    ages = sorted({age for slices in asked for age in slices})
    if query.ages:
        ages = [age for age in ages if age in query.ages]
    return tuple(AgeTotal(age, total(cube, replace(query, ages=(age,)))) for age in ages)
