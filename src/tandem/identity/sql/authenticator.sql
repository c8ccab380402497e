-- As passkeys: its owner's, and read while signing in.
create policy sign_in_select on identity_authenticator for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_insert on identity_authenticator for insert to tandem_app
  with check ((select context.service()) = 'sign-in');
create policy sign_in_update on identity_authenticator for update to tandem_app
  using ((select context.service()) = 'sign-in')
  with check ((select context.service()) = 'sign-in');
create policy own_select on identity_authenticator for select to tandem_app
  using (account_id = (select context.account()));
create policy own_insert on identity_authenticator for insert to tandem_app
  with check (account_id = (select context.account()));
create policy own_update on identity_authenticator for update to tandem_app
  using (account_id = (select context.account()))
  with check (account_id = (select context.account()));
create policy own_delete on identity_authenticator for delete to tandem_app
  using (account_id = (select context.account()));
grant select, insert, delete on identity_authenticator to tandem_app;
grant update (last_step) on identity_authenticator to tandem_app;
select audit.watch('identity_authenticator');
