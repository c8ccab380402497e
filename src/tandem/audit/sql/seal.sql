-- The chain. Each seal holds the numbers of some lines, the hash of each, and the hash of the seal before it. Which
-- lines a seal covers is written down and not derived, and `previous` is unique: the chain cannot fork.
--
-- Writers never wait for it: a job seals afterwards what transactions wrote that are older than the oldest running one.

-- Which server: transaction numbers count per server, and after a restoration elsewhere they begin again.
create function audit.server() returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (select system_identifier from pg_control_system());
end $$;
grant execute on function audit.server() to tandem_app;
alter table audit_event alter server set default audit.server();
alter table audit_change alter server set default audit.server();
alter table audit_access alter server set default audit.server();

select audit.keep('audit_seal');

-- The text of a line that is hashed. `tandem audit verify` says it again in its own words: who changes this function
-- afterwards fools nobody.
create function audit.moment(at timestamptz) returns bigint
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select (extract(epoch from at) * 1000000)::bigint
$$;
create function audit.leaf(l public.audit_event) returns bytea
language sql stable set search_path = pg_catalog, pg_temp as $$
  select sha256(convert_to(jsonb_build_array('event', l.number, l.server, l.xid, audit.moment(l.written_at), l.trace,
    l.by, l.hat, l.organisation, l.function, audit.moment(l.at), l.action, l.subject, l.details)::text, 'UTF8'))
$$;
create function audit.leaf(l public.audit_change) returns bytea
language sql stable set search_path = pg_catalog, pg_temp as $$
  select sha256(convert_to(jsonb_build_array('change', l.number, l.server, l.xid, audit.moment(l.written_at), l.trace,
    l.by, l.hat, l.organisation, l.function, l.table_name, l.operation, l.row_key, l.subject, l.changes)::text, 'UTF8'))
$$;
create function audit.leaf(l public.audit_access) returns bytea
language sql stable set search_path = pg_catalog, pg_temp as $$
  select sha256(convert_to(jsonb_build_array('access', l.number, l.server, l.xid, audit.moment(l.written_at), l.trace,
    l.by, l.hat, l.organisation, l.function, audit.moment(l.started_at), l.action, l.purpose, l.ground, l.subjects,
    l.kinds, l.status)::text, 'UTF8'))
$$;

-- The end of the chain, for who compares it with what was written outside the database. No row: nothing is sealed yet.
create function audit.head() returns table (number bigint, hash bytea, sealed_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform audit.sealing_only();
  return query select s.number, s.hash, s.sealed_at from public.audit_seal s order by s.number desc limit 1;
end $$;

create function audit.hash_of(seal bigint) returns bytea
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform audit.sealing_only();
  return (select s.hash from public.audit_seal s where s.number = seal);
end $$;

create function audit.sealing_only() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() <> 'sealing' then
    raise exception 'only the service that seals may do this' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- Seal what is complete, about `most` lines at a time. Returns how many lines; 0 when there is nothing to seal.
create function audit.seal(most int) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  tail public.audit_seal;
  here bigint := audit.server();
  horizon bigint;
begin
  perform audit.sealing_only();
  lock table public.audit_seal in share row exclusive mode;  -- before the tail is read: two sealers never fork it
  select * into tail from public.audit_seal order by number desc limit 1;
  if tail.number is null then
    tail.number := 0;
    tail.hash := decode(repeat('00', 32), 'hex');
    tail.server := 0;  -- lines from before there was a chain
    tail.before_xid := 0;
  end if;
  if tail.server <> here then  -- moved here: seal first what the server before left behind, which is complete
    if exists (select from public.audit_event where server = tail.server and xid >= tail.before_xid)
      or exists (select from public.audit_change where server = tail.server and xid >= tail.before_xid)
      or exists (select from public.audit_access where server = tail.server and xid >= tail.before_xid) then
      return audit.add_seal(tail, tail.server, tail.before_xid, 9223372036854775807);
    end if;
    tail.server := here;
    tail.before_xid := 0;
  end if;
  horizon := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
  select least(horizon, max(u.xid) + 1) into horizon
  from (
    select e.xid from public.audit_event e where e.server = here and e.xid >= tail.before_xid and e.xid < horizon
    union all
    select c.xid from public.audit_change c where c.server = here and c.xid >= tail.before_xid and c.xid < horizon
    union all
    select a.xid from public.audit_access a where a.server = here and a.xid >= tail.before_xid and a.xid < horizon
    order by 1 limit most
  ) as u;
  return audit.add_seal(tail, here, tail.before_xid, horizon);
end $$;

-- One seal over the lines of one server from one transaction up to another. Only called by audit.seal.
create function audit.add_seal(tail public.audit_seal, of_server bigint, from_xid bigint, until_xid bigint) returns int
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  s public.audit_seal;
  of_events bytea;
  of_changes bytea;
  of_accesses bytea;
begin
  select coalesce(array_agg(e.number order by e.number), '{}'), string_agg(audit.leaf(e), '' order by e.number)
  into s.events, of_events
  from public.audit_event e where e.server = of_server and e.xid >= from_xid and e.xid < until_xid;
  select coalesce(array_agg(c.number order by c.number), '{}'), string_agg(audit.leaf(c), '' order by c.number)
  into s.changes, of_changes
  from public.audit_change c where c.server = of_server and c.xid >= from_xid and c.xid < until_xid;
  select coalesce(array_agg(a.number order by a.number), '{}'), string_agg(audit.leaf(a), '' order by a.number)
  into s.accesses, of_accesses
  from public.audit_access a where a.server = of_server and a.xid >= from_xid and a.xid < until_xid;
  s.leaves := coalesce(of_events, '') || coalesce(of_changes, '') || coalesce(of_accesses, '');
  if s.leaves = '' then
    return 0;
  end if;
  s.number := tail.number + 1;
  s.previous := tail.hash;
  s.sealed_at := clock_timestamp();
  s.server := of_server;
  s.before_xid := until_xid;
  s.hash := sha256(s.previous || convert_to(jsonb_build_array(s.number, audit.moment(s.sealed_at), s.server,
    s.before_xid, s.events, s.changes, s.accesses)::text, 'UTF8') || s.leaves);
  insert into public.audit_seal select s.*;
  return length(s.leaves) / 32;
end $$;

grant execute on function audit.seal(int), audit.head(), audit.hash_of(bigint) to tandem_app;
