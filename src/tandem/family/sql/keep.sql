-- The window is kept as long as its case; the gate goes with it.
select sharing_keep_with('family_window', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('family_release', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('family_choice', 'cases_case', 'r.case_id = any($1)');
-- The name of who invited, and of who let something out, stays as long.
update sharing_retention_source set starts = replace(starts, 'case when not public.sharing_wrote(r.id)',
  'case when not public.sharing_wrote(r.id)
    and not exists (select from public.family_window w where w.invited_hat = r.id)
    and not exists (select from public.family_release f where f.hat = r.id)')
where table_name = 'register_membership';

-- What an organisation holds of it, for the file of a data subject.
select sharing_subject_tell('family_window', 'r.child_id = $1 and r.organisation_id = any ($2)', 'r.organisation_id', 'r.invited'),
  sharing_subject_tell('family_release', 'r.child_id = $1 and r.organisation_id = any ($2)', 'r.organisation_id', 'r.released'),
  sharing_subject_tell('family_choice', 'r.child_id = $1 and (r.organisation_id = any ($2) or exists (
    select from public.family_window w where w.id = r.window_id and w.organisation_id = any ($2)))', 'r.organisation_id', 'r.said');
