-- Which organisations have a sign-in of their own stands on the sign-in page, and on the page of who links hers. Only the
-- operator of the installation changes it. The secret is sealed with a key outside the database.
create policy sign_in_select on identity_provider for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy signed_in_select on identity_provider for select to tandem_app
  using ((select context.account()) is not null);
create policy operator_select on identity_provider for select to tandem_app
  using ((select context.service()) = 'operator');
create policy operator_insert on identity_provider for insert to tandem_app
  with check ((select context.service()) = 'operator');
create policy operator_update on identity_provider for update to tandem_app
  using ((select context.service()) = 'operator')
  with check ((select context.service()) = 'operator');
grant select, insert, update on identity_provider to tandem_app;
select audit.watch('identity_provider', shown => array['name', 'issuer', 'client_id', 'tenant_claim', 'second_factor', 'is_active']);
