-- What is half done belongs to the service sign-in, and to the account it is about.
create policy sign_in_select on identity_step for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_insert on identity_step for insert to tandem_app
  with check ((select context.service()) = 'sign-in');
create policy sign_in_update on identity_step for update to tandem_app
  using ((select context.service()) = 'sign-in')
  with check ((select context.service()) = 'sign-in');
create policy sign_in_delete on identity_step for delete to tandem_app
  using ((select context.service()) = 'sign-in');
create policy own_select on identity_step for select to tandem_app
  using (account_id = (select context.account()));
create policy own_insert on identity_step for insert to tandem_app
  with check (account_id = (select context.account()));
create policy own_update on identity_step for update to tandem_app
  using (account_id = (select context.account()))
  with check (account_id = (select context.account()));
create policy own_delete on identity_step for delete to tandem_app
  using (account_id = (select context.account()));
grant select, insert, delete on identity_step to tandem_app;
grant update (facts) on identity_step to tandem_app;
