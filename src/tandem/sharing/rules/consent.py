"""Who must consent, and whether they all did."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from tandem.sharing.codes import ConsentState, Giver, Scheme
from tandem.sharing.data import Authority, ConsentRule, Statement, WhoConsents

STRICTEST_AGE = 12  # nobody knows the age: young person and parents together
_ONLY_TOLD = {"inform": "INFORM_ONLY", "not_needed": "NOT_NEEDED"}
PARENTS = (Giver.PARENT_1, Giver.PARENT_2)


class Progress(StrEnum):
    """How far the asking is. One refusal or withdrawal of somebody who must consent stops everything."""

    COMPLETE = "complete"
    PARTLY = "partly"
    NOT_ASKED = "not_asked"
    STOPPED = "stopped"


def who_must_consent(
    scheme: Scheme, age: int | None, authority: Authority, rules: Sequence[ConsentRule], special: str = ""
) -> WhoConsents:
    """Who consents under a scheme at this age, with the codes of the reasons (`consent_reasons` in words.yaml).

    `special` names a rule of the scheme that holds for one subject only. Raises LookupError below the ages of a scheme.
    """
    of_scheme = [rule for rule in rules if rule.scheme is scheme]
    youngest = min(rule.ages.low for rule in of_scheme)
    known = age if age is not None else max(STRICTEST_AGE, youngest)
    rule = _rule_for(of_scheme, known, authority, special)
    reasons = [] if age is not None else ["AGE_UNKNOWN"]
    if rule.mode in _ONLY_TOLD:
        reasons.append(_ONLY_TOLD[rule.mode])
    youth, parents = _sides(rule, known, authority, reasons)
    asked: list[Giver] = [Giver.YOUTH] if youth and rule.youth == "consents" else []
    told: list[Giver] = [Giver.YOUTH] if rule.youth != "no" and not asked else []
    asked += _parents(rule, authority, reasons) if parents else []
    if not asked and not authority.capable:
        asked.append(Giver.REPRESENTATIVE)
    if rule.mode in _ONLY_TOLD:
        asked, told = [], [*told, *asked]
    return WhoConsents(rule, tuple(asked), tuple(told), (*rule.without_parents, *rule.without_youth), tuple(reasons))


def _rule_for(rules: Sequence[ConsentRule], age: int, authority: Authority, special: str) -> ConsentRule:
    if special:
        return next(rule for rule in rules if rule.id == special)
    if authority.forced:
        for rule in rules:
            if rule.mode == "not_needed" and age in rule.ages:
                return rule
    for rule in rules:
        if not rule.special and age in rule.ages:
            return rule
    oldest = max(rules, key=lambda rule: (not rule.special, rule.ages.low))
    if age > oldest.ages.high:
        return oldest  # who is older than the law of the young mentions decides as the oldest do
    raise LookupError(f"no rule of consent for {rules[0].scheme} at {age}")


def _sides(rule: ConsentRule, age: int, authority: Authority, reasons: list[str]) -> tuple[bool, bool]:
    """Whether the young person and whether those with authority are asked."""
    youth, parents = rule.youth == "consents", rule.parents
    if youth and age < STRICTEST_AGE:
        youth, parents = False, True
    if youth and not authority.capable:
        youth = False
        parents = parents or age < 16
        reasons.append("NOT_CAPABLE")
    if parents:
        reasons.append("UNDER_12" if age < 12 else "UNDER_16")
    if youth:
        reasons.append("FROM_18" if age >= 18 else "FROM_16" if age >= 16 else "FROM_12")
    return youth, parents


def _parents(rule: ConsentRule, authority: Authority, reasons: list[str]) -> list[Giver]:
    if authority.guardian:
        reasons.append("GUARDIAN_INSTEAD")
        return [Giver.GUARDIAN]
    if authority.parents == 0:
        reasons.append("NOBODY_WITH_AUTHORITY")
        return [Giver.GUARDIAN]
    if authority.parents >= 2 and (rule.both_parents or not rule.parents):
        reasons.append("BOTH_PARENTS")
        return list(PARENTS)
    return [Giver.PARENT_1]


def progress(who: WhoConsents, statements: Iterable[Statement], release: bool = False) -> Progress:
    """How far consent under the AVG is, or with `release` the release from secrecy. Others' words do not count."""
    if who.rule.mode in _ONLY_TOLD:
        return Progress.COMPLETE
    said = {
        statement.giver: statement.release if release else statement.consent
        for statement in statements
        if statement.giver in who.givers
    }
    if any(state.stops for state in said.values()):
        return Progress.STOPPED
    given = {giver for giver, state in said.items() if state is ConsentState.GIVEN}
    if given == set(who.givers) and who.givers:
        return Progress.COMPLETE
    return Progress.PARTLY if given else Progress.NOT_ASKED


def everybody(consent: ConsentState, release: ConsentState | None = None) -> tuple[Statement, ...]:
    """The same words from everybody who could be asked."""
    return tuple(Statement(giver, consent, consent if release is None else release) for giver in Giver)
