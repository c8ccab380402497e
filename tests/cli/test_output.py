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


def test_a_narrow_screen_breaks_no_number_and_no_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a number reads as another number."""
    monkeypatch.setenv("COLUMNS", "30")
    row = {"municipality": "Leidschendam-Voorburg", "rows": 1234567, "out_low": 1370943, "out_high": 1499577}
    print_rows(("municipality", "rows", "out_low", "out_high"), [row], Format.TABLE)
    assert {"Leidschendam-Voorburg", "1234567", "1370943-1499577"} <= set(capsys.readouterr().out.split())


def test_an_ordinary_screen_breaks_no_name_either(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the columns nearly fit, the longest one had to give way."""
    monkeypatch.setenv("COLUMNS", "80")
    figures = ("living", "out", "out_within_region", "at_school", "in")
    row: dict[str, object] = {"municipality_code": "GM1916", "municipality": "Leidschendam-Voorburg"}
    row |= dict.fromkeys(figures, 49540)
    print_rows(tuple(row), [row], Format.TABLE)
    assert "Leidschendam-Voorburg" in capsys.readouterr().out.split()


def test_a_table_says_yes_in_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("demo", "current"), [{"demo": True, "current": False}], Format.TABLE)
    assert capsys.readouterr().out.split()[-2:] == ["ja", "nee"]


def test_csv_keeps_every_column_and_leaves_the_unknown_empty(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(COLUMNS, ROWS, Format.CSV)
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == list(COLUMNS)
    assert rows[3] == ["Westland", "5", ""]


def test_json_says_null_for_the_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(COLUMNS, iter(ROWS), Format.JSON)
    assert json.loads(capsys.readouterr().out) == ROWS
