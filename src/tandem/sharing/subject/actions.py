"""Writes of a request by the data subject: begin, compile, release by somebody else."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import clock, context, sealing
from tandem.platform.terms.definitions import calendar, term
from tandem.platform.terms.rules import deadline
from tandem.platform.text import sort_key
from tandem.sharing.breakglass.data import NamedChild
from tandem.sharing.subject import models, queries, reading, rules
from tandem.sharing.subject.data import LASTS, Asker, Withheld

ANSWER = "P-INZAGE"  # AVG 12 lid 3


@transaction.atomic
def begin(*, by: Actor, asker: Asker, named: NamedChild) -> UUID | None:
    """A request about the child that is named exactly; None when these organisations hold nothing about such a child.

    The attempt has its line either way. Raises InsufficientPrivilege (of the database) for who is no FG.
    """
    today = context.current().day or clock.today()
    due = deadline(term(ANSWER), today, calendar()).last_day
    numbers = sealing.blind_indexes(named.number.encode(), "children_bsn.number") if named.number else []
    key = sort_key(f"{named.family_name} {named.given_name}") if named.family_name else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "select sharing_subject_begin(%s, %s::bytea[], %s, %s, %s, %s)",
            [asker, numbers, key, named.birth_date, named.location, due],
        )
        (found,) = cursor.fetchone()
    request = None if found is None else UUID(str(found))
    child = models.SubjectRequest.objects.get(pk=request).child_id if request else "none"
    audit.record(by=by, action="begin file", subject=f"child:{child}", details={"asker": asker, "found": bool(found)})
    return request


@transaction.atomic
def compile_file(*, by: Actor, request: UUID, withheld: Mapping[str, Withheld]) -> bool:
    """Make the file anew from what is held now, without these units (by key). False when it is not hers, or released.

    Raises KeyError for a unit that is not there.
    """
    row = models.SubjectRequest.objects.filter(pk=request, released_at=None).first()
    if row is None or row.compiled_by != context.current().person:
        return False
    sections = rules.withhold(queries.sections(by, request=request), withheld)
    document = {"sections": rules.shown(sections, reading.reasons())}
    sealed = sealing.seal(json.dumps(document).encode(), queries.cell(request))
    models.SubjectRequest.objects.filter(pk=request).update(document=sealed)
    count = sum(bool(unit.withheld) for section in sections for unit in section.units)
    audit.record(by=by, action="compile file", subject=f"child:{row.child_id}", details={"withheld": count})
    return True


@transaction.atomic
def release(*, by: Actor, request: UUID) -> bool:
    """Somebody else than who compiled it lets it go, for a week. False when there is nothing to release."""
    row = models.SubjectRequest.objects.filter(pk=request, released_at=None, document__isnull=False).first()
    if row is None or row.compiled_by == context.current().person:
        return False
    now = clock.now()
    released = models.SubjectRequest.objects.filter(pk=request).update(
        reviewed_by=context.current().person, released_at=now, expires_at=now + LASTS
    )
    audit.record(by=by, action="release file", subject=f"child:{row.child_id}", details={})
    return released > 0
