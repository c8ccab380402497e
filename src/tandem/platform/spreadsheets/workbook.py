"""XLSX: the archive is looked through before the reader sees it, the cells become text afterwards.

The reader lays the cells out in a rectangle: two cells in opposite corners of a sheet would cost gigabytes. So the
addresses of all filled cells are read first, from the unpacked XML, and held against the limits.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from tandem.platform.message import Message
from tandem.platform.spreadsheets.data import Limits, Sheet, UnreadableError
from tandem.platform.unpacking import TooLargeError, copy

MOST_PARTS = 500
# A cell with something in it: an empty cell that only has a look closes itself (`<c r="A9" s="1"/>`).
_FILLED = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>""")
# A filled cell without an address stands in the row that holds it.
_NAMELESS = re.compile(rb"""<(?:\w+:)?c(?:\s(?![^>]*\br=)[^>]*)?(?<!/)>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r=["']([0-9]{1,7})["']""")
_AGAIN = Message("Open het bestand in Excel, sla het opnieuw op als .xlsx en probeer het nog eens.")
_NOT_OURS = Message("Gebruik het sjabloon dat je hier kunt downloaden.")

Cell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """The visible sheets. Raises UnreadableError for what is damaged, locked, too large or no workbook."""
    _inspect(content, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            visible = [m.name for m in book.sheets_metadata if m.visible is SheetVisibleEnum.Visible]
            return tuple(_sheet(book, name, limits) for name in visible)
    except (CalamineError, ValueError, OSError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(Message("het Excel-bestand is beschadigd of niet compleet"), _AGAIN) from error


def _sheet(book: CalamineWorkbook, name: str, limits: Limits) -> Sheet:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return Sheet(name, tuple(tuple(_short(as_text(cell), limits) for cell in row) for row in rows))


def _short(text: str, limits: Limits) -> str:
    if len(text) > limits.cell:
        raise UnreadableError(
            Message("een cel heeft meer dan {count} tekens", count=limits.cell), Message("Kort de tekst in.")
        )
    return text


def as_text(cell: Cell) -> str:
    """As a person would write it: `ja`, `12`, `12.5`, `2026-08-01`. A moment at midnight is a date."""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _inspect(content: bytes, limits: Limits) -> None:
    """Look through the archive: size, locks, outside references and the addresses of the cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise UnreadableError(
                    Message("het bestand bestaat uit meer dan {count} delen", count=MOST_PARTS), _NOT_OURS
                )
            if any(part.flag_bits & 0x1 for part in parts):
                raise UnreadableError(
                    Message("het bestand heeft een wachtwoord"), Message("Sla het op zonder wachtwoord.")
                )
            if "[Content_Types].xml" not in archive.namelist() or "xl/workbook.xml" not in archive.namelist():
                raise UnreadableError(Message("dit is een zip-bestand, geen Excel-werkmap"), _NOT_OURS)
            for text in _unpacked(archive, parts, len(content), limits):
                _inspect_part(text, limits)
    except TooLargeError as error:
        raise UnreadableError(error.reason, _NOT_OURS) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise UnreadableError(Message("het Excel-bestand is beschadigd of niet compleet"), _AGAIN) from error


def _unpacked(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], packed: int, limits: Limits) -> Iterator[bytes]:
    """The parts one by one; together they may not be larger than the limit."""
    left = limits.unpacked
    for part in parts:
        sink = io.BytesIO()
        with archive.open(part) as source:
            copy(source, sink, packed, left)
        left -= sink.tell()
        yield sink.getvalue()


def _inspect_part(text: bytes, limits: Limits) -> None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise UnreadableError(Message("het bestand bevat verwijzingen die Tandem niet opent"), _NOT_OURS)
    for found in _FILLED.finditer(text):
        _check_place(int(found[2]), _column(found[1]), limits)
    if _NAMELESS.search(text):
        for found in _ROW.finditer(text):
            _check_place(int(found[1]), 0, limits)


def _check_place(row: int, column: int, limits: Limits) -> None:
    if row > limits.rows:
        reason = Message(
            "een blad heeft meer dan {count} rijen (er staat iets in rij {row})", count=limits.rows, row=row
        )
        raise UnreadableError(reason, Message("Haal weg wat daar staat, of verdeel het over meer bestanden."))
    if column > limits.columns:
        most = limits.columns
        reason = Message(
            "een blad heeft meer dan {count} kolommen (er staat iets in kolom {column})", count=most, column=column
        )
        raise UnreadableError(reason, Message("Haal weg wat daar staat."))


def _column(letters: bytes) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
