-- Signing in begins a session and finds it again at each request; its owner sees where she is signed in, and signs out.
create policy sign_in_select on identity_session for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_insert on identity_session for insert to tandem_app
  with check ((select context.service()) = 'sign-in');
create policy sign_in_update on identity_session for update to tandem_app
  using ((select context.service()) = 'sign-in')
  with check ((select context.service()) = 'sign-in');
create policy sign_in_delete on identity_session for delete to tandem_app
  using ((select context.service()) = 'sign-in');
create policy own_select on identity_session for select to tandem_app
  using (account_id = (select context.account()));
create policy own_insert on identity_session for insert to tandem_app
  with check (account_id = (select context.account()));
create policy own_update on identity_session for update to tandem_app
  using (account_id = (select context.account()))
  with check (account_id = (select context.account()));
create policy own_delete on identity_session for delete to tandem_app
  using (account_id = (select context.account()));
grant select, insert, delete on identity_session to tandem_app;
grant update (last_seen) on identity_session to tandem_app;
