-- The owner adds and removes; signing in looks one up and counts its use, and adds the first one at an invitation.
create policy sign_in_select on identity_passkey for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_insert on identity_passkey for insert to tandem_app
  with check ((select context.service()) = 'sign-in');
create policy sign_in_update on identity_passkey for update to tandem_app
  using ((select context.service()) = 'sign-in')
  with check ((select context.service()) = 'sign-in');
create policy own_select on identity_passkey for select to tandem_app
  using (account_id = (select context.account()));
create policy own_insert on identity_passkey for insert to tandem_app
  with check (account_id = (select context.account()));
create policy own_update on identity_passkey for update to tandem_app
  using (account_id = (select context.account()))
  with check (account_id = (select context.account()));
create policy own_delete on identity_passkey for delete to tandem_app
  using (account_id = (select context.account()));
grant select, insert, delete on identity_passkey to tandem_app;
grant update (sign_count, last_used) on identity_passkey to tandem_app;
select audit.watch('identity_passkey');
