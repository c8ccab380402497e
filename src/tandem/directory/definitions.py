"""Terms, order, synonyms and the first good examples, from `definitions/`."""

from functools import cache
from typing import Annotated

from pydantic import Field, model_validator

from tandem.directory.data import Example, OfferKind, Setting, Step, Terms
from tandem.platform.home import DEFINITIONS
from tandem.platform.text import sort_key
from tandem.register.definitions import Definition, DefinitionError, MunicipalityCode, Part, Slug, read_definition

Months = Annotated[int, Field(ge=1, le=60)]


class _TermsPart(Part):
    remind: Months
    doubt: Months
    hide: Months
    repeat_weeks: Annotated[int, Field(ge=1, le=52)]

    @model_validator(mode="after")
    def _in_order(self) -> "_TermsPart":
        if not self.remind < self.doubt < self.hide:
            raise ValueError("remind < doubt < hide")
        return self


class _StepPart(Part):
    kind: OfferKind
    why: str
    why_en: str


class _DirectoryFile(Definition):
    months: _TermsPart
    order: tuple[_StepPart, ...]

    @model_validator(mode="after")
    def _every_kind_once(self) -> "_DirectoryFile":
        if sorted(step.kind for step in self.order) != sorted(OfferKind):
            raise ValueError("every kind of offer stands in the order once")
        return self


class _SynonymsFile(Definition):
    groups: tuple[Annotated[tuple[str, ...], Field(min_length=2)], ...]


class _ExamplePart(Part):
    key: Slug
    title: str
    product: str
    form: str
    municipalities: tuple[MunicipalityCode, ...] = ()
    settings: tuple[Setting, ...] = ()
    clusters: tuple[Annotated[int, Field(ge=1, le=4)], ...] = ()
    schools: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    area: str = ""
    funding: str = ""
    settlement: str = ""
    period: str = ""
    target: str = ""
    learnt: str = ""
    contact: str = ""
    evaluation: str = ""
    place: str  # where in the source


class _ExamplesFile(Definition):
    title: str  # of the source, as readers see it
    examples: tuple[_ExamplePart, ...]


@cache
def _directory() -> _DirectoryFile:
    return read_definition(DEFINITIONS / "directory.yaml", _DirectoryFile)


def terms() -> Terms:
    return Terms(**_directory().months.model_dump())


@cache
def order() -> tuple[Step, ...]:
    """What to try first, first."""
    return tuple(Step(step.kind, step.why, step.why_en) for step in _directory().order)


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Of each word or pair of words, plain: the others that mean the same here. A word may stand in several groups."""
    found: dict[str, tuple[str, ...]] = {}
    for group in read_definition(DEFINITIONS / "synonyms.yaml", _SynonymsFile).groups:
        plain = [sort_key(word) for word in group]
        for word in plain:
            others = (other for other in plain if other != word)
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), *others)))
    return found


@cache
def examples() -> dict[str, Example]:
    """By key; the source is told with where in it."""
    found: dict[str, Example] = {}
    for path in sorted((DEFINITIONS / "examples").glob("*.yaml")):
        file = read_definition(path, _ExamplesFile)
        for part in file.examples:
            if part.key in found:
                raise DefinitionError(f"{path.name}: example {part.key} is there twice")
            fields = part.model_dump(exclude={"place"})
            found[part.key] = Example(**fields, source=f"{file.title}, {part.place}")
    return found
