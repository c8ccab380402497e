"""Django's connection: as which role it speaks, migrations, and taking turns."""

import hashlib

import dj_database_url
import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tandem.platform import context


def connect_as(url: str) -> None:
    """From here on the connection of this thread speaks as the role in `url`."""
    connection.close()
    connection.settings_dict.update(dj_database_url.parse(url, conn_health_checks=True))


def migrate() -> None:
    """Bring the schema up to date. Must be connected as owner; the app may read afterwards what was applied."""
    if missing_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("grant select on django_migrations to tandem_app")
    context.write_key()


def missing_migrations() -> list[str]:
    """Names of migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0])


def is_refusal(error: Exception) -> bool:
    """Whether the database said no: by row security, or because the role lacks the right."""
    return isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)


def is_busy(error: Exception) -> bool:
    """Whether somebody else held a row for longer than we wait."""
    return isinstance(error.__cause__, psycopg.errors.LockNotAvailable)


def allow_statements_of(seconds: int) -> None:
    """For a job: until its transaction ends a statement may take so long; for a page it is five seconds."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('statement_timeout', %s, true)", [f"{seconds}s"])


def one_at_a_time(subject: str) -> None:
    """Wait until nobody else writes this subject; the turn ends with the transaction."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a turn lasts as long as its transaction")
    number = int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [number])
