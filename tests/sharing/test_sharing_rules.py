"""What always holds of an answer, whatever is asked; and the fast answer beside a slow, obvious one."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.sharing.codes import (
    ALL_KINDS,
    BITS,
    DEFAULT_DENY,
    ConsentState,
    DataKind,
    Fact,
    GateState,
    Giver,
    Ground,
    Verdict,
)
from tandem.sharing.data import Answer, Authority, Question, Rule, Standard, Statement
from tandem.sharing.reading import standard
from tandem.sharing.rules.consent import everybody
from tandem.sharing.rules.evaluation import evaluate
from tandem.sharing.rules.matching import candidates
from tandem.sharing.rules.soundness import mistakes

ON = date(2026, 11, 30)
AGES = (8, 13, 16, 19, None)
STANDARD = standard()
ROLES = list(STANDARD.roles)
PURPOSES = sorted({rule.purpose for rule in STANDARD.rules})
KEYS = sorted(STANDARD.by_key)


def asked(rule: Rule, **more: object) -> Question:
    return replace(Question(rule.sender, rule.receiver, rule.purpose, rule.kinds), **more)  # type: ignore[arg-type]


def ask(rule: Rule, **more: object) -> Answer:
    return evaluate(asked(rule, **more), STANDARD, ON)


def rule(id: str) -> Rule:
    return STANDARD.by_id[id][0]


IN_FORCE = [one for one in STANDARD.rules if one.holds(ON)]
kinds = st.frozensets(st.sampled_from(list(DataKind)), min_size=1)
states = st.sampled_from(list(ConsentState))
statements = st.lists(
    st.builds(Statement, st.sampled_from(list(Giver)), states, states), unique_by=lambda one: one.giver
)
facts = st.dictionaries(st.sampled_from(list(Fact)), st.booleans(), max_size=6)
authorities = st.builds(Authority, st.integers(0, 2), st.booleans(), st.booleans(), st.just(False))
pairs = st.one_of(
    st.sampled_from(KEYS), st.tuples(st.sampled_from(ROLES), st.sampled_from(ROLES), st.sampled_from(PURPOSES))
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    sender, receiver, purpose = draw(pairs)
    age = draw(st.one_of(st.none(), st.integers(0, 25)))
    said = tuple(draw(statements))
    return Question(sender, receiver, purpose, draw(kinds), age, said, draw(facts), draw(authorities))


def test_the_standard_is_sound() -> None:
    assert mistakes(STANDARD) == []
    assert len(IN_FORCE) == 94


def test_every_combination_has_a_verdict_with_a_reason() -> None:
    """All roles × roles × purposes × kinds × ages. Where no rule can answer, one question stands for all of a pair."""
    seen = set()
    for sender, receiver in product(ROLES, ROLES):
        answered = [p for p in PURPOSES if candidates(Question(sender, receiver, p, ALL_KINDS), STANDARD, ON)]
        for purpose, kind, age in [*product(answered, DataKind, AGES), ("bestaat-niet", DataKind.IDENTITY, 13)]:
            answer = evaluate(Question(sender, receiver, purpose, frozenset({kind}), age), STANDARD, ON)
            assert answer.reasons
            assert answer.processing.reason.code in STANDARD.words["reasons"]
            assert answer.secrecy.reason.code in STANDARD.words["reasons"]
            assert (answer.verdict is Verdict.NOT_ALLOWED) == (not answer.passing)
            assert purpose in answered or answer.rule.id == DEFAULT_DENY
            seen.add(answer.rule.id)
    assert seen == {rule.id for rule in IN_FORCE}


def slow_verdict(question: Question, source: Standard) -> tuple[str, Verdict]:
    """Read the rules one by one, as somebody with the table on paper would."""
    for one in source.rules:
        every = one.sender == "ELKE_ROL" and source.roles[question.sender].professional
        if not (one.sender == question.sender or every) or one.receiver != question.receiver:
            continue
        if one.purpose != question.purpose or not one.holds(ON):
            continue
        if question.age is not None and question.age not in one.ages:
            continue
        closed = one.closed_kinds if not one.blocked_until_consent else frozenset()
        left = {kind for kind in question.kinds if kind in one.kinds and kind not in closed}
        return one.id, one.verdict if left else Verdict.NOT_ALLOWED
    return DEFAULT_DENY, Verdict.NOT_ALLOWED


@settings(max_examples=150, deadline=None)
@given(pairs, kinds)
def test_the_fast_answer_is_the_slow_one(key: tuple[str, str, str], wanted: frozenset[DataKind]) -> None:
    question = Question(*key, wanted)
    answer = evaluate(question, STANDARD, ON)
    assert (answer.rule.id, answer.verdict) == slow_verdict(question, STANDARD)


@settings(max_examples=120, deadline=None)
@given(questions(), kinds)
def test_adding_a_kind_opens_no_kind(question: Question, more: frozenset[DataKind]) -> None:
    before = evaluate(question, STANDARD, ON)
    after = evaluate(replace(question, kinds=question.kinds | more), STANDARD, ON)
    assert after.passing & question.kinds == before.passing
    assert before.verdict is Verdict.NOT_ALLOWED or after.verdict is before.verdict


@settings(max_examples=120, deadline=None)
@given(questions())
def test_more_consent_never_lowers_a_verdict(question: Question) -> None:
    nobody = evaluate(replace(question, statements=()), STANDARD, ON)
    some = evaluate(question, STANDARD, ON)
    everyone = evaluate(replace(question, statements=everybody(ConsentState.GIVEN)), STANDARD, ON)
    refused = evaluate(replace(question, statements=everybody(ConsentState.REFUSED)), STANDARD, ON)
    assert refused.verdict.rank <= some.verdict.rank <= everyone.verdict.rank
    assert refused.verdict.rank <= nobody.verdict.rank <= everyone.verdict.rank
    assert not some.open or everyone.open


@settings(max_examples=100, deadline=None)
@given(questions())
def test_what_passes_was_asked_for_and_is_not_blocked(question: Question) -> None:
    answer = evaluate(question, STANDARD, ON)
    whole = {block.kind for block in answer.blocks if block.whole}
    assert answer.passing <= question.kinds
    assert answer.rule.blocked_until_consent or not answer.passing & whole
    assert question.kinds - answer.passing <= answer.blocked_kinds or not answer.passing
    assert not answer.open or answer.verdict is not Verdict.NOT_ALLOWED
    assert evaluate(replace(question, kinds=frozenset(reversed(list(question.kinds)))), STANDARD, ON) == answer


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ROLES), st.sampled_from(ROLES), kinds)
def test_an_unknown_purpose_is_denied_with_a_way_out(sender: str, receiver: str, wanted: frozenset[DataKind]) -> None:
    answer = evaluate(Question(sender, receiver, "bestaat-niet", wanted), STANDARD, ON)
    assert (answer.rule.id, answer.verdict) == (DEFAULT_DENY, Verdict.NOT_ALLOWED)
    assert [step.code for step in answer.steps][:1] == ["TALK_WITH"]
    assert "ASK_PRIVACY" in [step.code for step in answer.steps]


def test_a_block_beats_a_permission() -> None:
    """Two rules for one question: what one closes stays closed, also when the other allows."""
    open_rule = rule("DS-020")
    closed = replace(rule("DS-022"), purpose=open_rule.purpose, kinds=frozenset({DataKind.CONCERN}), blocks=())
    source = replace(STANDARD, by_key={open_rule.key: (closed, open_rule)})
    answer = evaluate(asked(open_rule), source, ON)
    assert answer.rule is open_rule
    assert answer.passing == {DataKind.SCHOOL, DataKind.FAMILY}


@pytest.mark.parametrize("one", IN_FORCE, ids=lambda one: one.id)
def test_talking_with_the_family_comes_first(one: Rule) -> None:
    steps = [step.code for step in ask(one).steps]
    if one.talk != "none":
        assert steps[0] in ("TALK_WITH", "TALK_UNLESS_UNSAFE")


def test_refusal_leaves_the_way_without_a_name() -> None:
    refused = ask(rule("DS-006"), age=10, statements=everybody(ConsentState.REFUSED))
    assert (refused.rule.id, refused.verdict) == ("DS-007", Verdict.ANONYMOUS_ONLY)
    assert refused.stopped is rule("DS-006")
    assert DataKind.IDENTITY in refused.blocked_kinds
    nothing = ask(rule("DS-010"), age=10, statements=everybody(ConsentState.WITHDRAWN))
    assert (nothing.rule.id, nothing.verdict) == ("DS-010", Verdict.NOT_ALLOWED)
    assert nothing.processing.reason.code == "CONSENT_STOPS"


def test_consent_and_release_are_two_facts() -> None:
    only_consent = ask(rule("DS-010"), age=13, statements=everybody(ConsentState.GIVEN, ConsentState.UNKNOWN))
    assert (only_consent.processing.state, only_consent.secrecy.state) == (GateState.OPEN, GateState.WAITING)
    assert not only_consent.open
    both = ask(rule("DS-010"), age=13, statements=everybody(ConsentState.GIVEN))
    assert both.open


def test_age_moves_to_the_rule_of_that_age() -> None:
    for age, id in ((11, "DS-042"), (12, "DS-043"), (15, "DS-043"), (16, "DS-044"), (17, "DS-044")):
        assert ask(rule("DS-042"), age=age, kinds=frozenset({DataKind.PLAN})).rule.id == id
    answer = ask(rule("DS-092"), age=12)
    assert (answer.rule.id, answer.processing.reason.code) == (DEFAULT_DENY, "AGE_OUTSIDE")


def test_sixteen_decides_whether_parents_hear_anything() -> None:
    waiting = ask(rule("DS-044"), age=16)
    assert waiting.blocked_kinds == ALL_KINDS
    free = ask(rule("DS-044"), age=16, statements=(Statement(Giver.YOUTH, ConsentState.GIVEN, ConsentState.GIVEN),))
    assert free.blocked_kinds == ALL_KINDS - {DataKind.PLAN, DataKind.CONCERN}
    assert free.open


def test_a_known_fact_closes_and_an_unknown_one_is_to_be_checked() -> None:
    assert ask(rule("DS-059")).to_check == (Fact.COURT_ORDER,)
    assert ask(rule("DS-059"), facts={Fact.COURT_ORDER: False}).verdict is Verdict.NOT_ALLOWED
    assert ask(rule("DS-059"), facts={Fact.COURT_ORDER: True}).open
    not_yet = ask(rule("DS-001"), facts={Fact.PARENTS_INFORMED: False, Fact.BOARD_REQUEST: True})
    assert (not_yet.verdict, not_yet.open) == (Verdict.ALLOWED, False)


def test_danger_shows_the_ways_that_are_open_then() -> None:
    calm = evaluate(Question("LERAAR", "HA", "anders", frozenset({DataKind.CONCERN})), STANDARD, ON)
    danger = evaluate(
        Question("LERAAR", "HA", "anders", frozenset({DataKind.CONCERN}), facts={Fact.DANGER: True}), STANDARD, ON
    )
    assert "DS-047" not in [one.rule for one in calm.alternatives]
    assert [one.rule for one in danger.alternatives][:2] == ["DS-047", "DS-053"]


@pytest.mark.parametrize("one", [one for one in STANDARD.rules if one.announced], ids=lambda one: one.id)
def test_a_law_that_is_not_in_force_is_off_until_its_date(one: Rule) -> None:
    assert not any(one.holds(ON + timedelta(days=days)) for days in range(0, 4000, 50))
    start = date(2027, 7, 1)
    old = [other for other in STANDARD.by_key[one.key] if other is not one]
    now = [replace(other, valid_to=start) for other in old] + [replace(one, valid_from=start)]
    source = replace(STANDARD, by_key={one.key: tuple(now)}, rules=tuple(now))
    question = asked(one, age=one.ages.high if one.ages.high < 130 else None)
    before = evaluate(question, source, start - timedelta(days=1))
    after = evaluate(question, source, start)
    assert after.rule.version == one.version
    assert before.rule.version != after.rule.version or before.rule.id == DEFAULT_DENY
    assert (before.rule.id, before.verdict) != (after.rule.id, after.verdict)


def test_a_change_that_was_announced_is_told_before_and_after_its_date() -> None:
    for on in (date(2026, 12, 31), date(2027, 1, 1)):
        answer = evaluate(asked(rule("DS-010")), STANDARD, on)
        assert any("7.3.11" in text.nl for text in answer.notices)
    assert any("nagekeken" in text.nl for text in answer.notices)
    assert ask(rule("DS-014")).notices == ()


def test_every_kind_has_its_bits_in_one_place() -> None:
    assert set(BITS) == ALL_KINDS
    bits = [kind for kind in BITS.values() if kind]
    assert len(bits) == len(set(bits)) == len(ALL_KINDS) - 1  # figures that lead back to nobody have none


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"verdict": Verdict.ALLOWED}, "go together"),
        ({"sources": ("NIETS",)}, "unknown codes"),
        ({"steps": ("NIETS",)}, "unknown codes"),
        ({"valid_to": date(2020, 1, 1)}, "ends before"),
        ({"valid_from": None}, "announced"),
        ({"kinds": frozenset({DataKind.CRIMINAL})}, "lets through nothing"),
    ],
)
def test_a_spoiled_standard_is_refused(change: dict[str, object], word: str) -> None:
    spoiled = replace(rule("DS-013"), **change)  # type: ignore[arg-type]
    rules = tuple(spoiled if one is rule("DS-013") else one for one in STANDARD.rules)
    assert any(word in mistake for mistake in mistakes(replace(STANDARD, rules=rules)))


def test_an_overlap_needs_a_priority_and_the_default_may_not_go() -> None:
    double = replace(rule("DS-013"), id="DS-014", ground=Ground.CONSENT)
    key = double.key
    assert any("overlap" in one for one in mistakes(replace(STANDARD, by_key={key: (rule("DS-013"), double)})))
    higher = replace(double, priority=1)
    assert not any("overlap" in one for one in mistakes(replace(STANDARD, by_key={key: (rule("DS-013"), higher)})))
    without = {id: rules for id, rules in STANDARD.by_id.items() if id != DEFAULT_DENY}
    assert any(DEFAULT_DENY in one for one in mistakes(replace(STANDARD, by_id=without)))
