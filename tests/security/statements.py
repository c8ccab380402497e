"""What one statement reaches in the database, always undone."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import Error, IntegrityError, connection, transaction

Value = UUID | str | int | bool | bytes | date | None
Key = UUID | bytes
BEFORE_POLICIES = {"23514", "23P01"}  # what a trigger refuses before a policy is asked: a mistake in the test
NO_RIGHT, PASSED = -1, -2  # no right on the table or column; past the policies, refused by a constraint


def reached(statement: str, values: Sequence[Value] = ()) -> set[Any] | None:
    """The rows that a statement reaches, undone; none where the right itself is missing; None: a row was refused.

    A row that passes the policies and not a constraint is None too: no right answer ends there.
    """
    found: set[Any] = set()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            found = {bytes(key) if isinstance(key, memoryview) else key for (key,) in cursor.fetchall()}
            transaction.set_rollback(True)
    except IntegrityError:
        return None
    except Error as error:
        if by_policy(error):
            return None
    return found


def count(statement: str, values: Sequence[Value] = ()) -> int | None:
    """How many rows a statement reaches, undone; NO_RIGHT without a right on the table; None when a row was refused."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            found: int = cursor.rowcount
            transaction.set_rollback(True)
    except IntegrityError:
        return PASSED
    except Error as error:
        return None if by_policy(error) else NO_RIGHT
    return found


def entered(table: str, columns: dict[str, Value]) -> bool:
    """Whether the policies let the row be added, also when a constraint then refuses it; undone."""
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"insert into {table} ({names}) values ({places})", list(columns.values()))
            transaction.set_rollback(True)
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") in BEFORE_POLICIES:
            raise
        return True
    except Error as error:
        by_policy(error)
        return False
    return True


def by_policy(error: Error) -> bool:
    """Refused for its rows, not for want of a right on the table; anything else is a mistake in the test."""
    if getattr(error.__cause__, "sqlstate", "") != "42501":
        raise error
    return "row-level security" in str(error)
