"""The estimate: its parts against slow and obvious versions, and what it promises."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flows.truths import country, masked_country
from tests.samples import write_sample

from tandem.flows.cube import Cube
from tandem.flows.masked import features
from tandem.flows.masked.data import HIGH, LOW, NO_GROUP, MaskedSlice, Totals
from tandem.flows.masked.estimating import estimate
from tandem.flows.masked.fitting import Margin, fit, margins_of
from tandem.flows.masked.likelihood import log_likelihood, moments
from tandem.flows.masked.reading import read_geography, read_slice
from tandem.flows.masked.tuning import is_tuning_region, tune
from tandem.register.data import Sector

quick = settings(max_examples=100, deadline=None, database=None)


@pytest.fixture(scope="module")
def cube(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return Cube.open(write_sample(tmp_path_factory.mktemp("masked") / "snapshot", masked_country()))


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return Cube.open(write_sample(tmp_path_factory.mktemp("exact") / "snapshot", country()))


@pytest.fixture(scope="module")
def part(cube: Cube) -> MaskedSlice:
    return read_slice(cube, read_geography(cube), 2017, Sector.VSO)


def true_values(truth: Cube) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return read_slice(truth, read_geography(truth), 2017, Sector.VSO).low.astype(np.float64)


@quick
@given(st.floats(-8, 8))
def test_moments_are_those_of_a_poisson_from_one_to_four(log_rate: float) -> None:
    weights = [math.exp(log_rate * k) / math.factorial(k) for k in range(1, 5)]
    mean = sum(k * w for k, w in enumerate(weights, 1)) / sum(weights)
    square = sum(k * k * w for k, w in enumerate(weights, 1)) / sum(weights)
    found = moments(np.array([log_rate]))
    assert found[0][0] == pytest.approx(mean)
    assert found[1][0] == pytest.approx(square - mean * mean, abs=1e-9)


def test_extreme_rates_are_one_and_four() -> None:
    mean, variance = moments(np.array([-500.0, 500.0]))
    assert mean == pytest.approx([1, 4], abs=1e-3)
    assert (variance >= 0).all()


@quick
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=3, max_size=30))
def test_fitted_rates_meet_the_totals(cells: list[tuple[int, int]]) -> None:
    value, group = np.array(cells).T
    count = np.bincount(group, minlength=4)
    target = np.where(count, np.bincount(group, weights=value, minlength=4), np.nan)
    fitted, _ = moments(fit(np.linspace(-1, 1, len(value)), Margin(group, target, count)))
    sums = np.bincount(group, weights=fitted, minlength=4)
    assert np.abs(sums - target)[count > 0].max() < 0.1


def test_totals_that_contradict_each_other_do_no_harm() -> None:
    group, count = np.zeros(3, dtype=np.intp), np.array([3])
    fitted, _ = moments(fit(np.zeros(3), Margin(group, np.array([12.0]), count), Margin(group, np.array([3.0]), count)))
    assert ((fitted >= LOW) & (fitted <= HIGH)).all()


@quick
@given(st.lists(st.integers(0, 5), max_size=30))
def test_pairs_are_those_of_two_loops(group: list[int]) -> None:
    first, second = features.pairs(np.array(group, dtype=np.intp))
    slow = {(i, j) for i, a in enumerate(group) for j, b in enumerate(group) if a == b and i != j}
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == slow
    assert len(first) == len(slow)


def test_pupils_around_are_those_of_two_loops(part: MaskedSlice) -> None:
    here = part.geography
    fast = features.pupils_around(here.home_x, here.home_y, part.pupils)
    points = list(zip(here.home_x.tolist(), here.home_y.tolist(), part.pupils.tolist(), strict=True))
    for number in range(0, len(points), 37):
        x, y, pupils = points[number]
        slow = sum(n * math.exp(-math.dist((x, y), (a, b)) / features.AROUND_KM) for a, b, n in points) - pupils
        assert fast[number] == pytest.approx(slow, rel=0.01)


def test_the_pull_of_a_municipality_leaves_out_the_cell_itself(part: MaskedSlice) -> None:
    """Otherwise the estimate of a cell would lean on the guess of that same cell."""
    raised = replace(part, high=np.where(np.arange(len(part.low)) == 5, part.high + 30, part.high))
    before, after = (features.pull_of_municipality(p, p.guessed) for p in (part, raised))
    units = part.geography.home_unit[part.home]
    same = (part.location == part.location[5]) & (units == units[5])
    assert same.sum() > 1
    # the share of the whole country moves a little; only the neighbours of cell 5 move by more than that
    moved = np.abs(after - before)
    assert moved[5] < 0.05
    assert moved[same & (np.arange(len(same)) != 5)].min() > 0.05


def test_the_estimate_stays_within_the_mask_and_leaves_exact_cells_alone(part: MaskedSlice) -> None:
    value = estimate(part)
    assert value is not None
    assert ((value[part.masked] >= LOW) & (value[part.masked] <= HIGH)).all()
    assert (value[~part.masked] == part.low[~part.masked]).all()
    assert np.ptp(value[part.masked]) > 1


def test_the_estimate_is_the_same_every_time(cube: Cube, part: MaskedSlice) -> None:
    again = read_slice(cube, read_geography(cube), 2017, Sector.VSO)
    first, second = estimate(part), estimate(again)
    assert first is not None
    assert second is not None
    assert first.tobytes() == second.tobytes()


def test_the_estimate_meets_the_totals_by_location(part: MaskedSlice) -> None:
    value = estimate(part)
    assert value is not None
    sums = np.bincount(part.location, weights=value, minlength=part.locations)
    exact = part.location_totals.exact & (np.bincount(part.location, minlength=part.locations) > 0)
    assert np.abs(sums - part.location_totals.low)[exact].max() < 0.5


def test_each_kind_of_total_makes_it_better(part: MaskedSlice, truth: Cube) -> None:
    """Errors of flows between municipalities, with all totals, without those of homes, and without any."""
    known = true_values(truth)
    here = part.geography
    flow = here.home_unit[part.home] * here.units + here.location_unit[part.location]

    def error(asked: MaskedSlice) -> float:
        value = estimate(asked)
        assert value is not None
        return float(np.abs(np.bincount(flow, weights=value - known)).sum() / known.sum())

    without_homes = replace(part, home_totals=Totals.none(here.units))
    nothing = replace(without_homes, location_totals=Totals.none(part.locations))
    assert error(part) < error(without_homes) < error(nothing)
    for substitute in (0.0, 1.0, 2.0, 2.5, 4.0):
        off = np.where(part.masked, substitute, part.low) - known
        assert error(part) < 0.7 * float(np.abs(np.bincount(flow, weights=off)).sum() / known.sum())


def test_home_totals_that_count_other_postcodes_are_left_out(part: MaskedSlice, truth: Cube) -> None:
    """A municipality that was divided: its total holds thirty pupils more than its postcodes do."""
    known = true_values(truth)
    _, homes = margins_of(part)
    unit = int(np.nanargmax(homes.target))
    low = part.home_totals.low.copy()
    low[unit] += int(homes.cells[unit])
    value = estimate(replace(part, home_totals=Totals(low, low)))
    good = estimate(part)
    assert value is not None
    assert good is not None
    own = part.geography.home_unit[part.home] == unit
    assert abs(value[own].sum() - known[own].sum()) < homes.cells[unit] / 2
    assert abs(value.sum() - good.sum()) < 5


def test_a_sector_without_a_test_has_no_estimate(part: MaskedSlice) -> None:
    assert estimate(replace(part, sector=Sector.VO)) is None


def test_places_without_a_point_are_estimated_too(part: MaskedSlice) -> None:
    here = part.geography
    lost = replace(
        here,
        home_x=np.where(np.arange(len(here.home_x)) % 3, here.home_x, np.nan),
        home_unit=np.where(np.arange(len(here.home_x)) % 3, here.home_unit, NO_GROUP),
        location_x=np.full(len(here.location_x), np.nan),
    )
    value = estimate(replace(part, geography=lost))
    assert value is not None
    assert np.isfinite(value).all()


def test_tuning_finds_weights_that_make_the_truth_likelier(cube: Cube, part: MaskedSlice, truth: Cube) -> None:
    known = true_values(truth)
    learning = np.array([is_tuning_region(here.partnership_po) for here in cube.locations.values()])
    assert 0 < learning.sum() < len(learning)
    weights = tune(part, known, learning)
    constant, *others = weights.without_totals
    values, masked = features.features(part), part.masked
    tuned = constant + values @ np.array(others)
    flat = np.full(len(tuned), float(np.mean(tuned)))
    unseen = ~learning[part.location[masked]]
    assert (
        log_likelihood(tuned[unseen], known[masked][unseen])
        > log_likelihood(flat[unseen], known[masked][unseen]) + 0.02
    )


def test_tuning_does_not_look_at_other_regions(cube: Cube, part: MaskedSlice, truth: Cube) -> None:
    known = true_values(truth)
    learning = np.array([is_tuning_region(here.partnership_po) for here in cube.locations.values()])
    spoiled = np.where(learning[part.location] | ~part.masked, known, 4.0)
    assert tune(part, known, learning) == tune(part, spoiled, learning)


def test_tuning_regions_are_the_odd_partnerships() -> None:
    assert is_tuning_region("PO2801")
    assert not is_tuning_region("PO2802")
    assert not is_tuning_region(None)
