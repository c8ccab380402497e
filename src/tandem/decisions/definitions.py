"""Forms, mandates and ladders, read from definitions/ once and kept. Raises `DefinitionError`."""

from functools import cache
from itertools import pairwise
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from tandem.decisions.data import Budget, Form, Ladder, Mandate, Mandates, Rung, Said, Seat, Step, StepKind, Where
from tandem.platform.definitions import Definition, DefinitionError, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.platform.terms.data import Kind
from tandem.platform.terms.definitions import terms
from tandem.register.data import OrganisationKind
from tandem.register.definitions import regions
from tandem.register.functions import functions

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_-]*$")]
Text = Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)]
Some = Annotated[int, Field(gt=0)]


class _SeatPart(Part):
    functions: Annotated[tuple[str, ...], Field(min_length=1)]
    kinds: Annotated[tuple[OrganisationKind, ...], Field(min_length=1)]
    where: Where

    @model_validator(mode="after")
    def _exists(self) -> "_SeatPart":
        known = functions()
        for code in self.functions:
            if code not in known:
                raise ValueError(f"no such function: {code}")
            if not set(self.kinds) & set(known[code].kinds):
                raise ValueError(f"nobody has function {code} at any of these kinds")
        return self

    def value(self) -> Seat:
        return Seat(frozenset(self.functions), frozenset(kind.value for kind in self.kinds), self.where)


class _StepPart(_SeatPart):
    kind: StepKind
    yes_or_no: bool = False


class _FormPart(Part):
    id: Code
    name: Text
    name_en: Text
    asks: _SeatPart
    steps: Annotated[tuple[_StepPart, ...], Field(min_length=1)]
    term: str
    extension_weeks: Annotated[int, Field(ge=0)]
    agreed: Annotated[int, Field(ge=0)] = 0
    return_stops: bool
    objection: str
    against: str = ""
    against_en: str = ""
    source: Text

    @model_validator(mode="after")
    def _fits(self) -> "_FormPart":
        if [step.kind for step in self.steps].count(StepKind.DECIDE) != 1 or self.steps[-1].kind is not StepKind.DECIDE:
            raise ValueError(f"{self.id}: it is decided once, and last")
        for code in filter(None, (self.term, self.objection)):
            if code not in terms() or terms()[code].kind is not Kind.WITHIN:
                raise ValueError(f"{self.id}: no term {code} within which something must be done")
        if not self.objection and not (self.against.strip() and self.against_en.strip()):
            raise ValueError(f"{self.id}: without objection it says what can be done against it")
        return self


class FormsFile(Definition):
    """Layout of definitions/mandates/forms.yaml."""

    forms: Annotated[tuple[_FormPart, ...], Field(min_length=1)]


class _SupportPart(Part):
    id: Code
    name: Text
    name_en: Text


class _LimitPart(Part):
    euros: Some | None = None
    months: Some | None = None


class _MandatePart(Part):
    id: Code
    form: Code
    for_: Annotated[tuple[Code, ...], Field(min_length=1, alias="for")]
    municipalities: tuple[str, ...]
    up_to: _LimitPart = _LimitPart()
    second_from: Some | None = None
    agreed: Text

    def has_no_limit(self) -> bool:
        return not self.municipalities and self.up_to == _LimitPart()


class MandatesFile(Definition):
    """Layout of the other files of definitions/mandates/: one region each."""

    region: str
    supports: Annotated[tuple[_SupportPart, ...], Field(min_length=1)]
    mandates: Annotated[tuple[_MandatePart, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits(self) -> "MandatesFile":
        known = [support.id for support in self.supports]
        if len(set(known)) < len(known) or len({one.id for one in self.mandates}) < len(self.mandates):
            raise ValueError("something is there twice")
        for mandate in self.mandates:
            if strangers := set(mandate.for_) - set(known):
                raise ValueError(f"{mandate.id}: nobody can ask for {', '.join(sorted(strangers))}")
            if strangers := set(mandate.municipalities) - set(regions()[self.region].municipalities):
                raise ValueError(f"{mandate.id}: not in the region: {', '.join(sorted(strangers))}")
        for support in known:
            tried = [mandate for mandate in self.mandates if support in mandate.for_]
            if not tried or not tried[-1].has_no_limit():
                raise ValueError(f"{support}: the last mandate for it has no limits, or nobody may decide")
            if any(mandate.has_no_limit() for mandate in tried[:-1]):
                raise ValueError(f"{support}: a mandate after one without limits is never used")
        return self


class _BudgetPart(Part):
    line: Text
    line_en: Text
    euros: Some


class _RungPart(Part):
    id: Code
    name: Text
    name_en: Text
    holder: _SeatPart
    days: Some
    budget: _BudgetPart | None = None
    may: Text
    may_en: Text


class LadderFile(Definition):
    """Layout of definitions/ladders/*.yaml: one region each."""

    region: str
    stands_in: str
    remind: Some
    rungs: Annotated[tuple[_RungPart, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _rises(self) -> "LadderFile":
        if self.stands_in not in functions():
            raise ValueError(f"no such function: {self.stands_in}")
        if any(rung.holder.where is not Where.HOME for rung in self.rungs):
            raise ValueError("the holder of a rung is sought where the pupil lives: HOME")
        if len({rung.id for rung in self.rungs}) < len(self.rungs):
            raise ValueError("a rung is there twice")
        money = [rung.budget.euros if rung.budget else 0 for rung in self.rungs]
        if any(higher < lower for lower, higher in pairwise(money)):
            raise ValueError("a higher rung may spend less than one below it")
        return self


@cache
def forms() -> dict[str, Form]:
    """Every form by id, in the order of the file."""
    found: dict[str, Form] = {}
    for part in read_definition(DEFINITIONS / "mandates" / "forms.yaml", FormsFile).forms:
        if part.id in found:
            raise DefinitionError(f"forms.yaml: form {part.id} is defined twice")
        found[part.id] = Form(
            name=Said(part.name, part.name_en),
            asks=part.asks.value(),
            steps=tuple(Step(step.kind, step.value(), step.yes_or_no) for step in part.steps),
            against=Said(part.against.strip(), part.against_en.strip()),
            **part.model_dump(exclude={"name", "name_en", "asks", "steps", "against", "against_en"}),
        )
    return found


@cache
def mandates() -> dict[str, Mandates]:
    """Those of every region, by its code."""
    found: dict[str, Mandates] = {}
    for path in sorted((DEFINITIONS / "mandates").glob("*.yaml")):
        if path.name == "forms.yaml":
            continue
        file = read_definition(path, MandatesFile)
        if strangers := {one.form for one in file.mandates} - forms().keys():
            raise DefinitionError(f"{path.name}: no such form: {', '.join(sorted(strangers))}")
        _once(path.name, file.region, found)
        supports = {one.id: Said(one.name, one.name_en) for one in file.supports}
        found[file.region] = Mandates(
            file.region, supports, tuple(map(_mandate, file.mandates)), file.valid_from, file.valid_to
        )
    return found


@cache
def ladders() -> dict[str, Ladder]:
    """The ladder of every region, by its code."""
    found: dict[str, Ladder] = {}
    for path in sorted((DEFINITIONS / "ladders").glob("*.yaml")):
        file = read_definition(path, LadderFile)
        _once(path.name, file.region, found)
        found[file.region] = Ladder(file.region, file.stands_in, file.remind, tuple(map(_rung, file.rungs)))
    return found


def region_of(municipality: str) -> str:
    """The region with mandates in which a municipality (GM code) lies; the first one for a pupil from outside.

    Outside all regions the mandates for the whole region still hold: the school is in it.
    """
    for code in mandates():
        if municipality in regions()[code].municipalities:
            return code
    return next(iter(mandates()))


def _once(name: str, region: str, found: object) -> None:
    if region not in regions():
        raise DefinitionError(f"{name}: no such region: {region}")
    if isinstance(found, dict) and region in found:
        raise DefinitionError(f"{name}: region {region} has another file")


def _mandate(part: _MandatePart) -> Mandate:
    return Mandate(
        part.id,
        part.form,
        frozenset(part.for_),
        frozenset(part.municipalities),
        part.up_to.euros,
        part.up_to.months,
        part.second_from,
        part.agreed,
    )


def _rung(part: _RungPart) -> Rung:
    budget = Budget(Said(part.budget.line, part.budget.line_en), part.budget.euros) if part.budget else None
    name, may = Said(part.name, part.name_en), Said(part.may, part.may_en)
    return Rung(part.id, name, part.holder.value(), part.days, budget, may)
