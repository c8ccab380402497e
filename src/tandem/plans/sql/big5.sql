-- What was answered about the Big 5: read and written as the words of the plan, never changed.
alter table plans_score enable row level security;
alter table plans_score force row level security;
create policy owner on plans_score to tandem_owner using (true) with check (true);
grant select, insert on plans_score to tandem_app;

do $$
declare
  knows text := 'exists (select from cases_access a where a.case_id = plans_score.case_id and a.content
      and case when a.disclosure is null then exists (select from children_access d
          where d.child_id = a.child_id and d.reason = ''ENROLLED'' offset 0)
        else exists (select from children_access d
          where d.source = a.disclosure and d.kinds & plans_score.kind <> 0 offset 0) end offset 0)';
  works text := 'exists (select from cases_access a where a.case_id = plans_score.case_id
      and a.part in (''HOLDER'', ''DIRECTOR'', ''PARTICIPANT'') offset 0)';
begin
  execute format('create policy access_select on plans_score for select to tandem_app using (%s)', knows);
  execute format('create policy access_insert on plans_score for insert to tandem_app
    with check (author_id = (select context.person())
      and organisation_id = any ((select children_principals())::uuid[]) and %s and %s)', works, knows);
end $$;

create trigger plans_fits before insert on plans_score
  for each row execute function plans_text_fits();

select audit.watch('plans_score', shown => array['subject', 'voice', 'domain', 'day']);
select sharing_keep_with('plans_score', 'cases_case', 'r.case_id = any($1)');
select sharing_subject_tell('plans_score', 'r.organisation_id = any ($2) and r.plan_id in (
    select p.id from public.plans_plan p where p.child_id = $1)', 'r.organisation_id', 'r.at');
