-- A later domain says of each table with something about a child what an organisation holds of it:
--   select sharing_subject_tell('cases_case', 'r.child_id = $1 and r.place_id = any ($2)', 'r.place_id', 'r.opened');
-- `which` rows of child $1 the organisations $2 hold; `place`: whose name stands at the row; `sort`: their order.
create function sharing_subject_tell(name text, which text, place text, sort text) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into public.sharing_subject_source (table_name, which, place, sort) values (name, which, place, sort)
$$;
revoke execute on function sharing_subject_tell(text, text, text, text) from public;
grant select on sharing_subject_source to tandem_app;

-- Everything that these organisations hold, as rows by table. For who compiles the request, until it is released.
create or replace function sharing_subject_rows(request uuid) returns jsonb
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
    union all select t.table_name, t.which, t.place, t.sort from public.sharing_subject_source t
  loop
    execute format('select coalesce(jsonb_agg(to_jsonb(r) - ''{number,number_index,address,document,changes,by}''::text[]
        || jsonb_build_object(''place'', (select o.name from public.register_organisation o where o.id = %s)) order by %s), ''[]'')
      from public.%I r where %s', one.place, one.sort, one.table_name, one.which) into rows using r.child_id, r.organisations;
    found := found || jsonb_build_object(one.table_name, rows);
  end loop;
  return found;
end $$;
