"""What somebody should know: read, counted, and what did not arrive."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.data import About, Notice, Undelivered, Urgency
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
    concerns = models.Concern.objects.in_bulk({row.concern_id for row in rows if row.concern_id})
    named = children.names_of({one.child_id for one in concerns.values() if one.child_id})
    if named:
        note(actor, "list notices", named)
    return tuple(
        _notice(row, concerns.get(row.concern_id), named)
        for row in rows
        if row.concern_id is None or row.concern_id in concerns
    )


def undelivered() -> tuple[Undelivered, ...]:
    """What who acts did, of which the mail did not reach whom it was for and who has not seen it in Tandem either."""
    with connection.cursor() as cursor:
        cursor.execute("select about, subject, kind, at, receiver from casework_undelivered()")
        rows = cursor.fetchall()
    return tuple(Undelivered(About(about), id, kind, at, name) for about, id, kind, at, name in rows)


def told(events: Iterable[UUID]) -> set[UUID]:
    """Of which of these somebody was told; for the clock, which sees every notice."""
    return set(models.Notice.objects.filter(event__in=list(events)).values_list("event", flat=True))


def _notices() -> QuerySet[models.Notice]:
    return models.Notice.objects.filter(principal_id__in=mine())


def mine() -> list[UUID]:
    """For whom a notice is that who acts may find: her hat, herself, her organisation and the units below it."""
    now = context.current()
    return [*([now.hat] if now.hat else []), *now.principals]


def _notice(row: models.Notice, concern: models.Concern | None, named: Mapping[UUID, str]) -> Notice:
    name = named.get(concern.child_id, "") if concern and concern.child_id else ""
    urgent = concern is not None and concern.urgency == Urgency.URGENT.value
    subject = UUID(str(row.concern_id or row.subject))
    return Notice(row.pk, About(row.about), subject, row.kind, row.at, row.seen, name, urgent)
