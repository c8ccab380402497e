-- Notices about a meeting: for who is invited, in that hat.
create function casework_hears_meeting(subject uuid, hat uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.meetings_access a where a.meeting_id = subject and a.hat = $2)
$$;
select casework_tell_about('MEETING',
  'exists (select from public.meetings_access a where a.meeting_id = casework_notice.subject offset 0)');
create trigger casework_forgets after delete on meetings_meeting for each row execute function casework_forget_notices('id');
revoke execute on function casework_hears_meeting(uuid, uuid) from public;
