"""The baton of a case from one organisation to the next, by the rules of that of a concern (`casework.rules.baton`)."""

from collections.abc import Container
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from tandem.audit.data import Actor
from tandem.cases import models
from tandem.cases.actions.involving import joined
from tandem.cases.actions.step import CannotError, Step, begin, me, refused_by
from tandem.cases.data import Command, Joining
from tandem.cases.grounds import ground_of
from tandem.casework.data import Baton, Clock, Offer, OfferState, Refusal, Urgency
from tandem.casework.definitions import terms
from tandem.casework.rules import baton, clocks
from tandem.casework.rules.baton import Cannot
from tandem.children import queries as children
from tandem.children.data import Reason
from tandem.platform import clock, context
from tandem.platform.terms.definitions import calendar
from tandem.sharing.disclosing import queries as disclosures


@transaction.atomic
def offer(  # noqa: PLR0913 - to whom, why, and what lets the other side read
    *,
    by: Actor,
    id: UUID,
    to: UUID,
    words: str,
    coordinator: UUID,
    active: Container[UUID],
    disclosure: UUID | None = None,
) -> None:
    """Hold the baton out to `to`, which may read along as long as the offer is open, through `disclosure`.

    After two refusals it can only go to the coordinator, and goes at once. Raises CannotError.
    """
    step = begin(id, Command.OFFER, by, words=words, details={"to": str(to)})
    after = _allowed(baton.offer(_baton(step.row), to=to, coordinator=coordinator, active=active))
    if after.offer is None:
        step.finish(holder_id=after.holder, refused=0)
        return
    at = clock.now()
    given = disclosures.disclosure(disclosure) if disclosure else None
    models.Offer.objects.create(
        id=uuid4(),
        case_id=id,
        source_id=step.row.holder_id,
        target_id=to,
        number=after.offer.number,
        disclosure=disclosure,
        function=given.receiver.function if given else "",
        made=at,
        made_by=me().person,
        due=clocks.begin(Clock.OFFER, Urgency.NORMAL, at, terms(), calendar()).due,
    )
    step.finish()


@transaction.atomic
def accept(*, by: Actor, id: UUID) -> None:
    """Take the baton, and take part. From now on the own organisation holds the case, and nobody else."""
    step = begin(id, Command.ACCEPT, by)
    row = _open_offer(step)
    after = _allowed(baton.accept(_baton(step.row, row), by=row.target_id))
    _close_offer(row, OfferState.ACCEPTED)
    step.finish(holder_id=after.holder, refused=0)
    own = any(one.reason is Reason.ENROLLED for one in children.openings(id=step.row.child_id))
    if row.disclosure is not None or own:
        _take_part(id, row, by)
        _settle(step)


def _take_part(id: UUID, row: models.Offer, by: Actor) -> None:
    there = models.Participant.objects.filter(
        case_id=id, until=None, organisation_id=row.target_id, function=row.function or by.function, knows_only=False
    )
    if there.exists():
        return
    shared = disclosures.disclosure(row.disclosure) if row.disclosure else None
    joining = Joining(
        row.target_id,
        row.function or by.function,
        shared.purpose if shared else "",
        ground_of(shared) if shared else "6(1)(e)",
        shared.kinds.value if shared else 0,
        row.disclosure,
    )
    try:
        with transaction.atomic():
            joined(id, joining)
    except IntegrityError as error:
        if refused_by(error):
            raise
        raise CannotError("GATE") from error


def _settle(step: Step) -> None:
    """Another domain may be at work by now: then it needs its director."""
    again = Step(step.row, Command.INVITE, step.part, step.by, details={"organisation": str(step.row.holder_id)})
    again.settle()


@transaction.atomic
def refuse(*, by: Actor, id: UUID, refusal: Refusal, coordinator: UUID, municipalities: Container[str]) -> None:
    """Say no, and who is the right one. The holder keeps the baton. Raises CannotError."""
    details = {"reason": refusal.reason.value, "municipality": refusal.municipality}
    details |= {"right_one": str(refusal.right_one)} if refusal.right_one else {}
    step = begin(id, Command.REFUSE, by, words=refusal.words, details=details)
    row = _open_offer(step)
    after = _allowed(
        baton.refuse(
            _baton(step.row, row),
            by=row.target_id,
            refusal=refusal,
            coordinator=coordinator,
            municipalities=municipalities,
        )
    )
    step.finish(refused=after.refused)
    _close_offer(
        row,
        OfferState.REFUSED,
        refusal=refusal.reason.value,
        right_one_id=refusal.right_one,
        municipality=refusal.municipality,
    )


@transaction.atomic
def revoke(*, by: Actor, id: UUID, words: str) -> None:
    """Take an offer back, also when nobody is there any more to answer it."""
    step = begin(id, Command.REVOKE, by, words=words)
    row = _open_offer(step)
    _allowed(baton.revoke(_baton(step.row, row)))
    step.finish()
    _close_offer(row, OfferState.REVOKED)


def lapse(row_id: UUID, *, by: Actor, coordinator: UUID) -> None:
    """Nobody answered in time: the coordinator holds it. For the clock, inside its transaction."""
    step = begin(row_id, Command.LAPSE, by)
    row = _open_offer(step)
    after = _allowed(baton.silence(_baton(step.row, row), coordinator=coordinator))
    step.finish(holder_id=after.holder, refused=0)
    _close_offer(row, OfferState.LAPSED)


def hand_on(row_id: UUID, *, by: Actor, gone: UUID, catch_all: UUID) -> None:
    """`gone`, which held it or was asked, is no longer there: the catch-all holds it, or the offer lapses.

    For the clock, inside its transaction. Raises CannotError when there is nothing to pass on, or nobody else.
    """
    step = begin(row_id, Command.HAND_ON, by, details={"gone": str(gone)})
    asked = models.Offer.objects.select_for_update().filter(case_id=row_id, state=OfferState.OPEN.value).first()
    before = _baton(step.row, asked)
    after = baton.left(before, gone=gone, catch_all=catch_all)
    if after == before or after.holder == before.holder == gone:
        raise CannotError(baton.Why.NOT_ACTIVE)
    if after.holder == before.holder:
        step.finish()
    else:
        step.finish(holder_id=after.holder, refused=0)
    if asked:
        _close_offer(asked, OfferState.LAPSED)


def _baton(row: models.Case, open_offer: models.Offer | None = None) -> Baton:
    if open_offer is None:
        open_offer = models.Offer.objects.filter(case_id=row.pk, state=OfferState.OPEN.value).first()
    held_out = Offer(open_offer.target_id, open_offer.number) if open_offer else None
    return Baton(row.holder_id, held_out, row.refused)


def _open_offer(step: Step) -> models.Offer:
    found = models.Offer.objects.select_for_update().filter(case_id=step.row.pk, state=OfferState.OPEN.value).first()
    if found is None:
        raise CannotError(baton.Why.NO_OFFER)
    return found


def _close_offer(row: models.Offer, state: OfferState, **more: object) -> None:
    models.Offer.objects.filter(pk=row.pk).update(
        state=state.value, answered=clock.now(), answered_by=context.current().person, **more
    )


def _allowed(found: Baton | Cannot) -> Baton:
    if isinstance(found, Cannot):
        raise CannotError(found.why)
    return found
