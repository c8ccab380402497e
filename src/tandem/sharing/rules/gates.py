"""The two gates: is there a ground to process, and what opens the secrecy of the sender? Both must open."""

from tandem.sharing.codes import GateState, Ground, OpenedBy, Verdict
from tandem.sharing.data import Gate, Reason, Rule
from tandem.sharing.rules.consent import Progress

_GROUND = {
    Ground.LEGAL_DUTY: "DUTY",
    Ground.PUBLIC_TASK: "TASK",
    Ground.RIGHT_TO_REPORT: "RIGHT",
    Ground.VITAL_INTEREST: "VITAL",
    Ground.CONFLICT_OF_DUTIES: "CONFLICT",
    Ground.NONE: "PROCESSOR",  # the one rule without ground that lets through: somebody who works on instruction
}
_OPENED = {OpenedBy.DUTY: "DUTY", OpenedBy.TASK: "TASK", OpenedBy.RIGHT: "RIGHT", OpenedBy.CONFLICT: "CONFLICT"}
_CONSENT = {
    Progress.COMPLETE: (GateState.OPEN, "CONSENT_COMPLETE"),
    Progress.PARTLY: (GateState.WAITING, "CONSENT_PARTLY"),
    Progress.NOT_ASKED: (GateState.WAITING, "CONSENT_NEEDED"),
    Progress.STOPPED: (GateState.CLOSED, "CONSENT_STOPS"),
}
_RELEASE = {
    Progress.COMPLETE: (GateState.OPEN, "RELEASE_COMPLETE"),
    Progress.PARTLY: (GateState.WAITING, "RELEASE_NEEDED"),
    Progress.NOT_ASKED: (GateState.WAITING, "RELEASE_NEEDED"),
    Progress.STOPPED: (GateState.CLOSED, "CONSENT_STOPS"),
}


def articles(rule: Rule) -> tuple[str, ...]:
    """Where the ground stands, as one cites it: AVG, UAVG, then the law of the field."""
    found = [_cited("AVG", rule.article_6), _cited("AVG", rule.article_9), _cited("UAVG", rule.uavg)]
    return tuple(dict.fromkeys([*filter(None, found), *rule.law]))


def _cited(law: str, article: str) -> str:
    return f"{law} {article}" if article[:1].isdigit() else ""


def processing_gate(rule: Rule, verdict: Verdict, consent: Progress, closed: Reason | None) -> Gate:
    """The first gate. `closed`: why the rule does not open for this question."""
    if closed is not None or verdict is Verdict.NOT_ALLOWED:
        return Gate(GateState.CLOSED, closed or Reason("NO_GROUND"), articles(rule))
    if verdict is Verdict.ANONYMOUS_ONLY:
        return Gate(GateState.NOT_NEEDED, Reason("NO_PERSONAL_DATA"), articles(rule))
    if rule.ground is Ground.CONSENT:
        state, code = _CONSENT[consent]
        return Gate(state, Reason(code), articles(rule))
    return Gate(GateState.OPEN, Reason(_GROUND[rule.ground]), articles(rule))


def secrecy_gate(rule: Rule, verdict: Verdict, release: Progress, closed: Reason | None) -> Gate:
    """The second gate."""
    norm = (rule.secrecy.norm,) if rule.secrecy.norm else ()
    if verdict is Verdict.ANONYMOUS_ONLY:
        return Gate(GateState.NOT_NEEDED, Reason("NO_PERSONAL_DATA"), norm)
    if rule.secrecy.opened_by is OpenedBy.NOT_BOUND:
        return Gate(GateState.NOT_NEEDED, Reason("NOT_BOUND"), norm)
    if closed is not None or verdict is Verdict.NOT_ALLOWED or rule.secrecy.opened_by is OpenedBy.NOBODY:
        return Gate(GateState.CLOSED, Reason("SECRECY_HOLDS"), norm)
    if rule.secrecy.opened_by is OpenedBy.CONSENT:
        state, code = _RELEASE[release]
        return Gate(state, Reason(code), norm)
    return Gate(GateState.OPEN, Reason(_OPENED[rule.secrecy.opened_by]), norm)
