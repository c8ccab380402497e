"""Distance: bounds against every possible world, known kilometres, the provider that is exchanged, and what it says."""

import csv
import io
import itertools
import json
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flows.truths import country, masked_country
from tests.samples import cell, home, location, use_snapshot, write_sample, write_snapshot
from typer.testing import CliRunner

from tandem.cli.main import app
from tandem.flows.cube import Cube
from tandem.flows.distance.journeys import read_trips
from tandem.flows.distance.settings import Limit, travel
from tandem.flows.distance.weighing import mean, percentile, weighted
from tandem.register.data import COUNTRY, Region, Sector

SPECIAL = (Sector.SO, Sector.VSO)
groups = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(0, 3)).map(lambda g: (g[0], g[1], g[1] + g[2])),
    min_size=1,
    max_size=5,
)


def worlds(found: list[tuple[int, int, int]]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Every way to fill in the weights that has anybody at all."""
    values = np.array([value for value, *_ in found], dtype=float)
    every = itertools.product(*(range(low, high + 1) for _, low, high in found))
    return [(values, np.array(weights, dtype=float)) for weights in every if sum(weights)]


@settings(max_examples=60, deadline=None, database=None)
@given(groups, st.sampled_from((0.5, 0.9)))
def test_bounds_are_those_of_every_world(found: list[tuple[int, int, int]], part: float) -> None:
    value, low, high = (np.array(column, dtype=float) for column in zip(*found, strict=True))
    every = worlds(found)
    if not every:
        assert percentile(value, low, high, part) is None
        return
    each = [weighted(values, weights, part) for values, weights in every]
    known = [one for one in each if one is not None]
    assert percentile(value, low, high, part) == (min(known), max(known))
    means = [float((values * weights).sum() / weights.sum()) for values, weights in every]
    assert mean(value, low, high) == pytest.approx((min(means), max(means)))


@pytest.fixture
def straight(tmp_path: Path) -> Path:
    """Two homes and three schools along a line of longitude: a tenth of a degree is 11.1 km."""
    snapshot = write_snapshot(
        tmp_path / "opendata" / "snapshots" / "one",
        cells=[
            cell(2017, "SO", "1000", "00AA00", 10),
            cell(2017, "SO", "1000", "00BB00", 30),
            cell(2017, "SO", "1001", "00AA00", 1, 4),
            cell(2017, "BO", "1000", "00CC00", 50),
            cell(2017, "SO", "1000", "00DD00", 2),
        ],
        homes=[
            home("1000", "GM0001", longitude=5.0, latitude=52.0),
            home("1001", "GM0002", longitude=5.0, latitude=52.1),
        ],
        locations=[
            location("00AA00", "GM0001", longitude=5.0, latitude=52.01),
            location("00BB00", "GM0001", longitude=5.0, latitude=52.1),
            location("00CC00", "GM0001", longitude=5.0, latitude=52.0),
            location("00DD00", "GM0001"),
        ],
    )
    use_snapshot(tmp_path, snapshot)
    return snapshot


def test_kilometres_far_and_nearest_are_those_of_the_map(straight: Path) -> None:
    trips = read_trips(Cube.open(straight), year=2017, sectors=(Sector.SO,), home="GM0001")
    whole = trips.whole("", "")
    near, away = 1.112 * 1.3, 11.12 * 1.3
    assert (whole.pupils.low, whole.unplaced.low) == (40, 2)
    assert whole.median is not None
    assert whole.median.low == whole.median.high == pytest.approx(away, abs=0.1)
    assert (whole.far.low, whole.far.high) == (30, 30)
    assert whole.nearer.low == 30
    assert whole.extra is not None
    assert whole.extra.low == pytest.approx(30 * (away - near) / 40, abs=0.1)
    assert whole.yearly_km is not None
    assert whole.yearly_km.low == pytest.approx((10 * near + 30 * away) * 2 * travel().school_days, rel=0.01)
    assert whole.euros is not None
    assert whole.euros.low == pytest.approx(30 * away * 2 * travel().school_days * travel().euro_per_km, rel=0.01)
    assert [band.pupils.low for band in trips.bands()] == [0, 10, 0, 0, 30, 0]


def test_ordinary_primary_education_costs_no_transport(straight: Path) -> None:
    whole = read_trips(Cube.open(straight), year=2017, sectors=(Sector.BO,), home="GM0001").whole("", "")
    assert whole.euros is not None
    assert whole.euros.high == 0


def test_a_loaded_table_takes_the_place_of_the_factor(straight: Path) -> None:
    rows = "SELECT * FROM (VALUES ('1000', '00BB00', 5.5), ('9999', '00BB00', 1.0)) AS t(home, location, km)"
    duckdb.connect().query(rows).write_parquet(str(straight / "tables" / "distances.parquet"))
    trips = read_trips(Cube.open(straight), year=2017, sectors=(Sector.SO,), home="GM0001")
    whole = trips.whole("", "")
    assert 0 < trips.measured < 1
    assert whole.median is not None
    assert whole.median.high == pytest.approx(5.5)
    assert whole.far.high == 0, "5.5 km is within the limit"


def test_a_limit_of_a_municipality_goes_first() -> None:
    own = Limit(municipality="GM0001", limit_km=1, sectors=(Sector.SO,), source="", verification="")
    found = travel().model_copy(update={"limits": (own,)})
    assert (found.limit("GM0001", Sector.SO), found.limit("GM0001", Sector.VSO)) == (1, found.limit_km)
    assert found.limit("GM0002", Sector.SO) == found.limit(None, Sector.SO) == found.limit_km


def test_ranges_of_masked_figures_hold_the_true_ones(tmp_path: Path) -> None:
    masked = Cube.open(write_sample(tmp_path / "masked", masked_country()))
    exact = Cube.open(write_sample(tmp_path / "exact", country()))
    seen, true = (
        {one.code: one for one in read_trips(cube, year=2017, sectors=SPECIAL, region=COUNTRY).by_home()}
        for cube in (masked, exact)
    )
    assert seen.keys() == true.keys()
    estimated = 0
    for code, one in seen.items():
        known = true[code]
        assert one.far.low <= known.far.low <= (one.far.high or 0)
        for name in ("median", "p90", "extra", "yearly_km", "euros"):
            mine, theirs = getattr(one, name), getattr(known, name)
            assert mine.low - 1e-6 <= theirs.low <= mine.high + 1e-6
            if mine.estimate is not None:
                estimated += 1
                assert one.pupils.masked >= 3
                assert mine.low <= mine.estimate <= mine.high
    assert estimated > 30


def test_the_region_and_the_school_count_the_same_pupils(tmp_path: Path) -> None:
    cube = Cube.open(write_sample(tmp_path / "exact", country()))
    everywhere = read_trips(cube, year=2017, sectors=SPECIAL)
    code = next(one.code for one in everywhere.by_location())
    [there] = [one for one in everywhere.by_location() if one.code == code]
    school = read_trips(cube, year=2017, sectors=SPECIAL, school=code).whole("", "")
    assert (school.pupils, school.far) == (there.pupils, there.far)
    few = Region("keuze", "", tuple(cube.municipalities)[:4])
    assert sum(one.pupils.low for one in read_trips(cube, year=2017, sectors=SPECIAL, region=few).by_home()) > 0


def test_the_command_line_and_the_api_say_the_same(
    straight: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.test import Client  # noqa: PLC0415

    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    asked = ["flows", "distance", "--municipalities", "GM0001", "--sector", "so", "--format", "csv"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    [row] = csv.DictReader(io.StringIO(result.stdout))
    assert "rechte lijn × 1,3" in result.stderr
    answer = Client().get("/api/v1/afstanden?jaar=2017&soort=SO&gemeenten=GM0001")
    assert answer.status_code == 200, answer.content
    told = json.loads(answer.content)
    [line] = told["resultaten"]
    assert told["bron"] == "factor"
    assert float(row["median_km_low"]) == line["mediaanKm"]["laag"]
    assert int(row["far_low"]) == line["ver"]["laag"] == 30
    assert straight.exists()
