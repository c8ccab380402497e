"""The template that an administrator fills in: a workbook with drop-downs, or a CSV file with only the headings."""

import csv
import io
from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tandem.platform.spreadsheets.writing import written
from tandem.register.bulk.data import COLUMNS, EXPLANATION, LISTS, SHEET, Facts

ROWS = 500  # so many rows have drop-downs
_WIDTHS = {"given": 14, "infix": 13, "family": 20, "email": 30, "organisation": 34, "function": 32, "school": 38}
_INTRODUCTION = (
    "Zo vul je dit in",
    "Eén rij per persoon en functie. Werkt iemand op meer scholen, maak dan een rij per school met dezelfde functie.",
    "Kolommen met een * zijn verplicht. Laat kolommen die je niet gebruikt leeg, of haal ze weg.",
    "Tandem laat eerst per rij zien wat er gebeurt en wat er niet klopt. Eén foute rij verandert niets.",
    "Zet in dit bestand niets over kinderen, en nooit een burgerservicenummer.",
)


def as_workbook(facts: Facts) -> bytes:
    """An XLSX file with the functions, organisations and schools that this administrator may choose."""
    return written(lambda book: _fill(book, facts))


def _fill(book: Workbook, facts: Facts) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7EEF3"})
    as_text = book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": "dd-mm-yyyy"})
    people, lists, explanation = (book.add_worksheet(name) for name in (SHEET, LISTS, EXPLANATION))
    choices = _choices(facts)
    _headings(people, bold, {"phone": as_text, "mobile": as_text, "valid_from": as_day, "valid_until": as_day})
    for place, (heading, values) in enumerate(choices.items()):
        lists.write_column(0, place, [heading, *values])
    lists.hide()
    _drop_downs(people, choices)
    _explain(explanation, bold)


def as_csv() -> bytes:
    """Only the headings, as Dutch Excel opens them without questions."""
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=";").writerow([column.heading for column in COLUMNS])
    return sink.getvalue().encode("utf-8-sig")


def _choices(facts: Facts) -> dict[str, list[str]]:
    """What can be chosen, by the key of the column."""
    kinds = {place.kind for place in facts.organisations}
    return {
        "function": [each.name for each in facts.functions.values() if kinds.intersection(each.kinds)],
        "organisation": [place.label for place in facts.organisations],
        "school": [place.label for place in facts.schools],
        "lead": ["ja", "nee"],
        "listed": ["ja", "nee"],
    }


def _headings(sheet: Worksheet, bold: Format, formats: dict[str, Format]) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(column.key, 14), formats.get(column.key))
        sheet.write_string(0, place, column.heading + (" *" if column.required else ""), bold)


def _drop_downs(sheet: Worksheet, choices: dict[str, list[str]]) -> None:
    lists = list(choices)
    for place, column in enumerate(COLUMNS):
        if choices.get(column.key):
            letter, last = chr(ord("A") + lists.index(column.key)), len(choices[column.key]) + 1
            sheet.data_validation(
                1, place, ROWS, place,
                {
                    "validate": "list",
                    "source": f"={LISTS}!${letter}$2:${letter}${last}",
                    "error_title": "Dit staat niet in de lijst",
                    "error_message": "Kies een waarde uit de lijst.",
                },
            )  # fmt: skip
        elif column.key in ("valid_from", "valid_until", "hours", "email"):
            sheet.data_validation(1, place, ROWS, place, {"validate": "any", "input_message": column.hint[:255]})


def _explain(sheet: Worksheet, bold: Format) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    for number, text in enumerate(_INTRODUCTION):
        sheet.write_string(number, 0, text, bold if number == 0 else None)
    rows: Sequence[tuple[str, str]] = [("kolom", "wat je invult"), *((c.heading, c.hint) for c in COLUMNS)]
    for number, (heading, hint) in enumerate(rows, len(_INTRODUCTION) + 1):
        sheet.write_string(number, 0, heading, bold)
        sheet.write_string(number, 1, hint)
