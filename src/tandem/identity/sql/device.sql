-- Signing in recognises a browser; its owner forgets them all.
create policy sign_in_select on identity_device for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_insert on identity_device for insert to tandem_app
  with check ((select context.service()) = 'sign-in');
create policy own_select on identity_device for select to tandem_app
  using (account_id = (select context.account()));
create policy own_delete on identity_device for delete to tandem_app
  using (account_id = (select context.account()));
grant select, insert, delete on identity_device to tandem_app;
