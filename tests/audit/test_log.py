"""The log: written with the change, and never changed again, by nobody, on every version of PostgreSQL."""

import json
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg import errors

from tandem.audit import actions
from tandem.audit.data import OPEN_DATA, Actor
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def read_log(cluster: Cluster) -> list[tuple[object, ...]]:
    """The lines, read as `tandem_maint`, who alone may."""
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        return reader.execute("select at, by, action, subject, details from audit_event order by number").fetchall()


def test_a_line_says_who_did_what_to_what_and_when(
    committing_database: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    with transaction.atomic():
        actions.record(by=OPEN_DATA, action="try", subject="log", details={"codes": ["GM0518"], "naam": "é"})
    assert read_log(committing_database)[-1] == (
        MOMENT,
        "service:opendata",
        "try",
        "log",
        {"codes": ["GM0518"], "naam": "é"},
    )


@transaction.atomic
def change_that_fails() -> None:
    actions.record(by=OPEN_DATA, action="fail", subject="log", details={})
    raise ZeroDivisionError


def test_line_and_change_stand_or_fall_together(committing_database: Cluster) -> None:
    before = read_log(committing_database)
    with pytest.raises(ZeroDivisionError):
        change_that_fails()
    assert read_log(committing_database) == before


def test_outside_a_transaction_nothing_is_written(committing_database: Cluster) -> None:
    before = read_log(committing_database)
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(by=OPEN_DATA, action="loose", subject="log", details={})
    assert read_log(committing_database) == before


LINE = "insert into audit_event (at, by, action, subject, details) values (now(), 'service:x', 'a', 's', '{}')"
STATEMENTS = {
    "update": "update audit_event set by = 'person:forger'",
    "delete": "delete from audit_event",
    "truncate": "truncate audit_event",
    "truncate cascade": "truncate audit_event cascade",
    "upsert": "insert into audit_event (number, at, by, action, subject, details) overriding system value"
    " select number, at, 'person:forger', action, subject, details from audit_event limit 1"
    " on conflict (number) do update set by = excluded.by",
}


@pytest.mark.parametrize("role", [*ROLES.values(), SUPERUSER])
@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_no_role_changes_or_removes_a_line(cluster: Cluster, role: str, statement: str) -> None:
    with psycopg.connect(cluster.url(SUPERUSER)) as writer:
        writer.execute(LINE)
    before = read_log(cluster)
    assert before
    with psycopg.connect(cluster.url(role)) as attacker, pytest.raises(errors.InsufficientPrivilege):
        attacker.execute(statement)
    assert read_log(cluster) == before


@pytest.mark.parametrize("statement", [STATEMENTS["update"], STATEMENTS["delete"], STATEMENTS["truncate"]])
def test_replication_mode_is_no_way_around(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.url(SUPERUSER)) as attacker:
        attacker.execute(LINE)
        attacker.execute("set session_replication_role = replica")
        with pytest.raises(errors.InsufficientPrivilege, match="append-only"):
            attacker.execute(statement)


def test_without_the_triggers_a_line_could_be_removed(cluster: Cluster) -> None:
    """Negative control: the tests above see the triggers at work and not something else."""
    with psycopg.connect(cluster.url(ROLES["owner"])) as owner:
        owner.execute(LINE)
        owner.execute("alter table audit_event disable trigger user")
        assert owner.execute("delete from audit_event").rowcount > 0
        owner.rollback()


def test_the_app_writes_and_does_not_read(database: Cluster) -> None:
    actions.record(by=OPEN_DATA, action="look", subject="log", details={})
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event")


def test_the_database_knows_what_an_actor_is_too(cluster: Cluster) -> None:
    line = "insert into audit_event (at, by, action, subject, details) values (now(), %s, %s, %s, %s)"
    for by, action, subject in (("somebody", "a", "s"), ("person:1", "", "s"), ("person:1", "a", "")):
        with psycopg.connect(cluster.url(ROLES["owner"])) as owner, pytest.raises(errors.CheckViolation):
            owner.execute(line, [by, action, subject, json.dumps({})])


@pytest.mark.parametrize("name", ["", "somebody", "person:", "person:A b", "robot:x", "person:1\n"])
def test_an_actor_has_a_kind_and_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="not an actor"):
        Actor(name)


def test_the_log_points_to_nothing(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        keys = reader.execute(
            "select conname from pg_constraint where contype = 'f'"
            " and (conrelid = 'audit_event'::regclass or confrelid = 'audit_event'::regclass)"
        ).fetchall()
    assert keys == []


PERSON, SOMEBODY_ELSE = UUID(int=1), UUID(int=2)


def test_a_person_writes_only_lines_of_her_own(committing_database: Cluster) -> None:
    actor = Actor(f"person:{PERSON}", hat=UUID(int=3), organisation=UUID(int=4), function="IB")
    with acting(Context(person=PERSON, trace="a" * 32)):
        actions.record(by=actor, action="try", subject="log", details={})
    with psycopg.connect(committing_database.url(ROLES["maint"])) as reader:
        line = reader.execute(
            "select by, hat, organisation, function, trace, xid > 0, written_at > now() - interval '1 minute'"
            " from audit_event order by number desc limit 1"
        ).fetchone()
    assert line == (actor.name, actor.hat, actor.organisation, "IB", "a" * 32, True, True)
    for name in (f"person:{SOMEBODY_ELSE}", "service:opendata"):
        with pytest.raises(ProgrammingError, match="row-level security"), acting(Context(person=PERSON)):
            actions.record(by=Actor(name), action="forge", subject="log", details={})


def test_without_a_context_only_a_service_writes(committing_database: Cluster) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        actions.record(by=Actor(f"person:{PERSON}"), action="forge", subject="log", details={})


@pytest.mark.parametrize("column", ["number", "xid", "written_at", "trace"])
def test_the_app_does_not_fill_in_what_the_database_knows(cluster: Cluster, column: str) -> None:
    with psycopg.connect(cluster.url(ROLES["app"])) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute(f"insert into audit_event ({column}) values (null)")
