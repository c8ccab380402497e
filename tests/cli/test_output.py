"""Lists as a person sees them, and as a program reads them."""

import csv
import io
import json

import pytest

from tandem.cli.output import Format, print_rows

COLUMNS = ("municipality", "out_low", "out_high")
ROWS: list[dict[str, object]] = [
    {"municipality": "Delft", "out_low": 5, "out_high": 5},
    {"municipality": "[Rijswijk]", "out_low": 5, "out_high": 20},
    {"municipality": "Westland", "out_low": 5, "out_high": None},
    {"municipality": None, "out_low": 0, "out_high": 0},
]


def test_a_table_speaks_dutch_and_joins_low_and_high(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(COLUMNS, ROWS, Format.TABLE)
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip(" ─")]
    assert lines == [
        ["gemeente", "uitgaand"],
        ["Delft", "5"],
        ["[Rijswijk]", "5-20"],
        ["Westland", "5", "of", "meer"],
        ["0"],
    ]


def test_csv_keeps_every_column_and_leaves_the_unknown_empty(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(COLUMNS, ROWS, Format.CSV)
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == list(COLUMNS)
    assert rows[3] == ["Westland", "5", ""]


def test_json_says_null_for_the_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(COLUMNS, iter(ROWS), Format.JSON)
    assert json.loads(capsys.readouterr().out) == ROWS
