-- A key of a system belongs to the account that made it: its owner sees, makes and takes back. The service sign-in
-- recognises it at each call and says when it was last used. Nobody changes what a key may do: take it back, make another.
alter table identity_system_key enable row level security;
alter table identity_system_key force row level security;
create policy owner on identity_system_key to tandem_owner using (true) with check (true);
create policy sign_in_select on identity_system_key for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_update on identity_system_key for update to tandem_app
  using ((select context.service()) = 'sign-in')
  with check ((select context.service()) = 'sign-in');
create policy own_select on identity_system_key for select to tandem_app
  using (account_id = (select context.account()));
create policy own_insert on identity_system_key for insert to tandem_app
  with check (account_id = (select context.account()));
create policy own_delete on identity_system_key for delete to tandem_app
  using (account_id = (select context.account()));
grant select, insert, delete on identity_system_key to tandem_app;
grant update (last_used) on identity_system_key to tandem_app;
alter table identity_system_key add constraint identity_system_key_at_most_a_year
  check (valid_until <= (created at time zone 'Europe/Amsterdam')::date + 366);
select audit.watch('identity_system_key', shown => array['raises', 'follows', 'valid_until']);
