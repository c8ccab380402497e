-- Failures are counted while signing in, and when somebody who is signed in confirms who she is. The keys are keyed
-- hashes, so a row tells nothing.
create policy sign_in_select on identity_throttle for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_insert on identity_throttle for insert to tandem_app
  with check ((select context.service()) = 'sign-in');
create policy sign_in_update on identity_throttle for update to tandem_app
  using ((select context.service()) = 'sign-in')
  with check ((select context.service()) = 'sign-in');
create policy sign_in_delete on identity_throttle for delete to tandem_app
  using ((select context.service()) = 'sign-in');
create policy signed_in_select on identity_throttle for select to tandem_app
  using ((select context.account()) is not null);
create policy signed_in_insert on identity_throttle for insert to tandem_app
  with check ((select context.account()) is not null);
create policy signed_in_update on identity_throttle for update to tandem_app
  using ((select context.account()) is not null)
  with check ((select context.account()) is not null);
create policy signed_in_delete on identity_throttle for delete to tandem_app
  using ((select context.account()) is not null);
grant select, insert, delete on identity_throttle to tandem_app;
grant update (failures, at) on identity_throttle to tandem_app;
