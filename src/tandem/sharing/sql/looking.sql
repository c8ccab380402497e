-- What who gives may know of who receives: which functions the organisation has, and who looked at what was disclosed.

-- Per function how many people hold it today, and one of their hats, so that a preview can ask the policies as such a
-- receiver. For who wears a professional hat.
create function sharing_hats_at(place uuid, only_hat uuid)
returns table (function text, people bigint, hat uuid, person uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.function, count(distinct m.person_id), (array_agg(m.id order by m.id))[1], (array_agg(m.person_id order by m.id))[1]
  from public.register_membership m
  where m.organisation_id = place and (only_hat is null or m.id = only_hat) and public.children_principals() <> '{}'
    and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
  group by m.function order by m.function
$$;

-- Who looked, for who works in the file: organisation, function, time, purpose and kinds; no names.
create function sharing_seen(disclosure uuid)
returns table (seen_at timestamptz, organisation uuid, function text, purpose text, kinds text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.written_at, l.organisation, l.function, l.purpose, l.kinds
  from public.sharing_disclosure d
  join public.audit_access l on l.subjects @> array[d.child_id] and l.action = 'read disclosure'
    and l.ground like '%' || d.id::text and l.status = 1
  where d.id = disclosure and d.file_id = any (public.sharing_files())
  order by l.written_at desc limit 500
$$;

revoke execute on function sharing_hats_at(uuid, uuid), sharing_seen(uuid) from public;
grant execute on function sharing_hats_at(uuid, uuid), sharing_seen(uuid) to tandem_app;
