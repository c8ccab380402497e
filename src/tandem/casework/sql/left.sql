-- What nobody can take any more: open concerns held by, and open offers to, an organisation that ended, or where nobody
-- deals with concerns today or is named to begin, nor above it in a function that reaches down to its kind. `reaching`:
-- 'FUNCTION KIND', for every kind at which a function exists. For the clock of concerns.
create function casework_left(reaching text[]) returns table (concern uuid, gone uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() is distinct from 'concern-clock' then
    raise exception 'only the clock of concerns asks this' using errcode = 'insufficient_privilege';
  end if;
  return query
    with recursive sides (concern, organisation, own_school) as (
      select c.id, c.holder_id, c.holder_id = c.location_id from public.casework_concern c
      where c.state not in ('DRAFT', 'CLOSED')
      union all
      select c.id, o.target_id, o.target_id = c.location_id
      from public.casework_offer o join public.casework_concern c on c.id = o.concern_id where o.state = 'OPEN'
    ), place (id, own_school) as (
      select distinct s.organisation, s.own_school from sides s
    ), above (id, own_school, up, parent_id) as (
      select p.id, p.own_school, o.id, o.parent_id from place p join public.register_organisation o on o.id = p.id
      union select a.id, a.own_school, o.id, o.parent_id
      from above a join public.register_organisation o on o.id = a.parent_id
    ), left_alone (id, own_school) as (
      select p.id, p.own_school from place p join public.register_organisation o on o.id = p.id
      where o.valid_until <= context.today() or not exists (
        select from above a join public.register_membership m on m.organisation_id = a.up
        where a.id = p.id and a.own_school = p.own_school
          and (m.valid_until is null or m.valid_until > context.today())
          and public.casework_deals_with_concerns(m.function, p.own_school)
          and (a.up = p.id or m.function || ' ' || o.kind = any (reaching)))
    )
    select s.concern, s.organisation from sides s
    join left_alone l on l.id = s.organisation and l.own_school = s.own_school;
end $$;

-- Who holds an open concern hears that its pupil was opened by break-glass, once per use and concern: only where the
-- holder may know whom it is about. For the clock of concerns.
create function casework_glass_broken() returns table (concern uuid, use uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() is distinct from 'concern-clock' then
    raise exception 'only the clock of concerns asks this' using errcode = 'insufficient_privilege';
  end if;
  return query
    select c.id, b.id from public.sharing_break_glass b
    join public.casework_concern c on c.child_id = b.child_id and c.state not in ('DRAFT', 'CLOSED')
    where b.begun_at > statement_timestamp() - interval '7 days' and b.begun_at >= c.raised
      and exists (select from public.casework_access a
        where a.concern_id = c.id and a.part = 'HOLDER' and a.content)
      and not exists (select from public.casework_event e
        where e.concern_id = c.id and e.command = 'EMERGENCY' and e.details ->> 'use' = b.id::text);
end $$;

-- As in access.sql, and never an organisation that ended.
create or replace function casework_coordinator(school uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive above (id, parent_id, municipality_id) as (
    select o.id, o.parent_id, o.municipality_id from public.register_organisation o where o.id = school
    union select o.id, o.parent_id, o.municipality_id from public.register_organisation o join above a on o.id = a.parent_id
  ), town (id) as (select municipality_id from above where municipality_id is not null limit 1)
  select coalesce(
    (select m.organisation_id from public.register_membership m join public.register_organisation o on o.id = m.organisation_id
     where m.function = 'ONDERWIJSCOORD' and m.valid_from <= context.today()
       and (m.valid_until is null or m.valid_until > context.today())
       and (o.valid_until is null or o.valid_until > context.today())
     order by (o.id in (select id from above) or o.municipality_id in (select id from town)) desc,
       m.is_lead desc, m.valid_from, m.organisation_id limit 1),
    (select o.id from public.register_organisation o join town t on o.code = t.id
     where o.kind = 'MUNICIPALITY' and (o.valid_until is null or o.valid_until > context.today())), school)
$$;

revoke execute on function casework_left(text[]), casework_glass_broken() from public;
grant execute on function casework_left(text[]), casework_glass_broken() to tandem_app;
