"""Concerns of a region, written at once: no triggers, so what they would have made is written here too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from tandem.register.models import Organisation

LOCATIONS, TEAMS = 2_000, 300
# Of a hat with few rows, with many, and with most: open, closed, children.
FEW, MANY, MOST = (20, 100, 16), (1_000, 10_000, 1_500), (5_000, 50_000, 0)
TABLES = (
    "children_child",
    "children_enrolment",
    "casework_concern",
    "casework_text",
    "casework_event",
    "casework_notice",
)


INDEXES = """
select indexname, indexdef from pg_indexes where tablename = any (%s)
  and indexname not in (select conname from pg_constraint)
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How many concerns, of which so many are open, and about how many children."""

    concerns: int
    open: int
    children: int

    def share(self, number: int) -> int:
        """The same part of a smaller region."""
        return max(16, number * self.concerns // 1_100_000)


def fill(size: Size, few: UUID, many: UUID, most: UUID) -> None:
    """Children at schools, concerns about them, and the three who have few, many and most of these."""
    places = [Organisation(id=uuid4(), kind="LOCATION", name=f"L{i}", sort_key=f"l{i}") for i in range(LOCATIONS)]
    teams = [Organisation(id=uuid4(), kind="LOCAL_TEAM", name=f"T{i}", sort_key=f"t{i}") for i in range(TEAMS)]
    Organisation.objects.bulk_create(places + teams, batch_size=1000)
    facts: dict[str, Any] = {
        "children": size.children,
        "concerns": size.concerns,
        "open": size.open,
        "places": [one.id for one in places],
        "teams": [one.id for one in teams],
        "few": few,
        "many": many,
        "most": most,
        "few_open": FEW[0],
        "few_closed": size.open + FEW[1],
        "many_open": FEW[0] + size.share(MANY[0]),
        "many_closed": size.open + FEW[1] + size.share(MANY[1]),
        "most_open": FEW[0] + size.share(MANY[0]) + size.share(MOST[0]),
        "most_closed": size.open + FEW[1] + size.share(MANY[1]) + size.share(MOST[1]),
        "few_children": FEW[2],
        "many_children": FEW[2] + size.share(MANY[2]),
    }
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(INDEXES, [[*TABLES, "casework_access", "children_access"]])
        indexes = cursor.fetchall()
        for name, _ in indexes:  # made afterwards in one go: row by row they take most of the time
            cursor.execute(f"drop index {name}")
        for statement in FILL:
            cursor.execute(statement, facts)
        for _, made in indexes:
            cursor.execute(made)


@contextmanager
def as_owner() -> Iterator[None]:
    """Without triggers and foreign keys: for what is written in bulk, and for the peer."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for table in TABLES:
            cursor.execute(f"alter table {table} disable trigger user")
        try:
            yield
        finally:
            for table in TABLES:
                cursor.execute(f"alter table {table} enable trigger user")
                for trigger in ("audit_rows", "audit_table"):
                    cursor.execute(f"alter table {table} enable always trigger {trigger}")
            cursor.execute("set session_replication_role = origin")


FILL = (
    """
    insert into children_child (id, given_name, family_name, sort_key, birth_date)
    select gen_random_uuid(), 'K' || i, 'Proefkind', 'proefkind ' || md5(i::text), date '2010-01-01' + i %% 5000
    from generate_series(1, %(children)s) as i
    """,
    """
    create temporary table child on commit drop as
    select id, sort_key, place, case when place <= %(few_children)s then %(few)s
      when place <= %(many_children)s then %(many)s
      else (%(places)s::uuid[])[1 + place %% cardinality(%(places)s::uuid[])] end as location
    from (select id, sort_key, row_number() over (order by sort_key) as place from children_child) c
    """,
    "create unique index on child (place)",
    """
    insert into children_enrolment (id, child_id, location_id, valid_from)
    select gen_random_uuid(), id, location, '2024-08-01' from child
    """,
    """
    insert into children_access
      (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, valid_until)
    select e.location_id, c.id, 'ENROLLED', e.id, 2061, false, c.sort_key, e.valid_from, null
    from children_enrolment e join child c on c.id = e.child_id
    """,
    # Of each concern: whose it is. Those of the three stand first, among the open and among the closed.
    """
    create temporary table made on commit drop as
    select gen_random_uuid() as id, gen_random_uuid() as event, gen_random_uuid() as person, gen_random_uuid() as hat,
      i, i <= %(open)s as open, now() - (i %% 500000) * interval '1 minute' as at,
      case when i <= %(few_open)s then %(few)s when i <= %(many_open)s then %(many)s
        when i <= %(most_open)s then %(most)s when i <= %(open)s then null
        when i <= %(few_closed)s then %(few)s when i <= %(many_closed)s then %(many)s
        when i <= %(most_closed)s then %(most)s end as whose
    from generate_series(1, %(concerns)s) as i
    """,
    """
    create temporary table concern on commit drop as
    select m.*, c.id as child, c.sort_key, c.location,
      case when m.whose is not null then m.whose
        when m.i %% 2 = 0 then (%(teams)s::uuid[])[1 + m.i %% cardinality(%(teams)s::uuid[])]
        else c.location end as holder
    from made m join child c on c.place = case when m.whose = %(few)s then 1 + m.i %% %(few_children)s
      when m.whose = %(many)s then %(few_children)s + 1 + m.i %% (%(many_children)s - %(few_children)s)
      else 1 + m.i %% %(children)s end
    """,
    """
    insert into casework_concern (id, child_id, anonymous, location_id, author_id, author_hat, key, state, urgency,
      outcome, framework, holder_id, refused, clock, clock_start, due, was_paused, extended, escalated, created, raised,
      closed, changed, version)
    select id, child, false, location, person, hat, id,
      case when open then (array['RAISED', 'ACKNOWLEDGED', 'TRIAGED', 'IN_ACTION'])[1 + i %% 4] else 'CLOSED' end,
      (array['URGENT', 'SOON', 'NORMAL'])[1 + i %% 3], '', '', holder, 0, case when open then 'ACT' else '' end,
      case when open then at end, case when open then at + interval '180 days' end, false, false, 0, at, at,
      case when not open then at end, at, 4
    from concern
    """,
    """
    insert into casework_access
      (principal_id, concern_id, part, hat, own_school, content, disclosure, open, due, worker_hat, changed)
    select principal, id, part, case when part = 'AUTHOR' then hat end, part <> 'AUTHOR' and principal = location, true,
      null, open, case when open then at + interval '180 days' end, null, at
    from concern cross join lateral
      (values (person, 'AUTHOR'), (holder, 'HOLDER'), (location, 'FORMER')) as p (principal, part)
    where part <> 'FORMER' or location <> holder order by 1, 2
    """,
    """
    insert into children_access
      (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, valid_until)
    select distinct on (child) %(most)s::uuid, child, 'DISCLOSED', id, 17, false, sort_key, date '2024-08-01',
      date '2037-08-01'
    from concern where whose = %(most)s
    """,
    """
    insert into casework_text (id, concern_id, part, text, author_id, organisation_id, for_author, at)
    select event, id, 'SEEN', 'Zit vaak alleen op het plein en zegt weinig.', person, location, false, at from concern
    """,
    """
    insert into casework_event (id, concern_id, at, command, state, person_id, organisation_id, function, details)
    select event, id, at, 'RAISE', 'RAISED', person, location, 'LERAAR', '{}' from concern
    """,
    """
    insert into casework_notice (id, principal_id, concern_id, event, kind, at, seen, sent, failed)
    select event, location, id, event, 'RAISE', at, case when i %% 20 > 0 then at end, at, false from concern
    """,
)
