"""No CSV of ours runs as a formula in a spreadsheet program, whoever wrote the text in it."""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.api.csv_form import csv_lines
from tandem.cli.output import Format, print_rows
from tandem.flows.data import FlowCell
from tandem.opendata.data import Interval
from tandem.platform.spreadsheet import STARTS, safe_cell

EVIL = ["=1+1", "+31701234567", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://x")']
HARMLESS = ["'s-Gravenhage", "De Ark", "", "1-2", "a=b", 'zeg "ja"', "; x"]


@pytest.mark.parametrize("text", EVIL)
def test_a_formula_becomes_a_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [*HARMLESS, -5, 0, -1.5, None, True])
def test_what_is_no_formula_stays_as_it_is(value: object) -> None:
    assert safe_cell(value) is value


@given(st.text(max_size=20))
def test_nothing_starts_like_a_formula_and_nothing_is_lost(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(STARTS)
    assert cell.removeprefix("'") == text.removeprefix("'")


def cells_of(lines: Iterator[str] | list[str]) -> list[str]:
    return [cell for row in csv.reader(io.StringIO("".join(lines), newline="")) for cell in row]


def test_the_api_and_the_command_line_write_their_csv_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    flow = FlowCell(2017, "BO", "GM0001", "=1+1", "00AA00", "@SUM(A1)", Interval.exact(5))
    print_rows(("name", "count"), [{"name": "-2+3", "count": -2}], Format.CSV)
    written = cells_of(csv_lines([flow])) + cells_of([capsys.readouterr().out])
    assert {"'=1+1", "'@SUM(A1)", "'-2+3", "-2"} <= set(written)
