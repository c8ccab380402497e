"""Does free text tell who it is about? For a consultation without a name. It warns; who writes decides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tandem.children.rules import is_citizen_number
from tandem.platform.text import sort_key


class Trace(StrEnum):
    """What can lead to a child."""

    NAME = "NAME"  # of a pupil that who writes has
    PERHAPS_NAME = "PERHAPS_NAME"
    CITIZEN_NUMBER = "CITIZEN_NUMBER"
    TELEPHONE = "TELEPHONE"
    EMAIL = "EMAIL"
    POSTCODE = "POSTCODE"
    BIRTH_DATE = "BIRTH_DATE"


@dataclass(frozen=True, slots=True)
class Found:
    trace: Trace
    text: str  # as it was written


_DIGITS = re.compile(r"(?<![\w.])\d(?:[ .-]?\d){8}(?![\w]|[.-]?\d)")
_TELEPHONE = re.compile(r"(?<![\w+])(?:\+31|0031|0)[ (-]*(?:0\))?[ -]*[1-9](?:[ -]?\d){7,8}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_POSTCODE = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b(?: \d{1,4}[a-zA-Z]?)?")
_DATE = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d(?!\d)")
_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Þ][a-zà-ÿ][\w'’-]*")
_WORD = re.compile(r"[\w'’-]+")
_BEFORE_A_SENTENCE = re.compile(r"(?:^|[.!?:;\n•(\"“‘-])\s*[\"“‘(]*$")
# Words that have a capital and are nobody: languages, feasts, systems and bodies of the field.
_NO_NAMES = """Nederlands Engels Frans Duits Turks Arabisch Pools Nederland Cito Magister ParnasSys Veilig Thuis Jeugd
Gezin Centrum Kerst Sinterklaas Pasen Pinksteren Suikerfeest Ramadan Koningsdag WhatsApp Instagram TikTok Snapchat
YouTube Leerplicht Halt Delft Rijswijk Westland Den Haag"""
NO_NAMES = frozenset(map(sort_key, _NO_NAMES.split()))
SHORT = 4  # a word of so few letters without a capital is no name: "an" is not An

Candidates = Iterator[tuple[Trace, re.Match[str]]]


def traces(text: str, pupils: Iterable[str] = ()) -> tuple[Found, ...]:
    """What in `text` may lead to a child, in the order of the text. `pupils`: full names of those that are known."""
    found: list[tuple[int, int, Trace]] = []
    for trace, hit in (*_numbers(text), *_names(text, pupils)):  # the surest first; what overlaps it is not said twice
        start, end = hit.span()
        if not any(start < until and since < end for since, until, _ in found):
            found.append((start, end, trace))
    return tuple(Found(trace, text[start:end]) for start, end, trace in sorted(found))


def _numbers(text: str) -> Candidates:
    for trace, pattern in ((Trace.EMAIL, _EMAIL), (Trace.BIRTH_DATE, _DATE), (Trace.CITIZEN_NUMBER, _DIGITS),
                           (Trace.TELEPHONE, _TELEPHONE), (Trace.POSTCODE, _POSTCODE)):  # fmt: skip
        for hit in pattern.finditer(text):
            if trace is not Trace.CITIZEN_NUMBER or is_citizen_number(re.sub(r"\D", "", hit[0])):
                yield trace, hit


def _names(text: str, pupils: Iterable[str]) -> Candidates:
    known = {sort_key(part) for name in pupils for part in _WORD.findall(name) if len(part) > 1}
    for hit in _WORD.finditer(text):
        plain = re.sub(r"['’]?s$", "", hit[0])
        looks_like_one = hit[0][0].isupper() or len(hit[0]) > SHORT
        if looks_like_one and {sort_key(hit[0]), sort_key(plain)} & known:
            yield Trace.NAME, hit
    for hit in _CAPITAL.finditer(text):
        before = text[: hit.start()]
        if not _BEFORE_A_SENTENCE.search(before) and sort_key(hit[0]) not in NO_NAMES:
            yield Trace.PERHAPS_NAME, hit
