"""Reads of retention: what has begun, as the service; warnings and holds, as who works in the file."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import connection

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children import queries as children
from tandem.children.data import Why
from tandem.platform.context import Context, acting
from tandem.platform.database import allow_statements_of
from tandem.platform.terms import definitions
from tandem.sharing.retention import models
from tandem.sharing.retention.data import Candidate, Due, Held, Holding, How, Rule, Warned
from tandem.sharing.retention.reading import rules
from tandem.sharing.retention.rules import begun_before, due, term_of

SERVICE = "retention"
WHY = Why("keep-or-destroy", "6(1)(c)")
ACTOR = Actor(f"service:{SERVICE}")
LONG = 600  # seconds a statement of the nightly work may take


@contextmanager
def as_service(today: date) -> Iterator[None]:
    """Everything of a run is seen and done by the service, on one day, in one transaction."""
    with acting(Context(service=SERVICE, day=today), lifetime=LONG):
        allow_statements_of(LONG)
        yield


def in_order() -> list[Rule]:
    """The rules that destroy by themselves, what refers before what is referred to."""
    ranks = dict(models.Source.objects.filter(hangs_on="").values_list("table_name", "rank"))
    own = [rule for rule in rules().values() if rule.how in (How.TERM, How.LAST)]
    return sorted(own, key=lambda rule: (ranks[rule.table], rule.table))


def close_to_the_end(rule: Rule, today: date) -> list[Due]:
    """Rows of one table whose term has passed or nearly so, the oldest first. Inside `as_service`."""
    terms = tuple(definitions.term(id) for id in rule.terms.values())
    before = begun_before(terms, today) if terms else today
    with connection.cursor() as cursor:
        cursor.execute("select * from sharing_kept(%s, %s)", [rule.table, before])
        rows = [Candidate(*row) for row in cursor.fetchall()]
    calendar = definitions.calendar()
    if rule.how is How.LAST:
        return [Due(rule, row, "", row.starts) for row in rows]
    return [due(rule, row, definitions.term(term_of(rule, row.function)), calendar) for row in rows]


def warnings() -> tuple[Warned, ...]:
    """Files in which who acts works, that are close to their end; about nobody by name, so without a line."""
    held = set(models.Hold.objects.filter(ended_on=None).values_list("child_id", flat=True))
    rows = models.Warning.objects.order_by("due_on", "child_id")
    return tuple(Warned(row.child_id, row.file_id, row.due_on, row.child_id in held) for row in rows)


def holds() -> tuple[Holding, ...]:
    """What waits now in the files in which who acts works, the latest first."""
    rows = models.Hold.objects.filter(ended_on=None).order_by("-recorded_at")
    return tuple(
        Holding(row.id, row.child_id, row.file_id, Held(row.category), row.reason, row.recorded_at) for row in rows
    )


def has_objection(*, child: UUID, file: UUID) -> bool:
    """Whether an objection is being weighed, so that nothing new is shared from this file."""
    return models.Hold.objects.filter(child_id=child, file_id=file, category=Held.OBJECTION, ended_on=None).exists()


def names(actor: Actor, *, ids: Collection[UUID]) -> dict[UUID, str]:
    """Of the children whom who acts may still know; a child that left stands in its file without a name."""
    found = children.names_of(ids)
    if found:
        audit.record_read(
            actor=actor,
            action="list files",
            purpose=WHY.purpose,
            ground=WHY.ground,
            subjects=sorted(found),
            kinds=["identity"],
        )
    return found
