"""Lists as table, csv or json. Data alone on standard output; every message on standard error."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from rich.console import Console
from rich.table import Table

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
        table = Table(*columns)
        for row in rows:
            table.add_row(*("" if row[c] is None else str(row[c]) for c in columns))
        Console(highlight=False).print(table)


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
