"""Templates of a plan and the Big 5, read from definitions/plans/ once and kept."""

from functools import cache
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from tandem.plans.data import Asking, Big5, Domain, Helped, Looking, Proposal, Subject, Template, TemplateGoal
from tandem.platform.definitions import Definition, DefinitionError, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.register import functions

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]*$")]
Text = Annotated[str, StringConstraints(min_length=3, max_length=400, strip_whitespace=True)]
Days = Annotated[int, Field(ge=1, le=365)]


class _AgreementPart(Part):
    days: Days
    text: Text
    who: tuple[str, ...]
    outside: Text
    measure: Text

    @model_validator(mode="after")
    def _functions_exist(self) -> "_AgreementPart":
        _exist(self.who)
        return self


class _SafetyPart(Part):
    days: Days
    text: Text
    who: tuple[str, ...]
    outside: Text
    when_wrong: Text

    @model_validator(mode="after")
    def _functions_exist(self) -> "_SafetyPart":
        _exist(self.who)
        return self


class _GoalPart(Part):
    words: Text
    agreements: Annotated[tuple[_AgreementPart, ...], Field(min_length=1, max_length=6)]


class _TemplatePart(Part):
    id: Code
    name: Text
    name_en: Text
    about: Text
    about_en: Text
    goals: Annotated[tuple[_GoalPart, ...], Field(min_length=1, max_length=3)]
    safety: Annotated[tuple[_SafetyPart, ...], Field(max_length=3)]

    def value(self) -> Template:
        return Template(
            self.id,
            self.name,
            self.name_en,
            self.about,
            self.about_en,
            tuple(
                TemplateGoal(goal.words, tuple(Proposal(**one.model_dump()) for one in goal.agreements))
                for goal in self.goals
            ),
            tuple(Proposal(**one.model_dump()) for one in self.safety),
        )


class TemplatesFile(Definition):
    """Layout of definitions/plans/templates.yaml."""

    templates: Annotated[tuple[_TemplatePart, ...], Field(min_length=1)]


class _StepPart(Part):
    value: Annotated[int, Field(ge=1, le=10)]
    name: Text
    name_en: Text


class _DomainPart(Part):
    id: Code
    name: Text
    name_en: Text
    young: Text
    young_en: Text
    parents: Text
    parents_en: Text


class Big5File(Definition):
    """Layout of definitions/plans/big5.yaml."""

    scale: Annotated[tuple[_StepPart, ...], Field(min_length=2)]
    low: int
    domains: Annotated[tuple[_DomainPart, ...], Field(min_length=5, max_length=5)]

    @model_validator(mode="after")
    def _scale_fits(self) -> "Big5File":
        values = [step.value for step in self.scale]
        if values != list(range(1, len(values) + 1)):
            raise ValueError("the scale counts from 1, without a gap")
        if self.low not in values[:-1]:
            raise ValueError("low is a step of the scale, and not the highest")
        if len({domain.id for domain in self.domains}) < len(self.domains):
            raise ValueError("a domain is there twice")
        return self


@cache
def big5() -> Big5:
    """The Big 5 as a conversation. Raises `DefinitionError`."""
    file = read_definition(DEFINITIONS / "plans" / "big5.yaml", Big5File)
    return Big5(
        {step.value: (step.name, step.name_en) for step in file.scale},
        file.low,
        {
            part.id: Domain(
                (part.name, part.name_en),
                {Subject.YOUNG: (part.young, part.young_en), Subject.PARENTS: (part.parents, part.parents_en)},
            )
            for part in file.domains
        },
    )


class _NamePart(Part):
    id: Code
    name: Text
    name_en: Text


class EvaluationFile(Definition):
    """Layout of definitions/plans/evaluation.yaml."""

    ahead: Annotated[int, Field(ge=0, le=60)]
    answers: tuple[_NamePart, ...]
    help: Annotated[tuple[_NamePart, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _answers_fit(self) -> "EvaluationFile":
        if [one.id for one in self.answers] != [one.value for one in Helped]:
            raise ValueError("each answer stands there once, in order")
        if Looking().help not in {one.id for one in self.help}:
            raise ValueError(f"without {Looking().help} a case cannot be looked back at")
        return self


@cache
def evaluation() -> Asking:
    """How looking back is asked. Raises `DefinitionError`."""
    file = read_definition(DEFINITIONS / "plans" / "evaluation.yaml", EvaluationFile)
    return Asking(
        file.ahead,
        {one.id: (one.name, one.name_en) for one in file.answers},
        {one.id: (one.name, one.name_en) for one in file.help},
    )


@cache
def templates() -> dict[str, Template]:
    """Every template by id, in the order of the file. Raises `DefinitionError`."""
    file = read_definition(DEFINITIONS / "plans" / "templates.yaml", TemplatesFile)
    found = {part.id: part.value() for part in file.templates}
    if len(found) < len(file.templates):
        raise DefinitionError("templates.yaml: a template is there twice")
    return found


def _exist(codes: tuple[str, ...]) -> None:
    if strangers := set(codes) - functions.functions().keys():
        raise ValueError(f"no such function: {', '.join(sorted(strangers))}")
