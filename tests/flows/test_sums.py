"""Sums of answer lines: the same number as the question that asks for the sum, and never a leak."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.flows.questions import YEARS, questions, regions, sector_sets
from tests.flows.test_refined import cubes, follows_the_rules, holds
from tests.flows.truths import country, masked_country, secret_worlds
from tests.samples import Sample, write_sample

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import FlowQuery
from tandem.flows.masked.headlines import refined_by_year, refined_key_figures
from tandem.flows.masked.refining import refined_arrays, refined_total
from tandem.flows.masked.sums import plain, summed, total, traced_cells
from tandem.flows.openness import homes_unknown
from tandem.flows.queries import answer, key_figures
from tandem.opendata.data import Interval
from tandem.register.data import Region, Sector

SPECIAL = (Sector.SO, Sector.VSO)
thorough = settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return Cube.open(write_sample(tmp_path_factory.mktemp("masked") / "snapshot", masked_country()))


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return Cube.open(write_sample(tmp_path_factory.mktemp("exact") / "snapshot", country()))


@thorough
@given(secret_worlds(), questions)
def test_sums_of_lines_hold_the_truth_and_follow_the_rules(worlds: tuple[Sample, Sample], query: FlowQuery) -> None:
    with cubes(worlds) as (cube, truth):
        try:
            before = answer(cube, query).cells
        except NotInData:
            return
        true = answer(truth, query).cells
        lines = list(traced_cells(cube, query))
        assert [line.pupils for line in lines] == [one.pupils for one in refined_arrays(cube, query).cells()]
        for key in ("home_code", "school_code", "sector"):
            found = summed((getattr(line, key), line.pupils) for line in lines)
            plainly = summed((getattr(line, key), line.pupils) for line in before)
            truly = summed((getattr(line, key), line.pupils) for line in true)
            for name, value in found.items():
                follows_the_rules(plainly[name], value)
                assert holds(value, truly[name])


def test_a_sum_of_lines_is_the_answer_to_the_question_for_it(masked: Cube) -> None:
    """Whatever a page adds up, the API says the same when it is asked for that sum."""
    lines = list(traced_cells(masked, FlowQuery((2017,), SPECIAL, together=True)))
    for side, key in (("home", "home_code"), ("school", "school_code")):
        sums = summed((getattr(line, key), line.pupils) for line in lines)
        assert sum(value.estimate is not None for value in sums.values()) > 10
        for code, value in sums.items():
            assert value == refined_total(masked, FlowQuery((2017,), SPECIAL, **{side: code}))
    assert total(line.pupils for line in lines) == refined_total(masked, FlowQuery((2017,), SPECIAL))


def test_sums_of_sums_are_sums(masked: Cube) -> None:
    lines = list(traced_cells(masked, FlowQuery((2017,), SPECIAL, together=True)))
    by_home = summed((line.home_code, line.pupils) for line in lines)
    assert total(by_home.values()) == total(line.pupils for line in lines)


def test_who_counts_twice_is_not_narrowed(masked: Cube) -> None:
    """Negative control: the same line twice is no set of cells, so nothing may be concluded from totals."""
    lines = [line.pupils for line in traced_cells(masked, FlowQuery((2017,), SPECIAL, together=True))]
    twice = total([*lines, *lines])
    assert twice == Interval(*_doubled(plain(total(lines))))


def _doubled(value: Interval) -> tuple[int, int | None, int]:
    return 2 * value.low, None if value.high is None else 2 * value.high, 2 * value.masked


def test_numbers_of_another_origin_leave_no_estimate(masked: Cube) -> None:
    lines = [line.pupils for line in traced_cells(masked, FlowQuery((2017,), SPECIAL, together=True))]
    assert total(lines).estimate is not None
    assert total([*lines, Interval(3, 12, masked=3)]).estimate is None
    assert total([*lines, Interval.exact(5)]).estimate is not None


@thorough
@given(secret_worlds(), st.sampled_from(YEARS), sector_sets, regions)
def test_headlines_hold_the_truth(
    worlds: tuple[Sample, Sample], year: int, sectors: tuple[Sector, ...], region: Region
) -> None:
    with cubes(worlds) as (cube, truth):
        try:
            before = key_figures(cube, year=year, sectors=sectors, region=region)
        except NotInData:
            return
        found = refined_key_figures(cube, year=year, sectors=sectors, region=region)
        true = key_figures(truth, year=year, sectors=sectors, region=region)
        lost = any(homes_unknown(one, [year], sectors) for one in (cube, truth))
        for name in ("living", "stay", "out", "out_of_region", "at_school", "incoming", "into_region", "special"):
            follows_the_rules(getattr(before, name), getattr(found, name))
            assert lost or holds(getattr(found, name), getattr(true, name))
        for name in ("out_share", "out_of_region_share", "special_share"):
            mine, known = getattr(found, name), getattr(true, name)
            if lost or known.low is None:
                continue
            assert mine.low <= known.low + 1e-9
            assert mine.high >= known.high - 1e-9


def test_headlines_are_the_answers_to_their_questions(masked: Cube) -> None:
    units = tuple(code for code in masked.municipalities)[:5]
    region = Region("keuze", "", units)
    found = refined_key_figures(masked, year=2017, sectors=SPECIAL, region=region)
    lines = list(traced_cells(masked, FlowQuery((2017,), SPECIAL, region, together=True)))
    living = total(line.pupils for line in lines if line.home_code in units)
    out = total(line.pupils for line in lines if line.home_code in units and line.home_code != line.school_code)
    assert (found.living, found.out) == (living, out)
    assert found.out.estimate is not None
    assert out.about
    assert living.about
    assert found.out_share.estimate == pytest.approx(out.about / living.about, abs=0.01)
    [year] = [one for one in refined_by_year(masked, FlowQuery((2017,), SPECIAL)) if one.year == 2017]
    assert year.pupils == refined_total(masked, FlowQuery((2017,), SPECIAL))


def test_exact_figures_stay_exact(exact: Cube) -> None:
    lines = list(traced_cells(exact, FlowQuery((2017,), SPECIAL, together=True)))
    assert all(line.pupils.is_exact and line.pupils.estimate is None for line in lines)
    assert total(line.pupils for line in lines).is_exact
