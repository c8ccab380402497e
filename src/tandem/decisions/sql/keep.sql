-- A decision and a ladder are kept as long as their case.
select sharing_keep_with('decisions_decision', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('decisions_ladder', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('decisions_text', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('decisions_step', 'decisions_decision', 'r.decision_id = any($1)'),
  sharing_keep_with('decisions_event', 'decisions_decision', 'r.decision_id = any($1)'),
  sharing_keep_with('decisions_rung', 'decisions_ladder', 'r.ladder_id = any($1)');
-- The name of who asked, looked and decided stays as long.
update sharing_retention_source set starts = replace(starts, 'case when not public.sharing_wrote(r.id)',
  'case when not public.sharing_wrote(r.id)
    and not exists (select from public.decisions_decision d where r.id in (d.requester_hat, d.decided_hat))
    and not exists (select from public.decisions_step s where s.done_hat = r.id)
    and not exists (select from public.decisions_ladder l where l.holder_hat = r.id)
    and not exists (select from public.decisions_rung g where g.holder_hat = r.id)')
where table_name = 'register_membership';

-- What an organisation holds of it, for the file of a data subject. A draft is nobody's but its writer's.
select sharing_subject_tell('decisions_decision', 'r.child_id = $1 and r.state <> ''DRAFT'' and (r.organisation_id = any ($2)
    or r.decided_at_id = any ($2) or exists (select from public.decisions_step s
      where s.decision_id = r.id and s.organisation_id = any ($2)))', 'coalesce(r.decided_at_id, r.organisation_id)', 'r.created'),
  sharing_subject_tell('decisions_step', 'r.organisation_id = any ($2) and r.decision_id in (
    select d.id from public.decisions_decision d where d.child_id = $1)', 'r.organisation_id', 'r.done'),
  sharing_subject_tell('decisions_event', 'r.organisation_id = any ($2) and r.decision_id in (
    select d.id from public.decisions_decision d where d.child_id = $1 and d.state <> ''DRAFT'')', 'r.organisation_id', 'r.at'),
  sharing_subject_tell('decisions_ladder', 'r.child_id = $1 and r.holder_id = any ($2)', 'r.holder_id', 'r.changed'),
  sharing_subject_tell('decisions_rung', 'r.organisation_id = any ($2) and r.ladder_id in (
    select l.id from public.decisions_ladder l where l.child_id = $1)', 'r.organisation_id', 'r.day'),
  sharing_subject_tell('decisions_text', 'r.organisation_id = any ($2) and (r.decision_id in (
    select d.id from public.decisions_decision d where d.child_id = $1 and d.state <> ''DRAFT'') or r.ladder_id in (
    select l.id from public.decisions_ladder l where l.child_id = $1))', 'r.organisation_id', 'r.at');
