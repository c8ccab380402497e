"""definitions/retention/records.yaml: for every table about people how long its rows are kept. Read once and kept."""

from functools import cache

from pydantic import model_validator

from tandem.platform.definitions import Definition, DefinitionError, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.platform.terms.data import Kind, Unit
from tandem.platform.terms.definitions import terms
from tandem.sharing.retention.data import How, Rule
from tandem.sharing.retention.rules import EVERY


class _RecordPart(Part):
    table: str
    name: str
    how: How
    terms: dict[str, tuple[str, ...]] | str = ""
    starts: str = ""
    hangs_on: str = ""
    why: str

    @model_validator(mode="after")
    def _complete(self) -> "_RecordPart":
        has = (bool(self.terms), bool(self.starts), bool(self.hangs_on))
        if has != (self.how is How.TERM, self.how is How.TERM, self.how is How.WITH):
            raise ValueError(f"{self.table}: a record that is {self.how.value} says something else")
        return self


class _RecordsFile(Definition):
    every_other: str
    records: tuple[_RecordPart, ...]


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its table, in the order of destruction. Raises `DefinitionError`."""
    file = read_definition(DEFINITIONS / "retention" / "records.yaml", _RecordsFile)
    found: dict[str, Rule] = {}
    for part in file.records:
        if part.table in found:
            raise DefinitionError(f"records.yaml: {part.table} stands there twice")
        by_function = _by_function(part, file.every_other)
        for term in by_function.values():
            _is_a_term_of_years(part.table, term)
        found[part.table] = Rule(part.table, part.name, part.how, by_function, part.starts, part.hangs_on, part.why)
    for rule in found.values():
        if rule.hangs_on and rule.hangs_on not in found:
            raise DefinitionError(f"records.yaml: {rule.table} hangs on {rule.hangs_on}, which is not there")
    return found


def _by_function(part: _RecordPart, every_other: str) -> dict[str, str]:
    if isinstance(part.terms, str):
        return {EVERY: part.terms} if part.terms else {}
    return {EVERY: every_other} | {function: term for term, codes in part.terms.items() for function in codes}


def _is_a_term_of_years(table: str, term: str) -> None:
    known = terms().get(term)
    if known is None or known.kind is not Kind.KEEP or known.length is None or known.length.unit is not Unit.YEARS:
        raise DefinitionError(f"records.yaml: {table} needs a term of years to keep, and {term} is none")
