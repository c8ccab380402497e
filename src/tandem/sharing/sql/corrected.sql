-- Whoever was shown a note hears that it was put right (GDPR article 19), also when she may no longer see it: she may have
-- used it. Of a correction of a correction too. She hears which disclosure it was in, and nothing of the words.
create function sharing_note_corrected() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  first_written timestamptz;
begin
  with recursive before (id, corrects, recorded_at) as (
    select n.id, n.corrects, n.recorded_at from public.sharing_note n where n.id = new.corrects
    union select n.id, n.corrects, n.recorded_at from public.sharing_note n join before b on n.id = b.corrects
  ) select min(b.recorded_at) into first_written from before b;
  insert into public.sharing_notice (id, disclosure_id, principal_id, function, code, created_on)
  select gen_random_uuid(), d.id, coalesce(d.receiver_membership, d.receiver_organisation_id), d.receiver_function,
    'CORRECTED', context.today()
  from public.sharing_disclosure d
  where d.child_id = new.child_id and d.file_id = new.file_id and d.kinds & new.kind <> 0 and d.as_of >= first_written
    and not exists (select from public.sharing_notice n
      where n.disclosure_id = d.id and n.code = 'CORRECTED' and n.done_on is null);
  return null;
end $$;
revoke execute on function sharing_note_corrected() from public;
create trigger sharing_note_corrected after insert on sharing_note
  for each row when (new.corrects is not null) execute function sharing_note_corrected();
