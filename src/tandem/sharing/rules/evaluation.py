"""One question, one answer: which rule decides, what may go, what stays out and what comes first.

Order: (a) legal duty, (b) right to report, (c) public task, (d) consent, (e) conflict of duties or vital interest,
(f) anonymous, (g) no. Among the rules for one purpose a block beats every permission.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tandem.sharing.codes import DEFAULT_DENY, DataKind, Fact, Ground, Verdict
from tandem.sharing.data import Alternative, Answer, Block, Question, Reason, Rule, Standard, Step, Text, WhoConsents
from tandem.sharing.rules.consent import Progress, progress, who_must_consent
from tandem.sharing.rules.gates import articles, processing_gate, secrecy_gate
from tandem.sharing.rules.matching import candidates, ways_out

ORDER = (
    Ground.LEGAL_DUTY,
    Ground.RIGHT_TO_REPORT,
    Ground.PUBLIC_TASK,
    Ground.CONSENT,
    Ground.CONFLICT_OF_DUTIES,
    Ground.VITAL_INTEREST,
    Ground.ANONYMOUS,
    Ground.NONE,
)
# Not met yet is no reason for a no: somebody can still do it, before anything is shared.
DO_FIRST = frozenset(
    {
        Fact.PARENTS_INFORMED,
        Fact.INSPECTOR_CONSULTED,
        Fact.RISK_ANALYSIS,
        Fact.IDENTITY_KNOWN,
        Fact.COVENANT,
        Fact.PROCESSOR_AGREEMENT,
    }
)
EMERGENCY = ("DS-047", "DS-053", "DS-054")
_MOMENTS = ("before", "with", "after")
MOST_WAYS_OUT = 5


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one rule says to one question."""

    rule: Rule
    verdict: Verdict
    passing: frozenset[DataKind]
    closed: Reason | None
    who: WhoConsents | None
    consent: Progress
    release: Progress


def evaluate(question: Question, standard: Standard, on: date) -> Answer:
    """The answer on a day. Total: what no rule covers is refused by the default deny, with the ways out."""
    found = candidates(question, standard, on)
    fitting = [rule for rule in found if question.age is None or question.age in rule.ages]
    stopped = None
    if found and not fitting:
        stopped = found[0]
        fitting = _for_this_age(stopped, question, standard, on)
    if not fitting:
        return _refused(question, standard, on, stopped)
    outcomes = [_judge(rule, question, standard, _denied(fitting, rule)) for rule in sorted(fitting, key=_place)]
    outcome = next((one for one in outcomes if one.verdict is not Verdict.NOT_ALLOWED), outcomes[0])
    if outcome.closed is not None and outcome.closed.code != "KINDS_CLOSED":
        fallback = _anonymous(outcome.rule, question, standard, on)
        if fallback is not None:
            return _answer(fallback, question, standard, on, outcome.rule)
    return _answer(outcome, question, standard, on, stopped)


def _place(rule: Rule) -> tuple[int, int, str]:
    return -rule.priority, ORDER.index(rule.ground), rule.id


def _denied(fitting: list[Rule], rule: Rule) -> frozenset[DataKind]:
    """What the other rules for the same question close."""
    denied: set[DataKind] = set()
    for other in fitting:
        if other is not rule and other.priority >= rule.priority:
            denied |= other.kinds if other.verdict is Verdict.NOT_ALLOWED else other.closed_kinds
    return frozenset(denied)


def _for_this_age(rule: Rule, question: Question, standard: Standard, on: date) -> list[Rule]:
    """The rule for the same pair that takes over at another age."""
    return [
        other
        for id in rule.instead
        for other in standard.by_id[id]
        if (other.sender, other.receiver) == (rule.sender, rule.receiver)
        and other.holds(on)
        and (question.age is None or question.age in other.ages)
        and other.ages != rule.ages
        and other.verdict is not Verdict.ANONYMOUS_ONLY
    ]


def _judge(rule: Rule, question: Question, standard: Standard, denied: frozenset[DataKind]) -> _Outcome:
    who, consent, release = None, Progress.NOT_ASKED, Progress.NOT_ASKED
    if rule.scheme is not None:
        who = who_must_consent(rule.scheme, question.age, question.authority, standard.consent, rule.consent_rule)
        consent = progress(who, question.statements)
        release = progress(who, question.statements, release=True)
    shut = denied if rule.blocked_until_consent else denied | rule.closed_kinds
    passing = (question.kinds & rule.kinds) - shut
    closed = _closed(rule, question, passing, consent, release)
    if closed is not None or rule.verdict is Verdict.NOT_ALLOWED:
        return _Outcome(rule, Verdict.NOT_ALLOWED, frozenset(), closed, who, consent, release)
    return _Outcome(rule, rule.verdict, passing, None, who, consent, release)


def _closed(
    rule: Rule, question: Question, passing: frozenset[DataKind], consent: Progress, release: Progress
) -> Reason | None:
    """Why the rule does not open for this question; None when it does, or when it opens for nobody."""
    if rule.verdict is Verdict.NOT_ALLOWED:
        return None
    for fact in rule.needs:
        if fact not in DO_FIRST and question.facts.get(fact) is False:
            return Reason("FACT_MISSING", fact)
    if Progress.STOPPED in (consent, release):
        return Reason("CONSENT_STOPS")
    return None if passing else Reason("KINDS_CLOSED")


def _anonymous(rule: Rule, question: Question, standard: Standard, on: date) -> _Outcome | None:
    """What can still be done without a name, when the rule itself was closed."""
    for id in rule.instead:
        for other in standard.by_id[id]:
            same_pair = (other.sender, other.receiver) == (rule.sender, rule.receiver)
            if same_pair and other.holds(on) and other.verdict is Verdict.ANONYMOUS_ONLY:
                outcome = _judge(other, question, standard, frozenset())
                if outcome.verdict is Verdict.ANONYMOUS_ONLY:
                    return outcome
    return None


def _refused(question: Question, standard: Standard, on: date, stopped: Rule | None) -> Answer:
    rule = standard.by_id[DEFAULT_DENY][0]
    closed = Reason("AGE_OUTSIDE", stopped.id) if stopped else Reason("NO_RULE")
    outcome = _Outcome(rule, Verdict.NOT_ALLOWED, frozenset(), closed, None, Progress.NOT_ASKED, Progress.NOT_ASKED)
    return _answer(outcome, question, standard, on, stopped)


def _answer(outcome: _Outcome, question: Question, standard: Standard, on: date, stopped: Rule | None) -> Answer:
    rule = outcome.rule
    processing = processing_gate(rule, outcome.verdict, outcome.consent, outcome.closed)
    secrecy = secrecy_gate(rule, outcome.verdict, outcome.release, outcome.closed)
    blocks = _blocks(outcome, question)
    undone = [fact for fact in rule.needs if question.facts.get(fact) is not True]
    waits = any(question.facts.get(fact) is False for fact in rule.needs)
    shut = any(gate.state.name in ("CLOSED", "WAITING") for gate in (processing, secrecy))
    return Answer(
        verdict=outcome.verdict,
        rule=rule,
        open=not (shut or waits) and outcome.verdict is not Verdict.NOT_ALLOWED,
        processing=processing,
        secrecy=secrecy,
        reasons=tuple(_reasons(outcome, question, stopped, processing.reason, secrecy.reason)),
        steps=_steps(rule, standard),
        passing=outcome.passing,
        blocks=blocks,
        to_check=tuple(undone) if outcome.verdict is not Verdict.NOT_ALLOWED else (),
        consent=outcome.who,
        alternatives=tuple(_alternatives(rule, question, standard, on)),
        notices=tuple(_notices(rule, standard, on)),
        stopped=stopped,
    )


def _reasons(
    outcome: _Outcome, question: Question, stopped: Rule | None, processing: Reason, secrecy: Reason
) -> Iterator[Reason]:
    if stopped is not None and outcome.verdict is Verdict.ANONYMOUS_ONLY:
        yield Reason("ANONYMOUS_INSTEAD", stopped.id)
    elif stopped is not None and outcome.rule.id != DEFAULT_DENY:
        yield Reason("AGE_MOVED", stopped.id)
    yield processing
    if secrecy.code != processing.code:
        yield secrecy
    if outcome.passing and outcome.passing != question.kinds:
        yield Reason("SOME_KINDS_CLOSED")


def _blocks(outcome: _Outcome, question: Question) -> tuple[Block, ...]:
    """What the rule keeps out, and what was asked for beyond the rule."""
    rule = outcome.rule
    blocks = rule.blocks
    if rule.blocked_until_consent and outcome.consent is outcome.release is Progress.COMPLETE:
        blocks = tuple(block for block in blocks if block.kind not in rule.kinds)
    named = {block.kind for block in blocks}
    beyond = question.kinds - rule.kinds - named
    return (*blocks, *(Block(kind, None, None) for kind in DataKind if kind in beyond))


def _steps(rule: Rule, standard: Standard) -> tuple[Step, ...]:
    """Talking with the family first, then in the order of the moments and of steps.yaml."""
    codes = set(rule.steps)
    if rule.talk != "none":
        codes.add("TALK_WITH" if rule.talk == "with" else "TALK_UNLESS_UNSAFE")
    chosen = (standard.steps[code] for code in codes)
    return tuple(sorted(chosen, key=lambda step: (_MOMENTS.index(step.when), step.rank)))


def _alternatives(rule: Rule, question: Question, standard: Standard, on: date) -> Iterator[Alternative]:
    if rule.otherwise is not None:
        yield Alternative("", rule.otherwise)
    ids = list(rule.instead)
    if rule.id == DEFAULT_DENY:
        ids = list(dict.fromkeys(other.id for other in ways_out(question, standard, on)))[:MOST_WAYS_OUT]
    if question.facts.get(Fact.DANGER):
        professional = question.sender in standard.roles and standard.roles[question.sender].professional
        senders = {question.sender} | ({"ELKE_ROL"} if professional else set())
        urgent = [id for id in EMERGENCY if standard.by_id[id][0].sender in senders and id != rule.id]
        ids = list(dict.fromkeys([*urgent, *ids]))
    for id in ids:
        in_force = [other for other in standard.by_id[id] if other.holds(on)]
        if in_force:
            yield Alternative(id, in_force[0].name)


def _notices(rule: Rule, standard: Standard, on: date) -> Iterator[Text]:
    cited = " ".join((*articles(rule), rule.secrecy.norm))
    yield from (change.text for change in standard.changes if change.cites in cited)
    if on > rule.next_review:
        yield standard.words["notices"]["REVIEW_OVERDUE"].name
    for other in standard.by_id[rule.id]:
        if other.announced is not None and not other.holds(on):
            yield other.announced
