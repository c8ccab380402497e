-- Who sees which row of a plan. The condition on who acts stands once, at cases_access: who takes part in the case. Who
-- may only know that there is a case sees none of it; who was offered the case reads along and changes nothing.
-- Words need the gate open for the kind of information too, to read and to write.
do $$
declare
  name text;
begin
  foreach name in array array['plans_plan', 'plans_goal', 'plans_agreement', 'plans_event', 'plans_text'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
  end loop;
end $$;

grant select, insert on plans_plan, plans_goal, plans_agreement, plans_event, plans_text to tandem_app;
grant update (changed, version) on plans_plan to tandem_app;
grant update (voice, state, settled) on plans_goal to tandem_app;
grant update (state, settled, settled_by) on plans_agreement to tandem_app;

-- plan
create policy access_select on plans_plan for select to tandem_app
  using (exists (select from cases_access a where a.case_id = plans_plan.case_id and a.part <> 'KNOWS' offset 0));
create policy access_insert on plans_plan for insert to tandem_app
  with check (made_by = (select context.person()) and organisation_id = any ((select children_principals())::uuid[])
    and exists (select from cases_access a
      where a.case_id = plans_plan.case_id and a.part in ('HOLDER', 'DIRECTOR', 'PARTICIPANT') offset 0));
create policy access_update on plans_plan for update to tandem_app
  using (exists (select from cases_access a
    where a.case_id = plans_plan.case_id and a.part in ('HOLDER', 'DIRECTOR', 'PARTICIPANT') offset 0))
  with check (exists (select from cases_access a
    where a.case_id = plans_plan.case_id and a.part in ('HOLDER', 'DIRECTOR', 'PARTICIPANT') offset 0));

-- goal, agreement, event: codes only
do $$
declare
  name text;
  sees text;
  works text;
begin
  foreach name in array array['plans_goal', 'plans_agreement', 'plans_event'] loop
    sees := format('exists (select from plans_plan p where p.id = %I.plan_id offset 0)', name);
    works := format('exists (select from plans_plan p join cases_access a on a.case_id = p.case_id
      where p.id = %I.plan_id and a.part in (''HOLDER'', ''DIRECTOR'', ''PARTICIPANT'') offset 0)', name);
    execute format('create policy access_select on %I for select to tandem_app using (%s)', name, sees);
    execute format('create policy access_insert on %I for insert to tandem_app with check (%I = (select context.person())
      and organisation_id = any ((select children_principals())::uuid[]) and %s)',
      name, case name when 'plans_event' then 'person_id' else 'author_id' end, works);
    if name <> 'plans_event' then
      execute format('create policy access_update on %I for update to tandem_app using (%s) with check (%s)',
        name, works, works);
    end if;
  end loop;
end $$;

-- text: the words, as far as the gate is open for this kind
do $$
declare
  knows text := 'exists (select from cases_access a where a.case_id = plans_text.case_id and a.content
      and case when a.disclosure is null then exists (select from children_access d
          where d.child_id = a.child_id and d.reason = ''ENROLLED'' offset 0)
        else exists (select from children_access d
          where d.source = a.disclosure and d.kinds & plans_text.kind <> 0 offset 0) end offset 0)';
  works text := 'exists (select from cases_access a where a.case_id = plans_text.case_id
      and a.part in (''HOLDER'', ''DIRECTOR'', ''PARTICIPANT'') offset 0)';
begin
  execute format('create policy access_select on plans_text for select to tandem_app using (%s)', knows);
  execute format('create policy access_insert on plans_text for insert to tandem_app
    with check (author_id = (select context.person())
      and organisation_id = any ((select children_principals())::uuid[]) and %s and %s)', works, knows);
end $$;

select audit.watch('plans_plan', shown => array['version'], about => 'child_id');
select audit.watch('plans_goal', shown => array['voice', 'state', 'settled']);
select audit.watch('plans_agreement', shown => array['state', 'due', 'settled']);
select audit.watch('plans_event', shown => array['command']);
select audit.watch('plans_text', shown => array['part', 'kind']);
