"""Forecasts on histories with a known truth: as good as promised, honest about it, and the same every time."""

import csv
import io
from pathlib import Path

import duckdb
import numpy as np
import pytest
from tests.flows.histories import histories
from tests.samples import cell, home, location, use_snapshot, write_snapshot
from typer.testing import CliRunner

from tandem.cli.main import app
from tandem.flows.cube import Cube, NotInData
from tandem.flows.forecast.backtest import OURS, back_test, same_as_last_year, straight_line
from tandem.flows.forecast.model import LEAST_YEARS, Floats, forecast
from tandem.flows.forecast.outlook import WHOLE, read_outlooks
from tandem.flows.forecast.population import Population
from tandem.register.data import Region, Sector

AHEAD = 5


def split(seed: int, years: int = 12, **world: float) -> tuple[Floats, Floats]:
    """History, and what really came after it."""
    found = histories(seed, years=years + AHEAD, **world)  # type: ignore[arg-type]
    return found[:, :years], found[:, years:]


def off(guess: Floats, true: Floats) -> float:
    return float(np.abs(guess - true).sum() / true.sum())


@pytest.mark.parametrize("world", [{}, {"wander": 0.02, "drift": 0.02}, {"wander": 0.08, "drift": -0.03}])
def test_four_in_five_true_numbers_lie_in_the_interval(world: dict[str, float]) -> None:
    inside = []
    for seed in range(6):
        past, true = split(seed, **world)  # type: ignore[arg-type]
        found = forecast(past, AHEAD)
        inside.append((found.low <= true) & (true <= found.high))
    assert 0.75 <= float(np.mean(inside)) <= 0.85


def test_an_interval_that_is_too_narrow_would_be_seen() -> None:
    """Negative control: half as wide holds far less."""
    past, true = split(1)
    found = forecast(past, AHEAD)
    low, high = (found.likely + (bound - found.likely) / 2 for bound in (found.low, found.high))
    assert float(((low <= true) & (true <= high)).mean()) < 0.65


@pytest.mark.parametrize("world", [{}, {"wander": 0.02, "drift": 0.02}, {"years": 7}])
def test_it_beats_last_year_and_the_straight_line(world: dict[str, float]) -> None:
    scores: dict[str, list[float]] = {"ours": [], "last": [], "line": []}
    for seed in range(6):
        past, true = split(seed, **world)  # type: ignore[arg-type]
        scores["ours"].append(off(forecast(past, AHEAD).likely, true))
        scores["last"].append(off(same_as_last_year(past, AHEAD), true))
        scores["line"].append(off(straight_line(past, AHEAD), true))
    means = {name: float(np.mean(values)) for name, values in scores.items()}
    assert means["ours"] < 0.99 * means["last"]
    assert means["ours"] < 0.99 * means["line"]


def test_population_by_age_helps_where_it_drives_the_numbers() -> None:
    chance = np.random.default_rng(3)
    years = 10 + AHEAD
    people = 6000 * np.exp(np.cumsum(chance.normal(-0.01, 0.06, (40, years)), axis=1))
    counts = chance.poisson(people * 0.1).astype(float)
    past, true = counts[:, :10], counts[:, 10:]
    assert off(forecast(past, AHEAD, people).likely, true) < 0.8 * off(forecast(past, AHEAD).likely, true)


def test_the_same_history_gives_the_same_forecast_and_bounds_hold_the_middle() -> None:
    past, _ = split(2)
    past[3, 4] = np.nan  # a year that was not loaded
    one, two = forecast(past, AHEAD), forecast(past, AHEAD)
    assert np.array_equal(one.likely, two.likely)
    assert (one.low <= one.likely).all()
    assert (one.likely <= one.high).all()
    assert (one.low >= 0).all()
    assert np.isfinite(one.high).all()


def test_uncertainty_of_the_newest_number_widens_the_interval() -> None:
    past, _ = split(2)
    plain, doubtful = forecast(past, 1), forecast(past, 1, measured=np.full(len(past), 400.0))
    assert (doubtful.high - doubtful.low).sum() > 1.2 * (plain.high - plain.low).sum()


def test_too_few_years_are_refused() -> None:
    with pytest.raises(ValueError, match="jaren zijn nodig"):
        forecast(np.ones((3, LEAST_YEARS - 1)), 1)


def test_the_back_test_holds_out_every_year_that_it_can() -> None:
    past, _ = split(4)
    scores = back_test(past, 2)
    assert {(score.method, score.ahead) for score in scores} >= {(OURS, 1), (OURS, 2), ("rechte lijn", 2)}
    [one] = [score for score in scores if (score.method, score.ahead) == (OURS, 1)]
    assert one.series == len(past) * (past.shape[1] - LEAST_YEARS)
    assert one.inside is not None
    assert 70 <= one.inside <= 90
    assert back_test(past[:, :LEAST_YEARS], 2) == []


def test_everybody_grows_a_year_older() -> None:
    people = np.zeros((1, 121))
    people[0, 3] = 100  # only children of three
    found = Population(2021, people).exposure([np.array([0])], (4, 11), (2021, 2022, 2029, 2030))
    assert found is None, "nobody of these ages in 2021: nothing to divide by"
    people[0, :] = 10
    people[0, 3] = 100
    grown = Population(2021, people).exposure([np.array([0])], (4, 11), (2021, 2022, 2030))
    assert grown is not None
    born = people[0, :5].mean()
    assert grown[0].tolist() == pytest.approx([80, 7 * 10 + 100, 5 * born + 3 * 10])
    assert Population(2021, people).exposure([np.array([0])], (4, 11), (2040,)) is None


@pytest.fixture
def years(tmp_path: Path) -> Cube:
    """Two municipalities over six years; of one the number grows by a tenth each year."""
    cells = []
    for year in range(2013, 2019):
        cells.append(cell(year, "SO", "1000", "00AA00", round(100 * 1.1 ** (year - 2013))))
        cells.append(cell(year, "SO", "1001", "00AA00", 60))
    snapshot = write_snapshot(
        tmp_path / "opendata" / "snapshots" / "years",
        cells=[*cells, cell(2018, "VSO", "1000", "00AA00", 9)],
        homes=[home("1000", "GM0001"), home("1001", "GM0002")],
        locations=[location("00AA00", "GM0001")],
    )
    forecasts = "SELECT 2019::SMALLINT AS year, 'SO' AS sector, 'GM0001' AS municipality, 170 AS pupils"
    duckdb.connect().query(forecasts).write_parquet(str(snapshot / "tables" / "forecasts.parquet"))
    use_snapshot(tmp_path, snapshot)
    return Cube.open(snapshot)


def test_an_outlook_goes_on_from_the_newest_year(years: Cube) -> None:
    found = read_outlooks(years, Region("keuze", "samen", ("GM0001", "GM0002")), (Sector.SO,))
    lines = {line.code: line for line in found.lines}
    assert lines.keys() == {WHOLE, "GM0001", "GM0002"}
    grows = lines["GM0001"]
    assert sorted(grows.coming) == [2019, 2020, 2021, 2022, 2023]
    assert (grows.coming[2019].estimate or 0) > grows.past[2018].low
    assert grows.official == {2019: 170}
    assert lines["GM0002"].official == {}
    assert not found.with_population
    assert any(score.method == OURS for score in found.scores)


def test_one_year_is_no_history(years: Cube) -> None:
    with pytest.raises(NotInData, match="3 jaren achter elkaar"):
        read_outlooks(years, Region("keuze", "", ("GM0001",)), (Sector.VSO,))


def test_the_command_line_prints_a_line_per_year(years: Cube, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    asked = ["flows", "forecast", "--municipalities", "GM0001,GM0002", "--sector", "so", "--years", "2"]
    result = CliRunner().invoke(app, [*asked, "--format", "csv"])
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 3 * 2
    assert all(float(row["pupils_low"]) <= float(row["pupils_estimate"]) <= float(row["pupils_high"]) for row in rows)
    tested = CliRunner().invoke(app, [*asked, "--backtest", "--format", "csv"])
    assert {row["method"] for row in csv.DictReader(io.StringIO(tested.stdout))} >= {OURS, "rechte lijn"}
    assert years.years[-1] == 2018
