"""Assessment frameworks, terms of a concern and its question for the desk, read from definitions/ once and kept."""

from datetime import time
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from tandem.casework.data import Clock, Outcome, Urgency
from tandem.casework.rules.assessment import Criterion, Framework, Moment
from tandem.casework.rules.clocks import Span, Terms
from tandem.platform.definitions import Definition, DefinitionError, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.register.data import Sector
from tandem.routing.definitions import rulebook

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]*$")]
Text = Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)]


class _MomentPart(Part):
    id: Code
    name: Text
    name_en: Text


class _CriterionPart(Part):
    id: Code
    moment: Code
    name: Text
    name_en: Text
    education: Text
    education_en: Text
    youth_care: Text
    youth_care_en: Text
    points_to: Annotated[tuple[Outcome, ...], Field(min_length=1)]


class FrameworkFile(Definition):
    """Layout of definitions/assessments/*.yaml."""

    id: Code
    version: Annotated[int, Field(ge=1)]
    name: Text
    name_en: Text
    sectors: Annotated[tuple[Sector, ...], Field(min_length=1)]
    moments: Annotated[tuple[_MomentPart, ...], Field(min_length=1)]
    criteria: Annotated[tuple[_CriterionPart, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits(self) -> "FrameworkFile":
        moments = [moment.id for moment in self.moments]
        criteria = [criterion.id for criterion in self.criteria]
        if len(set(moments)) < len(moments) or len(set(criteria)) < len(criteria):
            raise ValueError("a moment or criterion is there twice")
        if strangers := {criterion.moment for criterion in self.criteria} - set(moments):
            raise ValueError(f"no such moment: {', '.join(sorted(strangers))}")
        if not any(Outcome.SAFETY in criterion.points_to for criterion in self.criteria):
            raise ValueError("nothing asks whether the child is safe")
        return self


class _SpanPart(Part):
    hours: Annotated[int, Field(ge=0)] = 0
    working_days: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _one(self) -> "_SpanPart":
        if bool(self.hours) == bool(self.working_days):
            raise ValueError("hours or working_days, and more than none")
        return self


class _ClockPart(Part):
    URGENT: _SpanPart
    SOON: _SpanPart
    NORMAL: _SpanPart
    most: Annotated[int, Field(ge=0)]


class _EscalationPart(Part):
    after_working_days: Annotated[int, Field(ge=0)]
    tells: Literal["HOLDER", "LEAD", "COORDINATOR"]


class ClocksFile(Definition):
    """Layout of definitions/casework/clocks.yaml."""

    end_of_day: time
    clocks: dict[Clock, _ClockPart]
    escalation: Annotated[tuple[_EscalationPart, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _every_clock(self) -> "ClocksFile":
        if missing := set(Clock) - set(self.clocks):
            raise ValueError(f"no term for {', '.join(sorted(missing))}")
        return self


class DeskFile(Definition):
    """Layout of definitions/casework/desk.yaml."""

    usual: Text
    questions: Annotated[dict[Outcome, Text], Field(min_length=1)]


@cache
def desk_question(outcome: Outcome | None) -> str:
    """The kind of question for the desk that goes with an outcome. Raises `DefinitionError`."""
    file = read_definition(DEFINITIONS / "casework" / "desk.yaml", DeskFile)
    if strangers := {file.usual, *file.questions.values()} - rulebook().kinds.keys():
        raise DefinitionError(f"desk.yaml: the desk has no such question: {', '.join(sorted(strangers))}")
    return file.usual if outcome is None else file.questions.get(outcome, file.usual)


@cache
def _clocks() -> ClocksFile:
    return read_definition(DEFINITIONS / "casework" / "clocks.yaml", ClocksFile)


@cache
def terms() -> Terms:
    """How long each clock runs. Raises `DefinitionError`."""
    clocks = _clocks().clocks
    spans = {
        (clock, urgency): Span(**getattr(part, urgency).model_dump())
        for clock, part in clocks.items()
        for urgency in Urgency
    }
    return Terms(spans, {clock: part.most for clock, part in clocks.items()}, _clocks().end_of_day)


@cache
def escalation() -> tuple[tuple[int, str], ...]:
    """Working days after the term, and who is told then; in order."""
    return tuple((step.after_working_days, step.tells) for step in _clocks().escalation)


@cache
def frameworks() -> dict[str, Framework]:
    """Every assessment framework by id. Raises `DefinitionError`."""
    found: dict[str, Framework] = {}
    sectors: set[Sector] = set()
    for path in sorted((DEFINITIONS / "assessments").glob("*.yaml")):
        file = read_definition(path, FrameworkFile)
        if file.id in found or sectors & set(file.sectors):
            raise DefinitionError(f"{path.name}: another framework is for this already")
        sectors |= set(file.sectors)
        found[file.id] = Framework(
            file.id,
            file.version,
            file.name,
            file.name_en,
            tuple(file.sectors),
            tuple(Moment(**moment.model_dump()) for moment in file.moments),
            tuple(_criterion(part) for part in file.criteria),
        )
    return found


def framework_for(sectors: tuple[str, ...]) -> Framework:
    """The framework of a school with these sectors; that of primary education where none is known."""
    all_of_them = frameworks()
    return next((one for one in all_of_them.values() if set(one.sectors) & set(sectors)), all_of_them["PO"])


def _criterion(part: _CriterionPart) -> Criterion:
    texts = part.model_dump(exclude={"id", "moment", "points_to"})
    return Criterion(part.id, part.moment, texts, tuple(part.points_to))
