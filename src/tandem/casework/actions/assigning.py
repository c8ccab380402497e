"""Who at the holder does it: given to a colleague, back to the team, many at once, and taken back."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.actions.step import CannotError, ConflictError, UnknownConcernError, begin
from tandem.casework.data import Command
from tandem.platform import clock, context

UNDO = timedelta(minutes=10)
NOBODY = "-"
CANNOT = (CannotError, ConflictError, UnknownConcernError)


@transaction.atomic
def assign(*, by: Actor, id: UUID, worker: UUID, words: str = "", version: int | None = None) -> None:
    """`worker` (a hat of the own organisation) does it from now on. Raises CannotError for a hat of another."""
    step = begin(id, Command.ASSIGN, by=by, version=version, words=words)
    step.details = {"worker": str(worker), "before": str(step.row.worker_hat or NOBODY)}
    try:
        with transaction.atomic():
            step.finish(worker_hat=worker)
    except IntegrityError as error:
        refused = getattr(error.__cause__, "diag", None)
        if refused is not None and refused.constraint_name is None:  # no table: `casework_fits` says no
            raise CannotError("ELSEWHERE") from error
        raise


@transaction.atomic
def release(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """Back to the team's list; the team keeps the baton."""
    step = begin(id, Command.RELEASE, by=by, version=version, words=words)
    step.details = {"before": str(step.row.worker_hat or NOBODY)}
    step.finish(worker_hat=None)


def assign_many(*, by: Actor, picked: Iterable[tuple[UUID, int]], worker: UUID, words: str) -> tuple[UUID, ...]:
    """Those of `picked` (with the version that was seen) that are done; what somebody else changed is left alone."""
    return _each(picked, lambda id, version: assign(by=by, id=id, worker=worker, words=words, version=version))


def release_many(*, by: Actor, picked: Iterable[tuple[UUID, int]], words: str) -> tuple[UUID, ...]:
    return _each(picked, lambda id, version: release(by=by, id=id, words=words, version=version))


def _each(picked: Iterable[tuple[UUID, int]], act: Callable[[UUID, int], None]) -> tuple[UUID, ...]:
    done = []
    for id, version in picked:
        try:
            act(id, version)
        except CANNOT:
            continue
        done.append(id)
    return tuple(done)


@transaction.atomic
def take_back(*, by: Actor, ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Undo what who acts last did with these, as long as it is the last thing that happened and just now."""
    done = []
    for id in ids:
        last = models.Event.objects.filter(concern_id=id).order_by("-at", "-id").first()
        before = last.details.get("before") if last is not None else None
        mine = last is not None and last.person_id == context.current().person and last.at > clock.now() - UNDO
        if before is None or not mine:
            continue
        try:
            if before == NOBODY:
                release(by=by, id=id, words="Ongedaan gemaakt")
            else:
                assign(by=by, id=id, worker=UUID(before))
        except CANNOT:
            continue
        done.append(id)
    return tuple(done)
