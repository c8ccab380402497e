-- Break-glass: the only road to a child that somebody has no relation to. Nobody searches: a child is named exactly, by
-- its citizen number or by name, day of birth and school, and the answer comes after the reason, found or not.
--
--   own      in the hat that broke the glass: her own uses
--   judges   TEAMLEIDER and FG of that organisation or one above it, never who did it herself: sees and judges once
-- Kinds: all that a professional could be shown in need (1 + 4 + 8 + 16 + 32 + 64 + 128 + 256); not a protected address 2,
-- finance 512, who reported 1024, the citizen number 2048 or criminal data 4096.

create function sharing_break_glass_begin(
  why text, words text, how text, numbers bytea[], name_key text, born date, place uuid, due date
) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  new_use uuid := gen_random_uuid();
  who uuid := context.person();
  until timestamptz := clock_timestamp() + interval '4 hours';
  found uuid[];
  above uuid[];
begin
  if public.children_principals() = '{}' or context.function() not in ('LT_HULP', 'LT_TOEGANG', 'JGZ', 'VT') then
    perform public.sharing_break_glass_refuse('not in this function');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('break-glass ' || who, 0));
  if exists (select from public.sharing_break_glass b
             where b.person_id = who and b.judged_at is null and b.review_due < context.today()) then
    perform public.sharing_break_glass_refuse('a review is overdue');
  end if;
  if (select count(*) from public.sharing_break_glass b
      where b.person_id = who and b.begun_at > clock_timestamp() - interval '7 days') >= 3 then
    perform public.sharing_break_glass_refuse('too often');
  end if;
  if length(trim(regexp_replace(words, '\s+', ' ', 'g'))) < 30 then
    perform public.sharing_break_glass_refuse('the reason is too short');
  end if;
  if how = 'NUMBER' then
    select array_agg(distinct n.child_id) into found from public.children_bsn n where n.number_index = any (numbers);
  else
    select array_agg(distinct c.id) into found
    from public.children_child c join public.children_enrolment e on e.child_id = c.id
    where c.sort_key = name_key and c.birth_date = born and e.location_id = place
      and e.valid_from <= context.today() and (e.valid_until is null or e.valid_until > context.today());
  end if;
  with recursive up (id, parent_id) as (
    select o.id, o.parent_id from public.register_organisation o where o.id = context.organisation()
    union select o.id, o.parent_id from public.register_organisation o join up on o.id = up.parent_id
  ) select array_agg(up.id) into above from up;
  insert into public.sharing_break_glass (id, child_id, membership_id, person_id, organisation_id, organisations, function,
    category, reason, named, begun_at, expires_at, review_due, judgement, note)
  values (new_use, case when cardinality(found) = 1 then found[1] end, context.hat(), who, context.organisation(), above,
    context.function(), why, words, how, clock_timestamp(), until, least(due, context.today() + 14), '', '');
  if cardinality(found) = 1 then  -- several: it was not named exactly, and nothing opens
    insert into public.children_access
      (principal_id, child_id, reason, source, kinds, function, guarded, sort_key, valid_from, valid_until, expires_at)
    select context.hat(), c.id, 'BREAK_GLASS', new_use, 1 + 4 + 8 + 16 + 32 + 64 + 128 + 256, context.function(),
      exists (select from public.children_protected_address p where p.child_id = c.id and p.level = 2),
      c.sort_key, context.today(), context.today() + 2, until
    from public.children_child c where c.id = found[1];
  end if;
  return new_use;
end $$;

create function sharing_break_glass_refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'the glass stays whole: %', why using errcode = 'insufficient_privilege';
end $$;

-- Whom to tell: who judges, by the address of her account. For the service that sends notices.
create function sharing_break_glass_mail(use uuid) returns setof text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() <> 'notices' then
    perform public.sharing_break_glass_refuse('only who sends notices may ask this');
  end if;
  return query select distinct a.email
  from public.sharing_break_glass b
  join public.register_membership m on m.organisation_id = any (b.organisations)
  join public.register_person p on p.id = m.person_id
  join public.identity_account a on a.id = p.account_id
  where b.id = use and m.function in ('TEAMLEIDER', 'FG') and p.id <> b.person_id
    and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today());
end $$;

revoke execute on function sharing_break_glass_refuse(text), sharing_break_glass_mail(uuid),
  sharing_break_glass_begin(text, text, text, bytea[], text, date, uuid, date) from public;
grant execute on function sharing_break_glass_mail(uuid),
  sharing_break_glass_begin(text, text, text, bytea[], text, date, uuid, date) to tandem_app;

alter table sharing_break_glass enable row level security, force row level security;
grant select on sharing_break_glass to tandem_app;
grant update (judgement, judged_by, judged_at, note) on sharing_break_glass to tandem_app;
create policy owner on sharing_break_glass to tandem_owner using (true) with check (true);
create policy block on sharing_break_glass as restrictive to tandem_app using ((select children_principals()) <> '{}');
create policy own_select on sharing_break_glass for select to tandem_app
  using (membership_id = (select context.hat()));
create policy judges_select on sharing_break_glass for select to tandem_app
  using ((select context.function()) in ('TEAMLEIDER', 'FG') and person_id <> (select context.person())
    and (select context.organisation()) = any (organisations));
create policy judges_update on sharing_break_glass for update to tandem_app
  using ((select context.function()) in ('TEAMLEIDER', 'FG') and person_id <> (select context.person())
    and (select context.organisation()) = any (organisations) and judged_at is null)
  with check ((select context.function()) in ('TEAMLEIDER', 'FG') and person_id <> (select context.person())
    and (select context.organisation()) = any (organisations) and judged_by = (select context.person()));
select audit.watch('sharing_break_glass',
  shown => array['category', 'named', 'begun_at', 'expires_at', 'review_due', 'judgement', 'judged_at'], about => 'child_id');

-- Records of a file, of every kind that the row of access names: whatever file they stand in.
create function sharing_open_to_break_glass(name regclass, kind text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('create policy break_glass_select on %1$s for select to tandem_app
    using (exists (select from public.children_access a
      where a.child_id = %1$s.child_id and a.reason = ''BREAK_GLASS'' and a.kinds & %2$s <> 0 offset 0))', name, kind);
end $$;
revoke execute on function sharing_open_to_break_glass(regclass, text) from public;
select sharing_open_to_break_glass(p.table_name::regclass, p.kind) from sharing_protected p
  join pg_class c on c.oid = p.table_name::regclass where c.relkind = 'r';  -- a view shows what its table does

-- It never writes: a record begins with a reason that lasts.
do $$
declare
  name text;
begin
  foreach name in array array['sharing_override', 'sharing_authority', 'sharing_consent', 'sharing_disclosure', 'sharing_note',
                              'sharing_hold'] loop
    execute format('alter policy own_insert on %1$I with check (file_id = any ((select sharing_files())::uuid[])
      and exists (select from children_access a where a.child_id = %1$I.child_id and a.reason <> ''BREAK_GLASS'' offset 0))', name);
  end loop;
end $$;

-- And so does every table that comes later (`sharing_own` and `sharing_protect` of sharing/sql/files.sql, with both).
create or replace function sharing_own(name regclass) returns void
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
      select from public.children_access a where a.child_id = %s.child_id and a.reason <> ''BREAK_GLASS'' offset 0))', name, name);
  execute format('create policy own_update on %s for update to tandem_app
    using (file_id = any ((select public.sharing_files())::uuid[]))
    with check (file_id = any ((select public.sharing_files())::uuid[]))', name);
  execute format('create trigger sharing_written before insert on %s
    for each row execute function public.sharing_written()', name);
  perform audit.watch(name, about => 'child_id');
end $$;

create or replace function sharing_protect(name regclass, kind text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform public.sharing_own(name);
  execute format('create policy disclosed_select on %1$s for select to tandem_app
    using (exists (select from public.children_access a
      where a.child_id = %1$s.child_id and a.origin = %1$s.file_id and a.kinds & %2$s <> 0
        and %1$s.recorded_at <= a.as_of offset 0))', name, kind);
  insert into public.sharing_protected (table_name, kind) select c.relname, $2 from pg_class c where c.oid = name;
  perform public.sharing_open_to_break_glass(name, kind);
end $$;

select sharing_keep('sharing_break_glass', 30, 'r.child_id', '', '',
  'coalesce((r.judged_at at time zone ''Europe/Amsterdam'')::date, r.review_due)');
