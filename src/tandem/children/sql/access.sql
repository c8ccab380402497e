-- Who may know what of which child. The triggers keep the rows, in the name of the owner; the app only reads its own.

-- An enrolment gives the school access, from and until it holds: identity 1, school 4, absence 8, citizen number 2048.
create function children_enrolment_gives_access() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    delete from public.children_access where source = old.id and reason = 'ENROLLED';
  end if;
  if tg_op <> 'DELETE' then
    insert into public.children_access
      (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, valid_until)
    select new.location_id, c.id, 'ENROLLED', new.id, 1 + 4 + 8 + 2048,
      exists (select from public.children_protected_address p where p.child_id = c.id and p.level = 2),
      c.sort_key, new.valid_from, new.valid_until
    from public.children_child c where c.id = new.child_id;
  end if;
  return null;
end $$;
create trigger children_gives_access after insert or update or delete on children_enrolment
  for each row execute function children_enrolment_gives_access();

-- A child is at one place of a kind that takes children in, and not twice at the same place.
create function children_enrolment_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.child_id::text, 0));
  if not exists (select from public.register_organisation o
                 where o.id = new.location_id and o.kind in ('LOCATION', 'CHILDCARE', 'DAY_CENTRE')) then
    raise exception 'a child is enrolled at a location' using errcode = 'check_violation';
  end if;
  if exists (select from public.children_enrolment e
             where e.child_id = new.child_id and e.location_id = new.location_id and e.id <> new.id
               and daterange(e.valid_from, e.valid_until) && daterange(new.valid_from, new.valid_until)) then
    raise exception 'the child is enrolled there already' using errcode = 'exclusion_violation';
  end if;
  return new;
end $$;
create trigger children_fits before insert or update on children_enrolment
  for each row execute function children_enrolment_fits();

-- The list of a principal comes from one index, so the order of the name stands in the access row too.
create function children_access_follows_name() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.children_access set sort_key = new.sort_key where child_id = new.id and sort_key <> new.sort_key;
  return null;
end $$;
create trigger children_name_in_access after update of sort_key on children_child
  for each row execute function children_access_follows_name();

-- An address that is secret for safety guards whatever betrays where the child is.
create function children_access_follows_protection() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  whose uuid := coalesce(new.child_id, old.child_id);
begin
  update public.children_access set guarded = exists (
    select from public.children_protected_address p where p.child_id = whose and p.level = 2)
  where child_id = whose;
  return null;
end $$;
create trigger children_protection_in_access after insert or update or delete on children_protected_address
  for each row execute function children_access_follows_protection();

-- A school enrols a child that is new here or its own pupil; another school's pupil comes by a transfer.
create function children_is_ours_or_new(child uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (select from public.children_enrolment e where e.child_id = child)
    or exists (select from public.children_access a
               where a.child_id = child and a.reason = 'ENROLLED' and a.principal_id = any (context.principals())
                 and a.valid_from <= context.today() and (a.valid_until is null or a.valid_until > context.today()))
$$;

-- On whose behalf a professional hat that holds today acts; nobody without one. The block of every policy about children.
create function children_principals() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  who jsonb := context.verified();
begin
  if who ->> 'hat' is not null and (who ->> 'professional')::boolean and public.register_hat_holds(who) then
    return coalesce((who ->> 'principals')::uuid[], '{}');
  end if;
  return '{}';
end $$;

revoke execute on function children_enrolment_gives_access(), children_enrolment_fits(), children_access_follows_name(),
  children_access_follows_protection(), children_is_ours_or_new(uuid), children_principals() from public;
grant execute on function children_is_ours_or_new(uuid), children_principals() to tandem_app;
