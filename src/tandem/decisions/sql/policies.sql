-- Who sees which row about a decision and the ladder. The condition on who acts stands once, at cases_access: who takes
-- part in the case. Who may only know that there is a case sees none of it. Words need the kind of information too.
--   draft    who writes it, in that hat, and nobody else
--   takes part  reads; asks; the organisation whose step it is does it
--   holder of a rung  sees that a case is on the rung, and moves it, without a word or a name before the gate opens
--   clock    the service `concern-clock`: what waits, to say that a term is over and to climb
do $$
declare
  name text;
begin
  foreach name in array array['decisions_decision', 'decisions_step', 'decisions_event', 'decisions_ladder',
                              'decisions_rung', 'decisions_text'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
  end loop;
end $$;

grant select, insert on decisions_decision, decisions_step, decisions_event, decisions_ladder, decisions_rung, decisions_text
  to tandem_app;
grant update (mandate, form, support, euros, months, state, at, round, asked, extended, pauses, last_day, aim, overdue, decided,
              decided_by, decided_hat, decided_at_id, valid_from, valid_until, announced, objection_until, objected, verdict,
              region, changed, version) on decisions_decision to tandem_app;
grant update (done_by, done_hat, done) on decisions_step to tandem_app;
grant update (state, at, holder_id, holder_hat, functions, since, due, warned, settled, changed, version)
  on decisions_ladder to tandem_app;
grant update (text, at) on decisions_text to tandem_app;

-- decision
create policy access_select on decisions_decision for select to tandem_app
  using ((state <> 'DRAFT' or requester_hat = (select context.hat())) and exists (select from cases_access a
    where a.case_id = decisions_decision.case_id and a.part <> 'KNOWS' offset 0));
create policy requester_insert on decisions_decision for insert to tandem_app
  with check (state = 'DRAFT' and requester_id = (select context.person()) and requester_hat = (select context.hat())
    and organisation_id = any ((select children_principals())::uuid[]) and exists (select from cases_access a
    where a.case_id = decisions_decision.case_id and a.part <> 'KNOWS' offset 0));
create policy access_update on decisions_decision for update to tandem_app
  using ((state <> 'DRAFT' or requester_hat = (select context.hat())) and exists (select from cases_access a
    where a.case_id = decisions_decision.case_id and a.part <> 'KNOWS' offset 0))
  with check (exists (select from cases_access a
    where a.case_id = decisions_decision.case_id and a.part <> 'KNOWS' offset 0));
create policy clock_select on decisions_decision for select to tandem_app
  using ((select context.service()) = 'concern-clock' and state in ('SCREENING', 'APPROVING', 'DECIDING', 'RETURNED'));
create policy clock_update on decisions_decision for update to tandem_app
  using ((select context.service()) = 'concern-clock' and state in ('SCREENING', 'APPROVING', 'DECIDING', 'RETURNED'))
  with check ((select context.service()) = 'concern-clock' and state in ('SCREENING', 'APPROVING', 'DECIDING', 'RETURNED'));

-- step: asked for by who asks, done by the organisation that was asked, in a function that counts
create policy access_select on decisions_step for select to tandem_app
  using (exists (select from decisions_decision d where d.id = decisions_step.decision_id offset 0));
create policy requester_insert on decisions_step for insert to tandem_app
  with check (done_by is null and exists (select from decisions_decision d where d.id = decisions_step.decision_id
    and d.state in ('DRAFT', 'RETURNED') and d.requester_hat = (select context.hat()) offset 0));
create policy turn_update on decisions_step for update to tandem_app
  using (done_by is null and organisation_id = any ((select children_principals())::uuid[])
    and (select context.function()) = any (functions)
    and exists (select from decisions_decision d where d.id = decisions_step.decision_id offset 0))
  with check (done_by = (select context.person()) and done_hat = (select context.hat()));

-- event: codes only
create policy access_select on decisions_event for select to tandem_app
  using (exists (select from decisions_decision d where d.id = decisions_event.decision_id offset 0));
create policy access_insert on decisions_event for insert to tandem_app
  with check (person_id = (select context.person()) and organisation_id = any ((select children_principals())::uuid[])
    and exists (select from decisions_decision d where d.id = decisions_event.decision_id offset 0));
create policy clock_insert on decisions_event for insert to tandem_app
  with check ((select context.service()) = 'concern-clock' and person_id is null
    and exists (select from decisions_decision d where d.id = decisions_event.decision_id offset 0));

-- ladder and its moves
create policy access_select on decisions_ladder for select to tandem_app
  using (exists (select from cases_access a where a.case_id = decisions_ladder.case_id and a.part <> 'KNOWS' offset 0));
create policy holder_select on decisions_ladder for select to tandem_app
  using (state = 'OPEN' and (select context.function()) = any (functions)
    and array_position((select children_principals()), holder_id) is not null);
create policy access_insert on decisions_ladder for insert to tandem_app
  with check (state = 'OPEN' and at = 0 and exists (select from cases_access a
    where a.case_id = decisions_ladder.case_id and a.part in ('HOLDER', 'DIRECTOR', 'PARTICIPANT') offset 0));
create policy access_update on decisions_ladder for update to tandem_app
  using (exists (select from cases_access a
    where a.case_id = decisions_ladder.case_id and a.part in ('HOLDER', 'DIRECTOR', 'PARTICIPANT') offset 0))
  with check (exists (select from cases_access a
    where a.case_id = decisions_ladder.case_id and a.part in ('HOLDER', 'DIRECTOR', 'PARTICIPANT') offset 0));
create policy clock_select on decisions_ladder for select to tandem_app
  using ((select context.service()) = 'concern-clock' and state = 'OPEN');
create policy clock_insert on decisions_ladder for insert to tandem_app
  with check ((select context.service()) = 'concern-clock' and state = 'OPEN' and at = 0);
create policy clock_update on decisions_ladder for update to tandem_app
  using ((select context.service()) = 'concern-clock' and state = 'OPEN')
  with check ((select context.service()) = 'concern-clock' and state = 'OPEN');

create policy access_select on decisions_rung for select to tandem_app
  using (exists (select from decisions_ladder l where l.id = decisions_rung.ladder_id offset 0));
create policy access_insert on decisions_rung for insert to tandem_app
  with check (person_id = (select context.person()) and organisation_id = any ((select children_principals())::uuid[])
    and exists (select from decisions_ladder l where l.id = decisions_rung.ladder_id offset 0));
create policy clock_insert on decisions_rung for insert to tandem_app
  with check ((select context.service()) = 'concern-clock' and person_id is null
    and exists (select from decisions_ladder l where l.id = decisions_rung.ladder_id offset 0));

-- text: the words, as far as the gate is open for this kind
create policy access_select on decisions_text for select to tandem_app
  using ((decision_id is null or exists (select from decisions_decision d where d.id = decisions_text.decision_id offset 0))
    and exists (select from cases_access a where a.case_id = decisions_text.case_id and a.content
    and case when a.disclosure is null then exists (select from children_access d
        where d.child_id = a.child_id and d.reason = 'ENROLLED' offset 0)
      else exists (select from children_access d
        where d.source = a.disclosure and d.kinds & decisions_text.kind <> 0 offset 0) end offset 0));
create policy access_insert on decisions_text for insert to tandem_app
  with check (author_id = (select context.person()) and organisation_id = any ((select children_principals())::uuid[])
    and exists (select from cases_access a where a.case_id = decisions_text.case_id and a.part <> 'KNOWS' offset 0));
create policy draft_update on decisions_text for update to tandem_app
  using (part = 'WHY' and author_id = (select context.person()) and exists (select from decisions_decision d
    where d.id = decisions_text.decision_id and d.state in ('DRAFT', 'RETURNED')
      and d.requester_hat = (select context.hat()) offset 0)
    and exists (select from cases_access a where a.case_id = decisions_text.case_id and a.content
    and case when a.disclosure is null then exists (select from children_access d
        where d.child_id = a.child_id and d.reason = 'ENROLLED' offset 0)
      else exists (select from children_access d
        where d.source = a.disclosure and d.kinds & decisions_text.kind <> 0 offset 0) end offset 0))
  with check (part = 'WHY' and author_id = (select context.person()));

select audit.watch('decisions_decision', shown => array['state', 'form', 'mandate', 'support', 'euros', 'months', 'asked',
  'last_day', 'extended', 'announced', 'objection_until', 'objected', 'verdict'], about => 'child_id');
select audit.watch('decisions_step', shown => array['kind', 'round', 'number', 'done']);
select audit.watch('decisions_event', shown => array['command', 'state']);
select audit.watch('decisions_ladder', shown => array['state', 'cause', 'at', 'since', 'due'], about => 'child_id');
select audit.watch('decisions_rung', shown => array['move', 'rung', 'day', 'due']);
select audit.watch('decisions_text', shown => array['part', 'kind']);
