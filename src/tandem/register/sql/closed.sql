-- Tables about people begin closed: the owner (and what runs in its name) sees them, nobody else. `people.sql` opens
-- them row by row. Organisations and their areas are public.
do $$
declare
  name text;
begin
  foreach name in array array['register_person', 'register_contact', 'register_membership', 'register_school_link',
                              'register_stand_in'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
  end loop;
end $$;

grant select, insert, update on register_organisation, register_area to tandem_app;
