"""From 16 on the young person says whether her parents look in. Under 16 and from 18 on the database refuses it."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases.models import Case
from tandem.casework.actions.step import NotThereError, me
from tandem.family import models
from tandem.family.actions.refusing import refused
from tandem.platform import clock


def choose(*, by: Actor, window: UUID, agrees: bool) -> None:
    """She says it in her own window; it works from her parents' next request on. Raises CannotError AGE."""
    row = models.Window.objects.filter(pk=window).first()
    if row is None:
        raise NotThereError
    _write(by, agrees, case_id=row.case_id, child_id=row.child_id, window_id=window)


def note_choice(*, by: Actor, case: UUID, agrees: bool) -> None:
    """A professional writes down what she said, as long as she has no window of her own. Raises CannotError AGE."""
    row = Case.objects.filter(pk=case).first()
    if row is None:
        raise NotThereError
    mine = me()
    who = {"organisation_id": mine.organisation, "function": by.function, "person_id": mine.person}
    _write(by, agrees, case_id=case, child_id=row.child_id, **who)


@transaction.atomic
def _write(by: Actor, agrees: bool, **facts: object) -> None:
    try:
        with transaction.atomic():
            models.Choice.objects.create(id=uuid4(), number=0, agrees=agrees, said=clock.now(), **facts)
    except IntegrityError as error:
        raise refused(error, "AGE") from error
    audit.record(by=by, action="choose about parents", subject=f"case:{facts['case_id']}", details={"agrees": agrees})
