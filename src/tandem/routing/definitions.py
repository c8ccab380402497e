"""What law and regions set about the desk, read from definitions/ once and kept.

`routing.yaml` (kinds, roles, notes), `woonplaats.yaml` (responsible municipality) and `desk` in regions/*.yaml.
"""

from functools import cache
from typing import Annotated, Any

import yaml
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from tandem.platform.definitions import Definition, DefinitionError, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.register import functions
from tandem.register.data import OrganisationKind
from tandem.register.definitions import MunicipalityCode, regions
from tandem.routing.book import Kind, Region, Role, Rule, Rulebook, Step
from tandem.routing.data import Law, Place, Said, Way
from tandem.routing.rules.asking import plain
from tandem.routing.rules.responsible import ASKS, OUTCOMES

Ages = tuple[int, int]


class _KindPart(Part):
    code: str
    nl: str
    name: str
    name_en: str
    also: tuple[str, ...]
    order: tuple[str, ...]


class _RolePart(Part):
    code: str
    rule: str
    name: str
    name_en: str
    functions: tuple[str, ...]
    ways: tuple[Way, ...]
    place: Place
    why: str
    why_en: str
    source: str
    kind: OrganisationKind | None = None
    law: Law = Law.YOUTH_CARE
    ages: Ages | None = None
    needs_person: bool = False
    by_school: bool = False
    instead: str = ""
    phone: str = ""
    hours: str = ""


class RulePart(Part):
    """A rule that brings a role to the front, of the country or of a region."""

    id: str
    kinds: tuple[str, ...]
    first: str
    why: str
    why_en: str
    source: str
    agreed: str = ""
    border: bool | None = None
    homes: tuple[MunicipalityCode, ...] = ()
    schools: tuple[MunicipalityCode, ...] = ()
    sectors: tuple[str, ...] = ()
    ages: Ages | None = None


class _NotePart(Part):
    code: str
    text: str
    text_en: str


class _RoutingFile(Definition):
    kinds: tuple[_KindPart, ...]
    roles: tuple[_RolePart, ...]
    rules: tuple[RulePart, ...]
    notes: tuple[_NotePart, ...]


class _StepPart(Part):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: str
    asks: str
    question: str
    question_en: str
    yes: Annotated[str, Field(alias="yes")]
    no: Annotated[str, Field(alias="no")]
    ground: str
    verification: str


class _LawPart(Part):
    code: Law
    name: str
    name_en: str
    steps: Annotated[tuple[_StepPart, ...], Field(min_length=1)]


class _RemarkPart(Part):
    id: str
    text: str
    text_en: str
    verification: str


class _ResidenceFile(Definition):
    laws: tuple[_LawPart, ...]
    remarks: tuple[_RemarkPart, ...]


class _CatchAllPart(Part):
    name: str
    phone: str = ""


class _DeskPart(Part):
    catch_all: _CatchAllPart
    rules: tuple[RulePart, ...] = ()


@cache
def rulebook() -> Rulebook:
    """Everything the definitions set; raises `DefinitionError` with the file and what is wrong in it."""
    file = read_definition(DEFINITIONS / "routing.yaml", _RoutingFile)
    law = read_definition(DEFINITIONS / "woonplaats.yaml", _ResidenceFile)
    desks = _desks()
    regional = [(region, part) for region, desk in desks for part in desk.rules]
    book = Rulebook(
        kinds={part.code: _kind(part) for part in file.kinds},
        roles={part.code: _role(part) for part in file.roles},
        rules=(*(rule_of(part, region.municipalities) for region, part in regional), *map(rule_of, file.rules)),
        notes={part.code: Said(part.text, part.text_en) for part in file.notes},
        laws={part.code: _steps(part) for part in law.laws},
        remarks=tuple(Said(part.text, part.text_en) for part in law.remarks),
        regions=tuple(region for region, _ in desks),
        rmc=_rmc(),
    )
    check(book)
    return book


def rule_of(part: RulePart, municipalities: frozenset[str] = frozenset()) -> Rule:
    """`municipalities`: of the region that made the rule."""
    return Rule(
        id=part.id,
        kinds=frozenset(part.kinds),
        first=part.first,
        why=Said(part.why, part.why_en),
        source=part.source,
        border=part.border,
        homes=frozenset(part.homes),
        schools=frozenset(part.schools),
        sectors=frozenset(part.sectors),
        ages=part.ages,
        region=municipalities,
    )


def _desks() -> list[tuple[Region, _DeskPart]]:
    """The regions that have a desk, in order of code."""
    adapter = TypeAdapter(_DeskPart)
    found = []
    for path in sorted((DEFINITIONS / "regions").glob("*.yaml")):
        content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for raw in content["regions"]:
            if "desk" not in raw:
                continue
            try:
                desk = adapter.validate_python(raw["desk"])
            except ValidationError as error:
                raise DefinitionError(f"{path.name}: {error}") from error
            one = regions()[raw["code"]]
            region = Region(
                one.code, one.name, frozenset(one.municipalities), desk.catch_all.name, desk.catch_all.phone
            )
            found.append((region, desk))
    return found


def _kind(part: _KindPart) -> Kind:
    words = {part.code, part.nl, *part.also}
    return Kind(part.code, part.nl, Said(part.name, part.name_en), frozenset(map(plain, words)), part.order)


def _role(part: _RolePart) -> Role:
    fields = part.model_dump(exclude={"name", "name_en", "why", "why_en"})
    return Role(name=Said(part.name, part.name_en), why=Said(part.why, part.why_en), **fields)


def _steps(part: _LawPart) -> tuple[Step, ...]:
    return tuple(
        Step(one.id, one.asks, Said(one.question, one.question_en), one.yes, one.no, one.ground) for one in part.steps
    )


def _rmc() -> dict[str, str]:
    return {
        code: region.name
        for region in regions().values()
        if region.code.startswith("rmc-")
        for code in region.municipalities
    }


def check(book: Rulebook) -> None:
    """What one file says must exist in another. Raises `DefinitionError`."""
    known = functions.functions()
    for role in book.roles.values():
        _demand(set(role.functions) <= known.keys(), f"role {role.code} names a function that does not exist")
        _demand(role.instead in ("", *book.roles), f"role {role.code} has a role instead that does not exist")
    for kind in book.kinds.values():
        _demand(set(kind.order) <= book.roles.keys(), f"kind {kind.code} names a role that does not exist")
        same = [other.code for other in book.kinds.values() if other is not kind and other.words & kind.words]
        _demand(not same, f"kinds {kind.code} and {same} share a word")
    for rule in book.rules:
        _demand(rule.first in book.roles, f"rule {rule.id} names a role that does not exist")
        _demand(rule.kinds <= book.kinds.keys(), f"rule {rule.id} names a kind that does not exist")
    ids = [rule.id for rule in book.rules] + [role.rule for role in book.roles.values()]
    _demand(len(ids) == len(set(ids)), "two rules have the same id")
    for law, steps in book.laws.items():
        later: set[str] = set(OUTCOMES)
        for step in reversed(steps):
            _demand({step.yes, step.no} <= later and step.asks in ASKS, f"{law}: step {step.id} leads nowhere")
            later.add(step.id)


def _demand(holds: bool, problem: str) -> None:
    if not holds:
        raise DefinitionError(f"routing.yaml: {problem}")
