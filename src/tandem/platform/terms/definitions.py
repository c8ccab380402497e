"""Terms, equated days and school vacations, read from `definitions/` once and kept. Raises `DefinitionError`."""

from datetime import date
from functools import cache
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from tandem.platform.definitions import Definition, DefinitionError, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.platform.terms.calendar import Calendar
from tandem.platform.terms.data import Kind, Length, Region, Term, Unit, Vacation, Window

TermId = Annotated[str, StringConstraints(pattern=r"^[A-Z](-[A-Z0-9]+)+$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Amount = Annotated[int, Field(gt=0)]


class LengthPart(Part):
    amount: Amount
    unit: Unit

    def value(self) -> Length:
        return Length(self.amount, self.unit)


class _WindowPart(Part):
    amount: Amount
    weeks: Amount
    lesson_weeks: bool


class _TermPart(Part):
    id: TermId
    name: Text
    starts: Text
    kind: Kind
    length: LengthPart | None = None
    variants: dict[str, LengthPart] = Field(default_factory=dict)
    extension: LengthPart | None = None
    window: _WindowPart | None = None
    age_limit: int | None = None
    day: tuple[Annotated[int, Field(ge=1, le=12)], Annotated[int, Field(ge=1, le=31)]] | None = None
    law: bool
    who: Text
    effect: Text
    source: Text
    verification: Text

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> "_TermPart":
        counted = self.kind in (Kind.WITHIN, Kind.AFTER, Kind.BEFORE, Kind.KEEP)
        needs = (self.length is not None, self.window is not None, self.day is not None)
        if needs != (counted, self.kind is Kind.THRESHOLD, self.kind is Kind.EACH_YEAR):
            raise ValueError(f"{self.id}: a {self.kind.value} term has another form")
        return self

    def value(self) -> Term:
        return Term(
            **self.model_dump(exclude={"length", "variants", "extension", "window"}),
            length=self.length.value() if self.length else None,
            variants={name: length.value() for name, length in self.variants.items()},
            extension=self.extension.value() if self.extension else None,
            window=Window(**self.window.model_dump()) if self.window else None,
        )


class TermsFile(Definition):
    """Layout of a file of definitions/terms/."""

    terms: tuple[_TermPart, ...]


class _HolidaysFile(Definition):
    equated: tuple[date, ...]


class _VacationPart(Part):
    name: Text
    days: dict[Region, tuple[date, date]]


class _SchoolYearPart(Part):
    year: Annotated[str, StringConstraints(pattern=r"^20\d\d-20\d\d$")]
    verification: Text
    vacations: tuple[_VacationPart, ...]


class _VacationsFile(Definition):
    school_years: tuple[_SchoolYearPart, ...]


@cache
def terms() -> dict[str, Term]:
    """Every term by its id."""
    found: dict[str, Term] = {}
    for path in sorted((DEFINITIONS / "terms").glob("*.yaml")):
        for part in read_definition(path, TermsFile).terms:
            if part.id in found:
                raise DefinitionError(f"{path.name}: term {part.id} is defined twice")
            found[part.id] = part.value()
    return found


def term(id: str) -> Term:
    """Raises KeyError for an id that is not there."""
    return terms()[id]


@cache
def calendar() -> Calendar:
    """Holidays, days that a decree equates with them, and the school vacations that are known."""
    equated = read_definition(DEFINITIONS / "holidays.yaml", _HolidaysFile).equated
    return Calendar(frozenset(equated), tuple(vacations()))


@cache
def vacations() -> tuple[Vacation, ...]:
    found = []
    for year in read_definition(DEFINITIONS / "school_vacations.yaml", _VacationsFile).school_years:
        for part in year.vacations:
            if set(part.days) != set(Region):
                raise DefinitionError(f"school_vacations.yaml: {part.name} {year.year} misses a region")
            for region, (first, last) in part.days.items():
                if not date(int(year.year[:4]), 8, 1) <= first <= last <= date(int(year.year[5:]), 9, 10):
                    raise DefinitionError(f"school_vacations.yaml: {part.name} {year.year} has impossible days")
                found.append(Vacation(region, part.name, first, last))
    return tuple(found)
