"""Who consents and what a record of consent holds, read from `definitions/consent/`."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tandem.register.definitions import Definition, DefinitionError, Part, read_definition
from tandem.sharing.codes import Scheme, Verification
from tandem.sharing.data import Ages, ConsentRule, EvidenceField, Word
from tandem.sharing.parts import AgesPart, TextPart, WordPart, words_of


class _ConsentPart(Part):
    id: Annotated[str, StringConstraints(pattern=r"^C-[0-9]{2}$")]
    scheme: Scheme
    subject: TextPart
    ages: AgesPart
    mode: Literal["consent", "inform", "agree", "not_needed"]
    special: bool = False
    youth: Literal["consents", "heard", "informed", "no"]
    parents: bool
    both_parents: bool
    without_parents: tuple[str, ...]
    without_youth: tuple[str, ...]
    withdraw: Literal["anyone", "parent", "nobody"]
    why: TextPart
    law: str
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    verification: Annotated[tuple[Verification, ...], Field(min_length=1)]
    reviewed_by: str
    next_review: date

    def rule(self) -> ConsentRule:
        plain = self.model_dump(exclude={"subject", "why", "ages"})
        return ConsentRule(**plain, subject=self.subject.text(), why=self.why.text(), ages=Ages(*self.ages))


class ConsentFile(Definition):
    """Layout of definitions/consent/rules.yaml."""

    rules: tuple[_ConsentPart, ...]
    exceptions: tuple[WordPart, ...]


class _FieldPart(Part):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    required: Literal["always", "never", "automatic", "for_sensitive_kinds", "when_withdrawn", "when_without_consent"]
    text: TextPart
    values: str
    why: TextPart
    law: str
    verification: Annotated[tuple[Verification, ...], Field(min_length=1)]


class EvidenceFile(Definition):
    """Layout of definitions/consent/evidence.yaml."""

    fields: tuple[_FieldPart, ...]


def consent_rules(path: Path) -> tuple[dict[str, Word], tuple[ConsentRule, ...]]:
    """What the exceptions are called, and the rules. Raises `DefinitionError`."""
    file = read_definition(path, ConsentFile)
    exceptions = words_of(file.exceptions)
    for part in file.rules:
        if unknown := {*part.without_parents, *part.without_youth} - set(exceptions):
            raise DefinitionError(f"{path.name}: {part.id} names unknown exceptions {sorted(unknown)}")
        if part.both_parents and not part.parents:
            raise DefinitionError(f"{path.name}: {part.id} asks both parents but no parent")
    return exceptions, tuple(part.rule() for part in file.rules)


def evidence_fields(path: Path) -> tuple[EvidenceField, ...]:
    """The fields of a record of consent. Raises `DefinitionError`."""
    return tuple(
        EvidenceField(
            part.code, part.required, part.text.text(), part.values, part.why.text(), part.law, part.verification
        )
        for part in read_definition(path, EvidenceFile).fields
    )
