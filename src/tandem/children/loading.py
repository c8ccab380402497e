"""Many pupils at once: what a judged file adds, and taken back. All or nothing, each with its line."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children import models
from tandem.children.actions import end_enrolment, register_pupil, teach
from tandem.children.data import Reason
from tandem.children.pupils_file import Person, PupilRow


def known_pupils(location: UUID) -> dict[Person, UUID]:
    """Who goes to school here today, for who coordinates care there. To compare a file with, so it has no line."""
    rows = models.Access.objects.filter(principal_id=location, reason=Reason.ENROLLED).select_related("child")
    return {(row.child.sort_key, row.child.birth_date): row.child_id for row in rows}


def teachers_at(actor: Actor, location: UUID) -> dict[str, UUID]:
    """Full name → function of who teaches here; nobody for who does not coordinate care here."""
    with connection.cursor() as cursor:
        cursor.execute("select membership, person, name from children_teachers(%s)", [location])
        rows = cursor.fetchall()
    if rows:
        people = sorted({person for _, person, _ in rows})
        audit.record_read(
            actor=actor,
            action="list teachers",
            purpose="load-pupils",
            ground="6(1)(e)",
            subjects=people,
            kinds=["name", "function"],
        )
    return {name: membership for membership, _, name in rows}


@transaction.atomic
def load_pupils(*, by: Actor, location: UUID, rows: Sequence[PupilRow], since: date) -> tuple[UUID, ...]:
    """The ids of the children that are new. Done twice, the second time adds nobody."""
    known, added = known_pupils(location), []
    taught = set(models.Teaching.objects.filter(location_id=location, valid_until=None).values_list(
        "child_id", "membership_id"))  # fmt: skip
    for row in rows:
        child = known.get(row.person)
        if child is None:
            child = register_pupil(
                by=by, given_name=row.given, family_name=row.family, birth_date=row.born, location=location, since=since
            )
            added.append(child)
        if row.teacher and (child, row.teacher) not in taught:
            teach(by=by, child=child, location=location, membership=row.teacher, since=since)
    audit.record(by=by, action="load pupils", subject="pupils", details={"added": len(added), "rows": len(rows)})
    return tuple(added)


@transaction.atomic
def take_back_pupils(*, by: Actor, location: UUID, children: Iterable[UUID], on: date) -> int:
    """End the enrolments of a file, and with them who teaches them; how many. Nothing is wiped."""
    ended = 0
    for child in children:
        models.Teaching.objects.filter(child_id=child, location_id=location, valid_until=None).update(valid_until=on)
        ended += end_enrolment(by=by, child=child, location=location, on=on)
    audit.record(by=by, action="take back pupils", subject="pupils", details={"ended": ended})
    return ended
