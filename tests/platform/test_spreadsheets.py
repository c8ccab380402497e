"""Workbooks and CSV files: what is read, and what is refused before it costs anything."""

import io
import resource
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

import pytest
import xlsxwriter

from tandem.platform.spreadsheets.data import Limits, UnreadableError
from tandem.platform.spreadsheets.reading import read_sheets, shown_name
from tandem.platform.spreadsheets.writing import written
from tandem.platform.unpacking import TooLargeError, check_size, copy

ROWS = (("naam", "uren"), ("René", "3,5"))


def workbook(rows: list[list[Any]], **options: Any) -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "default_date_format": "dd-mm-yyyy", **options})
    sheet = book.add_worksheet("Mensen")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.close()
    return sink.getvalue()


def rewritten(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The same workbook with a piece of one part replaced."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old in text
                text = text.replace(old, new, 1)
            target.writestr(name, text)
    return sink.getvalue()


def test_cells_of_every_kind_become_text_as_a_person_writes_it() -> None:
    content = workbook(
        [["a", 12, 12.5, True, date(2026, 8, 1), datetime.combine(date(2026, 8, 1), time(9, 30)), "=1+1", ""]]
    )
    (sheet,) = read_sheets(content)
    assert sheet.name == "Mensen"
    assert sheet.rows[0][:6] == ("a", "12", "12.5", "ja", "2026-08-01", "2026-08-01 09:30:00")


def test_a_workbook_that_counts_from_1904_has_the_same_dates() -> None:
    (sheet,) = read_sheets(workbook([[date(2026, 8, 1)]], date_1904=True))
    assert sheet.rows == (("2026-08-01",),)


def test_rows_keep_their_number_when_the_first_are_empty() -> None:
    (sheet,) = read_sheets(workbook([[], [], ["x"]]))
    assert [row for row in sheet.rows[2] if row] == ["x"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_csv_in_every_dress(encoding: str, separator: str, ending: str) -> None:
    text = ending.join(separator.join(row) for row in ROWS)
    assert read_sheets(text.encode(encoding))[0].rows == ROWS


def test_csv_with_commas_quotes_and_the_hint_of_excel() -> None:
    assert read_sheets(b'naam,uren\n"Ren\xc3\xa9","3,5"\n')[0].rows == ROWS
    assert read_sheets(b"sep=;\nnaam;uren")[0].rows == ((), ("naam", "uren"))


def test_a_value_over_two_lines_keeps_the_numbers_of_the_rows_after_it() -> None:
    rows = read_sheets(b'naam;uren\n"Ren\nzelf";1\nAda;2')[0].rows
    assert rows[3] == ("Ada", "2")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "leeg"),
        (b" \n\n ", "leeg"),
        (b"x" * (6 << 20), "groter dan 5 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "oud Excel-bestand"),
        (b"%PDF-1.7 ...", "geen Excel"),
        (b"<html><table>", "geen Excel"),
        (b"PK\x03\x04 broken", "beschadigd"),
        (b"naam;uren\nA\x00B;1", "geen tekst"),
        ("naam\nRen\u00c3\u00a9".encode() + b"\xe9", "niet allemaal te lezen"),
        (b"naam\n\x81\x8d\xff", "niet te lezen"),
        (b'naam;uren\n"Ren;1', "aanhalingsteken"),
        (b"naam\n" + b"x" * 3000, "2.000 tekens"),
        (b"n\n" * 5001, "meer dan 5.000 rijen"),
        (b";" * 61, "meer dan 60 kolommen"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, word: str) -> None:
    with pytest.raises(UnreadableError, match=word) as refused:
        read_sheets(content)
    assert refused.value.advice


def zipped(**parts: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return sink.getvalue()


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(UnreadableError, match="geen Excel-werkmap"):
        read_sheets(zipped(**{"mensen.csv": b"naam"}))


def test_a_workbook_that_unpacks_to_gigabytes_costs_little_and_is_refused() -> None:
    bomb = rewritten(workbook([["x"]]), "xl/sharedStrings.xml", b"</sst>", b" " * (80 << 20) + b"</sst>")
    assert len(bomb) < 1 << 20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableError, match=r"zipbom|uitgepakt"):
        read_sheets(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10  # kB


def test_outside_references_are_not_opened() -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "b">]><sst '
    with pytest.raises(UnreadableError, match="verwijzingen"):
        read_sheets(rewritten(workbook([["x"]]), "xl/sharedStrings.xml", b"<sst ", doctype))


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        (b'<c r="A1048576"><v>1</v></c>', "meer dan 5.000 rijen"),
        (b'<c s="1" r="XFD1"><v>1</v></c>', "meer dan 60 kolommen"),
        (b"<c r='A1048576'><v>1</v></c>", "meer dan 5.000 rijen"),
    ],
)
def test_cells_in_far_corners_are_refused_before_the_reader_sees_them(cell: bytes, word: str) -> None:
    row = b'<row r="1048576">' + cell + b"</row></sheetData>"
    with pytest.raises(UnreadableError, match=word):
        read_sheets(rewritten(workbook([["x"]]), "xl/worksheets/sheet1.xml", b"</sheetData>", row))


def test_a_cell_without_an_address_in_a_far_row_is_refused_too() -> None:
    row = b'<row r="1048576"><c><v>1</v></c></row></sheetData>'
    with pytest.raises(UnreadableError, match=r"meer dan 5.000 rijen"):
        read_sheets(rewritten(workbook([["x"]]), "xl/worksheets/sheet1.xml", b"</sheetData>", row))


def test_a_far_cell_that_only_has_a_look_does_no_harm() -> None:
    row = b'<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'
    content = rewritten(workbook([["x"]]), "xl/worksheets/sheet1.xml", b"</sheetData>", row)
    assert read_sheets(content)[0].rows == (("x",),)


def test_a_hidden_sheet_is_not_read() -> None:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    book.add_worksheet("Mensen").write(0, 0, "x")
    book.add_worksheet("Lijsten").hide()
    book.close()
    assert [sheet.name for sheet in read_sheets(sink.getvalue())] == ["Mensen"]


def test_every_truncation_of_a_workbook_is_refused_or_read_but_never_breaks() -> None:
    content = workbook([["naam"], ["Ada"]])
    for length in range(4, len(content), 97):
        with pytest.raises(UnreadableError):
            read_sheets(content[:length])


def test_every_flipped_byte_is_refused_or_read_but_never_breaks() -> None:
    content = workbook([["naam"], ["Ada"]])
    for place in range(0, len(content), 41):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        with suppress(UnreadableError):
            read_sheets(bytes(broken), Limits())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Mijn map\\lijst.xlsx", "lijst.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\nb\x1b.csv", "ab.csv"),
        ("", "bestand"),
    ],
)
def test_the_name_of_a_file_is_repeated_without_folders_and_tricks(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    assert len(shown_name("x" * 500)) == 80


def test_sizes_are_counted_and_not_believed() -> None:
    with pytest.raises(TooLargeError, match="64 MB"):
        check_size(65 << 20, 65 << 20, 64 << 20)
    with pytest.raises(TooLargeError, match="zipbom"):
        copy(io.BytesIO(bytes(20 << 20)), io.BytesIO(), 1000, 1 << 30)
    check_size(15 << 20, 1, 1 << 30)


def test_a_workbook_of_ours_does_not_tell_when_it_was_made_and_runs_nothing() -> None:
    made = written(lambda book: book.add_worksheet("Blad").write_row(0, 0, ["=1+1", "https://voorbeeld.invalid/"]))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = parts.read("docProps/core.xml").decode()
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert about.count("2026-01-01T00:00:00Z") == 2  # made and changed
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    [read] = read_sheets(made)
    assert read.rows[0][:2] == ("=1+1", "https://voorbeeld.invalid/")
