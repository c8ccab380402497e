-- A plan is kept as long as its case.
select sharing_keep_with('plans_plan', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('plans_text', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('plans_goal', 'plans_plan', 'r.plan_id = any($1)'),
  sharing_keep_with('plans_agreement', 'plans_plan', 'r.plan_id = any($1)'),
  sharing_keep_with('plans_event', 'plans_plan', 'r.plan_id = any($1)');
-- The name of who does something, and asked it, stays as long.
update sharing_retention_source set starts = replace(starts, 'case when not public.sharing_wrote(r.id)',
  'case when not public.sharing_wrote(r.id)
    and not exists (select from public.plans_agreement g where r.id in (g.owner_hat, g.author_hat))')
where table_name = 'register_membership';

-- What an organisation holds of it, for the file of a data subject.
select sharing_subject_tell('plans_plan', 'r.child_id = $1 and r.organisation_id = any ($2)', 'r.organisation_id', 'r.created'),
  sharing_subject_tell('plans_goal', 'r.organisation_id = any ($2) and r.plan_id in (
    select p.id from public.plans_plan p where p.child_id = $1)', 'r.organisation_id', 'r.made'),
  sharing_subject_tell('plans_agreement', 'r.organisation_id = any ($2) and r.plan_id in (
    select p.id from public.plans_plan p where p.child_id = $1)', 'r.organisation_id', 'r.made'),
  sharing_subject_tell('plans_event', 'r.organisation_id = any ($2) and r.plan_id in (
    select p.id from public.plans_plan p where p.child_id = $1)', 'r.organisation_id', 'r.at'),
  sharing_subject_tell('plans_text', 'r.organisation_id = any ($2) and r.plan_id in (
    select p.id from public.plans_plan p where p.child_id = $1)', 'r.organisation_id', 'r.at');
