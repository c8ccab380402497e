"""A case on its way: something said, closed, opened again."""

from uuid import UUID

from django.db import transaction

from tandem.audit.data import Actor
from tandem.cases import models
from tandem.cases.actions.step import CannotError, begin, write
from tandem.cases.data import Command, State, TextPart
from tandem.casework.data import OfferState
from tandem.platform import clock, context


@transaction.atomic
def add(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """Say something. It stays as it was said."""
    if not words.strip():
        raise CannotError("WORDS")
    step = begin(id, Command.ADD, by, version=version)
    write(step.row, TextPart.ADDED, words.strip(), event=step.event)
    step.finish()


@transaction.atomic
def close(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """`words` are the reason. What was offered is taken back."""
    step = begin(id, Command.CLOSE, by, version=version, words=words)
    now = clock.now()
    models.Offer.objects.filter(case_id=id, state=OfferState.OPEN.value).update(
        state=OfferState.REVOKED.value, answered=now, answered_by=context.current().person
    )
    step.finish(State.CLOSED, closed=now)


@transaction.atomic
def reopen(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """It did not help, or it is back. Who held it last holds it again; who directs signs again."""
    step = begin(id, Command.REOPEN, by, version=version, words=words)
    models.Direction.objects.filter(case_id=id, ended=None).update(signed=None)
    step.finish(State.STARTED, closed=None)
