-- What the database itself sees of an invitation, of what is let out, and of what a young person says.
create function family_refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%', why using errcode = 'check_violation';
end $$;

-- A parent comes in by a record of authority that was checked, holds, and that nobody contests; the young person from 12 on.
create function family_window_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  today date := context.today();
  born date;
begin
  if not exists (select from public.cases_case c where c.id = new.case_id and c.child_id = new.child_id) then
    perform public.family_refuse('the case is about another child');
  end if;
  if new.valid_until > today + 366 then
    perform public.family_refuse('it reaches too far');
  end if;
  select c.birth_date into born from public.children_child c where c.id = new.child_id;
  if new.capacity = 'YOUNG' then
    if today < public.sharing_birthday(born, 12) then
      perform public.family_refuse('too young for a window of her own');
    end if;
    return new;
  end if;
  if today >= public.sharing_birthday(born, 18) then
    perform public.family_refuse('nobody has authority over somebody of 18');
  end if;
  select a.name into new.name from public.sharing_authority a
  where a.id = new.authority_id and a.child_id = new.child_id and a.source <> 'UNKNOWN' and a.valid_from <= today
    and (a.valid_until is null or a.valid_until > today);
  if not found or public.family_is_contested(new.child_id) then
    perform public.family_refuse('the authority was not checked, does not hold, or is contested');
  end if;
  return new;
end $$;
create trigger family_fits before insert on family_window
  for each row execute function family_window_fits();

-- Accepted once, by an account of nobody who works here; closed, it stays so; no longer held only when nothing is contested.
create function family_window_changes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (new.case_id, new.child_id, new.capacity, new.kinds) <> (old.case_id, old.child_id, old.capacity, old.kinds)
    or new.authority_id is distinct from old.authority_id
    or old.account_id is not null and new.account_id is distinct from old.account_id
    or old.closed is not null and new.closed is distinct from old.closed then
    perform public.family_refuse('whose window it is does not change');
  end if;
  if new.account_id is not null and old.account_id is null then
    if old.closed is not null or (old.code_until at time zone 'Europe/Amsterdam')::date < context.today() then
      perform public.family_refuse('the invitation no longer holds');
    end if;
    if exists (select from public.register_person p where p.account_id = new.account_id) then
      perform public.family_refuse('a professional account has no window');
    end if;
    new.code_hash := null;
    new.code_until := null;
  end if;
  if old.held is not null and new.held is null and public.family_is_contested(new.child_id) then
    perform public.family_refuse('the authority is contested still');
  end if;
  return new;
end $$;
create trigger family_changes before update on family_window
  for each row execute function family_window_changes();

create function family_release_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if old.withdrawn is not null then
      perform public.family_refuse('what was taken back stays so');
    end if;
    return new;
  end if;
  if not exists (select from public.cases_case c where c.id = new.case_id and c.child_id = new.child_id) then
    perform public.family_refuse('the case is about another child');
  end if;
  return new;
end $$;
create trigger family_fits before insert or update on family_release
  for each row execute function family_release_fits();

-- From 16 on the young person says whether her parents look in: herself where she has a window, else to a professional.
create function family_choice_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  born date;
  today date := context.today();
begin
  select c.birth_date into born from public.children_child c
  join public.cases_case k on k.child_id = c.id where k.id = new.case_id and c.id = new.child_id;
  if born is null or today < public.sharing_birthday(born, 16) or today >= public.sharing_birthday(born, 18) then
    perform public.family_refuse('only somebody of 16 or 17 decides on this');
  end if;
  if new.window_id is null and exists (select from public.family_window w join public.children_access a on a.source = w.id
      where w.case_id = new.case_id and w.capacity = 'YOUNG' and a.reason = 'FAMILY' and a.valid_until > today) then
    perform public.family_refuse('she says it herself, in her window');
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new.case_id::text, 0));
  select coalesce(max(c.number), 0) + 1 into new.number from public.family_choice c where c.case_id = new.case_id;
  new.said := clock_timestamp();
  return new;
end $$;
create trigger family_fits before insert on family_choice
  for each row execute function family_choice_fits();

revoke execute on function family_refuse(text), family_window_fits(), family_window_changes(), family_release_fits(),
  family_choice_fits() from public;
