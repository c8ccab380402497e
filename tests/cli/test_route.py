"""`tandem route` as somebody types it."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Tandem
from tests.samples import cell, location, use_snapshot, write_snapshot
from tests.samples import home as home_row

ASKED = ("--school", "00AP00", "--home", "2671 AB", "--question", "zorg", "--age", "9")


@pytest.mark.usefixtures("running")
def test_the_answer_and_what_is_refused(tandem: Tandem, home: Path) -> None:
    snapshot = write_snapshot(
        home / "sample",
        cells=[cell(2017, "BO", "2671", "00AP00", 12)],
        homes=[home_row("2671", "GM1783", partnership_po="PO2803")],
        locations=[location("00AP00", "GM0503", partnership_po="PO2802")],
    )
    use_snapshot(home, snapshot)
    answer = tandem("route", *ASKED, "--format", "json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert {"first", "chain", "responsible", "partnership", "notes"} <= found.keys()
    assert found["first"] == found["chain"][0]
    assert found["first"]["organisation"] == "Gemeente Westland", "nobody is known there: the home municipality"
    assert found["first"]["rule"] == "NL-GEM"
    assert {law: one["municipality_code"] for law, one in found["responsible"].items()} == {
        "youth_care": "GM1783",
        "attendance": "GM1783",
        "transport": "GM1783",
    }
    assert [step["step"] for step in found["responsible"]["youth_care"]["steps"]] == ["WP-01", "WP-03", "WP-04"]
    assert (found["partnership"]["code"], found["partnership"]["home_code"]) == ("PO2802", "PO2803")
    assert any("NL-TEAM staat uit" in note for note in found["notes"])

    table = tandem("route", *ASKED)
    assert "Gemeente Westland" in table.stdout
    gone = tandem("route", *ASKED[2:], "--school", "99ZZ99")
    assert (gone.returncode, "staat niet in het register" in gone.stderr, gone.stdout) == (1, True, "")


def test_everything_that_is_wrong_is_said_at_once_before_anything_starts(tandem: Tandem) -> None:
    answer = tandem("route", "--school", "school", "--home", "26", "--question", "iets", "--age", "140")
    assert (answer.returncode, answer.stdout) == (2, "")
    for option in ("--school", "--home", "--question", "--age"):
        assert f"{option}: " in answer.stderr
    assert "0 tot en met 60" in answer.stderr
    assert "zorg, thuis, verzuim" in answer.stderr
    assert tandem("route", "--school", "00AP00").returncode == 2
