"""What the family reads: let out by a professional, item by item, and taken back. Nothing goes out by itself."""

from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases.models import Case
from tandem.casework.actions.step import CannotError, NotThereError, me, shield
from tandem.family import models
from tandem.family.data import KIND_OF, Audience, Sort
from tandem.platform import clock


@transaction.atomic
def release(*, by: Actor, case: UUID, sort: Sort, audience: Audience, title: str, text: str) -> UUID:
    """Let the family read this; the id. Raises CannotError: WORDS, and what leads to a secret address."""
    row = Case.objects.filter(pk=case).first()
    if row is None:
        raise NotThereError
    if not title.strip() or not text.strip():
        raise CannotError("WORDS")
    shield(row.child_id, title)
    shield(row.child_id, text)
    mine, id = me(), uuid4()
    models.Release.objects.create(
        id=id,
        case_id=case,
        child_id=row.child_id,
        sort=sort.value,
        kind=KIND_OF[sort].value,
        audience=audience.value,
        title=title.strip(),
        text=text.strip(),
        organisation_id=mine.organisation,
        function=by.function,
        person_id=mine.person,
        hat=mine.hat,
        released=clock.now(),
    )
    _note(by, "release to family", id, {"sort": sort.value, "audience": audience.value})
    return id


@transaction.atomic
def take_back(*, by: Actor, release: UUID, why: str) -> None:
    """The family reads it no longer, from the next request on; what stood there stays for the professionals.

    Raises CannotError: WORDS without a reason, STATE when it was taken back already.
    """
    row = models.Release.objects.select_for_update().filter(pk=release).first()
    if row is None:
        raise NotThereError
    if row.withdrawn is not None:
        raise CannotError("STATE")
    if not why.strip():
        raise CannotError("WORDS")
    shield(row.child_id, why)
    models.Release.objects.filter(pk=release).update(
        withdrawn=clock.now(), withdrawn_by=me().person, why_withdrawn=why.strip()
    )
    _note(by, "take back release", release, {"sort": row.sort})


def _note(by: Actor, action: str, release: UUID, details: dict[str, object]) -> None:
    audit.record(by=by, action=action, subject=f"release:{release}", details=details)
