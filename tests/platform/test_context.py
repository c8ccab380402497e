"""What the database hears of who is acting."""

from dataclasses import fields, replace
from datetime import date
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction

from tandem.platform import clock
from tandem.platform.context import ANONYMOUS, Context, acting, current, switch
from tandem.platform.database import connect_as
from tandem.platform.postgres.cluster import ROLES, Cluster

COMPLETE = Context(
    account=uuid4(),
    person=uuid4(),
    hat=uuid4(),
    organisation=uuid4(),
    function="IB",
    professional=True,
    principals=(uuid4(), uuid4()),
    service="sign-in",
    trace="0123456789abcdef" * 2,
    day=date(2026, 8, 1),
)
NAMES = [field.name for field in fields(Context) if field.name != "day"]


def ask(expression: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"select {expression}")
        return cursor.fetchone()[0]


def heard() -> Context:
    """The context as SQL gives it back."""
    answers = {name: ask(f"context.{name}()") for name in NAMES}
    principals = answers.pop("principals")
    assert isinstance(principals, list)
    return Context(**answers, principals=tuple(principals), day=ask("context.today()"))  # type: ignore[arg-type]


def test_the_database_hears_every_field(database: Cluster) -> None:
    with acting(COMPLETE):
        assert heard() == COMPLETE
        assert current() == COMPLETE
    assert current() == ANONYMOUS


def test_a_stranger_is_nobody_and_so_is_who_acts_outside(database: Cluster) -> None:
    nobody = replace(ANONYMOUS, day=clock.today())
    assert heard() == nobody
    with acting(ANONYMOUS):
        assert heard() == nobody


def test_a_hat_is_needed_to_be_professional(database: Cluster) -> None:
    with acting(replace(COMPLETE, hat=None)):
        assert ask("context.professional()") is False


def test_it_is_gone_with_its_transaction(committing_database: Cluster) -> None:
    with acting(COMPLETE):
        assert ask("context.person()") == COMPLETE.person
    assert ask("coalesce(current_setting('tandem.context', true), '')") == ""
    with pytest.raises(KeyError), acting(COMPLETE):
        raise KeyError
    assert ask("context.person()") is None
    assert current() == ANONYMOUS


def test_inside_another_who_acted_before_acts_again(database: Cluster) -> None:
    inner = replace(COMPLETE, person=uuid4())
    with acting(COMPLETE):
        with acting(inner):
            assert (ask("context.person()"), current()) == (inner.person, inner)
        assert (ask("context.person()"), current()) == (COMPLETE.person, COMPLETE)
        with pytest.raises(KeyError), acting(inner):
            raise KeyError
        assert (ask("context.person()"), current()) == (COMPLETE.person, COMPLETE)
    assert ask("context.person()") is None


def test_a_switch_holds_to_the_end_of_the_block(database: Cluster) -> None:
    with acting(Context(service="sign-in")):
        switch(COMPLETE)
        assert heard() == COMPLETE
        assert current() == COMPLETE
    assert ask("context.person()") is None


def test_a_switch_outside_or_in_a_savepoint_is_refused(committing_database: Cluster) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        switch(COMPLETE)
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        switch(COMPLETE)
    with acting(ANONYMOUS), transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        switch(COMPLETE)


def test_a_broken_transaction_gives_the_error_that_broke_it(database: Cluster) -> None:
    with acting(COMPLETE):
        with pytest.raises(Exception, match="division by zero"), acting(ANONYMOUS):
            ask("1/0")
        assert ask("context.person()") == COMPLETE.person


def test_acting_is_always_as_the_app(owned_database: Cluster) -> None:
    assert ask("current_user") == "tandem_owner"
    with acting(COMPLETE):
        assert ask("current_user") == "tandem_app"
        with acting(ANONYMOUS):
            assert ask("current_user") == "tandem_app"
        assert ask("current_user") == "tandem_app"
    assert ask("current_user") == "tandem_owner"


@pytest.mark.parametrize("role", ["owner", "maint", "stats"])
def test_no_other_role_can_act(committing_database: Cluster, role: str) -> None:
    connect_as(committing_database.url(ROLES[role]))
    with pytest.raises(Exception, match='permission denied to set role "tandem_app"'), acting(COMPLETE):
        pass


def test_the_setting_does_not_stand_in_the_text_of_the_statement(committing_database: Cluster) -> None:
    """Every session of the app can read what another one runs."""
    pid = ask("pg_backend_pid()")
    with acting(COMPLETE), psycopg.connect(committing_database.url(ROLES["app"])) as other:
        row = other.execute("select query from pg_stat_activity where pid = %s", [pid]).fetchone()
    assert row is not None
    assert "set_config('tandem.context', $2" in row[0]
    assert str(COMPLETE.person) not in row[0]
