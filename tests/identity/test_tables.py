"""The tables of identity: nobody reads them without a reason, and they refuse what cannot be."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tandem.identity import models
from tandem.identity.data import Hat, Level, Method
from tandem.platform import clock
from tandem.platform import database as platform_database
from tandem.platform.postgres.cluster import ROLES, Cluster

TABLES = [
    models.Account,
    models.Authenticator,
    models.Device,
    models.Passkey,
    models.Provider,
    models.RecoveryCode,
    models.Session,
    models.Step,
    models.Subject,
    models.Throttle,
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.__name__))
def test_every_table_is_forced_to_guard_its_rows(database: Cluster, table: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relrowsecurity and relforcerowsecurity from pg_class where relname = %s", [table._meta.db_table]
        )
        assert cursor.fetchone() == (True,)


def test_the_database_refuses_what_cannot_be(committing_database: Cluster) -> None:
    platform_database.connect_as(committing_database.url(ROLES["owner"]))
    now = clock.now()
    with transaction.atomic():
        account = models.Account.objects.create(email="a@example.org", email_key="a@example.org", created=now)
        with pytest.raises(IntegrityError, match="email_once"), transaction.atomic():
            models.Account.objects.create(email="A@example.org", email_key="a@example.org", created=now)
        models.Account.objects.create(created=now)
        models.Account.objects.create(created=now)  # any number without an address
        facts: dict[str, Any] = {
            "account": account,
            "token_hash": b"x",
            "method": Method.PASSWORD,
            "started": now,
            "last_seen": now,
        }
        facts["confirmed"] = now
        with pytest.raises(IntegrityError, match="identity_session_level"), transaction.atomic():
            models.Session.objects.create(level="three", **facts)
        models.Session.objects.create(level=Level.ONE, **facts)
        transaction.set_rollback(True)


def test_the_actor_of_a_hat_is_the_person() -> None:
    account = models.Account(created=clock.now())
    hat = Hat(account.id, account.id, account.id, "Voorbeeld", "IB", "intern begeleider", account.id)
    assert str(hat.actor) == f"person:{account.id}"
