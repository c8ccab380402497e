"""Lists as table, csv or json. Data alone on standard output; every message on standard error."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

# Headings of the columns for people; csv and json keep the names of the interface.
_DUTCH = {
    "year": "jaar", "sector": "soort", "rows": "rijen", "pupils": "leerlingen", "masked": "afgeschermd",
    "missing": "leeg", "locations": "scholen", "foreign": "buitenland", "unknown": "onbekend", "severity": "ernst",
    "check": "controle", "count": "aantal", "message": "melding", "source": "bron", "years": "jaren",
    "sectors": "soorten", "examples": "voorbeelden", "municipality_code": "code", "municipality": "gemeente",
    "living": "wonend", "out": "uitgaand", "out_within_region": "in regio", "at_school": "op school", "in": "inkomend",
    "home_code": "van", "home_name": "woonplaats", "school_code": "naar", "school_name": "school", "name": "naam",
    "layout": "indeling", "title": "titel", "publisher": "publicist", "licence": "licentie", "created": "gemaakt",
    "demo": "voorbeeld", "current": "in gebruik", "sources": "bronnen", "subject": "onderwerp", "reason": "reden",
    "percentage": "aandeel (%)",
}  # fmt: skip

messages = Console(stderr=True, highlight=False)


class Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def print_rows(columns: Sequence[str], rows: Iterable[Mapping[str, object]], form: Format) -> None:
    """Print rows in the given form; `columns` fixes the order. None is an empty cell in csv and null in json."""
    if form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if row[c] is None else row[c] for c in columns] for row in rows)
    elif form is Format.JSON:
        print_json([{c: row[c] for c in columns} for row in rows])
    else:
        _print_table(columns, rows)


def _print_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """For people: headings in Dutch, and a pair `x_low`, `x_high` as one column (`12` or `12-30`) to fit a screen."""
    names = [c.removesuffix("_low") for c in columns if not _is_high_of_pair(c, columns)]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in names:
        heading = _DUTCH.get(name, name.replace("_", " "))
        if f"{name}_low" in columns:
            table.add_column(heading, justify="right", no_wrap=True)
        else:
            table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row, name) for name in names))
    Console(highlight=False).print(table)


def _is_high_of_pair(column: str, columns: Sequence[str]) -> bool:
    return column.endswith("_high") and f"{column.removesuffix('_high')}_low" in columns


def _cell(row: Mapping[str, object], name: str) -> str:
    if f"{name}_low" not in row:
        return "" if row[name] is None else escape(str(row[name]))
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if high is None:
        return f"{low} of meer"
    return str(low) if low == high else f"{low}-{high}"


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
