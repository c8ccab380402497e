"""A secret word is found however it is wrapped; a net with holes would prove nothing."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

import pytest
import xlsxwriter
from tests.security.canaries import Canaries

ROW, PERSON = UUID(int=1), UUID(int=2)


def zipped(word: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", f"for {word}, private")
    return packed.getvalue()


def spreadsheet(word: str) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, word)
    return made.getvalue()


WRAPPINGS: dict[str, Callable[[str], bytes]] = {
    "as it is": lambda word: f"<td>{word}</td>".encode(),
    "a name": lambda word: word.title().encode(),
    "capitals": lambda word: word.upper().encode(),
    "JSON": lambda word: json.dumps({"name": word}).encode(),
    "JSON escapes": lambda word: "".join(f"\\u{ord(letter):04x}" for letter in word).encode(),
    "an address": lambda word: f"/zoek?naam={quote(word)}".encode(),
    "percent signs": lambda word: "".join(f"%{ord(letter):02X}" for letter in word).encode(),
    "entities": lambda word: "".join(f"&#{ord(letter)};" for letter in word).encode(),
    "base64": lambda word: base64.b64encode(f"somebody {word} else".encode()),
    "base64 further on": lambda word: b"x=" + base64.b64encode(f"a{word}".encode()) + b";",
    "base64 for addresses": lambda word: base64.urlsafe_b64encode(f"??>{word}??>".encode()).rstrip(b"="),
    "base64 of capitals": lambda word: base64.b64encode(word.upper().encode()),
    "hexadecimal": lambda word: f"id={word.encode().hex()}".encode(),
    "gzip": lambda word: gzip.compress(word.encode()),
    "deflate": lambda word: zlib.compress(word.encode()),
    "zip": zipped,
    "spreadsheet": spreadsheet,
    "a zip in base64": lambda word: base64.b64encode(word.encode() * 2),
}
SPACED = {"spaces": "06 97 %s", "a dash": "06-97%s", "abroad": "+31 6 97 %s", "entities": "06&nbsp;97&nbsp;%s"}


@pytest.mark.parametrize("wrap", WRAPPINGS.values(), ids=WRAPPINGS)
def test_a_word_is_found_in_every_wrapping(wrap: Callable[[str], bytes]) -> None:
    canaries = Canaries()
    other, word = (canaries.word("register_person", ROW, PERSON, column) for column in ("given_name", "family_name"))
    number = canaries.number("register_contact", ROW, PERSON, "value")
    assert {secret.column for secret in canaries.found_in(wrap(word))} == {"family_name"}
    assert {secret.column for secret in canaries.found_in(wrap(number))} == {"value"}
    assert other not in wrap(word).decode("latin-1")


@pytest.mark.parametrize("written", SPACED.values(), ids=SPACED)
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    canaries = Canaries()
    number = canaries.number("register_contact", ROW, PERSON, "value")
    assert canaries.found_in((written % f"{number[4:6]} {number[6:]}").encode())


def test_other_words_are_no_secrets() -> None:
    canaries = Canaries()
    canaries.word("register_person", ROW, PERSON, "family_name")
    assert canaries.found_in(b"qzxbbbbbc qzx 0697 000001 <p>Noor</p> " + bytes(range(256)) * 40) == set()
