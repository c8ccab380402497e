-- Signing in looks up whom a provider means, and links at an invitation or when the owner asked for it; she unlinks.
create policy sign_in_select on identity_subject for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_insert on identity_subject for insert to tandem_app
  with check ((select context.service()) = 'sign-in');
create policy own_select on identity_subject for select to tandem_app
  using (account_id = (select context.account()));
create policy own_delete on identity_subject for delete to tandem_app
  using (account_id = (select context.account()));
grant select, insert, delete on identity_subject to tandem_app;
select audit.watch('identity_subject');
