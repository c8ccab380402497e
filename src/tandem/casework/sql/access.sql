-- Who may know of a concern, as what. The triggers keep the rows in the name of the owner; the app only reads its own.

-- For an organisation only who deals with concerns there; at the school itself who coordinates care or leads it.
create function casework_deals_with_concerns(function text, at_own_school boolean) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case when at_own_school then function in ('IB', 'SCHOOLDIR')
    else function in ('IB', 'SCHOOLDIR', 'SMW', 'JGZ', 'LT_TOEGANG', 'LT_HULP', 'TEAMLEIDER', 'LPA', 'RMC', 'SWV',
                      'ONDERWIJSCOORD', 'COORD', 'JHA', 'PEDAGOOG') end
$$;

create function casework_refresh_access(whose uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c public.casework_concern;
  latest uuid := (select o.id from public.casework_offer o where o.concern_id = whose order by o.made desc, o.id limit 1);
begin
  delete from public.casework_access where concern_id = whose;
  select * into c from public.casework_concern where id = whose;
  if not found then
    return;
  end if;
  insert into public.casework_access
    (principal_id, concern_id, part, hat, own_school, content, disclosure, open, due, worker_hat, changed)
  with sides (organisation, part, disclosure) as (
    select c.holder_id, 'HOLDER', (
      select o.disclosure from public.casework_offer o
      where o.concern_id = whose and o.target_id = c.holder_id and o.state = 'ACCEPTED' order by o.made desc, o.id limit 1)
    where c.state <> 'DRAFT'
    union all
    select o.target_id, 'OFFERED', o.disclosure from public.casework_offer o
    where o.concern_id = whose and o.id = latest and o.target_id <> c.holder_id
      and (o.state = 'OPEN' or (o.state = 'ACCEPTED' and o.source_id = c.holder_id))  -- accepted, and about to move
    union all
    -- who raised it at school, and who had it before, still see that it is dealt with
    select c.location_id, 'FORMER', null where c.state <> 'DRAFT' and c.location_id <> c.holder_id
    union all
    (select distinct on (o.target_id) o.target_id, 'FORMER', o.disclosure from public.casework_offer o
     where o.concern_id = whose and o.state = 'ACCEPTED' and o.target_id <> c.holder_id and o.target_id <> c.location_id
       and not (o.id = latest and o.source_id = c.holder_id)
     order by o.target_id, o.made desc)
  )
  select c.author_id, whose, 'AUTHOR', c.author_hat, false, true, null, c.state <> 'CLOSED', c.due, c.worker_hat, c.changed
  union all
  select s.organisation, whose, s.part, null, s.organisation = c.location_id,
    c.anonymous or s.organisation = c.location_id or s.disclosure is not null,
    case when not c.anonymous and s.organisation <> c.location_id then s.disclosure end,
    c.state <> 'CLOSED', c.due, c.worker_hat, c.changed
  from sides s;
end $$;

create function casework_concern_gives_access() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.casework_refresh_access(case when tg_op = 'DELETE' then old.id else new.id end);
  return null;
end $$;
create trigger casework_gives_access after insert or update or delete on casework_concern
  for each row execute function casework_concern_gives_access();

create function casework_offer_gives_access() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.casework_refresh_access(new.concern_id);
  return null;
end $$;
create trigger casework_gives_access after insert or update on casework_offer
  for each row execute function casework_offer_gives_access();

-- What a concern is about does not change once it is raised, and the baton moves only to the school where it was
-- raised, to who accepted it, or to the coordinator when two refused or the clock says so.
create function casework_concern_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.author_id <> old.author_id or new.author_hat <> old.author_hat or new.location_id <> old.location_id
     or (old.state <> 'DRAFT' and (new.child_id is distinct from old.child_id or new.anonymous <> old.anonymous
                                   or new.state = 'DRAFT')) then
    raise exception 'what a concern is about stays as it was raised' using errcode = 'check_violation';
  end if;
  if new.holder_id is distinct from old.holder_id and not (
       (old.state = 'DRAFT' and new.holder_id = new.location_id)
       or context.service() = 'concern-clock'
       or old.refused >= 2
       or (select o.target_id = new.holder_id and o.source_id = old.holder_id and o.state = 'ACCEPTED'
           from public.casework_offer o where o.concern_id = new.id order by o.made desc, o.id limit 1)) then
    raise exception 'the baton moves when it is accepted' using errcode = 'check_violation';
  end if;
  if new.worker_hat is distinct from old.worker_hat and new.worker_hat is not null and not exists (
       select from public.register_membership m where m.id = new.worker_hat and m.organisation_id = new.holder_id
         and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())) then
    raise exception 'who does it works at the holder' using errcode = 'check_violation';
  end if;
  if new.version <> old.version + 1 then
    raise exception 'somebody else changed it' using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
create trigger casework_fits before update on casework_concern
  for each row execute function casework_concern_fits();

-- A draft is its author's, and goes when she says so; nothing else is ever deleted here.
create function casework_discard(whose uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from public.casework_concern c where c.id = whose and c.state = 'DRAFT' and c.author_id = context.person()
    and c.author_hat = context.hat() for update;
  if not found then
    return false;
  end if;
  delete from public.casework_text where concern_id = whose;
  delete from public.casework_seen where concern_id = whose;
  delete from public.casework_access where concern_id = whose;
  delete from public.casework_concern where id = whose;
  return true;
end $$;

-- Where the education coordinator sits for a school: in its own municipality or above it, else wherever there is one;
-- where nobody has the function, the municipality of the school. Never nobody.
create function casework_coordinator(school uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive above (id, parent_id, municipality_id) as (
    select o.id, o.parent_id, o.municipality_id from public.register_organisation o where o.id = school
    union select o.id, o.parent_id, o.municipality_id from public.register_organisation o join above a on o.id = a.parent_id
  ), town (id) as (select municipality_id from above where municipality_id is not null limit 1)
  select coalesce(
    (select m.organisation_id from public.register_membership m join public.register_organisation o on o.id = m.organisation_id
     where m.function = 'ONDERWIJSCOORD' and m.valid_from <= context.today()
       and (m.valid_until is null or m.valid_until > context.today())
     order by (o.id in (select id from above) or o.municipality_id in (select id from town)) desc,
       m.is_lead desc, m.valid_from, m.organisation_id limit 1),
    (select o.id from public.register_organisation o join town t on o.code = t.id where o.kind = 'MUNICIPALITY'), school)
$$;

revoke execute on function casework_coordinator(uuid), casework_deals_with_concerns(text, boolean), casework_refresh_access(uuid),
  casework_concern_gives_access(), casework_offer_gives_access(), casework_concern_fits(), casework_discard(uuid) from public;
grant execute on function casework_coordinator(uuid), casework_deals_with_concerns(text, boolean), casework_discard(uuid) to tandem_app;
