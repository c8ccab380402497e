-- Who sees which row about a meeting. The condition on who acts stands once, at meetings_access.
--   invited   in that hat: the meeting, who else is invited, and the cases on the agenda at which she is herself
--   leads     the same, and changes it
-- A line is for who is at its case in some meeting, as far as the gate lets her know that kind of information of it.
do $$
declare
  name text;
begin
  foreach name in array array['meetings_meeting', 'meetings_access', 'meetings_invitee', 'meetings_item', 'meetings_line'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
  end loop;
end $$;

grant select on meetings_access to tandem_app;
grant select, insert on meetings_meeting, meetings_invitee, meetings_item, meetings_line to tandem_app;
grant update (starts, ends, place, video, weeks, state, sequence, on_table, changed, closed, version) on meetings_meeting
  to tandem_app;
grant update (present, attended, removed) on meetings_invitee to tandem_app;
grant update (position, stage, parents, pupil, words, family_there, began) on meetings_item to tandem_app;
grant delete on meetings_item to tandem_app;
grant update (done, done_by, struck) on meetings_line to tandem_app;

-- access: the root
create policy hat_select on meetings_access for select to tandem_app using (hat = (select context.hat()));
create policy block on meetings_access as restrictive to tandem_app
  using (case when array_position((select children_principals()), hat) is not null then true end is not null);

-- meeting
create policy invited_select on meetings_meeting for select to tandem_app
  using (exists (select from meetings_access a where a.meeting_id = meetings_meeting.id offset 0));
create policy planner_insert on meetings_meeting for insert to tandem_app
  with check (state = 'PLANNED' and planned_by = (select context.person()) and planned_hat = (select context.hat())
    and host_id = any ((select children_principals())::uuid[]));
create policy lead_update on meetings_meeting for update to tandem_app
  using (exists (select from meetings_access a where a.meeting_id = meetings_meeting.id and a.leads offset 0))
  with check (exists (select from meetings_access a where a.meeting_id = meetings_meeting.id and a.leads offset 0));

-- invitee: who is at the table, for everybody who is
create policy invited_select on meetings_invitee for select to tandem_app
  using (exists (select from meetings_access a where a.meeting_id = meetings_invitee.meeting_id offset 0));
create policy lead_insert on meetings_invitee for insert to tandem_app
  with check (removed is null and not present and invited_by = (select context.person()) and exists (
    select from meetings_access a where a.meeting_id = meetings_invitee.meeting_id and a.leads offset 0));
create policy lead_update on meetings_invitee for update to tandem_app
  using (removed is null and exists (
    select from meetings_access a where a.meeting_id = meetings_invitee.meeting_id and a.leads offset 0))
  with check (exists (
    select from meetings_access a where a.meeting_id = meetings_invitee.meeting_id and a.leads offset 0));

-- item: a case on the agenda, for who is at that case; who may only know of the case is not
create policy seat_select on meetings_item for select to tandem_app
  using (exists (select from meetings_access a where a.meeting_id = meetings_item.meeting_id offset 0)
    and exists (select from cases_access c where c.case_id = meetings_item.case_id and c.part <> 'KNOWS' offset 0));
create policy lead_insert on meetings_item for insert to tandem_app
  with check (stage = 'WAITING' and added_by = (select context.person())
    and exists (select from meetings_access a where a.meeting_id = meetings_item.meeting_id and a.leads offset 0)
    and exists (select from cases_access c where c.case_id = meetings_item.case_id and c.part <> 'KNOWS' offset 0));
create policy lead_update on meetings_item for update to tandem_app
  using (exists (select from meetings_access a where a.meeting_id = meetings_item.meeting_id and a.leads offset 0)
    and exists (select from cases_access c where c.case_id = meetings_item.case_id and c.part <> 'KNOWS' offset 0))
  with check (exists (select from meetings_access a where a.meeting_id = meetings_item.meeting_id and a.leads offset 0)
    and exists (select from cases_access c where c.case_id = meetings_item.case_id and c.part <> 'KNOWS' offset 0));
create policy lead_delete on meetings_item for delete to tandem_app
  using (stage = 'WAITING' and began is null
    and exists (select from meetings_access a where a.meeting_id = meetings_item.meeting_id and a.leads offset 0)
    and exists (select from cases_access c where c.case_id = meetings_item.case_id and c.part <> 'KNOWS' offset 0));

-- line: the minutes, as far as the gate is open for that kind of information
do $$
declare
  knows text := 'exists (select from cases_access a where a.case_id = meetings_line.case_id and a.content
      and case when a.disclosure is null then exists (select from children_access d
          where d.child_id = a.child_id and d.reason = ''ENROLLED'' offset 0)
        else exists (select from children_access d
          where d.source = a.disclosure and d.kinds & meetings_line.kind <> 0 offset 0) end offset 0)';
  at_case text := 'exists (select from meetings_item i where i.case_id = meetings_line.case_id offset 0)';
  leads text := 'exists (select from meetings_item i join meetings_access m on m.meeting_id = i.meeting_id
      where i.id = meetings_line.item_id and m.leads offset 0)';
begin
  execute format('create policy seat_select on meetings_line for select to tandem_app using (%s and %s)', at_case, knows);
  execute format('create policy lead_insert on meetings_line for insert to tandem_app
    with check (author_id = (select context.person()) and author_hat = (select context.hat())
      and organisation_id = any ((select children_principals())::uuid[]) and %s and %s)', leads, knows);
  execute format('create policy seat_update on meetings_line for update to tandem_app
    using (struck is null and %s and %s
      and (owner_hat = (select context.hat()) or author_hat = (select context.hat()) or %s))
    with check (done_by is null or struck is not null or done_by = (select context.person()))', at_case, knows, leads);
end $$;

select audit.watch('meetings_meeting', shown => array['kind', 'starts', 'ends', 'state', 'sequence', 'weeks', 'closed']);
select audit.watch('meetings_invitee', shown => array['function', 'leads', 'present', 'attended', 'removed']);
select audit.watch('meetings_item', shown => array['position', 'minutes', 'reasons', 'stage', 'parents', 'parents_why', 'pupil',
  'pupil_why', 'family_there'], about => 'child_id');
select audit.watch('meetings_line', shown => array['sort', 'kind', 'owner_family', 'due', 'done', 'struck'], about => 'child_id');
