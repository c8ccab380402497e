"""Whether a standard is sound: closed vocabularies, no overlap without priority, no gap before the default deny."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import combinations

from tandem.sharing.codes import (
    ALL_KINDS,
    DEFAULT_DENY,
    EVERY_ROLE,
    DataKind,
    Fact,
    Giver,
    Ground,
    OpenedBy,
    Verdict,
    Verification,
)
from tandem.sharing.data import Rule, Standard

CODES: dict[str, type[StrEnum]] = {
    "kinds": DataKind,
    "verdicts": Verdict,
    "grounds": Ground,
    "facts": Fact,
    "certainty": Verification,
    "givers": Giver,
}


def mistakes(standard: Standard) -> list[str]:
    """Everything that is wrong, in English for whoever edits the definitions; [] for a sound standard."""
    found = [*_vocabularies(standard), *_references(standard), *_default_deny(standard)]
    found += [problem for rule in standard.rules for problem in _rule(rule, standard)]
    found += [f"{one.id} and {other.id} overlap without priority" for one, other in overlaps(standard)]
    return found


def overlaps(standard: Standard) -> Iterator[tuple[Rule, Rule]]:
    """Pairs of rules that answer the same question on the same day with the same priority."""
    for rules in standard.by_key.values():
        for one, other in combinations(rules, 2):
            same = one.kinds & other.kinds and one.ages.overlaps(other.ages) and one.priority == other.priority
            if same and _together(one, other):
                yield one, other


def _together(one: Rule, other: Rule) -> bool:
    """Both in force on some day."""
    if one.valid_from is None or other.valid_from is None:
        return False
    last = date.max
    return one.valid_from < (other.valid_to or last) and other.valid_from < (one.valid_to or last)


def _vocabularies(standard: Standard) -> Iterator[str]:
    for vocabulary, codes in CODES.items():
        wanted = {code.value for code in codes}
        if wanted != set(standard.words[vocabulary]):
            yield f"words.yaml: {vocabulary} differ from the code: {sorted(wanted ^ set(standard.words[vocabulary]))}"


def _references(standard: Standard) -> Iterator[str]:
    versions = Counter((rule.id, rule.version) for rule in standard.rules)
    yield from (f"{id} version {version} stands there twice" for (id, version), times in versions.items() if times > 1)
    for rule in standard.rules:
        unknown = {rule.sender, rule.receiver} - set(standard.roles)
        unknown |= set(rule.steps) - set(standard.steps)
        unknown |= set(rule.sources) - set(standard.sources)
        unknown |= set(rule.instead) - set(standard.by_id)
        if rule.consent_rule and rule.consent_rule not in {consent.id for consent in standard.consent}:
            unknown.add(rule.consent_rule)
        if unknown:
            yield f"{rule.id}: unknown codes {sorted(unknown)}"


def _default_deny(standard: Standard) -> Iterator[str]:
    last = standard.by_id.get(DEFAULT_DENY, ())
    if len(last) != 1:
        yield f"{DEFAULT_DENY} has to stand there once"
        return
    rule = last[0]
    everybody = rule.sender == EVERY_ROLE and rule.kinds == ALL_KINDS and rule.blocked_kinds == ALL_KINDS
    if not everybody or rule.verdict is not Verdict.NOT_ALLOWED or rule.valid_to is not None:
        yield f"{DEFAULT_DENY} has to close every kind for everybody, without an end"


def _rule(rule: Rule, standard: Standard) -> Iterator[str]:
    if rule.valid_from is None and rule.announced is None:
        yield f"{rule.id}: without valid_from it has to say what was announced"
    if rule.valid_from and rule.valid_to and rule.valid_to <= rule.valid_from:
        yield f"{rule.id}: ends before it begins"
    if (rule.verdict is Verdict.WITH_CONSENT) != (rule.scheme is not None):
        yield f"{rule.id}: the verdict with consent and a scheme go together"
    if rule.verdict is Verdict.ANONYMOUS_ONLY and rule.secrecy.opened_by is not OpenedBy.NOT_BOUND:
        yield f"{rule.id}: what is anonymous needs nobody to open secrecy"
    yield from _reach(rule, standard)


def _reach(rule: Rule, standard: Standard) -> Iterator[str]:
    if rule.scheme is not None and not rule.consent_rule:
        youngest = min((c.ages.low for c in standard.consent if c.scheme is rule.scheme), default=None)
        if youngest is None or rule.ages.low < youngest:
            yield f"{rule.id}: {rule.scheme} does not cover everybody from {rule.ages.low}"
    opens = rule.verdict in (Verdict.ALLOWED, Verdict.WITH_CONSENT) and not rule.blocked_until_consent
    if opens and rule.kinds <= rule.closed_kinds:
        yield f"{rule.id}: lets through nothing"
