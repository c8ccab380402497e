"""Is what came what we asked for? An error page with status 200 and a changed header are both common."""

import csv
import zipfile
import zlib
from pathlib import Path

from tandem.opendata.fetch.sources import Source

HEAD_BYTES = 64 * 1024
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
_UTF8_BOM = b"\xef\xbb\xbf"


class WrongContentError(Exception):
    """The file is not usable; the message says why, in Dutch."""


class HtmlPageError(WrongContentError):
    """A web page came instead of the file."""


class ChangedHeaderError(WrongContentError):
    """Columns that we need are gone."""


def check_content(path: Path, source: Source, content_type: str) -> None:
    """Raise WrongContentError unless the file can be what the source promises."""
    head = _read_head(path)
    if not head:
        raise WrongContentError("Het bestand is leeg.")
    if content_type.partition(";")[0].strip().lower() == "text/html" or is_html(head):
        raise HtmlPageError("Er kwam een webpagina in plaats van het bestand.")
    if zipfile.is_zipfile(path):
        head = _head_inside_zip(path)
    elif source.file.lower().endswith(".zip"):
        raise WrongContentError("Het bestand is geen geldige zip.")
    missing = missing_columns(head, source.columns)
    if missing:
        raise ChangedHeaderError(f"De kop van het bestand is veranderd; deze kolommen ontbreken: {', '.join(missing)}.")


def is_html(head: bytes) -> bool:
    start = head.removeprefix(_UTF8_BOM).lstrip().lower()
    return start.startswith(_HTML_STARTS) or (start.startswith(b"<?xml") and b"<html" in start[:1024])


def missing_columns(head: bytes, columns: tuple[str, ...]) -> list[str]:
    """The wanted columns that the header line does not have; for JSON the property names that do not occur."""
    text = head.removeprefix(_UTF8_BOM).decode("cp1252", errors="replace")
    if text.lstrip().startswith("{"):
        return [column for column in columns if not any(f'"{name}"' in text for name in column.split("|"))]
    present = _header(text)
    return [column for column in columns if present.isdisjoint(name.upper() for name in column.split("|"))]


def _header(text: str) -> set[str]:
    line = (text.splitlines() or [""])[0]
    separator = max(";,\t|", key=line.count)
    return {cell.strip().upper() for row in csv.reader([line], delimiter=separator) for cell in row}


def _read_head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _head_inside_zip(path: Path) -> bytes:
    """The beginning of the first file inside the zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if not members:
                raise WrongContentError("De zip is leeg.")
            with archive.open(members[0]) as member:
                return member.read(HEAD_BYTES)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise WrongContentError("De zip is beschadigd.") from error
