"""Pieces that several definitions files of sharing have in common."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from tandem.register.definitions import Part
from tandem.sharing.data import Text, Word

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class TextPart(Part):
    """Words in Dutch and English; neither may be missing."""

    nl: Words
    en: Words

    def text(self) -> Text:
        return Text(self.nl, self.en)


def said(part: TextPart | None) -> Text | None:
    """The words of a part that may be absent."""
    return None if part is None else part.text()


class WordPart(Part):
    code: str
    name: TextPart
    text: TextPart | None = None


def words_of(parts: Iterable[WordPart]) -> dict[str, Word]:
    """The words by code. Raises ValueError when one stands there twice."""
    found: dict[str, Word] = {}
    for part in parts:
        if part.code in found:
            raise ValueError(f"{part.code} is defined twice")
        found[part.code] = Word(part.name.text(), said(part.text))
    return found


def _in_order(ages: tuple[int, int]) -> tuple[int, int]:
    if not 0 <= ages[0] <= ages[1]:
        raise ValueError(f"ages run from {ages[0]} to {ages[1]}")
    return ages


AgesPart = Annotated[tuple[int, int], AfterValidator(_in_order)]
