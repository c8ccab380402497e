-- A correction is a note of its own beside the one that it puts right: of the same child, file and kind. No foreign key:
-- each goes at the end of its own term.
create function sharing_note_corrects() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.corrects is not null and not exists (select from public.sharing_note o
      where o.id = new.corrects and o.child_id = new.child_id and o.file_id = new.file_id and o.kind = new.kind) then
    raise exception 'a correction is of a note in the same file' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke execute on function sharing_note_corrects() from public;
create trigger sharing_note_corrects before insert on sharing_note
  for each row execute function sharing_note_corrects();
