"""`tandem data` as a user runs it: exit codes, what goes where, and no PostgreSQL or Django settings needed."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.opendata import samples as s
from typer.testing import CliRunner

from tandem.cli.main import app
from tandem.opendata.snapshots import current_snapshot, loading

run = CliRunner().invoke
FULL = {"l4.csv": s.l4(s.l4_row("2611", 12), s.l4_row("2612", "-1")), "l8.csv": s.l8()}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, content in FULL.items():
        s.write(tmp_path / "bestanden", name, content)
    return tmp_path / "bestanden"


def test_load_report_list_and_snapshots(home: Path, files: Path) -> None:
    loaded = run(app, ["data", "load", str(files)])
    assert loaded.exit_code == 0, loaded.output
    assert loaded.stdout == ""
    assert "geladen: l4.csv (L4, 2 rijen)" in loaded.stderr
    snapshot = current_snapshot(home)
    assert snapshot is not None
    assert (snapshot / "cube").is_dir()

    report = run(app, ["data", "report", "--format", "json"])
    assert json.loads(report.stdout)["snapshot"] == snapshot.name
    rows = list(csv.DictReader(io.StringIO(run(app, ["data", "report", "--format", "csv"]).stdout)))
    assert "masked_cells" in {row["check"] for row in rows}
    assert "let op" not in {row["severity"] for row in rows}
    assert "afgeschermde aantallen" in run(app, ["data", "report"]).stdout.replace("\n", " ")

    listed = json.loads(run(app, ["data", "list", "--format", "json"]).stdout)
    assert [(source["name"], source["layout"]) for source in listed] == [("l4.csv", "L4"), ("l8.csv", "L8")]
    (kept,) = json.loads(run(app, ["data", "snapshots", "--format", "json"]).stdout)
    assert (kept["id"], kept["current"], kept["sources"]) == (snapshot.name, True, 2)


def test_what_makes_figures_empty_is_said_at_once(home: Path, tmp_path: Path) -> None:
    """Without a postcode table and addresses nobody lives anywhere: not only the report may know that."""
    alone = s.write(tmp_path, "l4.csv", FULL["l4.csv"])
    told = run(app, ["data", "load", str(alone)]).stderr
    assert "let op: Woonpostcodes waarvan de gemeente niet bekend is: 2" in told
    assert "let op: Schoolvestigingen waarvan de gemeente niet bekend is: 1" in told
    assert "ter info" not in told


def test_a_place_where_nothing_can_be_written(
    home: Path, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bestand").write_text("geen map")
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path / "bestand"))
    result = run(app, ["data", "load", str(files)])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert f"TANDEM_HOME is geen map: {tmp_path / 'bestand'}." in result.stderr


def test_the_same_again_is_no_failure(home: Path, files: Path) -> None:
    assert run(app, ["data", "load", str(files)]).exit_code == 0
    again = run(app, ["data", "load", str(files)])
    assert again.exit_code == 0
    assert "niets veranderd" in again.stderr


def test_an_unknown_file_is_named_and_the_exit_code_says_so(home: Path, files: Path) -> None:
    s.write(files, "brief.txt", "Beste collega,\n")
    result = run(app, ["data", "load", str(files)])
    assert result.exit_code == 1
    assert "overgeslagen: brief.txt" in result.stderr
    assert current_snapshot(home) is not None


def test_a_wrong_file_changes_nothing_and_says_where(home: Path, files: Path) -> None:
    s.write(files, "fout.csv", s.l4(s.l4_row(pupils="1.234")))
    result = run(app, ["data", "load", str(files)])
    assert result.exit_code == 1
    assert "geweigerd: fout.csv, regel 2, kolom AANTAL_LEERLINGEN: '1.234' heeft een punt of komma" in result.stderr
    assert "Er is niets veranderd." in result.stderr
    assert current_snapshot(home) is None


def test_fresh_and_its_dutch_name(home: Path, files: Path) -> None:
    assert run(app, ["data", "load", str(files / "l4.csv")]).exit_code == 0
    assert run(app, ["data", "load", "--opnieuw", str(files / "l8.csv")]).exit_code == 0
    listed = json.loads(run(app, ["data", "list", "--format", "json"]).stdout)
    assert [source["name"] for source in listed] == ["l8.csv"]


def test_a_busy_load_is_refused_plainly(home: Path, files: Path) -> None:
    with loading(home, wait=True, waiting=lambda: None):
        result = run(app, ["data", "load", "--niet-wachten", str(files)])
    assert result.exit_code == 1
    assert "andere laadopdracht" in result.stderr


@pytest.mark.parametrize("command", ["report", "list"])
def test_without_data_it_says_what_to_do(command: str, home: Path) -> None:
    result = run(app, ["data", command])
    assert result.exit_code == 1
    assert "tandem data load" in result.stderr


def test_no_snapshots_is_an_empty_list(home: Path) -> None:
    assert json.loads(run(app, ["data", "snapshots", "--format", "json"]).stdout) == []


def test_wrong_use_is_exit_code_2(home: Path) -> None:
    assert run(app, ["data", "load"]).exit_code == 2


def test_it_needs_neither_django_nor_postgresql(tmp_path: Path, files: Path) -> None:
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"
    env = {"PATH": os.environ["PATH"], "TANDEM_HOME": str(tmp_path / "los"), "DATABASE_URL": nowhere}
    command = [sys.executable, "-c", "from tandem.cli.start import main; main()", "data", "load", str(files)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "los" / "opendata" / "current" / "cube").is_dir()
