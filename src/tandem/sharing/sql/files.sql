-- The pattern of every table with records about a child. A later domain writes, in the SQL of its migration,
--   select sharing_protect('casework_concern', kind => '16');
-- for a table with the columns child_id, file_id and recorded_at; `kind` is a number or a column of the table.
--
--   own        who works in the file: IB and SCHOOLDIR in the file of their place, anybody else in that of her own hat
--   disclosed  for whom `children_access` has a row: of this child, this file and this kind, and written before it

-- In whose files somebody works in the hat that she wears.
create function sharing_files() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  mine uuid[] := public.children_principals();
begin
  if context.function() in ('IB', 'SCHOOLDIR') then
    return array_remove(mine, context.person());
  end if;
  return case when mine = '{}' then mine else array[context.hat()] end;
end $$;

-- Owner, block, and the own file. What the app may change of a row is for the grants of the domain.
create function sharing_own(name regclass) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('grant select, insert on %s to tandem_app', name);
  execute format('create policy owner on %s to tandem_owner using (true) with check (true)', name);
  execute format('create policy block on %s as restrictive to tandem_app
    using ((select public.children_principals()) <> ''{}'')', name);
  execute format('create policy own_select on %s for select to tandem_app
    using (file_id = any ((select public.sharing_files())::uuid[]))', name);
  execute format('create policy own_insert on %s for insert to tandem_app
    with check (file_id = any ((select public.sharing_files())::uuid[]) and exists (
      select from public.children_access a where a.child_id = %s.child_id offset 0))', name, name);
  execute format('create policy own_update on %s for update to tandem_app
    using (file_id = any ((select public.sharing_files())::uuid[]))
    with check (file_id = any ((select public.sharing_files())::uuid[]))', name);
  execute format('create trigger sharing_written before insert on %s
    for each row execute function public.sharing_written()', name);
  perform audit.watch(name, about => 'child_id');
end $$;

create function sharing_protect(name regclass, kind text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform public.sharing_own(name);
  execute format('create policy disclosed_select on %1$s for select to tandem_app
    using (exists (select from public.children_access a
      where a.child_id = %1$s.child_id and a.origin = %1$s.file_id and a.kinds & %2$s <> 0
        and %1$s.recorded_at <= a.as_of offset 0))', name, kind);
  insert into public.sharing_protected (table_name, kind) select c.relname, $2 from pg_class c where c.oid = name;
end $$;

-- Who writes a record, and when, comes from the signed context. A child's records are written one after the other, so
-- that none that a preview did not show gets a time before it.
create function sharing_written() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.child_id::text, 0));
  if context.hat() is not null then
    new.membership_id := context.hat();
    new.person_id := context.person();
    new.function := context.function();
    new.recorded_at := clock_timestamp();
  end if;
  return new;
end $$;

-- Which kinds somebody has to give: those of the enrolment at the own place, and those of which the own file has records.
-- What was disclosed to her is not among them: who receives does not pass on.
create function sharing_kinds_of(child uuid, file uuid) returns integer
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  today date := context.today();
  found integer;
  total integer;
  one record;
begin
  if file is null or file <> all (public.sharing_files()) then
    return 0;
  end if;
  select coalesce(bit_or(a.kinds), 0) into total from public.children_access a
  where a.child_id = child and a.principal_id = file and a.reason = 'ENROLLED'
    and a.valid_from <= today and (a.valid_until is null or a.valid_until > today);
  for one in select p.table_name, p.kind from public.sharing_protected p order by p.table_name loop
    execute format('select coalesce(bit_or(%s), 0) from public.%I where child_id = $1 and file_id = $2', one.kind, one.table_name)
    into found using child, file;
    total := total | found;
  end loop;
  return total;
end $$;

revoke execute on function sharing_files(), sharing_own(regclass), sharing_protect(regclass, text), sharing_written(),
  sharing_kinds_of(uuid, uuid) from public;
grant execute on function sharing_files(), sharing_kinds_of(uuid, uuid) to tandem_app;
