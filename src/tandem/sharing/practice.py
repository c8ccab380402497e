"""Practice cases: short stories to try the standard with, read from `definitions/practice/`."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import Field

from tandem.platform.home import DEFINITIONS
from tandem.register.definitions import Definition, DefinitionError, Part, Slug, read_definition
from tandem.sharing.codes import ConsentState, DataKind, Fact, Verdict
from tandem.sharing.data import Question, Text
from tandem.sharing.parts import TextPart
from tandem.sharing.reading import standard
from tandem.sharing.rules.consent import everybody


@dataclass(frozen=True, slots=True)
class Case:
    """A story, the question in it, the verdict we expect, and what to talk about afterwards. Everything is made up."""

    code: str
    title: Text
    story: Text
    question: Question
    expected: Verdict
    talk: Text


class _CasePart(Part):
    code: Slug
    title: TextPart
    story: TextPart
    sender: Annotated[str, Field(alias="from")]
    receiver: Annotated[str, Field(alias="to")]
    purpose: Slug
    kinds: Annotated[tuple[DataKind, ...], Field(min_length=1)]
    age: Annotated[int, Field(ge=0, le=22)]
    consent: ConsentState = ConsentState.UNKNOWN
    facts: Annotated[dict[Fact, bool], Field(default_factory=dict)]
    expected: Verdict
    talk: TextPart

    def case(self) -> Case:
        said = () if self.consent is ConsentState.UNKNOWN else everybody(self.consent)
        question = Question(self.sender, self.receiver, self.purpose, frozenset(self.kinds), self.age, said, self.facts)
        return Case(self.code, self.title.text(), self.story.text(), question, self.expected, self.talk.text())


class PracticeFile(Definition):
    """Layout of definitions/practice/cases.yaml."""

    cases: tuple[_CasePart, ...]


@cache
def cases() -> dict[str, Case]:
    """Every case by code, in the order of the file. Raises `DefinitionError`."""
    found: dict[str, Case] = {}
    for part in read_definition(DEFINITIONS / "practice" / "cases.yaml", PracticeFile).cases:
        unknown = {part.sender, part.receiver} - set(standard().roles)
        if unknown or part.code in found:
            raise DefinitionError(f"cases.yaml: {part.code} stands there twice or names {sorted(unknown)}")
        found[part.code] = part.case()
    return found
