"""Sharing, and taking it back. The standard judges first; the database demands the rest (`sql/disclosures.sql`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import clock, context
from tandem.sharing import models
from tandem.sharing.codes import Fact
from tandem.sharing.compartment.scanning import refuse_protected
from tandem.sharing.data import Rule, Step
from tandem.sharing.disclosing import queries
from tandem.sharing.disclosing.data import Judgement, NotAllowedError, NotDoneError, OwnDecision, Proposal
from tandem.sharing.disclosing.judging import judge
from tandem.sharing.records import Ending
from tandem.sharing.writing import NOBODY, written_by

CONSENT_STEP = "RECORD_CONSENT"  # done by recording it: nobody writes it down twice


@dataclass(frozen=True, slots=True)
class Check:
    """What who shares checked off: facts that are so, and per step what shows that it was done ('' for nothing)."""

    facts: Mapping[Fact, bool]
    steps: Mapping[str, str]


def share(
    *, by: Actor, proposal: Proposal, check: Check, as_of: datetime, on: date, decision: OwnDecision | None = None
) -> UUID:
    """The receiver sees from now on what the preview of `as_of` showed; the id of the disclosure.

    Raises NotAllowedError, NotDoneError, ProtectedWordsError, LookupError for a child that is not there, and what the
    database refuses.
    """
    refuse_protected(proposal.child, decision.reason if decision else "", *check.steps.values())
    with transaction.atomic():
        return _share(by, proposal, check, as_of, on, decision)


def _share(
    by: Actor, proposal: Proposal, check: Check, as_of: datetime, on: date, decision: OwnDecision | None
) -> UUID:
    judgement = judge(by, proposal, on=on, facts=check.facts, overridden=decision is not None)
    check_allowed(judgement, decision)
    check_done(judgement, check, decision)
    override = decide(by, proposal, decision) if decision else None
    id = insert(by, proposal, judgement, as_of, override=override, on=on)
    done = {step.code: check.steps.get(step.code, "") for step in steps_before(judgement)}
    done |= {code: evidence for code, evidence in check.steps.items() if evidence}
    _record_steps(id, done | {f"FACT_{fact.name}": "" for fact, so in check.facts.items() if so})
    _note(by, "share", proposal.child, {"disclosure": str(id), "rule": rule_of(judgement), "own": decision is not None})
    return id


def check_allowed(judgement: Judgement, decision: OwnDecision | None) -> None:
    """Raises NotAllowedError while the standard, a consent or a kind stands in the way."""
    may = decision is not None or (judgement.answer.verdict.rank >= _LEAST and judgement.consented)
    if not may or not judgement.kinds or judgement.missing:
        raise NotAllowedError(judgement)


_LEAST = 2  # allowed, or allowed with consent


def steps_before(judgement: Judgement) -> tuple[Step, ...]:
    """What is checked off by hand before sharing."""
    return tuple(step for step in judgement.answer.steps if step.when == "before" and step.code != CONSENT_STEP)


def check_done(judgement: Judgement, check: Check, decision: OwnDecision | None) -> None:
    """Raises NotDoneError. Who decides otherwise in an emergency may not have come to the steps: the reason stands."""
    if decision is not None:
        return
    open_steps = tuple(
        step.code
        for step in steps_before(judgement)
        if step.code not in check.steps or (step.evidence != "none" and not check.steps[step.code].strip())
    )
    open_facts = tuple(fact for fact in judgement.answer.to_check if not check.facts.get(fact))
    if open_steps or open_facts:
        raise NotDoneError(open_steps, open_facts)


def articles(rule: Rule) -> str:
    """The articles of the GDPR that a disclosure rests on, as they stand in the log."""
    return " ".join(one for one in (rule.article_6, rule.article_9) if one[:1].isdigit()) or "6(1)(e)"


def rule_of(judgement: Judgement) -> str:
    return f"{judgement.answer.rule.id}@{judgement.answer.rule.version}"


def insert(
    by: Actor, proposal: Proposal, judgement: Judgement, as_of: datetime, *, override: UUID | None, on: date
) -> UUID:
    """The row itself, as the database lets it in; for `share` and for the preview, which takes it back."""
    id, answer = uuid4(), judgement.answer
    asks = override is None and (judgement.needs_consent or judgement.needs_release)
    models.Disclosure.objects.create(
        id=id,
        **written_by(by, proposal.child, proposal.file),
        receiver_organisation_id=proposal.receiver.organisation,
        receiver_function=proposal.receiver.function,
        receiver_membership=proposal.receiver.membership,
        kinds=judgement.kinds.value,
        purpose=proposal.purpose,
        rule=answer.rule.id,
        rule_version=str(answer.rule.version),
        verdict=answer.verdict.value,
        gate_processing=articles(answer.rule),
        gate_secrecy=answer.rule.secrecy.norm,
        needs_consent=judgement.needs_consent,
        needs_release=judgement.needs_release,
        needs_youth=asks and any(one.authority is None for one in judgement.asked),
        needs_parents=asks and any(one.authority is not None for one in judgement.asked),
        override_id=override,
        as_of=as_of,
        valid_from=on,
        valid_until=proposal.until,
    )
    return id


def decide(by: Actor, proposal: Proposal, decision: OwnDecision) -> UUID:
    """The decision to share where the rule says no, as a record of its own."""
    id = uuid4()
    models.DecidedOtherwise.objects.create(
        id=id,
        **written_by(by, proposal.child, proposal.file),
        ground=decision.ground.value,
        reason=decision.reason.strip(),
    )
    return id


def _record_steps(id: UUID, done: Mapping[str, str]) -> None:
    person = context.current().person or NOBODY
    models.Step.objects.bulk_create(
        [
            models.Step(disclosure_id=id, code=code, evidence=evidence.strip(), done_by=person, done_at=clock.now())
            for code, evidence in done.items()
        ]
    )


@transaction.atomic
def withdraw(*, by: Actor, disclosure: UUID, on: date) -> bool:
    """Denied from the receiver's next request on; she has a notice. False: not there for who acts, or ended."""
    row = models.Disclosure.objects.filter(pk=disclosure, ended_on=None).first()
    if row is None:
        return False
    changed = models.Disclosure.objects.filter(pk=disclosure).update(
        ended_on=on, ended_reason=Ending.WITHDRAWN.value, ended_by=context.current().person
    )
    if changed:
        _note(by, "withdraw disclosure", row.child_id, {"disclosure": str(disclosure)})
    return changed > 0


@transaction.atomic
def finish_notice(*, by: Actor, notice: UUID, on: date) -> bool:
    """Seen, or dealt with. False when it is not there for who acts."""
    rows = models.Notice.objects.filter(pk=notice, done_on=None)
    done = rows.update(done_on=on, done_by=context.current().person) > 0
    if done:
        audit.record(by=by, action="finish notice", subject=f"notice:{notice}", details={})
    return done


def write_note(*, by: Actor, child: UUID, file: UUID, kind: int, text: str) -> UUID:
    """A note of one kind in the own file. Raises ProtectedWordsError when it leads to a secret address."""
    refuse_protected(child, text)
    id = uuid4()
    with transaction.atomic():
        models.Note.objects.create(id=id, **written_by(by, child, file), kind=kind, text=text.strip())
        _note(by, "write note", child, {"kind": kind})
    return id


def correct_note(*, by: Actor, note: UUID, text: str) -> UUID | None:
    """A note that puts another right, on request of the person or because it was wrong; the old one stays beside it.

    None when it is not there for who works in the file, or was put right already. Raises ProtectedWordsError.
    """
    if queries.own_note(by, id=note) is None:
        return None
    old = models.Note.objects.get(pk=note)
    refuse_protected(old.child_id, text)
    id, written = uuid4(), written_by(by, old.child_id, old.file_id)
    with transaction.atomic():
        models.Note.objects.create(id=id, **written, kind=old.kind, text=text.strip(), corrects=note)
        _note(by, "correct note", old.child_id, {"kind": old.kind})
    return id


def moment(child: UUID) -> datetime:
    """This moment by the database, behind everything that is being written about the child: the time of a preview."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(child)])
        cursor.execute("select clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
        return found


def _note(by: Actor, action: str, child: UUID, details: dict[str, object]) -> None:
    audit.record(by=by, action=action, subject=f"child:{child}", details=details)
