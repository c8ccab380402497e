"""The access log: the line is written before the data are served, or they are not served."""

import time
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from psycopg import errors

from tandem.audit.actions import Outcome, acting_actor, record_read
from tandem.audit.data import Actor, AuditUnavailableError
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, Cluster

PERSON, CHILDREN = UUID(int=1), [UUID(int=20), UUID(int=21)]
HERSELF = Context(person=PERSON, hat=UUID(int=3), organisation=UUID(int=4), function="IB", trace="c" * 32)


def look(actor: Actor | None = None, outcome: Outcome = Outcome.SHOWN) -> None:
    record_read(
        actor=actor or acting_actor(),
        action="show list",
        purpose="find-colleague",
        ground="6(1)(e)",
        subjects=CHILDREN,
        kinds=["name", "phone"],
        outcome=outcome,
    )


def last_line(cluster: Cluster) -> tuple[object, ...] | None:
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        return reader.execute(
            "select by, hat, organisation, function, trace, action, purpose, ground, subjects, kinds, status,"
            " started_at <= written_at from audit_access order by number desc limit 1"
        ).fetchone()


def test_a_line_says_who_saw_what_of_whom_and_why(committing_database: Cluster) -> None:
    with acting(HERSELF):
        look()
    who = (f"person:{PERSON}", HERSELF.hat, HERSELF.organisation, "IB", HERSELF.trace)
    what = ("show list", "find-colleague", "6(1)(e)", CHILDREN, ["name", "phone"], 1, True)
    assert last_line(committing_database) == who + what
    with acting(HERSELF):
        look(outcome=Outcome.REFUSED)
    assert (last_line(committing_database) or ())[-2] == 2


def test_nobody_reads_in_the_name_of_somebody_else(committing_database: Cluster) -> None:
    with pytest.raises(ValueError, match="asks, but"), acting(HERSELF):
        look(Actor("person:2"))
    with pytest.raises(ValueError, match="not an actor"), acting(Context()):
        look()


def test_services_and_accounts_are_actors_too(committing_database: Cluster) -> None:
    for context, name in (
        (Context(service="demo", account=PERSON), "service:demo"),
        (Context(account=PERSON), f"account:{PERSON}"),
    ):
        with acting(context):
            look()
        assert (last_line(committing_database) or ())[0] == name


def test_a_read_whose_line_cannot_be_written_says_so(committing_database: Cluster) -> None:
    before = last_line(committing_database)
    with psycopg.connect(committing_database.url(ROLES["owner"]), autocommit=True) as owner:
        owner.execute("alter table audit_access add constraint sink_is_broken check (false) not valid")
        try:
            with pytest.raises(AuditUnavailableError), acting(HERSELF):
                look()
        finally:
            owner.execute("alter table audit_access drop constraint sink_is_broken")
    assert last_line(committing_database) == before


def test_a_sink_that_hangs_is_given_up_within_two_seconds(committing_database: Cluster) -> None:
    with psycopg.connect(committing_database.url(ROLES["owner"])) as owner:
        owner.execute("lock table audit_access in access exclusive mode")
        began = time.monotonic()
        with pytest.raises(AuditUnavailableError), acting(HERSELF):
            look()
        assert time.monotonic() - began < 2


def test_outside_a_transaction_nothing_is_read(committing_database: Cluster) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        look(Actor("service:demo"))


def test_the_app_cannot_read_or_write_the_log_itself(cluster: Cluster) -> None:
    line = (
        "insert into audit_access (started_at, action, purpose, ground, subjects, kinds, status)"
        " values (now(), 'a', 'p', 'g', '{}', '{}', 1)"
    )
    for statement in ("select * from audit_access", line):
        with psycopg.connect(cluster.url(ROLES["app"])) as app, pytest.raises(errors.InsufficientPrivilege):
            app.execute(statement)
