-- What organisations keep up at the desk, and how often it is asked. Nobody is in these tables; row security says who writes.
--   everyone      reads rules and teams
--   municipality  GEM_BELEID and ONDERWIJSCOORD: rules of the own organisation, about who lives there
--   school        IB and SCHOOLDIR: the team of the own organisation; BEHEER_ORG also of the units below it
-- The block: a hat that ended, or that is not hers, writes nothing.
do $$
declare
  name text;
begin
  foreach name in array array['routing_rule', 'routing_school_team'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
    execute format('create policy everyone_select on %I for select to tandem_app using (true)', name);
    execute format('create policy hat_holds_insert on %I as restrictive for insert to tandem_app with check ((select register_hat_holds()))', name);
    execute format('create policy hat_holds_update on %I as restrictive for update to tandem_app using ((select register_hat_holds()))', name);
  end loop;
end $$;

create policy municipality_insert on routing_rule for insert to tandem_app
  with check ((select context.function()) in ('GEM_BELEID', 'ONDERWIJSCOORD')
    and municipality_id = (select context.organisation()));
create policy municipality_update on routing_rule for update to tandem_app
  using ((select context.function()) in ('GEM_BELEID', 'ONDERWIJSCOORD')
    and municipality_id = (select context.organisation()))
  with check (municipality_id = (select context.organisation()));
create policy school_insert on routing_school_team for insert to tandem_app
  with check ((select context.function()) in ('IB', 'SCHOOLDIR') and location_id = (select context.organisation()));
create policy school_update on routing_school_team for update to tandem_app
  using ((select context.function()) in ('IB', 'SCHOOLDIR') and location_id = (select context.organisation()))
  with check (location_id = (select context.organisation()));
create policy administrator_insert on routing_school_team for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and location_id = any ((select context.principals())::uuid[]));
create policy administrator_update on routing_school_team for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and location_id = any ((select context.principals())::uuid[]))
  with check (location_id = any ((select context.principals())::uuid[]));
grant select, insert on routing_rule, routing_school_team to tandem_app;
grant update (valid_until) on routing_rule to tandem_app;
grant update (rhythm, moment, care_hours, confirmed) on routing_school_team to tandem_app;

-- How often was asked, per school, home municipality and kind: no moment, no postcode, no age, nobody. Only the two functions
-- reach it; what is asked fewer than ten times is not told.
create table routing_asked (
  school text not null, home text not null, kind text not null, times bigint not null default 1,
  primary key (school, home, kind));

create function routing_count(school text, home text, kind text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.routing_asked as a (school, home, kind) values (school, home, kind)
  on conflict on constraint routing_asked_pkey do update set times = a.times + 1
$$;
create function routing_counts()
returns table (school text, home text, kind text, times bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.school, a.home, a.kind, a.times from public.routing_asked a where a.times >= 10
  order by a.times desc, a.school, a.home, a.kind
$$;
revoke execute on function routing_count(text, text, text), routing_counts() from public;
grant execute on function routing_count(text, text, text), routing_counts() to tandem_app;
