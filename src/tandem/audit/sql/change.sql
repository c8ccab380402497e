-- The change log. A domain writes in the SQL of its table: select audit.watch('register_membership', …);
-- the database then notes every row that is inserted, changed or removed, whoever does it and however.

-- shown: columns of which the log keeps the old and the new value, such as codes and dates of validity. Of the others
-- it keeps only that they changed: a log that never forgets should not hold the content of a record. Keys (uuid) are
-- always shown. about: the column with the id of the person whom the row is about, where there is one.
create function audit.watch(watched regclass, shown text[] default '{}', about text default '') returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  strangers text;
  keys text;
begin
  select string_agg(name, ', ') into strangers
  from unnest(shown || array_remove(array[about], '')) as name
  where name not in (select attname from pg_attribute where attrelid = watched and attnum > 0);
  if strangers is not null then
    raise exception '% has no column %', watched, strangers using errcode = 'undefined_column';
  end if;
  select string_agg(a.attname, ',' order by array_position(i.indkey::int2[], a.attnum)) into strict keys
  from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
  where i.indrelid = watched and i.indisprimary;
  select array_agg(attname) into shown
  from pg_attribute
  where attrelid = watched and attnum > 0 and not attisdropped
    and (attname = any(shown) or atttypid = 'uuid'::regtype or attname = any(string_to_array(keys, ',')));
  execute format('create trigger audit_rows after insert or update or delete on %s
    for each row execute function audit.note_change(%L, %L, %L)', watched, keys, array_to_string(shown, ','), about);
  execute format('create trigger audit_table after truncate on %s
    for each statement execute function audit.note_truncate()', watched);
  execute format('alter table %s enable always trigger audit_rows', watched);
  execute format('alter table %s enable always trigger audit_table', watched);
end $$;

-- Arguments: key columns, shown columns, column with the person. Runs as owner: the app cannot write the log itself.
create function audit.note_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  before jsonb := coalesce(to_jsonb(old), '{}');
  after jsonb := coalesce(to_jsonb(new), '{}');
  row_now jsonb := before || after;
  found jsonb;
begin
  select jsonb_object_agg(key, case when key = any(string_to_array(tg_argv[1], ','))
                                    then jsonb_build_array(before -> key, after -> key) end)
  into found
  from jsonb_object_keys(row_now) as key
  where coalesce(before -> key, 'null') is distinct from coalesce(after -> key, 'null');
  if found is null and tg_op = 'UPDATE' then
    return null;
  end if;
  insert into public.audit_change (table_name, operation, row_key, subject, changes)
  values (
    tg_table_name, tg_op,
    (select string_agg(row_now ->> key, ',' order by place)
     from unnest(string_to_array(tg_argv[0], ',')) with ordinality as k(key, place)),
    (row_now ->> nullif(tg_argv[2], ''))::uuid, coalesce(found, '{}')
  );
  return null;
end $$;

create function audit.note_truncate() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.audit_change (table_name, operation, row_key, changes) values (tg_table_name, tg_op, '', '{}');
  return null;
end $$;
