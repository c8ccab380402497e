"""Kinds of meeting, read from definitions/meetings/ once and kept."""

from functools import cache, reduce
from operator import or_
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from tandem.children.data import Kind
from tandem.meetings.data import MeetingKind, Minutes, Role
from tandem.platform.definitions import Definition, DefinitionError, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.platform.terms.definitions import terms
from tandem.register import functions
from tandem.register.data import OrganisationKind
from tandem.sharing.codes import BITS, DataKind

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]*$")]
Text = Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)]
Minute = Annotated[int, Field(ge=5, le=240)]
Kinds = Annotated[tuple[DataKind, ...], Field(min_length=1)]
Functions = Annotated[tuple[str, ...], Field(min_length=1)]


class _RolePart(Part):
    id: Code
    name: Text
    name_en: Text
    functions: Functions
    needs: Annotated[int, Field(ge=0, le=3)]


class _FamilyPart(Part):
    parents: bool
    pupil_from: Annotated[int, Field(ge=8, le=18)]


class _GroundPart(Part):
    article_6: Annotated[str, StringConstraints(pattern=r"^6\(1\)\([a-f]\)$")]
    law: Annotated[tuple[Text, ...], Field(min_length=1)]


class _MinutesPart(Part):
    whole: Minute
    urgent: Minute
    first: Minute
    again: Minute


class _RhythmPart(Part):
    weeks: Annotated[int, Field(ge=0, le=26)]
    school_weeks: bool


class KindPart(Part):
    """One kind of meeting in definitions/meetings/kinds.yaml."""

    id: Code
    version: Annotated[int, Field(ge=1)]
    name: Text
    name_en: Text
    purpose: Text
    purpose_en: Text
    hosts: Annotated[tuple[OrganisationKind, ...], Field(min_length=1)]
    leads: Functions
    roles: Annotated[tuple[_RolePart, ...], Field(min_length=1)]
    family: _FamilyPart
    information: Kinds
    family_sees: Kinds
    ground: _GroundPart
    minutes: _MinutesPart
    rhythm: _RhythmPart
    quiet_weeks: Annotated[int, Field(ge=1, le=52)]
    retention: Text

    @model_validator(mode="after")
    def _people_fit(self) -> "KindPart":
        seated = [function for role in self.roles for function in role.functions]
        if len(set(seated)) < len(seated):
            raise ValueError(f"{self.id}: a function has two roles, so who is there would count twice")
        if strangers := {*seated, *self.leads} - functions.functions().keys():
            raise ValueError(f"{self.id}: no such function: {', '.join(sorted(strangers))}")
        if standing := set(self.leads) - set(seated):
            raise ValueError(f"{self.id}: leads it without a seat: {', '.join(sorted(standing))}")
        if not any(role.needs for role in self.roles):
            raise ValueError(f"{self.id}: nobody needs to be there")
        return self

    @model_validator(mode="after")
    def _contents_fit(self) -> "KindPart":
        if hidden := set(self.family_sees) - set(self.information):
            raise ValueError(f"{self.id}: the family sees what is not on the table: {', '.join(sorted(hidden))}")
        if DataKind.IDENTITY not in self.information:
            raise ValueError(f"{self.id}: nobody would know whom it is about")
        if max(self.minutes.urgent, self.minutes.first, self.minutes.again) > self.minutes.whole:
            raise ValueError(f"{self.id}: a time box is longer than the meeting")
        if self.retention not in terms():
            raise ValueError(f"{self.id}: no such term: {self.retention}")
        return self


_AS_THEY_ARE = {"id", "version", "name", "name_en", "purpose", "purpose_en", "leads", "quiet_weeks"}


class KindsFile(Definition):
    """Layout of definitions/meetings/kinds.yaml."""

    kinds: Annotated[tuple[KindPart, ...], Field(min_length=1)]


@cache
def kinds() -> dict[str, MeetingKind]:
    """Every kind of meeting by id. Raises `DefinitionError`."""
    file = read_definition(DEFINITIONS / "meetings" / "kinds.yaml", KindsFile)
    found = {part.id: made(part) for part in file.kinds}
    if len(found) < len(file.kinds):
        raise DefinitionError("kinds.yaml: a kind of meeting is there twice")
    return found


def made(part: KindPart) -> MeetingKind:
    """The validated part as the rules want it."""
    return MeetingKind(
        **part.model_dump(
            include={"id", "version", "name", "name_en", "purpose", "purpose_en", "leads", "quiet_weeks"}
        ),
        hosts=tuple(host.value for host in part.hosts),
        roles=tuple(Role(**role.model_dump()) for role in part.roles),
        parents=part.family.parents,
        pupil_from=part.family.pupil_from,
        information=_bits(part.information),
        family_sees=_bits(part.family_sees),
        article_6=part.ground.article_6,
        law=part.ground.law,
        minutes=Minutes(**part.minutes.model_dump()),
        weeks=part.rhythm.weeks,
        school_weeks=part.rhythm.school_weeks,
        retention=part.retention,
    )


def kinds_for(function: str, host: str) -> tuple[MeetingKind, ...]:
    """What somebody in this function may plan at an organisation of this kind."""
    return tuple(kind for kind in kinds().values() if function in kind.leads and host in kind.hosts)


def _bits(codes: tuple[DataKind, ...]) -> Kind:
    return reduce(or_, (BITS[code] for code in codes), Kind(0))
