"""Writes the log."""

import json
from collections.abc import Mapping

from django.db import connection, transaction

from tandem.audit.data import Actor
from tandem.platform import clock


def record(*, by: Actor, action: str, subject: str, details: Mapping[str, object]) -> None:
    """Add one line, in the transaction of the change that it describes.

    `action` is a verb in English ("register places"), `subject` names what it is about ("register"), `details` holds
    codes and counts. Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit line belongs in the transaction of its change")
    with connection.cursor() as cursor:  # not the ORM: its RETURNING asks for the right to read, which the app has not
        cursor.execute(
            "insert into audit_event (at, by, action, subject, details) values (%s, %s, %s, %s, %s::jsonb)",
            [clock.now(), str(by), action, subject, json.dumps(details)],
        )
