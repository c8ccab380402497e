"""definitions/subject/tables.yaml: how every table about people stands in the file of one child. Read once and kept."""

from functools import cache

from pydantic import Field, model_validator

from tandem.platform.definitions import Definition, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.register.functions import functions
from tandem.sharing.subject.data import Column, How, Table, Withheld


class _TablePart(Part):
    table: str
    title: str = ""
    how: How
    columns: dict[str, str] = Field(default_factory=dict)
    withheld: dict[str, Withheld] = Field(default_factory=dict)  # column → why it never stands there
    why: str = ""

    @model_validator(mode="after")
    def _complete(self) -> "_TablePart":
        listed = self.how in (How.ROWS, How.LOG)
        if listed != bool(self.columns) or (self.how is not How.NOT) != bool(self.title) or not (listed or self.why):
            raise ValueError(f"{self.table}: a table that is {self.how.value} says something else")
        if set(self.withheld) - set(self.columns):
            raise ValueError(f"{self.table}: only a column of the file can be withheld")
        return self

    def value(self) -> Table:
        columns = (Column(name, heading, self.withheld.get(name, "")) for name, heading in self.columns.items())
        return Table(self.table, self.title, self.how, tuple(columns), self.why)


class _TablesFile(Definition):
    reasons: dict[Withheld, str]
    words: dict[str, str]
    tables: tuple[_TablePart, ...]


@cache
def _file() -> _TablesFile:
    return read_definition(DEFINITIONS / "subject" / "tables.yaml", _TablesFile)


def tables() -> tuple[Table, ...]:
    return tuple(part.value() for part in _file().tables)


def reasons() -> dict[str, str]:
    """Why a piece stays out, in words for the person: by code."""
    return {str(code): words for code, words in _file().reasons.items()}


def words() -> dict[str, str]:
    """Codes as people say them: of kinds, tables, functions, purposes …"""
    of_tables = {part.table: part.title for part in _file().tables if part.title}
    return of_tables | {code: one.name for code, one in functions().items()} | _file().words
