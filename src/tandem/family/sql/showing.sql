-- What the window tells beside what was let out: where the case is, who takes part, who looked. For the account whose window
-- it is, while the gate is open. No names of people leave these functions (CJEU C-579/21), and no
-- organisation while the child has an address that is secret for safety: a school or a team tells where the child is.

create function family_open_case(opened uuid) returns public.family_window
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select w.* from public.family_window w join public.children_access a on a.principal_id = w.id and a.reason = 'FAMILY'
  where w.id = opened and w.id = any (public.family_windows())
    and a.valid_from <= context.today() and (a.valid_until is null or a.valid_until > context.today())
$$;

create function family_hides_places(child uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.children_protected_address p where p.child_id = child and p.level = 2)
$$;

create function family_track(opened uuid)
returns table (state text, since timestamptz, begun timestamptz, holder uuid, offered boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  w public.family_window := public.family_open_case(opened);
begin
  if w.id is null then
    return;
  end if;
  return query
  select c.state, coalesce((select min(e.at) from public.cases_event e where e.case_id = c.id and e.state = c.state
      and e.number > coalesce((select max(b.number) from public.cases_event b where b.case_id = c.id and b.state <> c.state), 0)),
      c.opened), c.opened, case when not public.family_hides_places(w.child_id) then c.holder_id end,
    exists (select from public.cases_offer o where o.case_id = c.id and o.state = 'OPEN')
  from public.cases_case c where c.id = w.case_id;
end $$;

create function family_involved(opened uuid)
returns table (organisation uuid, function text, since timestamptz, directs boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  w public.family_window := public.family_open_case(opened);
begin
  if w.id is null then
    return;
  end if;
  return query
  select case when not public.family_hides_places(w.child_id) then p.organisation_id end, p.function, min(p.since),
    bool_or(exists (select from public.cases_direction d where d.case_id = w.case_id and d.ended is null
      and d.organisation_id = p.organisation_id and d.function = p.function))
  from public.cases_participant p where p.case_id = w.case_id and p.until is null
  group by p.organisation_id, p.function order by min(p.since), p.function, p.organisation_id;
end $$;

-- Professionals only: what the other parent looked at is the other parent's. Who raised a concern stays out of it, unless she
-- takes part in the case and so is known to be there.
create function family_who_saw(opened uuid)
returns table (day date, times bigint, organisation uuid, function text, purpose text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  w public.family_window := public.family_open_case(opened);
  secret boolean;
begin
  if w.id is null then
    return;
  end if;
  secret := public.family_hides_places(w.child_id);
  return query
  select (l.written_at at time zone 'Europe/Amsterdam')::date, count(*), case when not secret then l.organisation end,
    l.function, l.purpose
  from public.audit_access l
  where l.subjects @> array[w.child_id] and l.status = 1 and l.hat is not null and l.purpose <> 'raise-concern'
    and not l.kinds && array['reporter', 'protected-address']
    and (not exists (select from public.casework_concern c where c.child_id = w.child_id and c.author_hat = l.hat)
      or exists (select from public.cases_participant p where p.case_id = w.case_id and p.until is null
        and p.function = l.function and p.organisation_id = l.organisation))
  group by 1, 3, 4, 5 order by 1 desc, 4, 5, 3 limit 200;
end $$;

revoke execute on function family_open_case(uuid), family_hides_places(uuid), family_track(uuid), family_involved(uuid),
  family_who_saw(uuid) from public;
grant execute on function family_track(uuid), family_involved(uuid), family_who_saw(uuid) to tandem_app;

-- What decides on a window, for its own page and for who works on the case: codes and dates only.
create function family_standing(asked uuid)
returns table (born date, authority boolean, contested boolean, agreed boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  w public.family_window;
  today date := context.today();
begin
  select f.* into w from public.family_window f where f.id = asked and (f.id = any (public.family_windows())
    or exists (select from public.cases_access a where a.case_id = f.case_id and a.content
      and a.principal_id = any (public.children_principals())));
  if w.id is null then
    return;
  end if;
  return query
  select c.birth_date, exists (select from public.sharing_authority a where a.id = w.authority_id and a.child_id = w.child_id
      and a.source <> 'UNKNOWN' and a.valid_from <= today and (a.valid_until is null or a.valid_until > today)),
    public.family_is_contested(w.child_id), public.family_agreed(w.case_id)
  from public.children_child c where c.id = w.child_id;
end $$;
revoke execute on function family_standing(uuid) from public;
grant execute on function family_standing(uuid) to tandem_app;
