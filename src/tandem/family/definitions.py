"""Ages and periods of the window, read from definitions/ once and kept."""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from tandem.children.data import Kind
from tandem.family.data import Ages
from tandem.platform.definitions import Definition, Part, read_definition
from tandem.platform.home import DEFINITIONS


class _AgesPart(Part):
    first: Annotated[int, Field(alias="from")]
    last: Annotated[int, Field(alias="to")]
    parents: bool
    young: bool
    asks_young: bool
    law: str


class WindowFile(Definition):
    """Layout of definitions/family/window.yaml."""

    kinds: Annotated[tuple[Literal["CONCERN", "PLAN", "DECISION"], ...], Field(min_length=1)]
    days: Annotated[int, Field(gt=0, le=366)]
    code_days: Annotated[int, Field(gt=0, le=14)]
    ages: tuple[_AgesPart, ...]

    @model_validator(mode="after")
    def _one_after_the_other(self) -> "WindowFile":
        starts = [0, *(one.last + 1 for one in self.ages)]
        if [one.first for one in self.ages] != starts[:-1] or starts[-1] < 100:
            raise ValueError("the ages do not follow each other from birth on")
        return self

    @property
    def all_kinds(self) -> Kind:
        found = Kind(0)
        for name in self.kinds:
            found |= Kind[name]
        return found


@cache
def window_rules() -> WindowFile:
    """Raises `DefinitionError`."""
    return read_definition(DEFINITIONS / "family" / "window.yaml", WindowFile)


def ages_at(years: int) -> Ages:
    """The row of the age that somebody has."""
    found = next(one for one in window_rules().ages if years <= one.last)
    return Ages(found.first, found.last, found.parents, found.young, found.asks_young, found.law)
