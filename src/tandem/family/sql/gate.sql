-- The gate of the window: when it is open there is a row of `children_access` for it, and without one nothing about the
-- child is shown to anybody of the family. `principal_id` is the window itself, which only the account that accepted it
-- has; the kinds are those of the window, never a fact of the child (1, 2, 4, 2048) nor who reported (1024).
alter table children_access add constraint children_access_family
  check (reason <> 'FAMILY' or kinds > 0 and kinds & (1 + 2 + 4 + 1024 + 2048) = 0);

-- The windows of who acts: an account that wears no hat, and showed two factors (else the context names none).
create function family_windows() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  who jsonb := context.verified();
begin
  if who ->> 'account' is null or who ->> 'principals' is null or who ->> 'hat' is not null or who ->> 'person' is not null then
    return '{}';
  end if;
  return array(select w.id from public.family_window w
    where w.account_id = (who ->> 'account')::uuid and w.id = any ((who ->> 'principals')::uuid[]));
end $$;

-- What a young person of 16 or 17 said last about this case: whether her parents may look in.
create function family_agreed(whose uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select c.agrees from public.family_choice c where c.case_id = whose order by c.number desc limit 1), false)
$$;

-- Until when a window shows something; null when it does not today. The ages of definitions/family/window.yaml.
create function family_holds_until(w public.family_window) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  today date := context.today();
  until date := w.valid_until;
  born date;
  a public.sharing_authority;
begin
  if w.account_id is null or w.closed is not null then
    return null;
  end if;
  select c.birth_date into born from public.children_child c where c.id = w.child_id;
  if w.capacity = 'YOUNG' then
    return case when today >= public.sharing_birthday(born, 12) and until > today then until end;
  end if;
  select * into a from public.sharing_authority s where s.id = w.authority_id and s.child_id = w.child_id;
  if not found or w.held is not null or a.source = 'UNKNOWN' or a.valid_from > today
    or public.family_is_contested(w.child_id) then
    return null;
  end if;
  until := least(until, a.valid_until, public.sharing_birthday(born, 18));
  if not public.family_agreed(w.case_id) then
    until := least(until, public.sharing_birthday(born, 16));
  end if;
  return case when until > today then until end;
end $$;

-- Contested anywhere, it stops both parents (as for consent).
create function family_is_contested(child uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.sharing_authority a
    where a.child_id = child and a.contested and (a.valid_until is null or a.valid_until > context.today()))
$$;

-- The rows of access of the windows on one child, as they should be now.
create function family_refresh(child uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.children_access a where a.child_id = child and a.reason = 'FAMILY';
  insert into public.children_access
    (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, valid_until)
  select w.id, c.id, 'FAMILY', w.id, w.kinds,
    exists (select from public.children_protected_address p where p.child_id = c.id and p.level = 2),
    c.sort_key, (w.accepted at time zone 'Europe/Amsterdam')::date, until
  from public.family_window w join public.children_child c on c.id = w.child_id
  cross join lateral (select public.family_holds_until(w) as until) held
  where w.child_id = child and until is not null;
end $$;

create function family_gives_access() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_table_name = 'sharing_authority' and tg_op <> 'DELETE' then
    if public.family_is_contested(new.child_id) then
      perform public.family_hold(new.child_id, 'CONTESTED');
    end if;
  end if;
  perform public.family_refresh(case when tg_op = 'DELETE' then old.child_id else new.child_id end);
  return null;
end $$;

-- Both parents are shut out, until somebody who works on the case has looked at it.
create function family_hold(child uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.family_window w set held = clock_timestamp(), held_why = why
  where w.child_id = child and w.capacity = 'PARENT' and w.closed is null and w.held is null;
end $$;

create function family_child_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.family_refresh(new.id);
  return null;
end $$;

create trigger family_gives_access after insert or update or delete on family_window
  for each row execute function family_gives_access();
create trigger family_gives_access after insert or delete on family_choice
  for each row execute function family_gives_access();
create trigger family_gives_access after insert or update or delete on sharing_authority
  for each row execute function family_gives_access();
create trigger family_gives_access after update of birth_date on children_child
  for each row execute function family_child_changed();

revoke execute on function family_windows(), family_agreed(uuid), family_holds_until(family_window), family_is_contested(uuid),
  family_refresh(uuid), family_gives_access(), family_child_changed(), family_hold(uuid, text) from public;
grant execute on function family_windows() to tandem_app;
