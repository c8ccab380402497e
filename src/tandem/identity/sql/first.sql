-- Every table of identity is about persons: nobody gets a row without a policy that says so.
do $$
declare
  name text;
begin
  foreach name in array array['account', 'session', 'passkey', 'authenticator', 'recovery_code', 'provider', 'subject',
                              'step', 'device', 'throttle'] loop
    execute format('alter table identity_%s enable row level security', name);
    execute format('alter table identity_%s force row level security', name);
    execute format('create policy owner on identity_%s to tandem_owner using (true) with check (true)', name);
  end loop;
end $$;
