"""What a layout is: how its header is recognised, and how its rows become parts of the snapshot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tandem.opendata.reading import Reading

CC0 = "CC0 1.0"
CC_BY = "CC BY 4.0"
DUO, CBS = "DUO", "CBS"

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """A table with a header line. The mappings go from our word to the header names that publishers used for it.

    `read` turns the rows into parts; `forbidden` are header names that make it another file; `marks` are names that
    no other file has: with one of those and a single required column missing, the file is known but not right.
    """

    id: str
    title: str
    publisher: str
    licence: str
    required: Mapping[str, Names]
    read: Callable[["Reading"], None]
    optional: Mapping[str, Names] = field(default_factory=dict)
    forbidden: Names = ()
    marks: Names = ()

    def match(self, header: Names) -> "Match":
        """Which of our words stand where in this header, and which required ones are missing."""
        places = {cell: index for index, cell in reversed(list(enumerate(header)))}
        columns: dict[str, int] = {}
        for word, names in {**self.required, **self.optional}.items():
            found = next((places[name] for name in names if name in places), None)
            if found is not None:
                columns[word] = found
        missing = tuple(names[0] for word, names in self.required.items() if word not in columns)
        forbidden = any(name in places for name in self.forbidden)
        twice = tuple(sorted({header[i] for i in columns.values() if header.count(header[i]) > 1}))
        return Match(self, header, columns, missing, twice, forbidden)


@dataclass(frozen=True, slots=True)
class Match:
    """How well a header fits a layout. `columns`: our word → index in the header."""

    layout: CsvLayout
    header: Names
    columns: Mapping[str, int]
    missing: Names
    twice: Names
    forbidden: bool

    @property
    def complete(self) -> bool:
        return not self.missing and not self.forbidden

    @property
    def nearly(self) -> bool:
        """One column short, but it bears a mark of this layout."""
        marked = any(mark in self.header for mark in self.layout.marks)
        return not self.forbidden and len(self.missing) == 1 and marked
