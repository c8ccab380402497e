"""Cells of a CSV as a spreadsheet program will read them: the one place that keeps texts from becoming formulas."""

from typing import TypeVar

Value = TypeVar("Value")

# What Excel and LibreOffice take for the start of a formula (OWASP, CSV injection), full-width signs included.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Value) -> Value | str:
    """The value for a cell: a text that would run as a formula gets an apostrophe in front; a number stays."""
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS) else value
