-- Opening the compartment of a secret address, with four eyes: who may close it asks, with a reason, to read the address or
-- to end that it is secret; somebody else above her decides. A school reads it never, and ends only what a school closed.
--
--   own       in the hat that asked
--   decides   TEAMLEIDER, SCHOOLDIR and FG of that organisation or one above it, never who asked; sees no child by it

create or replace function sharing_guard(child uuid, sealed bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  before smallint := (select p.level from public.children_protected_address p where p.child_id = child);
begin
  if not public.sharing_may_guard(child) then
    raise exception 'not hers to close' using errcode = 'insufficient_privilege';
  end if;
  if before is null then
    insert into public.children_protected_address (child_id, level, address, set_by) values (child, 2, sealed, context.function());
  elsif before < 2 or context.function() not in ('IB', 'SCHOOLDIR') then
    update public.children_protected_address set level = 2, address = sealed, set_by = context.function() where child_id = child;
  else
    return false;
  end if;
  return true;
end $$;

create function sharing_opening_refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'the compartment stays closed: %', why using errcode = 'insufficient_privilege';
end $$;

create function sharing_may_open(child uuid, what text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  at_school boolean := context.function() in ('IB', 'SCHOOLDIR');
begin
  return public.sharing_may_guard(child) and exists (
    select from public.children_protected_address p
    where p.child_id = child and p.level = 2
      and (not at_school or what = 'LIFT' and p.set_by in ('IB', 'SCHOOLDIR')));
end $$;

create function sharing_opening_ask(child uuid, what text, words text) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  request uuid := gen_random_uuid();
  above uuid[];
begin
  if not public.sharing_may_open(child, what) then
    perform public.sharing_opening_refuse('not hers to open');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('open address ' || child, 0));
  if exists (select from public.sharing_opening o where o.child_id = child and o.what = sharing_opening_ask.what
             and o.person_id = context.person() and o.decided_at is null) then
    perform public.sharing_opening_refuse('asked already');
  end if;
  with recursive up (id, parent_id) as (
    select o.id, o.parent_id from public.register_organisation o where o.id = context.organisation()
    union select o.id, o.parent_id from public.register_organisation o join up on o.id = up.parent_id
  ) select array_agg(up.id) into above from up;
  insert into public.sharing_opening
    (id, child_id, what, membership_id, person_id, organisation_id, organisations, function, reason, asked_at)
  values (request, child, what, context.hat(), context.person(), context.organisation(), above, context.function(), words,
    clock_timestamp());
  return request;
end $$;

-- False when there is nothing to decide. Agreed to, the address can be read for four hours, or is secret no longer.
create function sharing_opening_decide(request uuid, yes boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  o public.sharing_opening;
begin
  select * into o from public.sharing_opening q where q.id = request and q.decided_at is null for update;
  if o.id is null or public.children_principals() = '{}' or context.function() not in ('TEAMLEIDER', 'SCHOOLDIR', 'FG')
    or o.person_id = context.person() or context.organisation() <> all (o.organisations) then
    return false;
  end if;
  update public.sharing_opening q
  set decided_by = context.person(), decided_at = clock_timestamp(), agreed = yes,
    expires_at = case when yes and o.what = 'READ' then clock_timestamp() + interval '4 hours' end
  where q.id = request;
  if yes and o.what = 'LIFT' then
    delete from public.children_protected_address p where p.child_id = o.child_id;
  end if;
  return true;
end $$;

-- The sealed address, for who asked, as long as it was agreed to; the key lies outside the database.
create function sharing_opening_read(request uuid) returns bytea
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.address from public.sharing_opening o join public.children_protected_address p on p.child_id = o.child_id
  where o.id = request and o.what = 'READ' and o.membership_id = context.hat() and o.agreed
    and o.expires_at > statement_timestamp() and public.sharing_may_open(o.child_id, 'READ')
$$;

-- Whom to tell: who decides on a new request, who asked for a decided one. For the service that sends notices.
create function sharing_opening_mail(request uuid) returns setof text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() is distinct from 'notices' then
    perform public.sharing_opening_refuse('only who sends notices may ask this');
  end if;
  return query select distinct a.email
  from public.sharing_opening o
  join public.register_membership m on case when o.decided_at is null
      then m.organisation_id = any (o.organisations) and m.function in ('TEAMLEIDER', 'SCHOOLDIR', 'FG') and m.person_id <> o.person_id
      else m.id = o.membership_id end
  join public.register_person p on p.id = m.person_id
  join public.identity_account a on a.id = p.account_id
  where o.id = request and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today());
end $$;

revoke execute on function sharing_opening_refuse(text), sharing_may_open(uuid, text), sharing_opening_ask(uuid, text, text),
  sharing_opening_decide(uuid, boolean), sharing_opening_read(uuid), sharing_opening_mail(uuid) from public;
grant execute on function sharing_may_open(uuid, text), sharing_opening_ask(uuid, text, text),
  sharing_opening_decide(uuid, boolean), sharing_opening_read(uuid), sharing_opening_mail(uuid) to tandem_app;

alter table sharing_opening enable row level security, force row level security;
grant select on sharing_opening to tandem_app;
create policy owner on sharing_opening to tandem_owner using (true) with check (true);
create policy block on sharing_opening as restrictive to tandem_app using ((select children_principals()) <> '{}');
create policy own_select on sharing_opening for select to tandem_app
  using (membership_id = (select context.hat()));
create policy decides_select on sharing_opening for select to tandem_app
  using ((select context.function()) in ('TEAMLEIDER', 'SCHOOLDIR', 'FG') and person_id <> (select context.person())
    and (select context.organisation()) = any (organisations));
select audit.watch('sharing_opening', shown => array['what', 'asked_at', 'decided_at', 'agreed', 'expires_at'], about => 'child_id');
select sharing_keep('sharing_opening', 30, 'r.child_id', '', '',
  'coalesce((r.decided_at at time zone ''Europe/Amsterdam'')::date, (r.asked_at at time zone ''Europe/Amsterdam'')::date)');
