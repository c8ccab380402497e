"""Writes. Row security decides whether who acts may; what it refuses is an InsufficientPrivilege of the database.

Every function is one transaction with its line in the log, inside `platform.context.acting`.
"""

from datetime import date
from uuid import UUID, uuid4

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children import models
from tandem.children.data import Protection, Residence
from tandem.children.rules import is_citizen_number
from tandem.platform import sealing
from tandem.platform.text import sort_key


class NotACitizenNumberError(ValueError):
    """It has not nine digits, or fails the eleven test. The number itself is not in the message."""


@transaction.atomic
def register_pupil(
    *, by: Actor, given_name: str, family_name: str, birth_date: date, location: UUID, since: date
) -> UUID:
    """A child that is new here, enrolled at a location of the own school from `since` on; its id.

    A child that another school has comes by a transfer and not so. Raises IntegrityError when `location` takes no
    children in.
    """
    id = uuid4()
    key = sort_key(f"{family_name} {given_name}")
    models.Child.objects.create(
        id=id, given_name=given_name, family_name=family_name, sort_key=key, birth_date=birth_date
    )
    models.Enrolment.objects.create(child_id=id, location_id=location, valid_from=since)
    _note(by, "register pupil", id)
    return id


@transaction.atomic
def name_pupil(*, by: Actor, given_name: str, family_name: str, birth_date: date, location: UUID) -> UUID:
    """A pupil of the own school by name and day of birth: who goes there already, else a new child. Its id.

    For a teacher it is her pupil from now on. Raises InsufficientPrivilege for another school.
    """
    key = sort_key(f"{family_name} {given_name}")
    with connection.cursor() as cursor:
        cursor.execute(
            "select children_own_pupil(%s, %s, %s, %s, %s, %s)",
            [uuid4(), given_name, family_name, key, birth_date, location],
        )
        (found,) = cursor.fetchone() or (None,)
    child = UUID(str(found))
    _note(by, "name pupil", child)
    return child


@transaction.atomic
def end_enrolment(*, by: Actor, child: UUID, location: UUID, on: date) -> bool:
    """The child goes there no longer from `on`. False when it does not go there, or who acts may not know it."""
    rows = models.Enrolment.objects.filter(child_id=child, location_id=location, valid_until=None)
    ended = rows.update(valid_until=on) > 0
    if ended:
        _note(by, "end enrolment", child)
    return ended


@transaction.atomic
def teach(*, by: Actor, child: UUID, location: UUID, membership: UUID, since: date) -> UUID:
    """From `since` on the child is a pupil of this function at the school: she knows who it is. The id of the row.

    Raises IntegrityError when the child does not go to school there, or the function is not at that school.
    """
    id = uuid4()
    models.Teaching.objects.create(
        id=id, child_id=child, location_id=location, membership_id=membership, valid_from=since
    )
    _note(by, "teach", child)
    return id


@transaction.atomic
def end_teaching(*, by: Actor, child: UUID, membership: UUID, on: date) -> bool:
    """False when the child is no pupil of this function, or who acts may not know it."""
    rows = models.Teaching.objects.filter(child_id=child, membership_id=membership, valid_until=None)
    ended = rows.update(valid_until=on) > 0
    if ended:
        _note(by, "end teaching", child)
    return ended


@transaction.atomic
def correct_name(*, by: Actor, child: UUID, given_name: str, family_name: str) -> bool:
    """False when there is no such child for who acts."""
    key = sort_key(f"{family_name} {given_name}")
    rows = models.Child.objects.filter(pk=child)
    changed = rows.update(given_name=given_name, family_name=family_name, sort_key=key) > 0
    if changed:
        _note(by, "correct name", child)
    return changed


@transaction.atomic
def move(*, by: Actor, child: UUID, to: Residence) -> None:
    """From `to.valid_from` on the child lives there; what held until then ends on that day."""
    earlier = models.Residence.objects.filter(child_id=child, valid_until=None, valid_from__lte=to.valid_from)
    earlier.update(valid_until=to.valid_from)
    models.Residence.objects.create(
        child_id=child,
        municipality_id=to.municipality,
        postcode=to.postcode,
        valid_from=to.valid_from,
        valid_until=to.valid_until,
    )
    _note(by, "move", child)


@transaction.atomic
def set_citizen_number(*, by: Actor, child: UUID, number: str) -> None:
    """Seal the BSN of the child, instead of what stood there. Raises NotACitizenNumberError."""
    if not is_citizen_number(number):
        raise NotACitizenNumberError("not a citizen number")
    facts = {
        "number": sealing.seal(number.encode(), sealing.cell("children_bsn", "number", child)),
        "number_index": sealing.blind_index(number.encode(), "children_bsn.number"),
    }
    if not models.CitizenNumber.objects.filter(child_id=child).update(**facts):
        models.CitizenNumber.objects.create(child_id=child, **facts)
    _note(by, "set citizen number", child)


@transaction.atomic
def protect_address(*, by: Actor, child: UUID, level: Protection, address: str) -> None:
    """Seal where the child lives; at level SAFETY whatever betrays the place is hidden from now on."""
    cell = sealing.cell("children_protected_address", "address", child)
    facts = {"level": level.value, "address": sealing.seal(address.encode(), cell)}
    if not models.ProtectedAddress.objects.filter(child_id=child).update(**facts):
        models.ProtectedAddress.objects.create(child_id=child, **facts)
    _note(by, "protect address", child)


def _note(by: Actor, action: str, child: UUID) -> None:
    audit.record(by=by, action=action, subject=f"child:{child}", details={})
