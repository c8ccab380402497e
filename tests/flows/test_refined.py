"""Answers with narrower sums and estimates: the truth is inside, the rules hold, and nothing else changes."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.flows.questions import YEARS, questions, regions, sector_sets
from tests.flows.truths import country, masked_country, secret_worlds
from tests.samples import Sample, write_sample

from tandem.flows.answers import HIDDEN, answer_arrays
from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import HOME_LEVELS, SCHOOL_LEVELS, FlowQuery, Level
from tandem.flows.masked.refining import MEASURES, refined_arrays, refined_summary, refined_total
from tandem.flows.masked.store import VERSION, refinements, write_refinements
from tandem.flows.openness import homes_unknown
from tandem.flows.queries import answer, summarise, total
from tandem.opendata.data import Interval
from tandem.register.data import COUNTRY, Region, Sector

thorough = settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
SPECIAL = (Sector.SO, Sector.VSO)


@contextmanager
def cubes(worlds: tuple[Sample, Sample]) -> Iterator[tuple[Cube, Cube]]:
    with tempfile.TemporaryDirectory() as folder:
        masked, exact = (write_sample(Path(folder) / name, w) for name, w in zip("me", worlds, strict=True))
        yield Cube.open(masked), Cube.open(exact)


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return Cube.open(write_sample(tmp_path_factory.mktemp("masked") / "snapshot", masked_country()))


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return Cube.open(write_sample(tmp_path_factory.mktemp("exact") / "snapshot", country()))


def holds(found: Interval, true: Interval) -> bool:
    """Whether every value the truth allows (a school without a place leaves several) lies in the interval."""
    return found.low <= true.low and (found.high is None or (true.high is not None and true.high <= found.high))


def follows_the_rules(plain: Interval, found: Interval) -> None:
    assert (found.masked, found.missing) == (plain.masked, plain.missing)
    assert plain.low <= found.low
    if plain.high is None or found.masked < 3:
        assert (found.low, found.high, found.estimate) == (plain.low, plain.high, None)
        return
    assert found.high is not None
    assert found.high <= plain.high
    if found.estimate is not None:
        assert found.estimate >= 10
        assert found.low <= found.estimate <= found.high


@thorough
@given(secret_worlds(), questions)
def test_every_answer_holds_the_truth_and_follows_the_rules(worlds: tuple[Sample, Sample], query: FlowQuery) -> None:
    with cubes(worlds) as (cube, truth):
        try:
            plain = answer(cube, query).cells
        except NotInData:
            return
        true = {(c.year, c.sector, c.home_code, c.school_code): c.pupils for c in answer(truth, query).cells}
        found = list(refined_arrays(cube, query).cells())
        assert [(c.home_code, c.school_code) for c in found] == [(c.home_code, c.school_code) for c in plain]
        for before, after in zip(plain, found, strict=True):
            follows_the_rules(before.pupils, after.pupils)
            assert holds(after.pupils, true[after.year, after.sector, after.home_code, after.school_code])
        follows_the_rules(total(cube, query), refined_total(cube, query))
        if any(homes_unknown(one, query.years, query.sectors) for one in (cube, truth)):
            return  # no number of who lives somewhere is exact, not even the true one
        assert holds(refined_total(cube, query), total(truth, query))


@thorough
@given(secret_worlds(), st.sampled_from(YEARS), sector_sets, regions)
def test_every_summary_holds_the_truth_and_follows_the_rules(
    worlds: tuple[Sample, Sample], year: int, sectors: tuple[Sector, ...], region: Region
) -> None:
    with cubes(worlds) as (cube, truth):
        try:
            plain = summarise(cube, year=year, sectors=sectors, region=region)
        except NotInData:
            return
        found = refined_summary(cube, year=year, sectors=sectors, region=region)
        true = summarise(truth, year=year, sectors=sectors, region=region)
        lost = any(homes_unknown(one, [year], sectors) for one in (cube, truth))
        for before, after, known in zip(plain, found, true, strict=True):
            for name in MEASURES:
                follows_the_rules(getattr(before, name), getattr(after, name))
                assert lost or holds(getattr(after, name), getattr(known, name))


@pytest.mark.parametrize(("home", "school"), list(product(HOME_LEVELS, SCHOOL_LEVELS)))
def test_a_line_is_as_narrow_as_its_locations_allow(masked: Cube, home: Level, school: Level) -> None:
    """At least as narrow as cell by cell bounds, and with whole locations exactly the published total."""
    query = FlowQuery((2017,), SPECIAL, COUNTRY, home, school)
    plain, found = answer_arrays(masked, query), refined_arrays(masked, query)
    assert (found.low >= plain.low).all()
    assert (found.high <= plain.high).all()
    narrowed = (found.high - found.low) < (plain.high - plain.low)
    assert not narrowed[plain.masked < 3].any()
    if home is not Level.PC4:  # one postcode hardly ever holds enough of a location's masked cells
        assert narrowed.any()


def test_narrowing_follows_a_slow_count(masked: Cube) -> None:
    """Home municipality × location: the total less what the location's other cells can, or must, hold."""
    query = FlowQuery((2017,), (Sector.VSO,), school_level=Level.LOCATION)
    cells = answer(masked, FlowQuery((2017,), (Sector.VSO,), COUNTRY, Level.PC4, Level.LOCATION)).cells
    published = total_by_location(masked)
    for line in list(refined_arrays(masked, query).cells())[::7]:
        own = [
            c.pupils
            for c in cells
            if c.school_code == line.school_code and municipality(masked, c.home_code) == line.home_code
        ]
        rest = [
            c.pupils
            for c in cells
            if c.school_code == line.school_code and municipality(masked, c.home_code) != line.home_code
        ]
        low, high = sum(p.low for p in own), sum(p.high or 0 for p in own)
        if line.pupils.masked >= 3 and (known := published.get(line.school_code)) is not None:
            low = max(low, known - sum(p.high or 0 for p in rest))
            high = min(high, known - sum(p.low for p in rest))
        assert (line.pupils.low, line.pupils.high) == (low, high)


def municipality(cube: Cube, home: str) -> str | None:
    return cube.homes[home].municipality


def total_by_location(cube: Cube) -> dict[str, int]:
    rows = masked_country().tables["margins"]
    return {
        row["code"]: row["low"]
        for row in rows
        if row["kind"] == "location" and row["sector"] == "VSO" and row["low"] == row["high"]
    }


def test_the_estimate_is_close_to_the_truth(masked: Cube, exact: Cube) -> None:
    query = FlowQuery((2017,), SPECIAL, together=True)
    true = {(c.home_code, c.school_code): c.pupils.low for c in answer(exact, query).cells}
    found = [c for c in refined_arrays(masked, query).cells() if c.pupils.estimate is not None]
    off = sum(abs((c.pupils.estimate or 0) - true[c.home_code, c.school_code]) for c in found)
    assert len(found) > 50
    assert off / sum(true[c.home_code, c.school_code] for c in found) < 0.1
    country_wide = refined_total(masked, query)
    assert country_wide.estimate == pytest.approx(total(exact, query).low, rel=0.01)


def test_ages_are_never_estimated(tmp_path: Path) -> None:
    world = masked_country()
    rows = [row | {"age": 8, "grade": None} for row in world.tables["cells"] if row["sector"] == "SO"]
    cube = Cube.open(write_sample(tmp_path / "ages", Sample(world.tables | {"ages": rows})))
    query = FlowQuery((2017,), (Sector.SO,), ages=(8,))
    found = refined_arrays(cube, query)
    assert found.masked.max() >= 3
    assert found.estimate is None
    assert (found.low == answer_arrays(cube, query).low).all()
    assert refined_total(cube, query) == total(cube, query)


def test_a_slice_is_made_once_and_read_back_the_same(tmp_path: Path) -> None:
    snapshot = write_sample(tmp_path / "snapshot", masked_country())
    write_refinements(snapshot, newest_only=True)
    folder = snapshot / "cube" / VERSION
    assert sorted(path.name for path in folder.iterdir()) == ["2017-BO.npz", "2017-SO.npz", "2017-VSO.npz"]
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    cube = Cube.open(snapshot)
    made = refinements(cube).slice(2017, Sector.SO)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    (folder / "2017-SO.npz").unlink()
    again = refinements(Cube.open(snapshot)).slice(2017, Sector.SO)
    for name, table in made.items():
        assert table.estimate.tobytes() == again[name].estimate.tobytes()
        assert (table.low == again[name].low).all()
        assert (table.known.total_high == again[name].known.total_high).all()


def test_a_read_only_snapshot_answers_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = write_sample(tmp_path / "snapshot", masked_country())
    cube = Cube.open(snapshot)
    (snapshot / "cube" / VERSION).write_text("no folder can be made here", encoding="utf-8")
    found = refined_arrays(cube, FlowQuery((2017,), (Sector.SO,)))
    assert found.estimate is not None
    assert (found.estimate != HIDDEN).any()


def test_the_estimate_of_an_interval_must_lie_in_it() -> None:
    assert Interval(3, 12, masked=3, estimate=11).estimate == 11
    assert (Interval(3, 12, masked=3, estimate=11) + Interval.exact(1)).estimate is None
    with pytest.raises(ValueError, match="between its bounds"):
        Interval(3, 12, masked=3, estimate=13)


def test_lines_without_estimate_are_hidden_not_zero(masked: Cube) -> None:
    found = refined_arrays(masked, FlowQuery((2017,), SPECIAL))
    assert found.estimate is not None
    few = (found.masked < 3) | (found.high < 10)
    assert few.any()
    assert set(np.unique(found.estimate[few]).tolist()) == {HIDDEN}
