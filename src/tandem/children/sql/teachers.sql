-- Who teaches at the own school, for who coordinates care there: teachers do not stand in who is who, and a list of pupils
-- names them.
create function children_teachers(here uuid) returns table (membership uuid, person uuid, name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.id, p.id, concat_ws(' ', p.given_name, nullif(p.infix, ''), p.family_name)
  from public.register_membership m
  join public.register_person p on p.id = m.person_id
  join public.register_organisation o on o.id = here
  where context.function() in ('IB', 'SCHOOLDIR') and here = any (public.children_principals())
    and m.function = 'LERAAR' and m.organisation_id in (here, o.parent_id)
    and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
  order by p.sort_key, m.id
$$;
revoke execute on function children_teachers(uuid) from public;
grant execute on function children_teachers(uuid) to tandem_app;
