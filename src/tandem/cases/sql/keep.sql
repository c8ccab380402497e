-- How long a case is kept: where youth care took part as long as its file, else as long as the file of the school. The
-- concern from which it was opened has a term of its own.
select sharing_keep('cases_case', 12, 'r.child_id', 'r.place_id',
    'case when exists (select from public.cases_participant p where p.case_id = r.id and p.domain = ''YOUTH_CARE'')
       then ''LT_TOEGANG'' else ''IB'' end',
    'case when r.closed is null then null
       when exists (select from public.cases_participant p where p.case_id = r.id and p.domain = ''YOUTH_CARE'')
         or not exists (select from public.children_enrolment e where e.child_id = r.child_id and e.location_id = r.place_id)
       then (r.closed at time zone ''Europe/Amsterdam'')::date
       else greatest((r.closed at time zone ''Europe/Amsterdam'')::date,
         public.sharing_file_rests(r.child_id, r.place_id, ''IB'')) end'),
  sharing_keep_with('cases_access', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('cases_participant', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('cases_direction', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('cases_offer', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('cases_text', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('cases_event', 'cases_case', 'r.case_id = any($1)');
-- The name of who directed, took part in person or opened it stays as long as the case.
update sharing_retention_source set starts = replace(starts, 'case when not public.sharing_wrote(r.id)',
  'case when not public.sharing_wrote(r.id)
    and not exists (select from public.cases_case c where c.opened_hat = r.id)
    and not exists (select from public.cases_participant p where p.membership_id = r.id)
    and not exists (select from public.cases_direction d where d.membership_id = r.id)')
where table_name = 'register_membership';

-- What an organisation holds of a case, for the file of a data subject.
select sharing_subject_tell('cases_case', 'r.child_id = $1 and (r.place_id = any ($2) or r.holder_id = any ($2)
    or exists (select from public.cases_participant p where p.case_id = r.id and p.organisation_id = any ($2)))',
    'r.place_id', 'r.opened'),
  sharing_subject_tell('cases_participant', 'r.organisation_id = any ($2) and r.case_id in (
    select c.id from public.cases_case c where c.child_id = $1)', 'r.organisation_id', 'r.since'),
  sharing_subject_tell('cases_direction', 'r.organisation_id = any ($2) and r.case_id in (
    select c.id from public.cases_case c where c.child_id = $1)', 'r.organisation_id', 'r.named'),
  sharing_subject_tell('cases_offer', 'r.source_id = any ($2) and r.case_id in (
    select c.id from public.cases_case c where c.child_id = $1)', 'r.target_id', 'r.made'),
  sharing_subject_tell('cases_text', 'r.organisation_id = any ($2) and r.case_id in (
    select c.id from public.cases_case c where c.child_id = $1)', 'r.organisation_id', 'r.at'),
  sharing_subject_tell('cases_event', 'r.organisation_id = any ($2) and r.case_id in (
    select c.id from public.cases_case c where c.child_id = $1)', 'r.organisation_id', 'r.at');
