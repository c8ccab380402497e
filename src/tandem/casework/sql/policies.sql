-- Who sees which row about a concern. The condition on who acts stands once, at casework_access; whether somebody may
-- know the words is the gate's: a row with a disclosure shows them only while children_access shows that disclosure.
--   author    who raised it, in the hat in which it was raised: the concern, the own words, what the gate lets her read
--   holder    who deals with concerns at the organisation that holds it: reads and writes
--   offered   the same at the organisation to which it is offered: reads, and answers the offer
--   former    the school where it was raised, and who held it before: reads
--   clock     the service `concern-clock`: open concerns and offers, to warn and to pass on
-- A draft is its author's alone.
do $$
declare
  name text;
begin
  foreach name in array array['casework_concern', 'casework_access', 'casework_offer', 'casework_text', 'casework_event',
                              'casework_answer', 'casework_notice', 'casework_seen', 'casework_view', 'casework_preference'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
  end loop;
end $$;

grant select on casework_access to tandem_app;
grant select, insert on casework_concern, casework_offer, casework_text, casework_event, casework_answer, casework_notice
  to tandem_app;
grant select, insert, update, delete on casework_seen, casework_view, casework_preference to tandem_app;
grant update (child_id, anonymous, state, urgency, outcome, framework, holder_id, worker_hat, refused, merged_into, clock,
              clock_start, due, paused_at, was_paused, extended, escalated, raised, closed, changed, version)
  on casework_concern to tandem_app;
grant update (state, answered, answered_by, refusal, right_one_id, municipality) on casework_offer to tandem_app;
grant update (text, at) on casework_text to tandem_app;
grant update (level, reason, author_id, at) on casework_answer to tandem_app;
grant update (seen, sent, failed) on casework_notice to tandem_app;

-- access: the root
create policy author_select on casework_access for select to tandem_app
  using (part = 'AUTHOR' and hat = (select context.hat()));
create policy side_select on casework_access for select to tandem_app
  using (part <> 'AUTHOR' and case when own_school
    then (select casework_deals_with_concerns(context.function(), true))
    else (select casework_deals_with_concerns(context.function(), false)) end);
create policy block on casework_access as restrictive to tandem_app
  using (case when array_position((select children_principals()), principal_id) is not null then true end is not null);

-- concern
create policy access_select on casework_concern for select to tandem_app
  using (exists (select from casework_access a where a.concern_id = casework_concern.id offset 0));
create policy author_insert on casework_concern for insert to tandem_app
  with check (state = 'DRAFT' and author_id = (select context.person()) and author_hat = (select context.hat())
    and location_id = any ((select children_principals())::uuid[])
    and (child_id is null or exists (select from children_access a where a.child_id = casework_concern.child_id
      and a.reason in ('ENROLLED', 'TEACHES') offset 0)));
create policy side_update on casework_concern for update to tandem_app
  using (exists (select from casework_access a where a.concern_id = casework_concern.id
    and a.part in ('AUTHOR', 'HOLDER', 'OFFERED') offset 0))
  with check (exists (select from casework_access a where a.concern_id = casework_concern.id
      and a.part in ('AUTHOR', 'HOLDER', 'OFFERED') offset 0)
    and (child_id is null or state <> 'DRAFT' or exists (select from children_access a
      where a.child_id = casework_concern.child_id and a.reason in ('ENROLLED', 'TEACHES') offset 0)));
create policy clock_select on casework_concern for select to tandem_app
  using ((select context.service()) = 'concern-clock' and state not in ('DRAFT', 'CLOSED'));
create policy clock_update on casework_concern for update to tandem_app
  using ((select context.service()) = 'concern-clock' and state not in ('DRAFT', 'CLOSED'))
  with check ((select context.service()) = 'concern-clock' and state not in ('DRAFT', 'CLOSED'));

-- offer: codes only, for everybody who may know of the concern; the author ends it when she withdraws the concern
create policy access_select on casework_offer for select to tandem_app
  using (exists (select from casework_access a where a.concern_id = casework_offer.concern_id offset 0));
create policy holder_insert on casework_offer for insert to tandem_app
  with check (state = 'OPEN' and made_by = (select context.person())
    and source_id = any ((select children_principals())::uuid[])
    and exists (select from casework_access a where a.concern_id = casework_offer.concern_id
      and a.part = 'HOLDER' and a.principal_id = casework_offer.source_id offset 0));
create policy side_update on casework_offer for update to tandem_app
  using (state = 'OPEN' and exists (select from casework_access a where a.concern_id = casework_offer.concern_id
    and ((a.part = 'HOLDER' and a.principal_id = casework_offer.source_id)
      or (a.part = 'OFFERED' and a.principal_id = casework_offer.target_id)
      or (a.part = 'AUTHOR')) offset 0))
  with check (state <> 'OPEN' and answered_by = (select context.person())
    and (state in ('REVOKED', 'LAPSED') or target_id = any ((select children_principals())::uuid[])));
create policy clock_select on casework_offer for select to tandem_app
  using ((select context.service()) = 'concern-clock' and state in ('OPEN', 'LAPSED'));
create policy clock_update on casework_offer for update to tandem_app
  using ((select context.service()) = 'concern-clock' and state = 'OPEN')
  with check ((select context.service()) = 'concern-clock' and state = 'LAPSED');

-- text: the words, as far as the gate is open
create policy access_select on casework_text for select to tandem_app
  using (exists (select from casework_access a where a.concern_id = casework_text.concern_id and a.content
    and (a.part <> 'AUTHOR' or casework_text.for_author or casework_text.author_id = a.principal_id)
    and (a.disclosure is null or exists (select from children_access d
      where d.source = a.disclosure and d.kinds & 16 <> 0 offset 0)) offset 0));
create policy access_insert on casework_text for insert to tandem_app
  with check (author_id = (select context.person()) and organisation_id = any ((select children_principals())::uuid[])
    and exists (select from casework_access a where a.concern_id = casework_text.concern_id and a.part <> 'FORMER' offset 0));
create policy draft_update on casework_text for update to tandem_app
  using (author_id = (select context.person()) and exists (select from casework_concern c
    where c.id = casework_text.concern_id and c.state = 'DRAFT' and c.author_id = casework_text.author_id offset 0))
  with check (author_id = (select context.person()) and exists (select from casework_concern c
    where c.id = casework_text.concern_id and c.state = 'DRAFT' and c.author_id = casework_text.author_id offset 0));

-- event: codes only, for everybody who may know of the concern
create policy access_select on casework_event for select to tandem_app
  using (exists (select from casework_access a where a.concern_id = casework_event.concern_id offset 0));
create policy access_insert on casework_event for insert to tandem_app
  with check (person_id = (select context.person()) and organisation_id = any ((select children_principals())::uuid[])
    and exists (select from casework_access a where a.concern_id = casework_event.concern_id offset 0));
create policy clock_insert on casework_event for insert to tandem_app
  with check ((select context.service()) = 'concern-clock' and person_id is null);

-- answer of the assessment
create policy side_select on casework_answer for select to tandem_app
  using (exists (select from casework_access a where a.concern_id = casework_answer.concern_id and a.content
    and a.part <> 'AUTHOR' and (a.disclosure is null or exists (select from children_access d
      where d.source = a.disclosure and d.kinds & 16 <> 0 offset 0)) offset 0));
create policy side_insert on casework_answer for insert to tandem_app
  with check (author_id = (select context.person()) and exists (select from casework_access a
    where a.concern_id = casework_answer.concern_id and a.content and a.part in ('HOLDER', 'FORMER')
    and (a.disclosure is null or exists (select from children_access d
      where d.source = a.disclosure and d.kinds & 16 <> 0 offset 0)) offset 0));
create policy side_update on casework_answer for update to tandem_app
  using (exists (select from casework_access a where a.concern_id = casework_answer.concern_id and a.content
    and a.part in ('HOLDER', 'FORMER') and (a.disclosure is null or exists (select from children_access d
      where d.source = a.disclosure and d.kinds & 16 <> 0 offset 0)) offset 0))
  with check (author_id = (select context.person()));

-- notice: for a person in one hat, or for who deals with concerns at an organisation that may know of this one
create policy person_select on casework_notice for select to tandem_app
  using (principal_id = (select context.person()) and hat = (select context.hat()) and (select children_principals()) <> '{}');
create policy side_select on casework_notice for select to tandem_app
  using (hat is null and exists (select from casework_access a where a.concern_id = casework_notice.concern_id
    and a.principal_id = casework_notice.principal_id and a.part <> 'AUTHOR' offset 0));
create policy access_insert on casework_notice for insert to tandem_app
  with check (seen is null and sent is null and exists (select from casework_access a
    where a.concern_id = casework_notice.concern_id offset 0));
create policy person_update on casework_notice for update to tandem_app
  using (principal_id = (select context.person()) and hat = (select context.hat()) and (select children_principals()) <> '{}')
  with check (principal_id = (select context.person()) and hat = (select context.hat()));
create policy side_update on casework_notice for update to tandem_app
  using (hat is null and exists (select from casework_access a where a.concern_id = casework_notice.concern_id
    and a.principal_id = casework_notice.principal_id and a.part <> 'AUTHOR' offset 0))
  with check (hat is null and exists (select from casework_access a where a.concern_id = casework_notice.concern_id
    and a.principal_id = casework_notice.principal_id and a.part <> 'AUTHOR' offset 0));
create policy clock_select on casework_notice for select to tandem_app
  using ((select context.service()) = 'concern-clock');
create policy clock_insert on casework_notice for insert to tandem_app
  with check ((select context.service()) = 'concern-clock');
create policy clock_update on casework_notice for update to tandem_app
  using ((select context.service()) = 'concern-clock' and sent is null)
  with check ((select context.service()) = 'concern-clock');

-- seen, view, preference: one's own
do $$
declare
  name text;
begin
  foreach name in array array['casework_seen', 'casework_view', 'casework_preference'] loop
    execute format('create policy own_select on %I for select to tandem_app
      using (person_id = (select context.person()) and (select children_principals()) <> ''{}'')', name);
    execute format('create policy own_insert on %I for insert to tandem_app
      with check (person_id = (select context.person()) and (select children_principals()) <> ''{}'')', name);
    execute format('create policy own_update on %I for update to tandem_app
      using (person_id = (select context.person()) and (select children_principals()) <> ''{}'')
      with check (person_id = (select context.person()))', name);
    execute format('create policy own_delete on %I for delete to tandem_app
      using (person_id = (select context.person()) and (select children_principals()) <> ''{}'')', name);
  end loop;
end $$;
create policy clock_select on casework_preference for select to tandem_app
  using ((select context.service()) = 'concern-clock');

select audit.watch('casework_concern', shown => array['state', 'urgency', 'outcome', 'clock', 'due'], about => 'child_id');
select audit.watch('casework_offer', shown => array['state', 'number', 'due', 'refusal', 'municipality']);
select audit.watch('casework_text', shown => array['part']);
select audit.watch('casework_event', shown => array['command', 'state']);
select audit.watch('casework_answer', shown => array['criterion', 'view', 'level']);
select audit.watch('casework_notice', shown => array['kind', 'seen', 'sent', 'failed']);
select audit.watch('casework_seen');
select audit.watch('casework_view', shown => array['worklist']);
select audit.watch('casework_preference', shown => array['kind', 'way']);
