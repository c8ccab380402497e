"""The baton from one organisation to the next: offered, accepted, refused with the right one named, taken back."""

from collections.abc import Container
from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.actions.step import CannotError, Step, begin, me
from tandem.casework.data import Baton, Clock, Command, Offer, OfferState, Refusal, Urgency
from tandem.casework.definitions import terms
from tandem.casework.rules import baton, clocks
from tandem.casework.rules.baton import Cannot
from tandem.platform import clock, context
from tandem.platform.terms.definitions import calendar


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
    step = begin(id, Command.OFFER, by=by, words=words, details={"to": str(to)})
    after = _allowed(baton.offer(_baton(step.row), to=to, coordinator=coordinator, active=active))
    if after.offer is None:
        before = step.row.holder_id
        event = step.finish(holder_id=after.holder, refused=0, worker_hat=None)
        step.tell(event, after.holder, *([before] if before else []))
        return
    at, held = clock.now(), _baton(step.row).holder
    due = clocks.begin(Clock.OFFER, Urgency(step.row.urgency), at, terms(), calendar()).due
    models.Offer.objects.create(
        id=uuid4(),
        concern_id=id,
        source_id=held,
        target_id=to,
        number=after.offer.number,
        disclosure=disclosure,
        made=at,
        made_by=me().person,
        due=due,
    )
    step.tell(step.finish())


@transaction.atomic
def accept(*, by: Actor, id: UUID) -> None:
    """Take the baton. From now on the own organisation holds the concern, and nobody else."""
    step = begin(id, Command.ACCEPT, by=by)
    open_offer, before = _open_offer(step), step.row.holder_id
    after = _allowed(baton.accept(_baton(step.row, open_offer), by=open_offer.target_id))
    _close_offer(open_offer, OfferState.ACCEPTED)
    event = step.finish(holder_id=after.holder, refused=0, worker_hat=None)
    step.tell(event, *([before] if before else []))


@transaction.atomic
def refuse(*, by: Actor, id: UUID, refusal: Refusal, coordinator: UUID, municipalities: Container[str]) -> None:
    """Say no, and who is the right one. The holder keeps the baton. Raises CannotError."""
    details = {"reason": refusal.reason.value, "municipality": refusal.municipality}
    details |= {"right_one": str(refusal.right_one)} if refusal.right_one else {}
    step = begin(id, Command.REFUSE, by=by, words=refusal.words, details=details)
    open_offer = _open_offer(step)
    after = _allowed(
        baton.refuse(
            _baton(step.row, open_offer),
            by=open_offer.target_id,
            refusal=refusal,
            coordinator=coordinator,
            municipalities=municipalities,
        )
    )
    event = step.finish(refused=after.refused)
    step.tell(event)
    _close_offer(
        open_offer,
        OfferState.REFUSED,
        refusal=refusal.reason.value,
        right_one_id=refusal.right_one,
        municipality=refusal.municipality,
    )


@transaction.atomic
def revoke(*, by: Actor, id: UUID, words: str) -> None:
    """Take an offer back, also when nobody is there any more to answer it."""
    step = begin(id, Command.REVOKE, by=by, words=words)
    open_offer = _open_offer(step)
    _allowed(baton.revoke(_baton(step.row, open_offer)))
    event = step.finish()
    step.tell(event)
    _close_offer(open_offer, OfferState.REVOKED)


def lapse(row_id: UUID, *, by: Actor, coordinator: UUID) -> None:
    """Nobody answered in time: the coordinator holds it. For the clock, inside its transaction."""
    step = begin(row_id, Command.LAPSE, by=by)
    open_offer, before = _open_offer(step), step.row.holder_id
    after = _allowed(baton.silence(_baton(step.row, open_offer), coordinator=coordinator))
    event = step.finish(holder_id=after.holder, refused=0, worker_hat=None)
    step.tell(event, *([before] if before else []))
    _close_offer(open_offer, OfferState.LAPSED)


def hand_on(row_id: UUID, *, by: Actor, gone: UUID, catch_all: UUID) -> None:
    """`gone`, which held it or was asked, is no longer there: the catch-all holds it, or the offer lapses.

    For the clock, inside its transaction. Raises CannotError when there is nothing to pass on, or nobody else.
    """
    step = begin(row_id, Command.HAND_ON, by=by, details={"gone": str(gone)})
    asked = models.Offer.objects.select_for_update().filter(concern_id=row_id, state=OfferState.OPEN.value).first()
    before = _baton(step.row, asked)
    after = baton.left(before, gone=gone, catch_all=catch_all)
    if after == before or after.holder == before.holder == gone:
        raise CannotError(baton.Why.NOT_ACTIVE)
    if after.holder == before.holder:
        event = step.finish()
    else:
        event = step.finish(holder_id=after.holder, refused=0, worker_hat=None)
    step.tell(event, *([asked.target_id] if asked and asked.target_id != gone else []))
    if asked:
        _close_offer(asked, OfferState.LAPSED)


def _baton(row: models.Concern, open_offer: models.Offer | None = None) -> Baton:
    if row.holder_id is None:
        raise CannotError("STATE")
    if open_offer is None:
        open_offer = models.Offer.objects.filter(concern_id=row.pk, state=OfferState.OPEN.value).first()
    held_out = Offer(open_offer.target_id, open_offer.number) if open_offer else None
    return Baton(row.holder_id, held_out, row.refused)


def _open_offer(step: Step) -> models.Offer:
    found = models.Offer.objects.select_for_update().filter(concern_id=step.row.pk, state=OfferState.OPEN.value).first()
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
