-- Which functions are filled where, without who: what the desk needs to name the organisation that answers. Only what stands
-- in who-is-who (`listed`); the name behind it is read under the row security of the one who asks.

-- At these organisations or linked to these schools, with whoever stands in for them; also what ended since a day.
create function routing_posts(desks uuid[], schools uuid[], functions text[], since date)
returns table (id uuid, organisation uuid, function text, is_lead boolean, valid_from date, valid_until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive called (id) as (
    select m.id from public.register_membership m
    where m.organisation_id = any (desks) and m.function = any (functions) and m.listed
      and (m.valid_until is null or m.valid_until > since)
    union
    select l.membership_id from public.register_school_link l
    join public.register_membership m on m.id = l.membership_id
    where l.location_id = any (schools) and m.function = any (functions) and m.listed
      and (l.valid_until is null or l.valid_until > since)
    union
    select s.stand_in_id from called c join public.register_stand_in s on s.membership_id = c.id
    where s.valid_from <= context.today() and s.valid_until > context.today()
  )
  select m.id, m.organisation_id, m.function, m.is_lead, m.valid_from, m.valid_until
  from called c join public.register_membership m on m.id = c.id
  where m.listed
$$;

create function routing_links(posts uuid[], since date)
returns table (post uuid, school uuid, hours numeric, valid_from date, valid_until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.membership_id, l.location_id, l.hours_per_week, l.valid_from, l.valid_until
  from public.register_school_link l
  join public.register_membership m on m.id = l.membership_id
  where l.membership_id = any (posts) and m.listed and (l.valid_until is null or l.valid_until > since)
$$;

create function routing_stand_ins(posts uuid[])
returns table (post uuid, by uuid, valid_from date, valid_until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.membership_id, s.stand_in_id, s.valid_from, s.valid_until
  from public.register_stand_in s
  join public.register_membership m on m.id = s.membership_id
  where s.membership_id = any (posts) and m.listed
    and s.valid_from <= context.today() and s.valid_until > context.today()
$$;

revoke execute on function routing_posts(uuid[], uuid[], text[], date), routing_links(uuid[], date),
  routing_stand_ins(uuid[]) from public;
grant execute on function routing_posts(uuid[], uuid[], text[], date), routing_links(uuid[], date),
  routing_stand_ins(uuid[]) to tandem_app;
