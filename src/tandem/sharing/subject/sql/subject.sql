-- A request to see everything that an organisation holds about one child. The data protection officer (FG) names the
-- child exactly, as for break-glass, and sees only what is compiled into the file of that request.
--
--   compiled   the FG of the organisation, in that hat: her own requests
--   reviews    FG, TEAMLEIDER or SCHOOLDIR of an organisation of the request, never who compiled it: sees and releases
-- The file is sealed; it is gone when it can no longer be fetched.

create function sharing_subject_refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'no file is made: %', why using errcode = 'insufficient_privilege';
end $$;

-- The organisations for which somebody of `top` answers: itself and what hangs below it.
create function sharing_organisations_below(top uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive down (id) as (
    select top union select o.id from public.register_organisation o join down d on o.parent_id = d.id
  ) select array_agg(id order by id) from down
$$;

-- Null: no child with exactly these facts about whom these organisations hold anything.
create function sharing_subject_begin(who text, numbers bytea[], name_key text, born date, place uuid, due date) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  request uuid := gen_random_uuid();
  below uuid[];
  found uuid[];
  one record;
  held boolean;
begin
  if public.children_principals() = '{}' or context.function() <> 'FG' then
    perform public.sharing_subject_refuse('only the data protection officer');
  end if;
  below := public.sharing_organisations_below(context.organisation());
  if numbers <> '{}' then
    select array_agg(distinct n.child_id) into found from public.children_bsn n where n.number_index = any (numbers);
  else
    select array_agg(distinct c.id) into found
    from public.children_child c join public.children_enrolment e on e.child_id = c.id
    where c.sort_key = name_key and c.birth_date = born and e.location_id = place;
  end if;
  if cardinality(found) is distinct from 1 then
    return null;
  end if;
  held := exists (select from public.children_enrolment e where e.child_id = found[1] and e.location_id = any (below));
  for one in select s.table_name from public.sharing_retention_source s where s.file = 'r.file_id' order by 1 loop
    if not held then
      execute format('select exists (select from public.%I r where r.child_id = $1 and r.organisation_id = any ($2))', one.table_name)
      into held using found[1], below;
    end if;
  end loop;
  if not held then
    return null;
  end if;
  insert into public.sharing_subject_request
    (id, child_id, organisation_id, organisations, asker, asked_on, due_on, compiled_by, compiled_at)
  values (request, found[1], context.organisation(), below, who, context.today(), due, context.person(), clock_timestamp());
  return request;
end $$;

-- Everything that these organisations hold, as rows by table. For who compiles the request, until it is released.
create function sharing_subject_rows(request uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  r public.sharing_subject_request;
  found jsonb := '{}';
  rows jsonb;
  one record;
begin
  select * into r from public.sharing_subject_request q where q.id = request;
  if r.id is null or r.released_at is not null or r.compiled_by is distinct from context.person()
    or context.function() <> 'FG' or r.organisation_id is distinct from context.organisation()
    or public.children_principals() = '{}' then
    perform public.sharing_subject_refuse('not hers to compile');
  end if;
  for one in
    select s.table_name, 'r.child_id = $1 and r.organisation_id = any ($2)' as which,
      case when exists (select from pg_attribute a where a.attrelid = ('public.' || s.table_name)::regclass
                        and a.attname = 'receiver_organisation_id') then 'r.receiver_organisation_id' else 'r.organisation_id' end as place,
      'r.recorded_at' as sort
    from public.sharing_retention_source s where s.file = 'r.file_id'
    union all values
      ('children_child', 'r.id = $1', 'null::uuid', 'r.id'),
      ('children_enrolment', 'r.child_id = $1 and r.location_id = any ($2)', 'r.location_id', 'r.valid_from'),
      ('children_residence', 'r.child_id = $1', 'r.municipality_id', 'r.valid_from'),
      ('children_bsn', 'r.child_id = $1', 'null::uuid', 'r.child_id'),
      ('children_protected_address', 'r.child_id = $1', 'null::uuid', 'r.child_id'),
      ('sharing_break_glass', 'r.child_id = $1 and r.organisation_id = any ($2)', 'r.organisation_id', 'r.begun_at'),
      ('sharing_subject_request', 'r.child_id = $1 and r.organisation_id = any ($2) and r.released_at is not null',
        'r.organisation_id', 'r.asked_on'),
      ('children_teaching', 'r.child_id = $1 and r.valid_from is not null and exists (select from public.register_membership m
        where m.id = r.membership_id and m.organisation_id = any ($2))', 'null::uuid', 'r.valid_from'),
      ('casework_concern', 'r.child_id = $1 and r.location_id = any ($2)', 'r.location_id', 'r.created'),
      ('casework_text', 'r.organisation_id = any ($2) and r.concern_id in (select c.id from public.casework_concern c
        where c.child_id = $1)', 'r.organisation_id', 'r.at'),
      ('casework_answer', 'r.concern_id in (select c.id from public.casework_concern c
        where c.child_id = $1 and c.location_id = any ($2))', 'null::uuid', 'r.at'),
      ('casework_event', 'r.organisation_id = any ($2) and r.concern_id in (select c.id from public.casework_concern c
        where c.child_id = $1)', 'r.organisation_id', 'r.at'),
      ('casework_offer', 'r.concern_id in (select c.id from public.casework_concern c
        where c.child_id = $1 and c.location_id = any ($2))', 'r.target_id', 'r.made'),
      ('audit_access', '$1 = any (r.subjects) and r.organisation = any ($2)', 'r.organisation', 'r.number'),
      ('audit_change', 'r.subject = $1 and r.organisation = any ($2)', 'r.organisation', 'r.number')
  loop
    execute format('select coalesce(jsonb_agg(to_jsonb(r) - ''{number,number_index,address,document,changes,by}''::text[]
        || jsonb_build_object(''place'', (select o.name from public.register_organisation o where o.id = %s)) order by %s), ''[]'')
      from public.%I r where %s', one.place, one.sort, one.table_name, one.which) into rows using r.child_id, r.organisations;
    found := found || jsonb_build_object(one.table_name, rows);
  end loop;
  return found;
end $$;

-- What can no longer be fetched is forgotten; the service of retention does it each night.
create function sharing_subject_forget() returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  forgotten int;
begin
  perform public.sharing_retention_only();
  update public.sharing_subject_request set document = null where document is not null and expires_at < clock_timestamp();
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

revoke execute on function sharing_subject_refuse(text), sharing_organisations_below(uuid),
  sharing_subject_begin(text, bytea[], text, date, uuid, date), sharing_subject_rows(uuid), sharing_subject_forget() from public;
grant execute on function sharing_subject_begin(text, bytea[], text, date, uuid, date), sharing_subject_rows(uuid),
  sharing_subject_forget() to tandem_app;

alter table sharing_subject_request enable row level security, force row level security;
grant select on sharing_subject_request to tandem_app;
grant update (document, reviewed_by, released_at, expires_at) on sharing_subject_request to tandem_app;
create policy owner on sharing_subject_request to tandem_owner using (true) with check (true);
create policy block on sharing_subject_request as restrictive to tandem_app using ((select children_principals()) <> '{}');
create policy compiled_select on sharing_subject_request for select to tandem_app
  using ((select context.function()) = 'FG' and compiled_by = (select context.person())
    and organisation_id = (select context.organisation()));
create policy compiled_update on sharing_subject_request for update to tandem_app
  using ((select context.function()) = 'FG' and compiled_by = (select context.person())
    and organisation_id = (select context.organisation()) and released_at is null)
  with check (compiled_by = (select context.person()) and released_at is null);
create policy reviews_select on sharing_subject_request for select to tandem_app
  using ((select context.function()) in ('FG', 'TEAMLEIDER', 'SCHOOLDIR') and compiled_by <> (select context.person())
    and (select context.organisation()) = any (organisations));
create policy reviews_update on sharing_subject_request for update to tandem_app
  using ((select context.function()) in ('FG', 'TEAMLEIDER', 'SCHOOLDIR') and compiled_by <> (select context.person())
    and (select context.organisation()) = any (organisations) and released_at is null and document is not null)
  with check (reviewed_by = (select context.person()) and released_at is not null
    and expires_at <= clock_timestamp() + interval '7 days 1 minute');
select audit.watch('sharing_subject_request',
  shown => array['asker', 'asked_on', 'due_on', 'released_at', 'expires_at'], about => 'child_id');
select sharing_keep('sharing_subject_request', 30, 'r.child_id', '', '',
  'coalesce((r.released_at at time zone ''Europe/Amsterdam'')::date, r.due_on)');
