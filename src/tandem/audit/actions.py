"""Writes the log."""

import json
from collections.abc import Mapping, Sequence
from enum import IntEnum
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from tandem.audit.data import Actor, AuditUnavailableError
from tandem.platform import clock, context


class Outcome(IntEnum):
    """How an attempt to read ended, in the codes of Logboek Dataverwerkingen."""

    SHOWN = 1
    REFUSED = 2


def record(*, by: Actor, action: str, subject: str, details: Mapping[str, object]) -> None:
    """Add one line, in the transaction of the change that it describes.

    `action` is a verb in English ("register places"), `subject` names what it is about ("register"), `details` holds
    codes and counts. Raises TransactionManagementError outside a transaction, ProgrammingError when `by` is not who
    acts in the signed context.
    """
    _inside_a_transaction()
    with connection.cursor() as cursor:  # not the ORM: its RETURNING asks for the right to read, which the app has not
        cursor.execute(
            "insert into audit_event (at, by, hat, organisation, function, action, subject, details)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s::jsonb)",
            [clock.now(), by.name, by.hat, by.organisation, by.function, action, subject, json.dumps(details)],
        )


def record_read(  # noqa: PLR0913 - a line needs this many facts
    *,
    actor: Actor,
    action: str,
    purpose: str,
    ground: str,
    subjects: Sequence[UUID],
    kinds: Sequence[str],
    outcome: Outcome = Outcome.SHOWN,
) -> None:
    """Add the line of a read, before the data are served. One line per answer.

    `action` is a verb in English ("find people"), `purpose` a code of why ("find-colleague"), `ground` the article of
    the GDPR ("6(1)(e)"), `subjects` the people whom the data are about, `kinds` the kinds of data ("name", "phone").
    Who reads is taken from the signed context; an `actor` that is somebody else is refused. Raises
    AuditUnavailableError when the line cannot be written: then nothing may be served.
    """
    _inside_a_transaction()
    if actor != (reader := acting_actor()):
        raise ValueError(f"{actor.name} asks, but {reader.name} acts")
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select audit.add_access(%s, %s, %s, %s::uuid[], %s::text[], %s::smallint)",
                [action, purpose, ground, list(subjects), list(kinds), outcome.value],
            )
    except DatabaseError as error:
        raise AuditUnavailableError(action) from error


def acting_actor() -> Actor:
    """Who acts in the signed context. Raises ValueError for a stranger."""
    now = context.current()
    if now.person is not None:
        return Actor(f"person:{now.person}", now.hat, now.organisation, now.function)
    if now.service:
        return Actor(f"service:{now.service}")
    return Actor(f"account:{now.account}" if now.account else "")


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit line belongs in the transaction of its change")
