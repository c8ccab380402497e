-- The owner makes new ones; signing in uses one up, and makes the first ones at an invitation.
create policy sign_in_select on identity_recovery_code for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_insert on identity_recovery_code for insert to tandem_app
  with check ((select context.service()) = 'sign-in');
create policy sign_in_update on identity_recovery_code for update to tandem_app
  using ((select context.service()) = 'sign-in')
  with check ((select context.service()) = 'sign-in');
create policy own_select on identity_recovery_code for select to tandem_app
  using (account_id = (select context.account()));
create policy own_insert on identity_recovery_code for insert to tandem_app
  with check (account_id = (select context.account()));
create policy own_delete on identity_recovery_code for delete to tandem_app
  using (account_id = (select context.account()));
grant select, insert, delete on identity_recovery_code to tandem_app;
grant update (used) on identity_recovery_code to tandem_app;
select audit.watch('identity_recovery_code', shown => array['used']);
