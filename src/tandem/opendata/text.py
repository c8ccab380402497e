"""Reading a publisher's text file: its encoding, its separator and its header; and a UTF-8 copy where one is needed."""

import codecs
import csv
import hashlib
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import numpy as np

from tandem.opendata.data import Problem, Refused
from tandem.opendata.intake import Item
from tandem.platform.unpacking import CHUNK

SEPARATORS = (";", ",", "\t", "|")
BINARY = 256  # bytes in which a file that is no text shows it
HEAD = 1 << 16  # bytes in which the header must end
_NOT_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_UTF16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NotText(Exception):  # noqa: N818 – a verdict on a file
    """No text file with a header line; the message is the reason in Dutch."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One look at all bytes: the fingerprint, and what must be done before DuckDB can read the file itself."""

    sha256: str
    utf8: bool


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file with its header. `skip` are the lines up to and with the header."""

    item: Item
    separator: str
    header: tuple[str, ...]
    skip: int


@dataclass(frozen=True, slots=True)
class Start:
    """Where a user's file begins in what DuckDB reads: lines before it, and lines of it left out (its header)."""

    before: int
    name: str
    skipped: int


@dataclass(frozen=True, slots=True)
class Source:
    """What DuckDB reads: a UTF-8 file, `skip` lines of header, and whose lines are where (for messages)."""

    path: Path
    skip: int
    sha256: str
    recoded: bool
    starts: list[Start]

    def place(self, line: int) -> tuple[str, int]:
        """The name of the user's file and its own line, for a line (from 1) of `path`."""
        start = max((start for start in self.starts if start.before < line), key=lambda start: start.before)
        return start.name, line - start.before + start.skipped


def read_head(item: Item) -> str:
    """The first lines as text. Raises NotText."""
    with item.path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise NotText("het bestand is leeg")
    if head.startswith(_UTF16_OR_32):
        raise NotText("het bestand is opgeslagen als UTF-16; sla het op als CSV in UTF-8")
    if b"\x00" in head[:BINARY] or len(re.findall(rb"[\x01-\x08\x0e-\x1f]", head[:BINARY])) > 4:
        raise NotText("dit is geen tekstbestand")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return head.decode("cp1252", errors="replace")


def read_header(item: Item, head: str) -> TextFile:
    """Separator and header cells, normalised. Raises NotText when there is no header line."""
    lines = head.splitlines()
    skip = 0
    if lines and re.fullmatch(r"sep=.", lines[0].strip()):  # Excel's own way of naming the separator
        skip = 1
    if len(lines) <= skip or not lines[skip].strip() or len(lines[skip]) >= HEAD - 1:
        raise NotText("de eerste regel is geen kopregel")
    line = lines[skip]
    rows = {separator: next(csv.reader([line], delimiter=separator), []) for separator in SEPARATORS}
    separator = max(SEPARATORS, key=lambda s: len(rows[s]))
    return TextFile(item, separator, tuple(normalise(cell) for cell in rows[separator]), skip + 1)


def normalise(cell: str) -> str:
    """A header cell as the alias tables spell it: upper case, words joined by one underscore."""
    return re.sub(r"[\s_]+", "_", cell.strip().strip('"').strip()).upper()


def scan(item: Item) -> Scan:
    """Look at every byte once. Raises Refused when a NUL byte stands in it."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    utf8 = True
    with item.path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            if b"\x00" in chunk:
                raise Refused(_nul_problem(item))
            if utf8 and not (chunk.isascii() and not decoder.getstate()[0]):
                utf8 = _decodes(decoder, chunk)
    return Scan(digest.hexdigest(), utf8 and not decoder.getstate()[0])


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        decoder.reset()
        return False
    return True


def _nul_problem(item: Item) -> Problem:
    with item.path.open("rb") as file:
        line = next(number for number, line in enumerate(file, start=1) if b"\x00" in line)
    remedy = "Het bestand is beschadigd of geen CSV; haal het opnieuw op."
    return Problem(item.name, "er staat een NUL-teken in het bestand", remedy, line=line)


def as_source(file: TextFile, look: Scan, target: Path) -> Source:
    """The file itself when DuckDB can read it as it is, else a UTF-8 copy at `target`."""
    if look.utf8:
        return Source(file.item.path, file.skip, look.sha256, recoded=False, starts=[Start(0, file.item.name, 0)])
    with target.open("wb") as sink, file.item.path.open("rb") as raw:
        while chunk := raw.read(CHUNK):
            try:
                sink.write(_to_utf8(chunk))
            except UnicodeDecodeError:
                raise Refused(_encoding_problem(file.item)) from None
    return Source(target, file.skip, look.sha256, recoded=True, starts=[Start(0, file.item.name, 0)])


def _to_utf8(chunk: bytes) -> bytes:
    """Windows-1252 as UTF-8; of a Dutch file only the few signs that are not ASCII need a look."""
    places = np.flatnonzero(np.frombuffer(chunk, dtype=np.uint8) >= 0x80).tolist()
    if len(places) > len(chunk) // 16:
        return chunk.decode("cp1252").encode()
    pieces: list[bytes] = []
    before = 0
    for place in places:
        pieces += (chunk[before:place], chunk[place : place + 1].decode("cp1252").encode())
        before = place + 1
    return b"".join((*pieces, chunk[before:]))


def with_one_newline(source: Source, target: Path) -> Source:
    """A copy of a UTF-8 source in which every line ends in the same way."""
    with (
        source.path.open(encoding="utf-8", newline=None) as text,
        target.open("w", encoding="utf-8", newline="") as sink,
    ):
        shutil.copyfileobj(text, sink, CHUNK)
    return replace(source, path=target)


def join_sources(files: Sequence[tuple[TextFile, Scan]], target: Path) -> Source:
    """Files with the same header and separator one after the other in one UTF-8 file without headers."""
    starts, before = [], 0
    with target.open("w", encoding="utf-8", newline="") as sink:
        for file, look in files:
            starts.append(Start(before, file.item.name, file.skip))
            with _open(file.item, look) as text:
                body = _Readable(text, file.item).read(-1).split("\n", file.skip)[-1]
            body += "" if not body or body.endswith("\n") else "\n"
            before += body.count("\n")
            sink.write(body)
    digest = hashlib.sha256("".join(sorted(look.sha256 for _, look in files)).encode()).hexdigest()
    return Source(target, 0, digest, any(not look.utf8 for _, look in files), starts)


def _open(item: Item, look: Scan) -> TextIO:
    return item.path.open(encoding="utf-8-sig" if look.utf8 else "cp1252", newline=None)


class _Readable:
    """A text stream that refuses, with the line, an encoding that nobody publishes."""

    def __init__(self, text: TextIO, item: Item) -> None:
        self._text, self._item = text, item

    def read(self, size: int) -> str:
        try:
            return self._text.read(size)
        except UnicodeDecodeError:
            raise Refused(_encoding_problem(self._item)) from None


def _encoding_problem(item: Item) -> Problem:
    reason = "de tekens zijn geen UTF-8 en geen Windows-1252"
    return Problem(item.name, reason, "Sla het bestand op als CSV in UTF-8.", line=_first_line_not_cp1252(item))


def _first_line_not_cp1252(item: Item) -> int:
    with item.path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if any(sign in line for sign in _NOT_CP1252):
                return number
    return 1
