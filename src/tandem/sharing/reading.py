"""The standard for sharing, read from `definitions/sharing/` and `definitions/consent/` once and kept.

Every code is checked against its vocabulary; what is wrong stops the reader with file and field (`DefinitionError`).
"""

from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tandem.platform.home import DEFINITIONS
from tandem.register.definitions import Definition, DefinitionError, Part, Slug, read_definition
from tandem.sharing.codes import ALL_KINDS, DataKind, Fact, Ground, OpenedBy, Scheme, Verdict, Verification
from tandem.sharing.consent_reading import consent_rules, evidence_fields
from tandem.sharing.data import ANY_AGE, Ages, Block, LawChange, Role, Rule, Secrecy, Source, Standard, Step, Text, Word
from tandem.sharing.parts import AgesPart, TextPart, WordPart, said, words_of
from tandem.sharing.rules.soundness import mistakes

SHARING = DEFINITIONS / "sharing"

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_-]*$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^DS-[0-9]{3}$")]
ConsentId = Annotated[str, StringConstraints(pattern=r"^C-[0-9]{2}$")]


class _BlockPart(Part):
    kind: DataKind | None = None
    part: TextPart | None = None
    unless: TextPart | None = None

    def block(self) -> Block:
        if self.kind is None and self.part is None:
            raise ValueError("a block names a kind, a part, or both")
        return Block(self.kind, said(self.part), said(self.unless))


class _SecrecyPart(Part):
    norm: str
    opened_by: OpenedBy


class _RulePart(Part):
    id: RuleId
    version: Annotated[int, Field(ge=1)]
    valid_from: date | None
    valid_to: date | None = None
    sender: Annotated[Code, Field(alias="from")]
    receiver: Annotated[Code, Field(alias="to")]
    purpose: Slug
    name: TextPart
    known_as: str
    kinds: Annotated[tuple[DataKind, ...], Field(min_length=1)]
    ages: AgesPart = (ANY_AGE.low, ANY_AGE.high)
    ground: Ground
    why: TextPart
    needs: tuple[Fact, ...] = ()
    scheme: Scheme | None = None
    consent_rule: ConsentId | Literal[""] = ""
    consent_note: Literal["", "advised", "part", "opt_out"] = ""
    talk: Literal["with", "safe", "none"] = "with"
    article_6: str
    article_9: str
    uavg: str
    law: tuple[str, ...]
    secrecy: _SecrecyPart
    steps: tuple[Code, ...] = ()
    verdict: Verdict
    blocks: tuple[_BlockPart, ...] | Literal["all"] = ()
    blocked_until_consent: bool = False
    otherwise: TextPart | None = None
    instead: tuple[RuleId, ...] = ()
    sources: Annotated[tuple[Code, ...], Field(min_length=1)]
    verification: Annotated[tuple[Verification, ...], Field(min_length=1)]
    reviewed_by: str
    next_review: date
    priority: int
    announced: TextPart | None = None

    def rule(self) -> Rule:
        plain = self.model_dump(exclude={"name", "why", "otherwise", "announced", "blocks", "secrecy", "ages", "kinds"})
        everything = tuple(Block(kind, None, None) for kind in DataKind)
        return Rule(
            **plain,
            name=self.name.text(),
            why=self.why.text(),
            otherwise=said(self.otherwise),
            announced=said(self.announced),
            blocks=everything if self.blocks == "all" else tuple(part.block() for part in self.blocks),
            secrecy=Secrecy(self.secrecy.norm, self.secrecy.opened_by),
            ages=Ages(*self.ages),
            kinds=ALL_KINDS if set(self.kinds) == ALL_KINDS else frozenset(self.kinds),
        )


class RulesFile(Definition):
    """Layout of definitions/sharing/rules/*.yaml."""

    rules: tuple[_RulePart, ...]


class _RolePart(Part):
    code: Code
    name: TextPart
    group: Literal["school", "care", "municipality", "safety", "family", "support", "party"]
    real: bool
    professional: bool
    secrecy: str
    ages: AgesPart | None = None

    def role(self) -> Role:
        ages = None if self.ages is None else Ages(*self.ages)
        return Role(self.code, self.name.text(), self.group, self.real, self.professional, self.secrecy, ages)


class _RolesFile(Definition):
    roles: tuple[_RolePart, ...]


class _StepPart(Part):
    code: Code
    text: TextPart
    when: Literal["before", "with", "after"]
    evidence: Literal["none", "date", "note", "document"]


class _StepsFile(Definition):
    steps: tuple[_StepPart, ...]


class _WordsFile(Definition):
    kinds: tuple[WordPart, ...]
    verdicts: tuple[WordPart, ...]
    grounds: tuple[WordPart, ...]
    facts: tuple[WordPart, ...]
    certainty: tuple[WordPart, ...]
    reasons: tuple[WordPart, ...]
    givers: tuple[WordPart, ...]
    consent_reasons: tuple[WordPart, ...]
    notices: tuple[WordPart, ...]


class _SourcePart(Part):
    code: Code
    title: str
    version: str
    verification: Verification


class _ChangePart(Part):
    cites: str
    on: date
    text: TextPart


class _SourcesFile(Definition):
    sources: tuple[_SourcePart, ...]
    changes: tuple[_ChangePart, ...]


class _StandardFile(Definition):
    version: str
    published: date


def read_standard(folder: Path, consent: Path) -> Standard:
    """The standard of these folders, with every mistake found before it is used. Raises `DefinitionError`."""
    head = read_definition(folder / "standard.yaml", _StandardFile)
    sources = read_definition(folder / "sources.yaml", _SourcesFile)
    rules = tuple(sorted(_rules(folder / "rules"), key=lambda rule: (rule.id, rule.version)))
    by_key: dict[tuple[str, str, str], list[Rule]] = defaultdict(list)
    by_id: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_key[rule.key].append(rule)
        by_id[rule.id].append(rule)
    lists = read_definition(folder / "words.yaml", _WordsFile)
    vocabularies = _WordsFile.model_fields.keys() - Definition.model_fields.keys()
    words = {name: words_of(getattr(lists, name)) for name in vocabularies}
    exceptions, consents = consent_rules(consent / "rules.yaml")
    standard = Standard(
        version=head.version,
        published=head.published,
        rules=rules,
        by_key={key: tuple(found) for key, found in by_key.items()},
        by_id={key: tuple(found) for key, found in by_id.items()},
        roles=_roles(folder / "roles.yaml"),
        steps=_steps(folder / "steps.yaml"),
        words={**words, "exceptions": exceptions},
        sources={part.code: Source(**part.model_dump()) for part in sources.sources},
        changes=tuple(LawChange(part.cites, part.on, part.text.text()) for part in sources.changes),
        consent=consents,
        evidence=evidence_fields(consent / "evidence.yaml"),
    )
    if found := mistakes(standard):
        raise DefinitionError(f"{folder.name}: {'; '.join(found)}")
    return standard


def _rules(folder: Path) -> list[Rule]:
    found: list[Rule] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found += [part.rule() for part in read_definition(path, RulesFile).rules]
        except ValueError as error:
            raise DefinitionError(f"{path.name}: {error}") from error
    return found


def _roles(path: Path) -> dict[str, Role]:
    return {part.code: part.role() for part in read_definition(path, _RolesFile).roles}


def _steps(path: Path) -> dict[str, Step]:
    parts = enumerate(read_definition(path, _StepsFile).steps)
    return {part.code: Step(part.code, part.text.text(), part.when, part.evidence, rank) for rank, part in parts}


@cache
def standard() -> Standard:
    """The standard of this installation. Raises `DefinitionError`."""
    return read_standard(SHARING, DEFINITIONS / "consent")


def word(vocabulary: str, code: str) -> Word:
    """What a code is called. Raises KeyError for an unknown vocabulary or code."""
    return standard().words[vocabulary][code]


def say(vocabulary: str, code: str, language: str) -> str:
    """The name of a code in `nl` or English."""
    return word(vocabulary, code).name.say(language)


def text_of(word: Word) -> Text:
    """What a word means; its name when nothing more is said."""
    return word.text or word.name
