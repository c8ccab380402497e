"""What PostgreSQL itself says about tables, policies, rights and functions: the facts that `lint` judges."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection

EVERYBODY = "PUBLIC"


@dataclass(frozen=True, slots=True)
class Policy:
    table: str
    name: str
    permissive: bool
    command: Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]
    roles: tuple[str, ...]
    using: str | None
    check: str | None

    def covers(self, role: str, command: str) -> bool:
        return role in self.roles and self.command in ("ALL", command)


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a view. Its name has its schema, unless that is public."""

    name: str
    is_view: bool
    owner: str
    secured: bool  # row security is on
    forced: bool  # for its owner too
    as_invoker: bool  # a view that reads with the rights of who asks
    reads: tuple[str, ...]  # of a materialised view: what it was made from


@dataclass(frozen=True, slots=True)
class Grant:
    """`kind`: table, column, sequence, function, schema or database."""

    kind: str
    object: str
    grantee: str
    privilege: str


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    owner: str
    definer: bool  # runs with the rights of its owner
    search_path: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    powers: tuple[str, ...]  # superuser, bypassrls, …
    member_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything of ours in the connected database; what PostgreSQL and its extensions bring is left out."""

    relations: tuple[Relation, ...]
    policies: tuple[Policy, ...]
    grants: tuple[Grant, ...]
    functions: tuple[Function, ...]
    roles: tuple[Role, ...]
    speaks_as: str
    version: int  # as server_version_num: 150014 is 15.14
    statement_timeout: str

    def policies_of(self, table: str) -> list[Policy]:
        return [policy for policy in self.policies if policy.table == table]

    def granted(self, grantee: str, table: str) -> set[str]:
        """Privileges on the table or on any of its columns."""
        return {
            grant.privilege
            for grant in self.grants
            if grant.grantee == grantee and grant.object == table and grant.kind in ("table", "column")
        }


def read_catalogue() -> Catalogue:
    return Catalogue(
        relations=tuple(_relation(*row) for row in _rows(_RELATIONS)),
        policies=tuple(_policy(*row) for row in _rows(_POLICIES)),
        grants=tuple(Grant(*row) for row in _rows(_GRANTS)),
        functions=tuple(_function(*row) for row in _rows(_FUNCTIONS)),
        roles=tuple(Role(name, tuple(powers), tuple(member_of)) for name, powers, member_of in _rows(_ROLES)),
        **_session(),
    )


def _relation(*row: Any) -> Relation:
    name, is_view, owner, secured, forced, as_invoker, reads = row
    return Relation(name, is_view, owner, secured, forced, as_invoker, tuple(reads))


def _policy(*row: Any) -> Policy:
    table, name, permissive, command, roles, using, check = row
    return Policy(table, name, permissive, command, tuple(roles), using, check)


def _function(*row: Any) -> Function:
    name, owner, definer, settings = row
    return Function(name, owner, definer, _search_path(settings))


def _session() -> dict[str, Any]:
    [(speaks_as, version, timeout)] = _rows(_SESSION)
    return {"speaks_as": speaks_as, "version": version, "statement_timeout": timeout}


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_OURS + statement)
        return list(cursor.fetchall())


def _search_path(settings: Iterable[str] | None) -> tuple[str, ...] | None:
    for setting in settings or ():
        name, _, value = setting.partition("=")
        if name == "search_path":
            return tuple(part.strip().strip('"') for part in value.split(","))
    return None


_OURS = """
with schemas as (
  select oid, nspname, nspacl, nspowner, case nspname when 'public' then '' else nspname || '.' end as prefix
  from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
), relations as (
  select c.*, s.prefix || c.relname as name
  from pg_class c join schemas s on s.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'm', 'f', 'v', 'S')
    and not exists (select from pg_depend d
                    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), functions as (
  select p.*, s.prefix || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name
  from pg_proc p join schemas s on s.oid = p.pronamespace
  where not exists (select from pg_depend d
                    where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
)
"""

_SESSION = """
select current_user::text, current_setting('server_version_num')::int, current_setting('statement_timeout')
"""

_RELATIONS = """
select r.name, r.relkind = 'v', pg_get_userbyid(r.relowner)::text, r.relrowsecurity, r.relforcerowsecurity,
  coalesce(r.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false),
  array(select distinct source.name
        from pg_rewrite w
        join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
        join relations source on d.refclassid = 'pg_class'::regclass and source.oid = d.refobjid
        where w.ev_class = r.oid and r.relkind = 'm' and source.oid <> r.oid order by 1)
from relations r where r.relkind <> 'S' order by 1
"""

_POLICIES = """
select r.name, p.polname::text, p.polpermissive,
  case p.polcmd when '*' then 'ALL' when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE'
    else 'DELETE' end,
  array(select case member when 0 then 'PUBLIC' else pg_get_userbyid(member)::text end
        from unnest(p.polroles) member order by 1),
  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
from pg_policy p join relations r on r.oid = p.polrelid order by 1, 2
"""

_GRANTS = """
select kind, name, case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end, privilege_type
from (
  select case relkind when 'S' then 'sequence' else 'table' end as kind, name,
    coalesce(relacl, acldefault((case relkind when 'S' then 's' else 'r' end)::"char", relowner)) as acl
  from relations
  union all
  select 'column', r.name, a.attacl
  from pg_attribute a join relations r on r.oid = a.attrelid where a.attacl is not null
  union all
  select 'function', name, coalesce(proacl, acldefault('f', proowner)) from functions
  union all
  select 'schema', nspname, coalesce(nspacl, acldefault('n', nspowner)) from schemas
  union all
  select 'database', datname, coalesce(datacl, acldefault('d', datdba))
  from pg_database where datname = current_database()
) objects, lateral aclexplode(acl)
order by 1, 2, 3, 4
"""

_FUNCTIONS = """
select name, pg_get_userbyid(proowner)::text, prosecdef, proconfig from functions order by 1
"""

_ROLES = """
select r.rolname::text,
  array_remove(array[case when r.rolsuper then 'superuser' end, case when r.rolbypassrls then 'bypassrls' end,
    case when r.rolcreaterole then 'createrole' end, case when r.rolcreatedb then 'createdb' end,
    case when r.rolreplication then 'replication' end], null),
  array(select pg_get_userbyid(m.roleid)::text from pg_auth_members m where m.member = r.oid order by 1)
from pg_roles r where r.rolname like 'tandem\\_%' or r.rolname = current_user order by 1
"""
