"""The change log: the database notes every row that changes, whoever changes it and however."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import errors

from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster

PERSON = UUID(int=1)
HERSELF = Context(person=PERSON, hat=UUID(int=3), organisation=UUID(int=4), function="IB", trace="b" * 32)

WATCHED = """
create table watched (id uuid primary key, about uuid, code text, secret text, bits bytea, amount int);
grant select, insert, update, delete on watched to tandem_app;
select audit.watch('watched', shown => array['code'], about => 'about');
"""


@pytest.fixture
def watched(committing_database: Cluster) -> Iterator[Cluster]:
    """A table that is watched, for as long as the test takes."""
    with psycopg.connect(committing_database.url(ROLES["owner"]), autocommit=True) as owner:
        owner.execute(WATCHED)
        yield committing_database
        connection.close()
        owner.execute("drop table watched")


def lines(cluster: Cluster, columns: str, last: int) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        found = reader.execute(
            f"select {columns} from audit_change where table_name = 'watched' order by number desc limit {last}"
        ).fetchall()
    return found[::-1]


def run(statement: str, *values: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def test_each_change_says_who_did_what_and_keeps_only_the_shown_values(watched: Cluster) -> None:
    one, child = UUID(int=10), UUID(int=20)
    with acting(HERSELF):
        run("insert into watched values (%s, %s, 'A', 'Jansen', 'x', null)", one, child)
        run("update watched set code = 'B', secret = 'Pietersen', amount = 3 where id = %s", one)
        run("update watched set code = 'B'")  # changes nothing, says nothing
        run("delete from watched")
    assert lines(watched, "operation, row_key, subject, changes", 3) == [
        (
            "INSERT",
            str(one),
            child,
            {"id": [None, str(one)], "about": [None, str(child)], "code": [None, "A"], "secret": None, "bits": None},
        ),
        ("UPDATE", str(one), child, {"code": ["A", "B"], "secret": None, "amount": None}),
        (
            "DELETE",
            str(one),
            child,
            {"id": [str(one), None], "about": [str(child), None], "code": ["B", None]}
            | dict.fromkeys(["secret", "bits", "amount"]),
        ),
    ]
    who = (f"person:{PERSON}", HERSELF.hat, HERSELF.organisation, "IB", HERSELF.trace, True)
    assert lines(watched, "by, hat, organisation, function, trace, xid > 0", 3) == [who] * 3


def test_bulk_and_upsert_and_copy_are_noted_row_by_row(watched: Cluster) -> None:
    with acting(HERSELF):
        run("insert into watched (id, code) select gen_random_uuid(), 'bulk' from generate_series(1, 500)")
        run("update watched set code = 'more'")
        run("insert into watched (id, code) select id, '' from watched on conflict (id) do update set code = 'upsert'")
    found = lines(watched, "operation, changes ->> 'code'", 1500)
    assert found == (
        [("INSERT", '[null, "bulk"]')] * 500
        + [("UPDATE", '["bulk", "more"]')] * 500
        + [("UPDATE", '["more", "upsert"]')] * 500
    )
    with psycopg.connect(watched.url(ROLES["owner"])) as owner, owner.cursor() as cursor:
        with cursor.copy("copy watched (id, code) from stdin") as copy:
            copy.write_row((UUID(int=77), "copied"))
        cursor.execute("truncate watched")
    assert lines(watched, "operation, by", 2) == [("INSERT", "role:tandem_owner"), ("TRUNCATE", "role:tandem_owner")]


def test_a_rolled_back_change_leaves_no_line(watched: Cluster) -> None:
    before = lines(watched, "number", 1)
    with acting(HERSELF):
        run("insert into watched (id) values (gen_random_uuid())")
        transaction.set_rollback(True)
    assert lines(watched, "number", 1) == before


@pytest.mark.parametrize("statement", ["insert into watched (id) values (gen_random_uuid())", "delete from watched"])
def test_a_change_whose_line_cannot_be_written_does_not_happen(watched: Cluster, statement: str) -> None:
    with psycopg.connect(watched.url(ROLES["owner"]), autocommit=True) as owner:
        owner.execute("insert into watched (id) values (gen_random_uuid())")
        owner.execute("alter table audit_change add constraint sink_is_broken check (false) not valid")
        try:
            with pytest.raises(DatabaseError, match="sink_is_broken"), acting(HERSELF):
                run(statement)
        finally:
            owner.execute("alter table audit_change drop constraint sink_is_broken")
        assert owner.execute("select count(*) from watched").fetchall() == [(1,)]


def test_who_is_nobody_changes_nothing(watched: Cluster) -> None:
    with psycopg.connect(watched.url(ROLES["app"])) as app, pytest.raises(errors.NotNullViolation):
        app.execute("insert into watched (id) values (gen_random_uuid())")
    with pytest.raises(DatabaseError, match='"by"'), acting(Context()):
        run("insert into watched (id) values (gen_random_uuid())")


def test_replication_mode_is_no_way_around(watched: Cluster) -> None:
    with psycopg.connect(watched.url(SUPERUSER)) as attacker:
        attacker.execute("set session_replication_role = replica")
        attacker.execute("insert into watched (id) values (gen_random_uuid())")
    assert lines(watched, "operation, by", 1) == [("INSERT", f"role:{SUPERUSER}")]


def test_the_app_cannot_read_or_write_the_log_itself(cluster: Cluster) -> None:
    for statement in (
        "select * from audit_change",
        "insert into audit_change (table_name, operation, row_key, changes) values ('x', 'INSERT', '', '{}')",
        "select audit.watch('register_board')",
        "select audit.note_truncate()",
        "select audit.keep('register_board')",
    ):
        with psycopg.connect(cluster.url(ROLES["app"])) as app, pytest.raises(errors.InsufficientPrivilege):
            app.execute(statement)


def test_a_column_that_is_not_there_cannot_be_shown(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(ROLES["owner"])) as owner, pytest.raises(errors.UndefinedColumn, match="nmae"):
        owner.execute("select audit.watch('register_board', shown => array['nmae'])")
