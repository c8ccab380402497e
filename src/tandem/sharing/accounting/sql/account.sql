-- Who can see a child's data and who did, for who works in a file about it. No names of people leave these functions
-- (CJEU C-579/21). Of break-glass the organisation stays out while the address is secret: it can tell where the child is.

-- Whether who acts works in a file about the child: coordinates care at its school or leads it, or gave something of her own file.
create function sharing_accounts_for(child uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  files uuid[] := public.sharing_files();
begin
  return exists (
    select from public.children_access a where a.child_id = child and a.reason = 'ENROLLED' and a.principal_id = any (files)
      and a.valid_from <= context.today() and (a.valid_until is null or a.valid_until > context.today()))
    or exists (select from public.sharing_disclosure d where d.child_id = child and d.file_id = any (files));
end $$;

create function sharing_who_can(child uuid)
returns table (reason text, organisation uuid, function text, kinds integer, people bigint, since date, until date,
  expires timestamptz, source uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  files uuid[] := public.sharing_files();
  today date := context.today();
begin
  if not public.sharing_accounts_for(child) then
    return;
  end if;
  return query
  with rows as (
    select a.* from public.children_access a where a.child_id = child and a.valid_from <= today
      and (a.valid_until is null or a.valid_until > today) and (a.expires_at is null or a.expires_at > statement_timestamp())
  ), held as (
    select m.id, m.organisation_id, m.function, m.person_id from public.register_membership m
    where m.valid_from <= today and (m.valid_until is null or m.valid_until > today)
  )
  select r.reason, r.principal_id, f.code, r.kinds, (
      select count(distinct m.person_id) from held m where m.function = f.code
        and m.organisation_id in (r.principal_id, (select o.parent_id from public.register_organisation o where o.id = r.principal_id))),
    r.valid_from, r.valid_until, null::timestamptz, r.source
  from rows r, (values ('IB'), ('SCHOOLDIR')) f (code) where r.reason = 'ENROLLED' and r.principal_id = any (files)
  union all
  select r.reason, t.location_id, m.function, r.kinds, 1::bigint, r.valid_from, r.valid_until, null::timestamptz, r.source
  from rows r join public.children_teaching t on t.id = r.source join held m on m.id = t.membership_id
  where r.reason = 'TEACHES' and t.location_id = any (files)
  union all
  select r.reason, d.receiver_organisation_id, d.receiver_function, r.kinds, (
      select count(distinct m.person_id) from held m where m.organisation_id = d.receiver_organisation_id
        and case when d.receiver_membership is null then m.function = d.receiver_function else m.id = d.receiver_membership end),
    r.valid_from, r.valid_until, null::timestamptz, r.source
  from rows r join public.sharing_disclosure d on d.id = r.source
  where r.reason = 'DISCLOSED' and d.file_id = any (files)
  union all
  select r.reason, case when not r.guarded then b.organisation_id end, b.function, r.kinds, 1::bigint, r.valid_from, r.valid_until,
    r.expires_at, r.source
  from rows r join public.sharing_break_glass b on b.id = r.source where r.reason = 'BREAK_GLASS'
  order by 1 desc, 6, 3;
end $$;

create function sharing_who_saw(child uuid)
returns table (seen_at timestamptz, times bigint, organisation uuid, function text, purpose text, kinds text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  files uuid[] := public.sharing_files();
  places uuid[] := case when context.function() in ('IB', 'SCHOOLDIR') then public.children_principals() else '{}' end;
  secret boolean := exists (select from public.children_protected_address p where p.child_id = child and p.level = 2);
  given text[];
begin
  if not public.sharing_accounts_for(child) then
    return;
  end if;
  select array_agg('%' || d.id) into given from public.sharing_disclosure d where d.child_id = child and d.file_id = any (files);
  return query
  select max(l.written_at), count(*),
    case when not (secret and l.purpose = 'break-glass') then l.organisation end, l.function, l.purpose,
    array(select distinct k from unnest(array_agg(array_to_string(l.kinds, ','))) joined, string_to_table(joined, ',') k
          where k not in ('protected-address', '') order by k)
  from public.audit_access l
  where l.subjects @> array[child] and l.status = 1
    and (l.hat = context.hat() or l.organisation = any (places) or l.purpose = 'break-glass' or l.ground like any (given))
  group by (l.written_at at time zone 'Europe/Amsterdam')::date, 3, l.function, l.purpose
  order by 1 desc limit 300;
end $$;

revoke execute on function sharing_accounts_for(uuid), sharing_who_can(uuid), sharing_who_saw(uuid) from public;
grant execute on function sharing_accounts_for(uuid), sharing_who_can(uuid), sharing_who_saw(uuid) to tandem_app;
