-- Destruction: only by the service `retention`, only through these functions, only of rows whose term the database can
-- see to have begun long enough ago. The app has no right to delete anything about a child.
--
-- A later domain says of each table with records of a file
--   select sharing_keep_file('casework_concern', rank => 20);
-- and of what hangs on such a row
--   select sharing_keep_with('casework_step', 'casework_concern', 'r.concern_id = any($1)');
-- `rank`: lower goes first, so that what refers goes before what is referred to.

create function sharing_keep(name text, rank int, child text, file text, function text, starts text) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into public.sharing_retention_source (table_name, rank, child, file, function, starts, hangs_on, link)
  values (name, rank, child, file, function, starts, '', '')
$$;

create function sharing_keep_file(name text, rank int) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  select public.sharing_keep(name, rank, 'r.child_id', 'r.file_id', 'r.function',
    'public.sharing_file_rests(r.child_id, r.file_id, r.function)')
$$;

create function sharing_keep_with(name text, hangs_on text, link text, rank int default 0) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into public.sharing_retention_source (table_name, rank, child, file, function, starts, hangs_on, link)
  values (name, rank, '', '', '', '', hangs_on, link)
$$;

create function sharing_retention_only() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() <> 'retention' then
    raise exception 'only the service that destroys may do this' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- The day from which the term of a file runs; null as long as it is in use. A file of a school: the day the child left
-- it. Any other: the last record in it (Jeugdwet 7.3.8: the last change).
create function sharing_file_rests(child uuid, file uuid, function text) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  one record;
  found date;
  last date;
begin
  if function in ('IB', 'SCHOOLDIR') then
    if exists (select from public.children_enrolment e where e.child_id = child and e.location_id = file
               and (e.valid_until is null or e.valid_until > context.today())) then
      return null;
    end if;
    select max(e.valid_until) into last from public.children_enrolment e where e.child_id = child and e.location_id = file;
    if last is not null then
      return last;
    end if;
  end if;
  for one in select s.table_name from public.sharing_retention_source s where s.file = 'r.file_id' order by 1 loop
    execute format('select max((r.recorded_at at time zone ''Europe/Amsterdam'')::date) from public.%I r
      where r.child_id = $1 and r.file_id = $2', one.table_name) into found using child, file;
    last := greatest(last, found);
  end loop;
  return last;
end $$;

-- Whether somebody wrote in a file in this hat: then her name is kept as long as what she wrote.
create function sharing_wrote(hat uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  one record;
  found boolean;
begin
  for one in select s.table_name from public.sharing_retention_source s where s.file = 'r.file_id' order by 1 loop
    execute format('select exists (select from public.%I r where r.membership_id = $1)', one.table_name) into found using hat;
    if found then
      return true;
    end if;
  end loop;
  return false;
end $$;

-- Since when a child has nothing left here: today, or null when something still refers to it.
create function sharing_child_rests(child uuid) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  one record;
  found boolean;
begin
  for one in select s.table_name, s.child from public.sharing_retention_source s
             where s.child <> '' and s.table_name <> 'children_child' order by 1 loop
    execute format('select exists (select from public.%I r where %s = $1)', one.table_name, one.child) into found using child;
    if found then
      return null;
    end if;
  end loop;
  return context.today();
end $$;

create function sharing_kept(name text, begun_before date)
returns table (key uuid, child uuid, file uuid, function text, starts date, held boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  s public.sharing_retention_source;
begin
  perform public.sharing_retention_only();
  select * into strict s from public.sharing_retention_source where table_name = name and hangs_on = '';
  return query execute format('select k.key, k.child, k.file, k.function, k.starts, exists (
      select from public.sharing_hold h where h.child_id = k.child and h.ended_on is null)
    from (select r.id as key, (%s)::uuid as child, (%s)::uuid as file, (%s)::text as function, (%s)::date as starts
          from public.%I r) k where k.starts <= $1 order by k.starts, k.key',
    coalesce(nullif(s.child, ''), 'null'), coalesce(nullif(s.file, ''), 'null'), coalesce(nullif(s.function, ''), ''''''), s.starts, s.table_name)
  using begun_before;
end $$;

-- The rows and what hangs on them. Only called by sharing_destroy.
create function sharing_destroy_rows(name text, keys uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  one record;
  below uuid[];
begin
  for one in select s.table_name, s.link, s.rank,
               exists (select from pg_attribute a where a.attrelid = ('public.' || s.table_name)::regclass and a.attname = 'id') as keyed
             from public.sharing_retention_source s where s.hangs_on = name order by s.rank, s.table_name loop
    if one.keyed then
      execute format('select array_agg(r.id) from public.%I r where %s', one.table_name, one.link) into below using keys;
      perform public.sharing_destroy_rows(one.table_name, coalesce(below, '{}'));
    else
      execute format('delete from public.%I r where %s', one.table_name, one.link) using keys;
    end if;
  end loop;
  execute format('delete from public.%I r where r.id = any($1)', name) using keys;
end $$;

-- Returns how many went. A row that is held, or whose term began less than `least` ago, stays whatever who asks says.
create function sharing_destroy(name text, keys uuid[], term text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  least_ago date := case when name in ('children_child', 'register_person') then context.today()
                         else (context.today() - interval '2 years')::date end;
  going uuid[];
begin
  perform public.sharing_retention_only();
  select coalesce(array_agg(k.key), '{}') into going
  from public.sharing_kept(name, least_ago) k where k.key = any (keys) and not k.held;
  if going = '{}' then
    return 0;
  end if;
  delete from public.children_access where source = any (going);
  perform public.sharing_destroy_rows(name, going);
  insert into public.sharing_tombstone (table_name, row_key, term, destroyed_on)
  select name, key, sharing_destroy.term, context.today() from unnest(going) as key on conflict do nothing;
  return cardinality(going);
end $$;

create function sharing_warn(child uuid, file uuid, due date) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.sharing_retention_only();
  insert into public.sharing_retention_warning (id, child_id, file_id, due_on, created_on)
  values (gen_random_uuid(), child, file, due, context.today()) on conflict (file_id, child_id) do nothing;
  return found;
end $$;

revoke execute on function sharing_keep(text, int, text, text, text, text), sharing_keep_file(text, int),
  sharing_keep_with(text, text, text, int), sharing_retention_only(), sharing_file_rests(uuid, uuid, text),
  sharing_wrote(uuid), sharing_child_rests(uuid), sharing_kept(text, date), sharing_destroy_rows(text, uuid[]),
  sharing_destroy(text, uuid[], text), sharing_warn(uuid, uuid, date) from public;
grant execute on function sharing_kept(text, date), sharing_destroy(text, uuid[], text), sharing_warn(uuid, uuid, date)
  to tandem_app;

grant select on sharing_retention_source, sharing_tombstone to tandem_app;

-- hold: who works in the file
select sharing_own('sharing_hold');
grant update (ended_on, ended_by) on sharing_hold to tandem_app;

-- warning: who works in the file
alter table sharing_retention_warning enable row level security, force row level security;
create policy owner on sharing_retention_warning to tandem_owner using (true) with check (true);
create policy block on sharing_retention_warning as restrictive to tandem_app
  using ((select children_principals()) <> '{}');
create policy own_select on sharing_retention_warning for select to tandem_app
  using (file_id = any ((select sharing_files())::uuid[]));
grant select on sharing_retention_warning to tandem_app;
select audit.watch('sharing_retention_warning', shown => array['due_on'], about => 'child_id');

select sharing_keep_file('sharing_note', 10), sharing_keep_file('sharing_disclosure', 10),
  sharing_keep_file('sharing_consent', 10), sharing_keep_file('sharing_hold', 10),
  sharing_keep_file('sharing_override', 20), sharing_keep_file('sharing_authority', 20),
  sharing_keep_with('sharing_step', 'sharing_disclosure', 'r.disclosure_id = any($1)'),
  sharing_keep_with('sharing_notice', 'sharing_disclosure', 'r.disclosure_id = any($1)'),
  sharing_keep('children_enrolment', 40, 'r.child_id', 'r.location_id', '', 'r.valid_until'),
  sharing_keep('children_child', 90, 'r.id', '', '', 'public.sharing_child_rests(r.id)'),
  sharing_keep('casework_concern', 15, 'r.child_id', 'r.location_id', '''IB''',
    'coalesce(public.sharing_file_rests(r.child_id, r.location_id, ''IB''),
      case when r.child_id is null then (r.closed at time zone ''Europe/Amsterdam'')::date end)'),
  sharing_keep_with('casework_access', 'casework_concern', 'r.concern_id = any($1)'),
  sharing_keep_with('casework_offer', 'casework_concern', 'r.concern_id = any($1)'),
  sharing_keep_with('casework_text', 'casework_concern', 'r.concern_id = any($1)'),
  sharing_keep_with('casework_answer', 'casework_concern', 'r.concern_id = any($1)'),
  sharing_keep_with('casework_notice', 'casework_concern', 'r.concern_id = any($1)'),
  sharing_keep_with('casework_event', 'casework_concern', 'r.concern_id = any($1)'),
  sharing_keep_with('casework_seen', 'casework_concern', 'r.concern_id = any($1)'),
  sharing_keep_with('children_teaching', 'children_child', 'r.child_id = any($1)'),
  sharing_keep_with('children_residence', 'children_child', 'r.child_id = any($1)'),
  sharing_keep_with('children_bsn', 'children_child', 'r.child_id = any($1)'),
  sharing_keep_with('children_protected_address', 'children_child', 'r.child_id = any($1)'),
  sharing_keep_with('children_access', 'children_child', 'r.child_id = any($1)'),
  sharing_keep_with('sharing_retention_warning', 'children_child', 'r.child_id = any($1)'),
  sharing_keep('register_membership', 95, '', '', '', 'case when not public.sharing_wrote(r.id)
    and not exists (select from public.casework_concern c where r.id in (c.author_hat, c.worker_hat))
    and not exists (select from public.children_teaching t where t.membership_id = r.id) then r.valid_until end'),
  sharing_keep_with('register_stand_in', 'register_membership', 'r.membership_id = any($1) or r.stand_in_id = any($1)'),
  sharing_keep_with('register_school_link', 'register_membership', 'r.membership_id = any($1)'),
  sharing_keep_with('register_invitation', 'register_membership', 'r.membership_id = any($1)'),
  sharing_keep_with('register_task', 'register_membership', 'r.membership_id = any($1)'),
  sharing_keep('register_person', 96, '', '', '',
    'case when not exists (select from public.register_membership m where m.person_id = r.id) then context.today() end'),
  sharing_keep_with('casework_view', 'register_person', 'r.person_id = any($1)'),
  sharing_keep_with('casework_preference', 'register_person', 'r.person_id = any($1)'),
  sharing_keep_with('register_contact', 'register_person', 'r.person_id = any($1)');
