"""A finding that touches a printed figure is told beside it, and marked at it; one that does not, is not."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.samples import cell, home, location, use_snapshot, write_snapshot
from typer.testing import CliRunner, Result

from tandem.cli.main import app

BOTH = ("--municipalities", "GM0001,GM0002", "--year", "2017")
NAMES = {"GM0001": "Een", "GM0002": "Twee", "GM0003": "Drie"}


def finding(check: str, **about: Any) -> dict[str, Any]:
    return {"check": check, "severity": "warn", "message": f"Over {check}.", "count": 1, "source": ""} | {
        name: about.get(name, []) for name in ("examples", "years", "sectors", "municipalities", "locations")
    }


FINDINGS = [
    finding("everything"),
    finding("other_year", years=[2016]),
    finding("other_sector", sectors=["VO"]),
    finding("first_town", years=[2017], sectors=["BO"], municipalities=["GM0001"]),
    finding("one_school", locations=["01BB00"]),
    finding("far_away", municipalities=["GM0003"]),
    finding("good_to_know", municipalities=["GM0001"]) | {"severity": "inform"},
]


@pytest.fixture(autouse=True, scope="module")
def open_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("findings")
    snapshot = write_snapshot(
        folder / "s",
        cells=[
            cell(2017, "BO", "1000", "00AA00", 12),
            cell(2017, "BO", "2000", "01BB00", 5),
            cell(2017, "BO", "3000", "02CC00", 7),
        ],
        homes=[home("1000", "GM0001", partnership_po="PO0001"), home("2000", "GM0002"), home("3000", "GM0003")],
        locations=[location("00AA00", "GM0001"), location("01BB00", "GM0002"), location("02CC00", "GM0003")],
        names=NAMES,
    )
    (snapshot / "report.json").write_text(json.dumps({"findings": FINDINGS, "counts": {}}))
    use_snapshot(folder / "home", snapshot)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(folder / "home"))
        yield


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, ["flows", *arguments, "--sector", "BO"])
    assert result.exit_code == 0, result.output
    return result


def told(result: Result) -> list[str]:
    return [line.partition("Over ")[2].rstrip(".") for line in result.stderr.splitlines() if line.startswith("Let op")]


def test_what_touches_the_figures_is_told_once_and_nothing_else() -> None:
    for form in ("table", "csv", "json"):
        assert told(run("summary", *BOTH, "--format", form)) == ["everything", "first_town"]
    assert told(run("summary", "--municipalities", "GM0002", "--year", "2017")) == ["everything"]
    assert told(run("list", "--region", "nederland")) == ["everything", "first_town", "far_away"]


def test_a_finding_about_a_school_is_told_where_that_school_is_printed() -> None:
    assert told(run("list", *BOTH, "--school-level", "location")) == ["everything", "first_town", "one_school"]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("--home-level", "pc4"), ["everything", "first_town"]),
        (("--home-level", "partnership", "--home", "PO0001"), ["everything", "first_town"]),
        (("--home-level", "region", "--school-level", "region"), ["everything", "first_town"]),
    ],
)
def test_a_finding_follows_its_municipality_to_every_level(levels: tuple[str, ...], expected: list[str]) -> None:
    assert told(run("list", *BOTH, *levels)) == expected


def test_json_marks_each_row_and_csv_keeps_its_columns() -> None:
    rows = json.loads(run("summary", *BOTH, "--format", "json").stdout)
    assert [row["findings"] for row in rows] == [["everything", "first_town"], ["everything"]]
    header = next(csv.reader(io.StringIO(run("summary", *BOTH, "--format", "csv").stdout)))
    assert header[-1] == "in_high"


def test_a_table_marks_the_row() -> None:
    lines = run("summary", *BOTH).stdout.splitlines()
    [first] = [line for line in lines if line.lstrip().startswith("GM0001")]
    [second] = [line for line in lines if line.lstrip().startswith("GM0002")]
    assert (first.rstrip().endswith("*"), second.rstrip().endswith("*")) == (True, False)


def test_without_a_finding_a_table_has_no_empty_column() -> None:
    assert "let op" not in run("summary", "--municipalities", "GM0002", "--year", "2017").stdout
