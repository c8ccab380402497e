-- Public facts are read by everybody and written by who brings them: the open data, and the fictitious region. Not by a
-- hat: a statement that somebody gets us to run under one changes no organisation, not even the own one.
do $$
declare
  name text;
begin
  foreach name in array array['register_municipality', 'register_partnership', 'register_board', 'register_school',
                              'register_school_location', 'register_organisation', 'register_area'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
    execute format('create policy everybody_select on %I for select to tandem_app, tandem_stats using (true)', name);
    execute format($policy$create policy open_data_insert on %I for insert to tandem_app
      with check ((select context.service()) = 'opendata')$policy$, name);
    execute format($policy$create policy open_data_update on %I for update to tandem_app
      using ((select context.service()) = 'opendata')
      with check ((select context.service()) = 'opendata')$policy$, name);
  end loop;
end $$;
create policy demo_insert on register_organisation for insert to tandem_app
  with check ((select context.service()) = 'demo' and source = 'demo');
create policy demo_update on register_organisation for update to tandem_app
  using ((select context.service()) = 'demo' and source = 'demo')
  with check ((select context.service()) = 'demo' and source = 'demo');
create policy demo_insert on register_area for insert to tandem_app
  with check ((select context.service()) = 'demo' and exists (
    select from register_organisation o where o.id = register_area.organisation_id and o.source = 'demo' offset 0));
