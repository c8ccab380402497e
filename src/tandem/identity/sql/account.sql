-- Somebody sees and changes her own account. The service sign-in recognises people, and begins an account when an
-- invitation is accepted; the operator of the installation closes one. Nobody deletes.
create policy sign_in_select on identity_account for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_insert on identity_account for insert to tandem_app
  with check ((select context.service()) = 'sign-in');
create policy sign_in_update on identity_account for update to tandem_app
  using ((select context.service()) = 'sign-in')
  with check ((select context.service()) = 'sign-in');
create policy own_select on identity_account for select to tandem_app
  using (id = (select context.account()));
create policy own_update on identity_account for update to tandem_app
  using (id = (select context.account()))
  with check (id = (select context.account()));
create policy operator_select on identity_account for select to tandem_app
  using ((select context.service()) = 'operator');
create policy operator_update on identity_account for update to tandem_app
  using ((select context.service()) = 'operator')
  with check ((select context.service()) = 'operator');
grant select, insert on identity_account to tandem_app;
grant update (email, email_key, password, is_active) on identity_account to tandem_app;
select audit.watch('identity_account', shown => array['is_active']);
