"""Lists as table, csv or json. Data alone on standard output; every message on standard error."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

from tandem.platform.spreadsheet import safe_cell

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
    "origin": "herkomst", "version": "versie", "running": "draait", "folder": "map", "regions": "regio's",
    "method": "methode", "flows": "stromen", "total_error": "fout totaal", "flow_error": "fout per stroom",
    "far_off": "20 % ernaast", "inside": "erbinnen", "width": "breedte",
    "alone_in_total": "gelijk aan rest schooltotaal", "exact_by_location": "volgt uit schooltotaal",
    "advice": "wat je doet", "organisation": "organisatie", "function": "functie", "sheet": "blad", "row": "rij",
    "column": "kolom", "file": "bestand",
    "exact_by_all": "volgt uit alle totalen", "narrow_by_all": "smaller door totalen", "opened": "door ons geopend",
    "percentage": "aandeel (%)", "key": "sleutel", "made": "gemaakt", "active": "verzegelt nu", "values": "waarden",
    "what": "wat", "kind": "soort", "field": "gegeven", "before": "was", "after": "wordt",
    "findings": "let op", "value": "antwoord", "from": "van", "to": "naar", "kinds": "soorten", "verdict": "oordeel",
    "rule": "regel", "ground": "grond", "purpose": "doel",
    "step": "stap", "municipalities": "gemeenten", "age_from": "vanaf (jaar)",
    "age_to": "tot en met (jaar)", "waiting_weeks": "wacht (weken)", "confirmed_on": "bevestigd", "state": "stand",
    "call": "bel", "role": "wie", "phone": "telefoon", "why": "waarom",
    "table": "tabel", "how": "hoe", "terms": "termijnen", "starts": "vanaf",
    "term": "termijn", "begun": "begon", "over_from": "voorbij op", "held": "vastgehouden",
    "destroyed": "vernietigd", "warned": "gewaarschuwd",
}  # fmt: skip

WIDER_THAN_ANY_SCREEN = 10_000
LONGEST_WORD = 30
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

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
        writer.writerows(["" if row[c] is None else safe_cell(row[c]) for c in columns] for row in rows)
    elif form is Format.JSON:
        print_json([{c: row[c] for c in columns} for row in rows])
    else:
        _print_table(columns, rows)
    sys.stdout.flush()  # a full disk shows itself here, before anything else is said


def _print_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """For people: headings in Dutch, `x_low` and `x_high` as one column (`12`, `12-30`), an estimate below (`~21`)."""
    names = [c.removesuffix("_low") for c in columns if not _belongs_to_low(c, columns)]
    lines = [dict(row) for row in rows]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in names:
        heading = _DUTCH.get(name, name.replace("_", " ")).replace(" ", NO_BREAK_SPACE)
        if f"{name}_low" in columns or _all_numbers(line[name] for line in lines):
            table.add_column(heading, justify="right", no_wrap=True)
        else:
            table.add_column(heading, overflow="fold", min_width=_longest_word(line[name] for line in lines))
    for line in lines:
        table.add_row(*(_cell(line, name) for name in names))
    console = Console(highlight=False)
    # A number or a word is never broken: half of it would read as another. Then rather wider than the screen.
    widest = console.options.update(width=WIDER_THAN_ANY_SCREEN)
    console.width = max(console.width, Measurement.get(console, widest, table).minimum)
    console.print(table)


def _longest_word(values: Iterable[object]) -> int:
    """How wide a column must be to keep its words whole; a checksum or an address may be broken."""
    words = (len(word) for value in values for word in _text(value).split())
    return max((length for length in words if length <= LONGEST_WORD), default=0)


def _all_numbers(values: Iterable[object]) -> bool:
    """True for a column of whole numbers, so that it stands to the right and in one piece."""
    return all(isinstance(value, int) and not isinstance(value, bool) for value in values)


def _belongs_to_low(column: str, columns: Sequence[str]) -> bool:
    return column.endswith(("_high", "_estimate")) and f"{column.rpartition('_')[0]}_low" in columns


def _cell(row: Mapping[str, object], name: str) -> str:
    if f"{name}_low" not in row:
        return _text(row[name])
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if high is None:
        return f"{low} of meer"
    about = row.get(f"{name}_estimate")
    return str(low) if low == high else f"{low}-{high}" if about is None else f"{low}-{high}\n~{about}"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "" if value is None else escape(str(value))


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
