"""An answer in plain words, for page, API and command line alike: codes beside what they are called."""

from dataclasses import dataclass

from tandem.sharing.codes import DataKind, Verification
from tandem.sharing.data import Answer, Block, Gate, Reason, Rule, Standard, Text, Word


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says what a standard holds in one language (`nl` or `en`)."""

    standard: Standard
    language: str

    def word(self, vocabulary: str, code: str) -> str:
        return self.standard.words[vocabulary][code].name.say(self.language)

    def meaning(self, vocabulary: str, code: str) -> str:
        """The sentence behind a word; the word itself when there is none."""
        found: Word = self.standard.words[vocabulary][code]
        return (found.text or found.name).say(self.language)

    def text(self, text: Text | None) -> str:
        return "" if text is None else text.say(self.language)

    def role(self, code: str) -> str:
        return self.standard.roles[code].name.say(self.language)

    def kinds(self, kinds: frozenset[DataKind]) -> list[str]:
        """In the order of the standard."""
        return [self.word("kinds", kind) for kind in DataKind if kind in kinds]

    def reason(self, reason: Reason) -> str:
        """A sentence; a condition that is not met is repeated in its own words."""
        sentence = self.word("reasons", reason.code)
        if reason.code == "FACT_MISSING":
            return f"{sentence} {self.word('facts', reason.about)}"
        return sentence

    def block(self, block: Block) -> str:
        """What stays out, as part of a list."""
        name = self.word("kinds", block.kind) if block.kind else ""
        part = self.text(block.part)
        said = f"{name}: {part}" if name and part else name or part
        unless = self.text(block.unless)
        return f"{said}, {'tenzij' if self.language == 'nl' else 'unless'} {unless}" if unless else said

    def certainty(self, rule: Rule) -> str:
        """How well the rule is verified, by its least sure statement."""
        return self.word("certainty", rule.weakest)

    def to_review(self, rule: Rule) -> bool:
        """A lawyer still has to look at it: anything but a text of the law that was read, or nobody reviewed it."""
        return rule.weakest is not Verification.READ and not rule.reviewed_by


def plain_answer(answer: Answer, speaker: Speaker) -> dict[str, object]:
    """The answer as one JSON object; codes stay codes."""
    rule = answer.rule
    return {
        "verdict": answer.verdict.value,
        "verdict_text": speaker.word("verdicts", answer.verdict),
        "rule": rule.id,
        "rule_version": rule.version,
        "standard": speaker.standard.version,
        "from": rule.sender,
        "to": rule.receiver,
        "purpose": rule.purpose,
        "purpose_text": speaker.text(rule.name),
        "ground": rule.ground.value,
        "why": speaker.text(rule.why),
        "open": answer.open,
        "gates": {"processing": _gate(answer.processing, speaker), "secrecy": _gate(answer.secrecy, speaker)},
        "reasons": [{"code": reason.code, "text": speaker.reason(reason)} for reason in answer.reasons],
        "passing_kinds": [kind.value for kind in DataKind if kind in answer.passing],
        "blocked_kinds": [kind.value for kind in DataKind if kind in answer.blocked_kinds],
        "blocked": [{"kind": block.kind, "text": speaker.block(block)} for block in answer.blocks],
        "steps": [
            {"code": step.code, "when": step.when, "evidence": step.evidence, "text": speaker.text(step.text)}
            for step in answer.steps
        ],
        "to_check": [{"code": fact.value, "text": speaker.word("facts", fact)} for fact in answer.to_check],
        "consent": _consent(answer, speaker),
        "alternatives": [{"rule": one.rule, "text": speaker.text(one.text)} for one in answer.alternatives],
        "notices": [speaker.text(text) for text in answer.notices],
        "sources": [
            {"code": source.code, "title": source.title, "version": source.version, "verification": source.verification}
            for source in (speaker.standard.sources[code] for code in rule.sources)
        ],
        "verification": [code.value for code in rule.verification],
        "verification_text": speaker.certainty(rule),
        "to_review": speaker.to_review(rule),
        "instead_of": answer.stopped.id if answer.stopped else None,
    }


def _gate(gate: Gate, speaker: Speaker) -> dict[str, object]:
    return {
        "state": gate.state.value,
        "code": gate.reason.code,
        "text": speaker.reason(gate.reason),
        "articles": list(gate.articles),
    }


def _consent(answer: Answer, speaker: Speaker) -> dict[str, object] | None:
    who = answer.consent
    if who is None:
        return None
    return {
        "rule": who.rule.id,
        "scheme": who.rule.scheme.value,
        "from": [giver.value for giver in who.givers],
        "from_text": [speaker.word("givers", giver) for giver in who.givers],
        "tell": [giver.value for giver in who.inform],
        "reasons": [speaker.word("consent_reasons", code) for code in who.reasons],
    }
