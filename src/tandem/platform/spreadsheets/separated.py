"""CSV as Excel, LibreOffice and school systems write it: several encodings, several separators."""

import csv
import io

from tandem.platform.message import Message
from tandem.platform.spreadsheets.data import Limits, Sheet, UnreadableError

_AGAIN = Message("Sla het bestand op als 'CSV UTF-8 (door komma's gescheiden)' en probeer het opnieuw.")
_SEPARATORS = ";,\t|"
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_separated(content: bytes, limits: Limits) -> Sheet:
    """The rows of a CSV file. Raises UnreadableError."""
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableError(Message("er staan tekens in die geen tekst zijn"), _AGAIN)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # a hint that Excel understands
        separator, text = first.strip()[4], "\n" + rest  # the row stays, so that the numbers of rows hold
    else:
        separator = _separator(text)
    return Sheet("", tuple(_rows(text, separator, limits)))


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what Windows writes in Western Europe."""
    encoding = next((name for mark, name in _BOMS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise UnreadableError(Message("het bestand is beschadigd of niet compleet"), _AGAIN) from error
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableError(Message("de letters in dit bestand zijn niet te lezen"), _AGAIN) from error
    if "Ã" in text:  # UTF-8 that broke halfway would read as 'RenÃ©'
        raise UnreadableError(Message("de letters in dit bestand zijn niet allemaal te lezen"), _AGAIN)
    return text


def _separator(text: str) -> str:
    """The one that the first filled row has most of."""
    header = next((line for line in text.split("\n") if line.strip()), "")
    return max(_SEPARATORS, key=header.count)


def _rows(text: str, separator: str, limits: Limits) -> list[tuple[str, ...]]:
    """Rows as numbered by their first line; a value that spans lines leaves empty rows behind it."""
    rows: list[tuple[str, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    try:
        for row in reader:
            rows += [()] * (line - len(rows))
            rows.append(tuple(row))
            line = reader.line_num
            _check(rows, limits)
    except csv.Error as error:
        raise UnreadableError(
            Message("vanaf regel {line} klopt een aanhalingsteken niet, of een veld is te lang", line=line + 1), _AGAIN
        ) from error
    return rows


def _check(rows: list[tuple[str, ...]], limits: Limits) -> None:
    if len(rows) > limits.rows:
        raise UnreadableError(
            Message("het bestand heeft meer dan {count} rijen", count=limits.rows),
            Message("Verdeel het over meer bestanden."),
        )
    if len(rows[-1]) > limits.columns:
        raise UnreadableError(
            Message("rij {row} heeft meer dan {count} kolommen", row=len(rows), count=limits.columns),
            Message("Haal weg wat niet nodig is."),
        )
    if any(len(cell) > limits.cell for cell in rows[-1]):
        raise UnreadableError(
            Message("een cel in rij {row} heeft meer dan {count} tekens", row=len(rows), count=limits.cell),
            Message("Kort de tekst in."),
        )
