-- Who closes the compartment of a child, for safety: who coordinates care at its school or leads it, and the team or
-- Veilig Thuis that the child was disclosed to. It only closes; nobody reads here, and opening is no function of the app.
create function sharing_may_guard(child uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  mine uuid[] := public.children_principals();
  doing text := context.function();
begin
  return doing in ('IB', 'SCHOOLDIR', 'LT_TOEGANG', 'LT_HULP', 'JGZ', 'VT') and exists (
    select from public.children_access a
    where a.child_id = child and a.principal_id = any (mine) and a.kinds & 1 <> 0
      and (a.reason = 'ENROLLED' and doing in ('IB', 'SCHOOLDIR')
        or a.reason = 'DISCLOSED' and (a.function = '' or a.function = doing))
      and a.valid_from <= context.today() and (a.valid_until is null or a.valid_until > context.today()));
end $$;

-- True when it is closed with these words now; false when it was closed already and who acts does not write over that.
create function sharing_guard(child uuid, sealed bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  before smallint := (select p.level from public.children_protected_address p where p.child_id = child);
begin
  if not public.sharing_may_guard(child) then
    raise exception 'not hers to close' using errcode = 'insufficient_privilege';
  end if;
  if before is null then
    insert into public.children_protected_address (child_id, level, address) values (child, 2, sealed);
  elsif before < 2 or context.function() not in ('IB', 'SCHOOLDIR') then
    update public.children_protected_address set level = 2, address = sealed where child_id = child;
  else
    return false;
  end if;
  return true;
end $$;

-- Children of the same family name whom who acts may guard too.
create function sharing_namesakes(child uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct c.id from public.children_child own join public.children_child c on c.family_name = own.family_name
  join public.children_access a on a.child_id = c.id and a.principal_id = any (public.children_principals())
  where own.id = child and c.id <> own.id and public.sharing_may_guard(own.id) and public.sharing_may_guard(c.id)
  limit 20
$$;

revoke execute on function sharing_may_guard(uuid), sharing_guard(uuid, bytea), sharing_namesakes(uuid) from public;
grant execute on function sharing_may_guard(uuid), sharing_guard(uuid, bytea), sharing_namesakes(uuid) to tandem_app;
