"""An answer as the page shows it: plain texts in the order in which somebody reads them."""

from dataclasses import dataclass

from django.utils.translation import gettext

from tandem.sharing.codes import EVERY_ROLE, DataKind, GateState
from tandem.sharing.data import Answer, Gate, Rule, Source
from tandem.sharing.describe import Speaker
from tandem.sharing.rules.gates import articles
from tandem.web.sharing.question import Asked


@dataclass(frozen=True, slots=True)
class ShownGate:
    name: str
    state: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """What else one could do, with the question it leads to."""

    text: str
    rule: str
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """`verdict` is the code; everything else a text."""

    verdict: str
    word: str
    meaning: str
    about: str
    rule: str
    name: str
    why: str
    reasons: list[str]
    gates: list[ShownGate]
    ask: list[str]
    ask_why: list[str]
    steps: list[str]
    check: list[str]
    passing: list[str]
    blocked: list[str]
    ways: list[Way]
    notices: list[str]
    articles: list[str]
    sources: list[str]
    certainty: str
    to_review: bool
    version: str
    address: str


def shown(answer: Answer, asked: Asked, speaker: Speaker) -> Shown:
    rule = answer.rule
    text = speaker.text
    consent = answer.consent
    return Shown(
        verdict=answer.verdict.value,
        word=speaker.word("verdicts", answer.verdict),
        meaning=speaker.meaning("verdicts", answer.verdict),
        about=f"{speaker.role(asked.sender)} → {speaker.role(asked.receiver)}",
        rule=rule.id,
        name=text(rule.name),
        why=text(rule.why),
        reasons=[
            speaker.reason(one)
            for one in answer.reasons
            if one not in (answer.processing.reason, answer.secrecy.reason)
        ],
        gates=[
            _gate(gettext("Grond"), answer.processing, speaker),
            _gate(gettext("Geheimhouding"), answer.secrecy, speaker),
        ],
        ask=[speaker.word("givers", giver) for giver in consent.givers] if consent else [],
        ask_why=[speaker.word("consent_reasons", code) for code in consent.reasons] if consent else [],
        steps=[text(step.text) for step in answer.steps],
        check=[speaker.word("facts", fact) for fact in answer.to_check],
        passing=speaker.kinds(answer.passing),
        blocked=[speaker.block(block) for block in answer.blocks],
        ways=[Way(text(one.text), one.rule, _leads_to(one.rule, asked, speaker)) for one in answer.alternatives],
        notices=[text(one) for one in answer.notices],
        articles=list(articles(rule)),
        sources=[
            f"{source.title}{f' ({source.version})' if source.version else ''}" for source in _sources(rule, speaker)
        ],
        certainty=speaker.certainty(rule),
        to_review=speaker.to_review(rule),
        version=speaker.standard.version,
        address=asked.address(),
    )


def _gate(name: str, gate: Gate, speaker: Speaker) -> ShownGate:
    words = {
        GateState.OPEN: gettext("open"),
        GateState.WAITING: gettext("wacht op toestemming"),
        GateState.CLOSED: gettext("dicht"),
        GateState.NOT_NEEDED: gettext("niet nodig"),
    }
    return ShownGate(name, gate.state.value, words[gate.state], speaker.reason(gate.reason))


def _sources(rule: Rule, speaker: Speaker) -> list[Source]:
    return [speaker.standard.sources[code] for code in rule.sources]


def _leads_to(id: str, asked: Asked, speaker: Speaker) -> str:
    """The question that the rule answers, asked by the same person where the rule is for everybody."""
    if not id:
        return ""
    rule = speaker.standard.by_id[id][0]
    sender = asked.sender if rule.sender == EVERY_ROLE else rule.sender
    kinds = asked.kinds & rule.kinds or rule.kinds
    return Asked(sender, rule.receiver, rule.purpose, frozenset(kinds), asked.age).address()


def example(rule: Rule) -> str:
    """The question that a rule answers, for a link: all its kinds."""
    sender = "IB" if rule.sender == EVERY_ROLE else rule.sender
    return Asked(sender, rule.receiver, rule.purpose, frozenset(k for k in DataKind if k in rule.kinds)).address()
