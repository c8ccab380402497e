"""What each of those invited may know of a case, asked of the database as each of them: row security itself answers.

Only bits come back, never a row; who acted before acts again afterwards.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from tandem.children.data import Kind
from tandem.identity.data import Hat
from tandem.meetings import models
from tandem.meetings.data import Eyes
from tandem.platform import clock, context
from tandem.platform.context import acting
from tandem.register import hats

NOBODY = UUID(int=0)


def eyes_of(membership: UUID, person: UUID, organisation: UUID, function: str, cases: Iterable[UUID]) -> Eyes:
    """Of somebody in one function. A case at which she is not is not there."""
    day = context.current().day or clock.today()
    worn = Hat(membership, person, organisation, "", function, "", NOBODY)
    wanted = list(cases)
    with acting(hats.context_of(worn, day=day)):
        return Eyes({case: Kind(bits) for case, bits in _known(wanted) if bits is not None})


def eyes_of_invitee(one: models.Invitee, cases: Iterable[UUID]) -> Eyes:
    return eyes_of(one.membership_id, one.person_id, one.organisation_id, one.function, cases)


def own_eyes(cases: Iterable[UUID]) -> Eyes:
    """Of who acts."""
    return Eyes({case: Kind(bits) for case, bits in _known(list(cases)) if bits is not None})


def _known(cases: list[UUID]) -> list[tuple[UUID, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute("select c, meetings_known(c) from unnest(%s::uuid[]) c", [cases])
        return list(cursor.fetchall())
