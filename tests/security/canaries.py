"""Words that occur nowhere else: one in every field that is secret. Wherever one comes out, we know whose it is.

A word is found however it is wrapped: in capitals, in an address, in base64 or hexadecimal, as HTML entities, in a zip,
a spreadsheet or a compressed answer.
"""

import base64
import gzip
import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes
from uuid import UUID

MARK, NUMBER_MARK = "qzx", "0697"  # how every word, and every telephone number, begins
_LETTERS = "bcdfghjklm"
_WORD = re.compile(rf"{MARK}[{_LETTERS}]{{6}}")
_NUMBER = re.compile(rf"(?:{NUMBER_MARK}|\+?31{NUMBER_MARK[1:]})(\d{{6}})")
_ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEXADECIMAL = re.compile(rb"(?:[0-9a-fA-F]{2}){9,}")


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a word stands: the row, whom it is about, and in which column."""

    table: str
    row: UUID
    person: UUID | None
    column: str


@dataclass
class Canaries:
    """Makes the words and knows them again."""

    planted: dict[str, Secret] = field(default_factory=dict)

    def word(self, table: str, row: UUID, person: UUID | None, column: str) -> str:
        """A name of nine letters, in lower case."""
        return self._plant(MARK + "".join(_LETTERS[int(digit)] for digit in self._next()), table, row, person, column)

    def number(self, table: str, row: UUID, person: UUID | None, column: str) -> str:
        """A mobile number of ten digits."""
        return self._plant(NUMBER_MARK + self._next(), table, row, person, column)

    def _next(self) -> str:
        return f"{len(self.planted):06d}"

    def _plant(self, word: str, table: str, row: UUID, person: UUID | None, column: str) -> str:
        self.planted[word] = Secret(table, row, person, column)
        return word

    def found_in(self, content: bytes) -> set[Secret]:
        """Every secret that these bytes hold, wrapped or not."""
        return {self.planted[word] for piece in _unwrapped(content) for word in _words(piece) if word in self.planted}


def _words(piece: bytes) -> set[str]:
    text = piece.decode("utf-8", "ignore").lower()
    digits = re.sub(r"[\s().\-/]|%20|&nbsp;", "", text)
    return set(_WORD.findall(text)) | {NUMBER_MARK + rest for rest in _NUMBER.findall(digits)}


def _unwrapped(content: bytes, depth: int = 0) -> list[bytes]:
    """The bytes as they are and as what they may be a wrapping of."""
    pieces = [content]
    if depth > 2:
        return pieces
    inside = _opened(content)
    if inside:
        return [piece for one in inside for piece in _unwrapped(one, depth + 1)]
    if b"%" in content:
        inside.append(unquote_to_bytes(content))
    if b"&" in content:
        inside.append(html.unescape(content.decode("utf-8", "ignore")).encode())
    if b"\\u" in content:
        inside.append(re.sub(rb"\\u00([0-7][0-9a-fA-F])", lambda found: bytes.fromhex(found[1].decode()), content))
    inside += [found for run in _ENCODED.findall(content) for found in _decoded(run)]
    inside += [bytes.fromhex(run.decode()) for run in _HEXADECIMAL.findall(content)]
    return pieces + [piece for one in inside if one != content for piece in _unwrapped(one, depth + 1)]


def _opened(content: bytes) -> list[bytes]:
    """What is packed in it."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return [name.encode() for name in packed.namelist()] + [packed.read(name) for name in packed.namelist()]
    if content[:2] == b"\x1f\x8b":
        return [gzip.decompress(content)]
    if content[:1] == b"\x78":
        try:
            return [zlib.decompress(content)]
        except zlib.error:
            return []
    return []


def _decoded(run: bytes) -> list[bytes]:
    """A piece of base64 may begin anywhere in a longer run, so it is read at four places."""
    plain = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    parts = [plain[start:] for start in range(4)]
    read = [base64.b64decode(part[: len(part) // 4 * 4] + _rest(part)) for part in parts]
    return [one for one in read if MARK.encode() in one.lower() or NUMBER_MARK.encode() in one]


def _rest(part: bytes) -> bytes:
    """The last incomplete group of four, filled up."""
    rest = part[len(part) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""
