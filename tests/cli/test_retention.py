"""`tandem retention` from the outside."""

import csv
import io
import json

import pytest
from tests.cli.conftest import Tandem


def test_what_is_kept_how_long_is_listed_without_a_database(tandem: Tandem) -> None:
    answer = tandem("retention", "list", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    rows = {row["table"]: row for row in json.loads(answer.stdout)}
    assert rows["children_enrolment"]["years"] == 5
    assert rows["sharing_note"]["years"] == 20
    assert rows["children_bsn"]["starts"] == "children_child"


@pytest.mark.usefixtures("running")
def test_a_dry_run_says_that_nothing_went(tandem: Tandem) -> None:
    due = tandem("retention", "due", "--day", "2050-01-01", "--format", "csv")
    assert due.returncode == 0, due.stderr
    assert next(csv.reader(io.StringIO(due.stdout)))[0] == "table"
    dry = tandem("retention", "run", "--dry-run", "--format", "json")
    assert dry.returncode == 0, dry.stderr
    assert {row["destroyed"] for row in json.loads(dry.stdout)} == {0}
    assert "niets vernietigd" in dry.stderr
    assert tandem("retention", "run").returncode == 0


def test_an_impossible_day_is_refused(tandem: Tandem) -> None:
    assert tandem("retention", "due", "--day", "2026-02-30").returncode == 2
