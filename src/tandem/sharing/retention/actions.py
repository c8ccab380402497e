"""Writes of retention. Row security decides in whose file who acts works."""

from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import clock, context
from tandem.sharing.compartment.scanning import refuse_protected
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


@transaction.atomic
def release(*, by: Actor, hold: UUID) -> bool:
    """Terms count again. False when there is no such hold for who acts, or it ended already."""
    rows = models.Hold.objects.filter(pk=hold, ended_on=None)
    child = rows.values_list("child_id", flat=True).first()
    ended = rows.update(ended_on=clock.today(), ended_by=context.current().person) > 0
    if ended:
        audit.record(by=by, action="release records", subject=f"child:{child}", details={})
    return ended
