"""A protected table to attack, smaller than any real one: two people with a row each."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tandem.platform.database import connect_as
from tandem.platform.postgres.cluster import ROLES, Cluster

MINE, OTHERS = UUID(int=1), UUID(int=2)

DIARY = """
create table diary (id uuid primary key, owner uuid not null, words text not null);
alter table diary enable row level security;
alter table diary force row level security;
grant select, insert, update, delete on diary to tandem_app;
create policy house on diary to tandem_owner using (true) with check (true);
create policy own on diary to tandem_app
  using (owner = (select context.person())) with check (owner = (select context.person()));
insert into diary values (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'mine'),
  (gen_random_uuid(), '00000000-0000-0000-0000-000000000002', 'not mine');
analyze diary;
"""


@pytest.fixture
def diary(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """The table is there for others too, and Django is logged in as the app itself; no transaction is open."""
    with psycopg.connect(cluster.url(ROLES["owner"])) as owner:
        owner.execute(DIARY)
    with django_db_blocker.unblock():
        connect_as(cluster.url(ROLES["app"]))
        try:
            yield cluster
        finally:
            connection.close()
            with psycopg.connect(cluster.url(ROLES["owner"])) as owner:
                owner.execute("drop table diary")
