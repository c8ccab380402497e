"""One door for every file with rows: recognised by its content, never by its name."""

from pathlib import PurePath

from tandem.platform.message import Message
from tandem.platform.spreadsheets.data import Limits, Sheet, UnreadableError
from tandem.platform.spreadsheets.separated import read_separated
from tandem.platform.spreadsheets.workbook import read_workbook

_ZIP, _OLE, _PDF, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b"
_EMPTY_ZIP = b"PK\x05\x06"
SAVE_AS = Message("Sla het bestand op als Excel-werkmap (.xlsx) of als CSV, en probeer het opnieuw.")


def read_sheets(content: bytes, limits: Limits = Limits()) -> tuple[Sheet, ...]:  # noqa: B008 - frozen
    """The visible sheets of an XLSX file, or the one sheet of a CSV file. Raises UnreadableError."""
    if len(content) > limits.file:
        raise UnreadableError(
            Message("het bestand is groter dan {size} MB", size=limits.file >> 20),
            Message("Verdeel het over meer bestanden, of haal weg wat niet nodig is."),
        )
    if not content.strip():
        raise UnreadableError(Message("het bestand is leeg"), Message("Download het sjabloon en vul het in."))
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return read_workbook(content, limits)
    if content.startswith(_OLE):
        raise UnreadableError(
            Message("dit is een oud Excel-bestand (.xls) of een bestand met een wachtwoord"),
            Message("Sla het in Excel op als Excel-werkmap (.xlsx), zonder wachtwoord."),
        )
    if content.startswith((_PDF, _GZIP)) or content.lstrip().startswith((b"<", b"{\\rtf")):
        raise UnreadableError(Message("dit is geen Excel- of CSV-bestand"), SAVE_AS)
    return (read_separated(content, limits),)


def shown_name(name: str) -> str:
    """The name of an uploaded file as we repeat it: no folders, no control characters, at most 80 characters."""
    bare = PurePath(name.replace("\\", "/")).name
    return "".join(letter for letter in bare if letter.isprintable())[:80] or "bestand"
