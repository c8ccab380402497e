"""A request: written, given its mandate, handed in to who screens and decides, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit.data import Actor
from tandem.cases import models as cases
from tandem.casework.actions.step import CannotError, me, shield
from tandem.decisions import models
from tandem.decisions.actions.step import Change, UnknownDecisionError, as_columns, begin, record, running, write
from tandem.decisions.data import Command, Mandate, Request, State, TextPart
from tandem.decisions.definitions import forms, mandates
from tandem.decisions.rules import approval, terms
from tandem.decisions.rules.mandate import chain, choose
from tandem.decisions.rules.terms import Running
from tandem.platform import clock


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and why."""

    request: Request
    why: str
    region: str


@transaction.atomic
def start(*, by: Actor, case: UUID, key: UUID, asked: Asked, replaces: UUID | None = None) -> UUID:
    """A draft, which only who writes it sees; its id, and with the same `key` that of the one that is there.

    Raises CannotError: WORDS without a reason, FUNCTION when nobody in this function asks in this form, MANDATE when
    there is none.
    """
    mine = me()
    there = models.Decision.objects.filter(requester_hat=mine.hat, key=key).values_list("pk", flat=True).first()
    if there is not None:
        return UUID(str(there))
    found = cases.Case.objects.filter(pk=case).first()
    if found is None:
        raise UnknownDecisionError
    if replaces is not None and not models.Decision.objects.filter(pk=replaces, case_id=case).exists():
        raise UnknownDecisionError
    mandate, now = _mandate(asked, by), clock.now()
    row = models.Decision(
        id=uuid4(),
        case_id=case,
        child_id=found.child_id,
        key=key,
        requester_id=mine.person,
        requester_hat=mine.hat,
        organisation_id=mine.organisation,
        replaces_id=replaces,
        created=now,
        changed=now,
        **_columns(asked, mandate),
    )
    row.save(force_insert=True)
    write(row, TextPart.WHY, asked.why.strip())
    record(by, "decision start", row.pk, State.DRAFT)
    return UUID(str(row.pk))


@transaction.atomic
def save(*, by: Actor, id: UUID, asked: Asked, version: int | None = None) -> None:
    """Write it otherwise, as long as it is a draft or sent back. Another amount may lead to another mandate."""
    change = begin(id, Command.SAVE, by, version=version)
    mandate = _mandate(asked, by)
    shield(change.row.child_id, asked.why)
    models.Text.objects.filter(decision_id=id, part=TextPart.WHY.value).update(text=asked.why.strip(), at=clock.now())
    change.finish(**_columns(asked, mandate))


@transaction.atomic
def submit(*, by: Actor, id: UUID, places: Sequence[UUID], version: int | None = None) -> None:
    """Hand it in: `places` are the organisations for the steps, in order. The term of the law begins the first time.

    Raises CannotError PLACE when a step has no organisation.
    """
    change = begin(id, Command.SUBMIT, by, version=version, details={"round": str(1)})
    row = change.row
    mandate = next(one for one in mandates()[row.region].mandates if one.id == row.mandate)
    steps = chain(forms()[row.form], mandate, row.euros)
    if len(places) != len(steps):
        raise CannotError(approval.Why.PLACE)
    round_, today = row.round + 1, clock.today()
    change.details = {"round": str(round_)}
    for number, (step, place) in enumerate(zip(steps, places, strict=True)):
        models.Step.objects.create(
            decision_id=id,
            round=round_,
            number=number,
            kind=step.kind.value,
            yes_or_no=step.yes_or_no,
            organisation_id=place,
            functions=sorted(step.seat.functions),
        )
    term = terms.completed(running(row), today) if row.asked else Running(today)
    _finish(change, approval.after(change.progress, Command.SUBMIT, steps, me().person), term, round_)


@transaction.atomic
def withdraw(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """It is not asked any more; nothing is decided."""
    change = begin(id, Command.WITHDRAW, by, version=version, words=words)
    change.finish(approval.Progress(State.WITHDRAWN, change.progress.at))


def _finish(change: Change, after: approval.Progress | None, term: Running, round_: int) -> None:
    if after is None:
        raise CannotError(approval.Why.STATE)
    change.finish(after, round=round_, **as_columns(change.row, term))


def _mandate(asked: Asked, by: Actor) -> Mandate:
    if not asked.why.strip():
        raise CannotError(approval.Why.WORDS)
    found = choose(mandates()[asked.region], asked.request).mandate
    if found is None:
        raise CannotError("MANDATE")
    if by.function not in forms()[found.form].asks.functions:
        raise CannotError("ASKS")
    return found


def _columns(asked: Asked, mandate: Mandate) -> dict[str, Any]:
    request = asked.request
    return {
        "region": asked.region,
        "mandate": mandate.id,
        "form": mandate.form,
        "support": request.support,
        "euros": request.euros,
        "months": request.months,
    }
