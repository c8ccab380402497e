"""A load adds to what was there, once; the best source wins; demonstration and real data never mix."""

import json
from pathlib import Path

import duckdb
import pytest
from tests.opendata import samples as s
from tests.opendata.conftest import Load, Query

from tandem.opendata.data import TABLES
from tandem.opendata.loading import Progress, load
from tandem.opendata.snapshots import current_snapshot, list_snapshots, read_manifest, read_report


def test_the_tables_have_exactly_the_columns_of_the_contract(home: Path, take_in: Load) -> None:
    take_in({"l4.csv": s.l4()})
    snapshot = current_snapshot(home)
    assert snapshot is not None
    assert {path.stem for path in (snapshot / "tables").iterdir()} == set(TABLES)
    for table, columns in TABLES.items():
        path = snapshot / "tables" / f"{table}.parquet"
        with duckdb.connect() as connection:
            described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{path}')").fetchall()
        assert {row[0]: row[1] for row in described} == columns, table
        assert [row[0] for row in described] == list(columns), table


def test_cells_are_sorted_and_missing_is_the_only_open_bound(take_in: Load, query: Query) -> None:
    take_in({"l4.csv": s.l4(s.l4_row("2613", ""), s.l4_row("2611"), s.l4_row("2612", "-1"), s.l4_row("10", 3))})
    rows = query("SELECT home, low, high, reason FROM cells")
    assert rows == [
        ("2611", 7, 7, "exact"),
        ("2612", 1, 4, "masked"),
        ("2613", 0, None, "missing"),
        ("BE", 3, 3, "foreign_home"),
    ]


def test_the_same_file_twice_changes_nothing(home: Path, tmp_path: Path, take_in: Load) -> None:
    first = take_in({"a.csv": s.l4()})
    for again in ({"b.csv": s.l4()}, {"c.csv.gz": s.gz(s.l4())}):
        result = take_in(again)
        assert not result.changed
        assert result.complete
        assert result.already == tuple(again)
        assert result.snapshot == first.snapshot
    archive = s.write_zip(tmp_path / "d.zip", [("a.csv", s.l4())])
    assert load([archive], home=home).already == ("d.zip!a.csv",)
    twice = take_in({"e.csv": s.l4(s.l4_row("9999")), "f.csv": s.l4(s.l4_row("9999"))})
    assert [source.name for source in twice.loaded] == ["e.csv"]
    assert twice.already == ("f.csv",)


def test_a_load_adds_to_what_was_there(home: Path, take_in: Load, query: Query) -> None:
    take_in({"2017.csv": s.l4(s.l4_row())})
    take_in({"2018.csv": s.l4(s.l4_row(year=2018))})
    assert query("SELECT year FROM cells") == [(2017,), (2018,)]
    snapshot = current_snapshot(home)
    assert snapshot is not None
    manifest = read_manifest(snapshot)
    assert [source.name for source in manifest.sources] == ["2017.csv", "2018.csv"]
    assert manifest.rows_per_year == {"2017": 1, "2018": 1}
    assert manifest.sources[1].years == (2018,)
    assert manifest.sources[1].sectors == ("BO",)


def test_sources_are_shared_between_snapshots_not_copied(home: Path, take_in: Load) -> None:
    take_in({"2017.csv": s.l4(s.l4_row())})
    take_in({"2018.csv": s.l4(s.l4_row(year=2018))})
    old, new = list_snapshots(home)
    part = next((old / "sources").rglob("cells.parquet")).relative_to(old)
    assert (old / part).samefile(new / part)


def test_fresh_forgets_what_was_there(take_in: Load, query: Query) -> None:
    take_in({"2017.csv": s.l4(s.l4_row())})
    take_in({"2018.csv": s.l4(s.l4_row(year=2018))}, fresh=True)
    assert query("SELECT year FROM cells") == [(2018,)]


def test_two_snapshots_are_kept(home: Path, take_in: Load) -> None:
    for year in (2015, 2016, 2017, 2018):
        take_in({f"{year}.csv": s.l4(s.l4_row(year=year))})
    assert len(list_snapshots(home)) == 2
    assert current_snapshot(home) == list_snapshots(home)[-1]


def test_demonstration_and_real_data_never_mix(home: Path, take_in: Load, query: Query) -> None:
    take_in({"demo.csv": s.l4(s.l4_row("2611"))}, demo=True)
    snapshot = current_snapshot(home)
    assert snapshot is not None
    assert read_manifest(snapshot).demo
    assert read_report(snapshot)["demo"]
    take_in({"echt.csv": s.l4(s.l4_row("2612"))})
    assert query("SELECT home FROM cells") == [("2612",)]
    take_in({"demo.csv": s.l4(s.l4_row("2611"))}, demo=True)
    assert query("SELECT home FROM cells") == [("2611",)]


def test_exact_wins_from_masked_and_each_location_has_one_source(take_in: Load, query: Query) -> None:
    masked = s.l4(s.l4_row("2611", "-1"), s.l4_row("2612", 9), s.l4_row("2613", 8, branch="01"))
    exact = s.l1(s.l1_row("2611", ages={5: 2}), s.l1_row("2612", ages={5: 9}))
    take_in({"exact.csv": exact})
    take_in({"later-masked.csv": masked})
    assert query("SELECT location, home, low, high, reason FROM cells ORDER BY ALL") == [
        ("99ZA00", "2611", 2, 2, "exact"),
        ("99ZA00", "2612", 9, 9, "exact"),
        ("99ZA01", "2613", 8, 8, "exact"),
    ]
    assert query("SELECT DISTINCT location FROM ages") == [("99ZA00",)]


def test_the_most_complete_wins_then_the_newest(take_in: Load, query: Query) -> None:
    take_in({"full.csv": s.l4(s.l4_row("2611"), s.l4_row("2612"))})
    take_in({"less.csv": s.l4(s.l4_row("2611", 6))})
    assert query("SELECT home, low FROM cells") == [("2611", 7), ("2612", 7)]
    take_in({"newer.csv": s.l4(s.l4_row("2611", 6), s.l4_row("2612", 7))})
    assert query("SELECT home, low FROM cells") == [("2611", 6), ("2612", 7)]


def test_a_finisher_sees_the_tables_before_they_serve(home: Path, take_in: Load) -> None:
    seen: list[bool] = []

    def finish(snapshot: Path) -> None:
        seen.append((snapshot / "tables" / "cells.parquet").exists() and current_snapshot(home) is None)
        (snapshot / "cube").mkdir()

    take_in({"l4.csv": s.l4()}, finish=(finish,))
    snapshot = current_snapshot(home)
    assert snapshot is not None
    assert seen == [True]
    assert (snapshot / "cube").is_dir()


def test_a_finisher_that_fails_leaves_the_old_one_serving(home: Path, take_in: Load) -> None:
    take_in({"2017.csv": s.l4()})
    before = current_snapshot(home)

    def fail(snapshot: Path) -> None:
        raise RuntimeError("no cube")

    with pytest.raises(RuntimeError, match="no cube"):
        take_in({"2018.csv": s.l4(s.l4_row(year=2018))}, finish=(fail,))
    assert current_snapshot(home) == before
    assert take_in({"2018.csv": s.l4(s.l4_row(year=2018))}).changed


def test_progress_names_every_file(take_in: Load) -> None:
    steps: list[Progress] = []
    take_in({"a.csv": s.l4(), "b.csv": s.l8()}, tell=steps.append)
    assert {"a.csv lezen", "b.csv lezen"} <= {progress.step for progress in steps}
    assert all(progress.done <= progress.total for progress in steps)


def test_a_zip_with_many_files_is_one_source(home: Path, tmp_path: Path, query: Query) -> None:
    members = [(f"{pc4}.csv", s.l1(s.l1_row(str(pc4)))) for pc4 in range(2611, 2631)]
    result = load([s.write_zip(tmp_path / "gemeenten.zip", members)], home=home)
    assert [(source.name, source.rows) for source in result.loaded] == [("gemeenten.zip", 20)]
    assert query("SELECT count(*) FROM cells") == [(20,)]


def test_a_home_with_a_quote_in_its_path(tmp_path: Path) -> None:
    home = tmp_path / "'s-Gravenhage; x"
    assert load([s.write(tmp_path / "map d'or", "l'été.csv", s.l1())], home=home).changed


def test_the_report_is_json_with_sources_counts_and_findings(home: Path, take_in: Load) -> None:
    result = take_in({"l4.csv": s.l4(s.l4_row("2611", 12), s.l4_row("2612", "-1"), s.l4_row("10", 2))})
    snapshot = current_snapshot(home)
    assert snapshot is not None
    report = read_report(snapshot)
    assert report == json.loads((snapshot / "report.json").read_text(encoding="utf-8"))
    assert report["snapshot"] == result.snapshot == snapshot.name
    assert [source["layout"] for source in report["sources"]] == ["L4"]
    (counts,) = report["counts"]
    assert (counts["rows"], counts["pupils_low"], counts["pupils_high"], counts["masked"]) == (3, 15, 18, 1)
    assert (counts["foreign_low"], counts["unknown_low"]) == (2, 0)
    assert "school_without_place" in {finding["check"] for finding in report["findings"]}
