"""The example takes the road of real files: the loader reads all of it, and its checks find what was put in."""

import json
from pathlib import Path

import duckdb
import pytest

from tandem.opendata.data import LoadResult
from tandem.opendata.demo import write_demo_files
from tandem.opendata.demo.facts import facts
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot, read_manifest, read_report
from tandem.register.definitions import region


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(tmp_path_factory.mktemp("home")))
        result: LoadResult = load(write_demo_files(tmp_path_factory.mktemp("demo")), demo=True)
        assert result.complete
        assert len(result.loaded) == 11
        found = current_snapshot()
    assert found is not None
    return found


def test_it_says_that_it_is_an_example(snapshot: Path) -> None:
    manifest = read_manifest(snapshot)
    assert manifest.demo
    assert {source.publisher for source in manifest.sources} == {"Tandem (voorbeeldgegevens)"}
    layouts = {source.layout for source in manifest.sources}
    assert layouts == {"L1", "L2", "L8", "L9", "L10", "L11", "PT"}


def test_the_totals_survive_the_road(snapshot: Path) -> None:
    tables = snapshot / "tables"
    rows = (
        duckdb.connect()
        .execute(
            f"""SELECT upper(sector), h.municipality, l.municipality, sum(low)::INT, sum(high)::INT
        FROM '{tables}/cells.parquet' c JOIN '{tables}/homes.parquet' h ON h.code = c.home
        JOIN '{tables}/locations.parquet' l ON l.code = c.location WHERE year = 2017 GROUP BY ALL"""
        )
        .fetchall()
    )
    assert all(low == high for *_, low, high in rows)
    inside = region("haaglanden").municipalities
    for kind, totals in facts().totals.items():
        flows = {(home, school): low for sector, home, school, low, _ in rows if sector == kind.upper()}
        for code in inside:
            expected = totals[code]
            living = {school: number for (home, school), number in flows.items() if home == code}
            assert sum(living.values()) == expected.living
            assert living.get(code, 0) == expected.staying
            assert sum(n for school, n in living.items() if school in inside and school != code) == (
                expected.out_within_region
            )
            assert sum(n for (_, school), n in flows.items() if school == code) == expected.at_school


def test_the_checks_find_what_was_put_in_and_nothing_worse(snapshot: Path) -> None:
    findings = {finding["check"]: finding for finding in read_report(snapshot)["findings"]}
    assert findings["school_without_place"]["count"] == 2
    assert findings["unknown_postcode"]["examples"] == ["3199", "8601"]
    assert findings["name_repaired"]["examples"] == ["S·dwest-FryslÔn → Súdwest-Fryslân"]
    assert {"foreign_home", "unknown_home", "masked_cells"} <= findings.keys()
    assert "unknown_municipality" not in findings
    assert not [finding for finding in findings.values() if finding["severity"] == "block"]


def test_every_municipality_of_the_region_has_a_border_and_every_school_a_point(snapshot: Path) -> None:
    borders = json.loads((snapshot / "borders.json").read_text(encoding="utf-8"))
    assert set(region("haaglanden").municipalities) <= borders.keys()
    without = (
        duckdb.connect()
        .execute(
            f"""SELECT code FROM '{snapshot}/tables/locations.parquet'
            WHERE longitude IS NULL AND municipality IS NOT NULL"""
        )
        .fetchall()
    )
    assert without == []
