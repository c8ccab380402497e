"""Writes of retention. Row security decides in whose file who acts works."""

from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import clock, context
from tandem.sharing.compartment.scanning import refuse_protected
from tandem.sharing.records import LEAST_REASON
from tandem.sharing.retention import models
from tandem.sharing.retention.data import Held
from tandem.sharing.writing import written_by


def hold(*, by: Actor, child: UUID, file: UUID, category: Held, reason: str) -> UUID:
    """Nothing about the child is destroyed from now on, until `release`. `reason`: 20 characters at least.

    Raises ProtectedWordsError.
    """
    refuse_protected(child, reason)
    id = uuid4()
    with transaction.atomic():
        models.Hold.objects.create(id=id, **written_by(by, child, file), category=category, reason=reason)
        audit.record(by=by, action="hold records", subject=f"child:{child}", details={"category": category})
    return id


def release(*, by: Actor, hold: UUID, outcome: str = "") -> bool:
    """Terms count again, and what stood still for an objection goes on: that asks what was decided, and why.

    False when there is no such hold for who acts, or it ended already. Raises ProtectedWordsError, and ValueError for
    an objection without an outcome of 20 characters at least.
    """
    row = models.Hold.objects.filter(pk=hold, ended_on=None).first()
    if row is None:
        return False
    if row.category == Held.OBJECTION and len(outcome.strip()) < LEAST_REASON:
        raise ValueError("an objection is weighed")
    refuse_protected(row.child_id, outcome)
    with transaction.atomic():
        rows = models.Hold.objects.filter(pk=hold, ended_on=None)
        ended = rows.update(ended_on=clock.today(), ended_by=context.current().person, outcome=outcome.strip()) > 0
        if ended:
            audit.record(by=by, action="release records", subject=f"child:{row.child_id}", details={})
    return ended
