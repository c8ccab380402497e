"""`tandem register sync`: it shows first, and changes nothing before somebody says yes."""

import csv
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Tandem
from tests.cli.test_db_and_check import serve
from tests.samples import cell, use_snapshot, write_snapshot

from tandem.cli import register
from tandem.cli.output import Format
from tandem.register.data import Difference, OrganisationKind, What


@pytest.mark.usefixtures("running")
def test_it_shows_what_changes_and_does_it_after_a_yes(tandem: Tandem, home: Path) -> None:
    assert "nog geen open data" in tandem("register", "sync").stderr
    serve(home, cell(2017, "BO", "2611", "00AP00", 12), cell(2017, "BO", "2611", "00AP01", 3))
    shown = tandem("register", "sync", "--format", "json")
    assert shown.returncode == 1, "nobody was there to say yes"
    assert "niets gewijzigd" in shown.stderr
    new = {(row["what"], row["kind"], row["code"]) for row in json.loads(shown.stdout)}
    assert {("NEW", "SCHOOL", "00AP"), ("NEW", "LOCATION", "00AP01")} <= new
    assert json.loads(tandem("register", "sync", "--format", "json").stdout) == json.loads(shown.stdout)

    done = tandem("register", "sync", "--yes")
    assert (done.returncode, "Doorgevoerd" in done.stderr) == (0, True)
    assert "al gelijk" in tandem("register", "sync").stderr

    use_snapshot(home, write_snapshot(home / "later", cells=[cell(2017, "BO", "2611", "00AP00", 12)]))
    closed = tandem("register", "sync", "--yes", "--format", "csv")
    rows = [(row["what"], row["code"]) for row in csv.DictReader(closed.stdout.splitlines())]
    assert rows == [("CLOSED", "00AP01")]


def differences(count: int) -> list[Difference]:
    kind = OrganisationKind.LOCATION
    return [Difference(kind, f"{number:06}", "School", What.CLOSED) for number in range(count)]


def test_a_few_changes_are_told_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    merged = Difference(
        OrganisationKind.SCHOOL, "01AB", "Het Anker", What.MERGED, "valid_until", "", "2026-08-01", ("00AP",)
    )
    register.show([*differences(2), merged], Format.TABLE)
    table = " ".join(capsys.readouterr().out.split())
    assert "opgegaan" in table
    assert "00AP" in table
    assert table.count("gesloten") == 2


def test_many_changes_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    register.show(differences(register.ROWS_TO_READ + 1), Format.TABLE)
    told = capsys.readouterr()
    assert "201" in told.out
    assert len(told.out.splitlines()) < 10
    assert "--format csv" in told.err
