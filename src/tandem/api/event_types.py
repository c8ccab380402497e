"""How what happens in Tandem is called outside, read from definitions/ once and kept."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import Field, model_validator

from tandem.casework.data import About
from tandem.platform.definitions import Definition, Part, read_definition
from tandem.platform.home import DEFINITIONS


class _Type(Part):
    about: About
    kind: str
    type: Annotated[str, Field(pattern=r"^nl\.tandem\.[a-z]+\.[a-z-]+$")]
    means: Annotated[str, Field(min_length=10)]


class EventsFile(Definition):
    """Layout of definitions/events/types.yaml."""

    settled: Annotated[int, Field(ge=60, le=600)]
    days: Annotated[int, Field(ge=1, le=90)]
    types: Annotated[tuple[_Type, ...], Field(min_length=1)]
    left_out: dict[About, tuple[str, ...]]

    @model_validator(mode="after")
    def _each_once(self) -> "EventsFile":
        if len({one.type for one in self.types}) < len(self.types):
            raise ValueError("a type is there twice")
        if len({(one.about, one.kind) for one in self.types}) < len(self.types):
            raise ValueError("something that happens has two types")
        if twice := [one.type for one in self.types if one.kind in self.left_out.get(one.about, ())]:
            raise ValueError(f"has a type and is left out: {', '.join(twice)}")
        return self


@dataclass(frozen=True, slots=True)
class EventTypes:
    """`settled`: seconds that an event waits; `days`: how far back; `names`: what it is called outside."""

    settled: int
    days: int
    names: dict[tuple[About, str], str]
    left_out: dict[About, tuple[str, ...]]


@cache
def event_types() -> EventTypes:
    """Raises `DefinitionError`."""
    file = read_definition(DEFINITIONS / "events" / "types.yaml", EventsFile)
    names = {(one.about, one.kind): one.type for one in file.types}
    return EventTypes(file.settled, file.days, names, file.left_out)
