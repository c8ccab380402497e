-- Which teams with tasks have nobody left to deal with them: only for the region's catch-all, who then does. Found once
-- per statement and not, as register_desk_of() was, once per task: a list of 17,000 tasks took more than a minute.
create function register_left_teams() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if context.function() <> 'ONDERWIJSCOORD' then
    return '{}';
  end if;
  return array(
    with recursive today as (
      select m.organisation_id, m.function, m.is_lead from public.register_membership m
      where m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
    ), attended (id) as (
      select organisation_id from today where function = 'BEHEER_ORG'
      union select o.id from public.register_organisation o join attended a on o.parent_id = a.id
    )
    select distinct t.organisation_id from public.register_task t
    where not exists (select from attended a where a.id = t.organisation_id)
      and not exists (select from today where today.is_lead and today.organisation_id = t.organisation_id));
end $$;
revoke execute on function register_left_teams() from public;
grant execute on function register_left_teams() to tandem_app;

alter policy catch_all_select on register_task
  using (organisation_id = any ((select register_left_teams())::uuid[]));
alter policy catch_all_update on register_task
  using (organisation_id = any ((select register_left_teams())::uuid[]));
drop function register_desk_of(uuid);
