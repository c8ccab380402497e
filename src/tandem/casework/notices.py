"""What somebody should know: read, counted, and what did not arrive."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.data import Command, Notice, Undelivered, Urgency
from tandem.casework.queries import note
from tandem.children import queries as children
from tandem.platform import context


def unread(most: int = 100) -> int:
    """How many notices who acts has not seen, counted to `most`."""
    return len(_notices().filter(seen=None).values_list("pk", flat=True)[:most])


def notices(actor: Actor, *, limit: int = 50) -> tuple[Notice, ...]:
    """What who acts should know, unseen first and then the newest."""
    unseen = list(_notices().filter(seen=None).order_by("-at")[:limit])
    seen = _notices().filter(seen__isnull=False).order_by("-at")[: limit - len(unseen)]
    rows = [*unseen, *seen]
    concerns = models.Concern.objects.in_bulk({row.concern_id for row in rows})
    named = children.names_of({one.child_id for one in concerns.values() if one.child_id})
    if named:
        note(actor, "list notices", named)
    return tuple(_notice(row, concerns[row.concern_id], named) for row in rows if row.concern_id in concerns)


def undelivered() -> tuple[Undelivered, ...]:
    """What who acts did, of which the mail did not reach whom it was for and who has not seen it in Tandem either."""
    with connection.cursor() as cursor:
        cursor.execute("select concern, kind, at, receiver from casework_undelivered()")
        return tuple(Undelivered(id, Command(kind), at, name) for id, kind, at, name in cursor.fetchall())


def _notices() -> QuerySet[models.Notice]:
    return models.Notice.objects.filter(principal_id__in=context.current().principals)


def _notice(row: models.Notice, concern: models.Concern, named: Mapping[UUID, str]) -> Notice:
    name = named.get(concern.child_id, "") if concern.child_id else ""
    return Notice(row.pk, row.concern_id, Command(row.kind), row.at, row.seen, name, Urgency(concern.urgency))
