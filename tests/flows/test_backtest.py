"""The back-test, on a country of our own and on the real figures of 2017."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from tests.flows.truths import country, masked_country
from tests.samples import Sample, use_snapshot, write_sample
from typer.testing import CliRunner

from tandem.cli.main import app
from tandem.flows.cube import Cube, NotInData, write_cube
from tandem.flows.masked.backtest import COUNTRY, HELD_OUT, Score, back_test, compare, learning_locations, masked_copies
from tandem.flows.masked.measured import measured
from tandem.flows.masked.parameters import TUNED_YEAR, WEIGHTS
from tandem.flows.masked.tuning import tune
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot
from tandem.platform.home import PROJECT_ROOT
from tandem.register.data import Sector

SHARED = PROJECT_ROOT.parent / "shared" / "data"
SUBSTITUTES = ("0", "1", "2", "2.5", "4", "schooltotaal")


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """TANDEM_HOME folders with the country masked and exact."""
    found: dict[str, Path] = {}
    for name, world in (("masked", masked_country()), ("exact", country())):
        found[name] = tmp_path_factory.mktemp(name)
        use_snapshot(found[name], write_sample(found[name] / "opendata" / "snapshots" / name, world))
    return found


def cube_of(home: Path) -> Cube:
    snapshot = current_snapshot(home)
    assert snapshot is not None
    return Cube.open(snapshot)


def by_method(scores: list[Score], sectors: str, regions: str) -> dict[str, Score]:
    return {score.method: score for score in scores if (score.sectors, score.regions) == (sectors, regions)}


def check(scores: list[Score], sectors: str) -> dict[str, Score]:
    """What must hold everywhere: bounds hold the truth, and the estimate beats every substitution by far."""
    for regions in (COUNTRY, HELD_OUT):
        found = by_method(scores, sectors, regions)
        for bounds in ("grenzen van de cellen", "grenzen met schooltotalen"):
            assert found[bounds].inside == 100
        wide, narrow = (found[name].width or 0 for name in ("grenzen van de cellen", "grenzen met schooltotalen"))
        assert narrow < wide
        for method in SUBSTITUTES:
            assert (found["schatting"].flow_error or 100) < 0.8 * (found[method].flow_error or 0)
    return by_method(scores, sectors, COUNTRY)


def test_the_estimate_beats_every_substitution(homes: dict[str, Path]) -> None:
    scores = back_test(cube_of(homes["masked"]), 2017, cube_of(homes["exact"]))
    found = check(scores, "SO+VSO")
    assert abs(found["schatting"].total_error or 100) < 1


def test_masking_exact_figures_gives_what_the_publisher_publishes(homes: dict[str, Path]) -> None:
    exact, masked = cube_of(homes["exact"]), cube_of(homes["masked"])
    published = compare(masked, exact, 2017)
    for sector, copy in masked_copies(exact, 2017).items():
        for name in ("home", "location", "low", "high", "pupils"):
            assert np.array_equal(getattr(copy.part, name), getattr(published[sector].part, name))
        for name in ("location_totals", "home_totals"):
            mine, theirs = getattr(copy.part, name), getattr(published[sector].part, name)
            there = theirs.published
            assert np.array_equal(mine.low[there], theirs.low[there])
            assert np.array_equal(mine.high[there], theirs.high[there])
        assert np.array_equal(copy.truth, published[sector].truth)


def test_a_wrong_truth_is_seen(homes: dict[str, Path], tmp_path: Path) -> None:
    """Negative control: with one cell of three moved, the bounds no longer hold everything and the error grows."""
    world = country()
    rows = [
        row | dict.fromkeys(("low", "high"), row["low"] + (5 if i % 3 == 0 else 0))
        for i, row in enumerate(world.tables["cells"])
    ]
    wrong = Cube.open(write_sample(tmp_path / "wrong", Sample(world.tables | {"cells": rows})))
    masked = cube_of(homes["masked"])
    found = by_method(back_test(masked, 2017, wrong), "SO+VSO", COUNTRY)
    good = by_method(back_test(masked, 2017, cube_of(homes["exact"])), "SO+VSO", COUNTRY)
    assert (found["grenzen van de cellen"].inside or 100) < 90
    assert (found["schatting"].flow_error or 0) > 1.5 * (good["schatting"].flow_error or 0)


def test_without_exact_figures_there_is_nothing_to_compare(homes: dict[str, Path]) -> None:
    with pytest.raises(NotInData, match="geen precieze aantallen"):
        back_test(cube_of(homes["masked"]), 2017)


def test_truth_of_other_cells_is_refused(homes: dict[str, Path], tmp_path: Path) -> None:
    world = country()
    less = Cube.open(write_sample(tmp_path / "less", Sample(world.tables | {"cells": world.tables["cells"][5:]})))
    with pytest.raises(NotInData, match="niet elk aantal"):
        back_test(cube_of(homes["masked"]), 2017, less)


def test_the_command_line_prints_every_method(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(homes["exact"]))
    result = CliRunner().invoke(app, ["flows", "backtest", "--year", "2017", "--format", "csv"])
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {*SUBSTITUTES, "schatting"} <= {row["method"] for row in rows}
    both = ["flows", "backtest", "--masked", str(homes["masked"]), "--truth", str(homes["exact"]), "--format", "csv"]
    again = CliRunner().invoke(app, both)
    assert again.exit_code == 0, again.output
    assert len(list(csv.DictReader(io.StringIO(again.stdout)))) == len(rows)


def test_the_command_line_says_what_is_missing(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(homes["masked"]))
    result = CliRunner().invoke(app, ["flows", "backtest"])
    assert result.exit_code == 1
    assert "geen precieze aantallen" in result.stderr
    empty = CliRunner().invoke(app, ["flows", "backtest", "--truth", str(homes["masked"] / "nothing")])
    assert empty.exit_code == 1
    assert "geen open data geladen" in empty.stderr


# --- the real figures -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cube, Cube]:
    """The rebuilt portal files with their totals, and the exact file, of 2017."""
    places = [
        SHARED / "cbs-pc4" / "pc4_nederland.csv",
        SHARED / "swv-regio-indeling-2015" / "pc4_gemeente_swv_2015.csv",
    ]
    portal = SHARED / "nagebouwd-duo-ckan-po-2017"
    names = ("brin6_pc4.csv.gz", "brin6_totaal.csv", "gemeente_totaal.csv", "vestigingen-po-2017.csv.gz")
    exact = SHARED / "duo-po-postcode-2017-2018" / "03.-leerlingen-po-totaaloverzicht-2017-2018.csv.gz"
    cubes: list[Cube] = []
    for files in ([portal / name for name in names], [exact]):
        home = tmp_path_factory.mktemp("real")
        assert load([*files, *places], finish=(write_cube,), home=home).complete
        cubes.append(cube_of(home))
    return cubes[0], cubes[1]


@pytest.mark.shared
def test_the_real_figures_meet_the_goals(real: tuple[Cube, Cube]) -> None:
    scores = back_test(real[0], TUNED_YEAR, real[1])
    special, primary = check(scores, "SBO+SO+VSO"), check(scores, "BO")
    assert abs(special["schatting"].total_error or 100) <= 1
    assert (special["schatting"].flow_error or 100) <= 6
    assert (primary["schatting"].flow_error or 100) <= 5.7
    held_out = by_method(scores, "SBO+SO+VSO", HELD_OUT)
    assert abs(held_out["schatting"].total_error or 100) <= 1
    assert (held_out["schatting"].flow_error or 100) <= 6
    # the substitutions as measured before Tandem was there (design, insight 5.2)
    for method, before in (("0", -70.5), ("1", -24.1), ("2", 22.3), ("4", 115.2)):
        assert special[method].total_error == pytest.approx(before, abs=1)


@pytest.mark.shared
def test_tuning_again_gives_the_weights_in_use(real: tuple[Cube, Cube]) -> None:
    masked, exact = real
    learning = learning_locations(masked)
    for sector, example in compare(masked, exact, TUNED_YEAR).items():
        weights = tune(example.part, example.truth, learning)
        assert weights.with_totals == pytest.approx(WEIGHTS[sector].with_totals, abs=0.02)
        assert weights.without_totals == pytest.approx(WEIGHTS[sector].without_totals, abs=0.02)
    assert set(WEIGHTS) == {Sector.BO, Sector.SBO, Sector.SO, Sector.VSO}


@pytest.mark.shared
def test_the_figures_on_the_method_page_are_measured_again(real: tuple[Cube, Cube]) -> None:
    names = {"school_total": "schooltotaal", "estimate": "schatting", "estimate_shown": "schatting (getoond)"}
    names |= {"cell_bounds": "grenzen van de cellen", "narrowed_bounds": "grenzen met schooltotalen"}
    scores = back_test(real[0], measured().year, real[1])
    for one in measured().scores:
        found = by_method(scores, one.sectors, COUNTRY if one.regions == "country" else HELD_OUT)
        again = found[names.get(one.method, one.method)]
        assert (one.flows, one.pupils) == (again.flows, again.pupils)
        for field in ("total_error", "flow_error", "far_off", "inside", "width"):
            assert getattr(one, field) == pytest.approx(getattr(again, field), abs=0.02)
