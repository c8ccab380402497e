-- A webhook belongs to a key, so to the account that made the key: its owner sees, makes, tries again and takes away. The
-- service `events` sends, and says how far it came.
alter table identity_webhook enable row level security;
alter table identity_webhook force row level security;
create policy owner on identity_webhook to tandem_owner using (true) with check (true);
create policy events_select on identity_webhook for select to tandem_app
  using ((select context.service()) = 'events');
create policy events_update on identity_webhook for update to tandem_app
  using ((select context.service()) = 'events')
  with check ((select context.service()) = 'events');
do $$
declare
  own text := 'exists (select from identity_system_key k where k.id = key_id and k.account_id = (select context.account()))';
begin
  execute 'create policy own_select on identity_webhook for select to tandem_app using (' || own || ')';
  execute 'create policy own_insert on identity_webhook for insert to tandem_app with check (' || own || ')';
  execute 'create policy own_update on identity_webhook for update to tandem_app using (' || own || ') with check (' || own || ')';
  execute 'create policy own_delete on identity_webhook for delete to tandem_app using (' || own || ')';
end $$;
grant select, insert, delete on identity_webhook to tandem_app;
grant update (after_at, after_id, tries, next_try, delivered, trouble) on identity_webhook to tandem_app;
select audit.watch('identity_webhook', shown => array['created', 'tries', 'delivered', 'trouble']);
