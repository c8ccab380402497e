"""Reading the log, which the app may not: with a connection of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

Log = psycopg.Connection[tuple[object, ...]]


@contextmanager
def opened(url: str) -> Iterator[Log]:
    """The log as it is now, read-only; `url` is the address of the role tandem_maint."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection
