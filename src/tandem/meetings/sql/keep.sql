-- What was said about a case is kept as long as the case. A meeting about nobody any more goes two years after it was held.
select sharing_keep('meetings_meeting', 13, '', '', '',
    'case when not exists (select from public.meetings_item i where i.meeting_id = r.id)
       then (r.ends at time zone ''Europe/Amsterdam'')::date end'),
  sharing_keep_with('meetings_access', 'meetings_meeting', 'r.meeting_id = any($1)'),
  sharing_keep_with('meetings_invitee', 'meetings_meeting', 'r.meeting_id = any($1)'),
  sharing_keep_with('meetings_item', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('meetings_line', 'meetings_item', 'r.item_id = any($1)');
-- The name of who was at a meeting stays as long as the meeting.
update sharing_retention_source set starts = replace(starts, 'case when not public.sharing_wrote(r.id)',
  'case when not public.sharing_wrote(r.id)
    and not exists (select from public.meetings_invitee v where v.membership_id = r.id)
    and not exists (select from public.meetings_line l where r.id in (l.owner_hat, l.author_hat))
    and not exists (select from public.meetings_meeting m where m.planned_hat = r.id)')
where table_name = 'register_membership';

-- What an organisation holds of it, for the file of a data subject.
select sharing_subject_tell('meetings_item', 'r.child_id = $1 and exists (select from public.meetings_meeting m
    where m.id = r.meeting_id and m.host_id = any ($2))',
    '(select m.host_id from public.meetings_meeting m where m.id = r.meeting_id)', 'r.id'),
  sharing_subject_tell('meetings_line', 'r.child_id = $1 and r.organisation_id = any ($2)', 'r.organisation_id', 'r.at');
