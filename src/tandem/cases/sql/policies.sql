-- Who sees which row about a case. The condition on who acts stands once, at cases_access; whether somebody may know the
-- words is the gate's: a row with a disclosure shows them only while children_access shows that disclosure, and a row of
-- the child's own school only while the child goes there.
--   holder       who deals with concerns at the organisation that holds it: reads and writes
--   offered      the same at the organisation to which it is offered: reads, and answers the offer
--   participant  who takes part, in that function: reads; adds words; names herself to direct
--   director     who directs, in that hat: signs, disagrees
--   knows        that there is a case, who takes part and who directs; nothing that happened or was said
--   clock        the service `concern-clock`: open cases and offers, to pass on
do $$
declare
  name text;
begin
  foreach name in array array['cases_case', 'cases_access', 'cases_participant', 'cases_direction', 'cases_offer',
                              'cases_text', 'cases_event'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
  end loop;
end $$;

grant select on cases_access to tandem_app;
grant select, insert on cases_case, cases_participant, cases_direction, cases_offer, cases_text, cases_event to tandem_app;
grant update (state, holder_id, refused, closed, changed, version) on cases_case to tandem_app;
grant update (until) on cases_participant to tandem_app;
grant update (signed, disagreed, ended) on cases_direction to tandem_app;
grant update (state, answered, answered_by, refusal, right_one_id, municipality) on cases_offer to tandem_app;

-- access: the root
create policy side_select on cases_access for select to tandem_app
  using (case when part in ('HOLDER', 'OFFERED') then
      case when own then (select casework_deals_with_concerns(context.function(), true))
        else (select casework_deals_with_concerns(context.function(), false)) end
    when own then (select casework_deals_with_concerns(context.function(), true))
    else function = (select context.function()) end);
create policy block on cases_access as restrictive to tandem_app
  using (case when array_position((select children_principals()), principal_id) is not null then true end is not null);

-- case
create policy access_select on cases_case for select to tandem_app
  using (exists (select from cases_access a where a.case_id = cases_case.id offset 0));
create policy opener_insert on cases_case for insert to tandem_app
  with check (state = 'STARTED' and opened_by = (select context.person()) and opened_hat = (select context.hat())
    and (select casework_deals_with_concerns(context.function(), false))
    and holder_id = any ((select children_principals())::uuid[])
    and exists (select from children_access a where a.child_id = cases_case.child_id
      and a.reason in ('ENROLLED', 'DISCLOSED') and a.kinds & 1 <> 0 offset 0));
create policy side_update on cases_case for update to tandem_app
  using (exists (select from cases_access a where a.case_id = cases_case.id and a.part <> 'KNOWS' offset 0))
  with check (exists (select from cases_access a where a.case_id = cases_case.id and a.part <> 'KNOWS' offset 0));
create policy clock_select on cases_case for select to tandem_app
  using ((select context.service()) = 'concern-clock' and state <> 'CLOSED');
create policy clock_update on cases_case for update to tandem_app
  using ((select context.service()) = 'concern-clock' and state <> 'CLOSED')
  with check ((select context.service()) = 'concern-clock' and state <> 'CLOSED');

-- participant and direction: who is at work, for everybody who may know of the case
create policy access_select on cases_participant for select to tandem_app
  using (exists (select from cases_access a where a.case_id = cases_participant.case_id offset 0));
create policy side_insert on cases_participant for insert to tandem_app
  with check (until is null and added_by = (select context.person()) and exists (select from cases_access a
    where a.case_id = cases_participant.case_id and a.part in ('HOLDER', 'DIRECTOR') offset 0));
create policy side_update on cases_participant for update to tandem_app
  using (until is null and exists (select from cases_access a
    where a.case_id = cases_participant.case_id and a.part in ('HOLDER', 'DIRECTOR') offset 0))
  with check (until is not null);

create policy access_select on cases_direction for select to tandem_app
  using (exists (select from cases_access a where a.case_id = cases_direction.case_id offset 0));
create policy side_insert on cases_direction for insert to tandem_app
  with check (ended is null and named_by = (select context.person()) and exists (select from cases_access a
    where a.case_id = cases_direction.case_id and (a.part = 'HOLDER'
      or (a.part = 'PARTICIPANT' and cases_direction.membership_id = (select context.hat()))) offset 0));
create policy side_update on cases_direction for update to tandem_app
  using (ended is null and exists (select from cases_access a
    where a.case_id = cases_direction.case_id and a.part in ('HOLDER', 'DIRECTOR', 'PARTICIPANT') offset 0))
  with check (exists (select from cases_access a
    where a.case_id = cases_direction.case_id and a.part in ('HOLDER', 'DIRECTOR', 'PARTICIPANT') offset 0));

-- offer: codes only
create policy access_select on cases_offer for select to tandem_app
  using (exists (select from cases_access a where a.case_id = cases_offer.case_id and a.part <> 'KNOWS' offset 0));
create policy holder_insert on cases_offer for insert to tandem_app
  with check (state = 'OPEN' and made_by = (select context.person())
    and source_id = any ((select children_principals())::uuid[])
    and exists (select from cases_access a where a.case_id = cases_offer.case_id
      and a.part = 'HOLDER' and a.principal_id = cases_offer.source_id offset 0));
create policy side_update on cases_offer for update to tandem_app
  using (state = 'OPEN' and exists (select from cases_access a where a.case_id = cases_offer.case_id
    and ((a.part = 'HOLDER' and a.principal_id = cases_offer.source_id)
      or (a.part = 'OFFERED' and a.principal_id = cases_offer.target_id) or a.part = 'DIRECTOR') offset 0))
  with check (state <> 'OPEN' and answered_by = (select context.person())
    and (state in ('REVOKED', 'LAPSED') or target_id = any ((select children_principals())::uuid[])));
create policy clock_select on cases_offer for select to tandem_app
  using ((select context.service()) = 'concern-clock' and state in ('OPEN', 'LAPSED'));
create policy clock_update on cases_offer for update to tandem_app
  using ((select context.service()) = 'concern-clock' and state = 'OPEN')
  with check ((select context.service()) = 'concern-clock' and state = 'LAPSED');

-- text: the words, as far as the gate is open
create policy access_select on cases_text for select to tandem_app
  using (exists (select from cases_access a where a.case_id = cases_text.case_id and a.content
    and case when a.disclosure is null then exists (select from children_access d
        where d.child_id = a.child_id and d.reason = 'ENROLLED' offset 0)
      else exists (select from children_access d
        where d.source = a.disclosure and d.kinds & cases_text.kind <> 0 offset 0) end offset 0));
create policy access_insert on cases_text for insert to tandem_app
  with check (author_id = (select context.person()) and organisation_id = any ((select children_principals())::uuid[])
    and exists (select from cases_access a where a.case_id = cases_text.case_id and a.part <> 'KNOWS' offset 0));

-- event: codes only
create policy access_select on cases_event for select to tandem_app
  using (exists (select from cases_access a where a.case_id = cases_event.case_id and a.part <> 'KNOWS' offset 0));
create policy access_insert on cases_event for insert to tandem_app
  with check (person_id = (select context.person()) and organisation_id = any ((select children_principals())::uuid[])
    and exists (select from cases_access a where a.case_id = cases_event.case_id and a.part <> 'KNOWS' offset 0));
create policy clock_insert on cases_event for insert to tandem_app
  with check ((select context.service()) = 'concern-clock' and person_id is null);

select audit.watch('cases_case', shown => array['state', 'refused', 'opened', 'closed'], about => 'child_id');
select audit.watch('cases_participant', shown => array['function', 'domain', 'purpose', 'kinds', 'knows_only', 'since', 'until']);
select audit.watch('cases_direction', shown => array['domain', 'function', 'named', 'signed', 'disagreed', 'ended']);
select audit.watch('cases_offer', shown => array['state', 'number', 'due', 'refusal', 'municipality']);
select audit.watch('cases_text', shown => array['part', 'kind']);
select audit.watch('cases_event', shown => array['command', 'state']);
