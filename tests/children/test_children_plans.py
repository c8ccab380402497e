"""How the database goes about it: a list comes from its index, also for a hat with many children. In small."""

from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from tests.children.pupils import Pupils

from tandem.children.models import Access, Child
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster

MANY = """
insert into children_child (id, given_name, family_name, sort_key, birth_date)
select gen_random_uuid(), 'K', 'Proefkind', 'proefkind ' || md5(i::text), '2018-01-01'
from generate_series(1, 3000) as i;
insert into children_access (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, valid_until)
select case when sort_key < 'proefkind 8' then %(team)s::uuid else gen_random_uuid() end, id, 'DISCLOSED',
  gen_random_uuid(), 5, false, sort_key, '2024-08-01', '2030-08-01'
from children_child where given_name = 'K';
analyze children_child;
analyze children_access;
"""


@pytest.fixture
def world(owned_database: Cluster) -> Pupils:
    pupils = Pupils()
    with connection.cursor() as cursor:
        cursor.execute(MANY, {"team": pupils.team.id})
    return pupils


def plan_of(rows: "QuerySet[Access] | QuerySet[Child]") -> str:
    return rows.explain(analyze=True, timing=False, summary=False)


def the_list(of: UUID) -> "QuerySet[Access]":
    """As `queries.children_of` asks it."""
    rows = Access.objects.filter(principal_id=of).select_related("child")
    return rows.order_by("sort_key", "child_id")[:25]


def test_a_long_list_comes_in_order_from_its_index(world: Pupils) -> None:
    with acting(world.consultant.context):
        plan = plan_of(the_list(world.team.id))
        assert len(the_list(world.team.id)) == 25
    assert "children_access_list" in plan
    assert "Sort" not in plan
    assert "Seq Scan" not in plan
    assert "actual rows=25 " in plan or "actual rows=25.00 " in plan


def test_a_short_list_reads_few_rows(world: Pupils) -> None:
    with acting(world.coordinator.context):
        plan = plan_of(the_list(world.location.id))
    assert "Seq Scan" not in plan


def test_a_single_read_takes_the_key(world: Pupils) -> None:
    for who in (world.coordinator, world.consultant):
        with acting(who.context):
            plan = plan_of(Child.objects.filter(pk=world.ada.id))
        assert "children_child_pkey" in plan
        assert "Seq Scan" not in plan


def test_a_list_without_a_principal_is_right_but_reads_everything(world: Pupils) -> None:
    """Negative control: the plan does show when an index is not used."""
    with acting(world.consultant.context):
        plan = plan_of(Child.objects.order_by("sort_key")[:25])
    assert "Seq Scan" in plan
