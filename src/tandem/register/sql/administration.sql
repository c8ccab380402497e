-- Who sees which row of an administrator's work. As in people.sql: one permissive policy per relation and command, and
-- the block for a hat that ended.
--   administrator  BEHEER_ORG: invitations, tasks and imports of the own organisation and the units below it
--   lead           whoever leads the team today: its tasks
--   catch_all      the education coordinator: tasks of a team that has neither a lead nor an administrator any more
--   sign-in        learns of one invitation by its token, and accepts it
do $$
declare
  name text;
begin
  foreach name in array array['register_invitation', 'register_task', 'register_import_batch', 'register_import_row'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
    execute format('create policy hat_holds on %I as restrictive to tandem_app using ((select register_hat_holds()))', name);
  end loop;
end $$;

-- Who deals with what a team is left with: its lead, else the administrator of the team or of what is above it, else
-- the region's catch-all.
create function register_desk_of(team uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive above (id, parent_id) as (
    select o.id, o.parent_id from public.register_organisation o where o.id = team
    union select o.id, o.parent_id from public.register_organisation o join above a on o.id = a.parent_id
  ), today as (
    select m.organisation_id, m.function, m.is_lead from public.register_membership m join above a on a.id = m.organisation_id
    where m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
  )
  select case when exists (select from today where organisation_id = team and is_lead) then 'LEAD'
              when exists (select from today where function = 'BEHEER_ORG') then 'ADMINISTRATOR'
              else 'CATCH_ALL' end
$$;
revoke execute on function register_desk_of(uuid) from public;
grant execute on function register_desk_of(uuid) to tandem_app;

-- A function that ends takes its sessions with it, whoever ends it and however.
create function register_end_sessions() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.valid_until <= context.today() then
    delete from public.identity_session where hat = new.id;
  end if;
  return null;
end $$;
create trigger end_sessions after update of valid_until on register_membership
  for each row execute function register_end_sessions();
alter table register_membership enable always trigger end_sessions;

-- invitation
create policy administrator_select on register_invitation for select to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.id = register_invitation.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[]) offset 0));
create policy administrator_insert on register_invitation for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and invited_by = (select context.person()) and accepted is null
    and exists (select from register_membership m where m.id = register_invitation.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and m.person_id is distinct from (select context.person()) offset 0));
create policy administrator_update on register_invitation for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and accepted is null and exists (
    select from register_membership m where m.id = register_invitation.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[]) offset 0))
  with check ((select context.function()) = 'BEHEER_ORG' and accepted is null and exists (
    select from register_membership m where m.id = register_invitation.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[]) offset 0));
grant select, insert on register_invitation to tandem_app;
grant update (withdrawn) on register_invitation to tandem_app;
select audit.watch('register_invitation', shown => array['accepted', 'withdrawn', 'expires']);

-- An invitation is open when it is not used, withdrawn or expired, and its function is not over.
create function register_open_invitation(hash bytea, at timestamptz)
returns table (invitation uuid, membership uuid, person uuid, account uuid, invited_by uuid, organisation text,
               function text, given_name text, infix text, family_name text, email text, expires timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.id, m.id, p.id, p.account_id, i.invited_by, o.name, m.function, p.given_name, p.infix, p.family_name, i.email, i.expires
  from public.register_invitation i
  join public.register_membership m on m.id = i.membership_id
  join public.register_person p on p.id = m.person_id
  join public.register_organisation o on o.id = m.organisation_id
  where i.token_hash = hash and i.accepted is null and i.withdrawn is null and i.expires > at
    and (m.valid_until is null or m.valid_until > context.today())
    and (context.service() = 'sign-in' or context.account() is not null)
$$;

-- Connect the function with an account. Who has an account already keeps one person: the new function comes to her.
-- Null when the invitation is not open, is another's, or was written by the one who accepts it.
create function register_accept_invitation(hash bytea, whose uuid, at timestamptz) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  offer record;
  known uuid;
begin
  if context.service() is distinct from 'sign-in' and context.account() is distinct from whose then
    raise exception 'an invitation is accepted by the account that signs in' using errcode = 'insufficient_privilege';
  end if;
  select * into offer from public.register_open_invitation(hash, at);
  if not found then
    return null;
  end if;
  perform from public.register_invitation where id = offer.invitation for update;
  select id into known from public.register_person where account_id = whose;
  if known = offer.invited_by or (offer.account is not null and offer.account <> whose) then
    return null;
  end if;
  if known is null then
    update public.register_person set account_id = whose where id = offer.person;
    known := offer.person;
  elsif known <> offer.person then
    update public.register_membership set person_id = known where person_id = offer.person;
    update public.register_contact set person_id = known where person_id = offer.person;
    delete from public.register_person where id = offer.person;
  end if;
  update public.register_invitation set accepted = at where id = offer.invitation;
  return known;
end $$;
revoke execute on function register_open_invitation(bytea, timestamptz), register_accept_invitation(bytea, uuid, timestamptz),
  register_end_sessions() from public;
grant execute on function register_open_invitation(bytea, timestamptz),
  register_accept_invitation(bytea, uuid, timestamptz) to tandem_app;

-- task
create policy administrator_select on register_task for select to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]));
create policy lead_select on register_task for select to tandem_app
  using (exists (select from register_membership m where m.id = (select context.hat()) and m.is_lead
    and m.organisation_id = register_task.organisation_id offset 0));
create policy catch_all_select on register_task for select to tandem_app
  using ((select context.function()) = 'ONDERWIJSCOORD' and register_desk_of(organisation_id) = 'CATCH_ALL');
create policy administrator_insert on register_task for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[])
    and done is null);
create policy administrator_update on register_task for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]))
  with check (done_by = (select context.person()));
create policy lead_update on register_task for update to tandem_app
  using (exists (select from register_membership m where m.id = (select context.hat()) and m.is_lead
    and m.organisation_id = register_task.organisation_id offset 0))
  with check (done_by = (select context.person()));
create policy catch_all_update on register_task for update to tandem_app
  using ((select context.function()) = 'ONDERWIJSCOORD' and register_desk_of(organisation_id) = 'CATCH_ALL')
  with check (done_by = (select context.person()));
grant select, insert on register_task to tandem_app;
grant update (done, done_by, note) on register_task to tandem_app;
select audit.watch('register_task', shown => array['kind', 'done']);

-- import
create policy administrator_select on register_import_batch for select to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]));
create policy administrator_insert on register_import_batch for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]));
create policy administrator_update on register_import_batch for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]))
  with check ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]));
create policy administrator_delete on register_import_batch for delete to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and applied is null
    and organisation_id = any ((select context.principals())::uuid[]));
create policy administrator_select on register_import_row for select to tandem_app
  using (exists (select from register_import_batch b where b.id = register_import_row.batch_id offset 0));
create policy administrator_insert on register_import_row for insert to tandem_app
  with check (exists (select from register_import_batch b where b.id = register_import_row.batch_id offset 0));
grant select, insert, delete on register_import_batch to tandem_app;
grant update (plan, applied, undone) on register_import_batch to tandem_app;
grant select, insert on register_import_row to tandem_app;
select audit.watch('register_import_batch', shown => array['people', 'functions', 'links', 'applied', 'undone']);

-- The fictitious region. Its mark can only be set where nobody is known yet and every school is invented (99AA–99ZZ).
grant select on register_demo_region to tandem_app;
create function register_begin_demo(cast_fingerprint text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() is distinct from 'demo' then
    raise exception 'only the service demo begins a fictitious region' using errcode = 'insufficient_privilege';
  end if;
  if not exists (select from public.register_demo_region)
     and (exists (select from public.register_person) or exists (select from public.identity_account)) then
    raise exception 'this database knows people who are not of the fictitious region' using errcode = 'check_violation';
  end if;
  if exists (select from public.register_school where code !~ '^99') then
    raise exception 'this database knows schools that exist' using errcode = 'check_violation';
  end if;
  insert into public.register_demo_region (only_row, fingerprint) values (true, cast_fingerprint)
  on conflict (only_row) do update set fingerprint = excluded.fingerprint;
end $$;
revoke execute on function register_begin_demo(text) from public;
grant execute on function register_begin_demo(text) to tandem_app;
