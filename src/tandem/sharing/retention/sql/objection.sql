-- An objection stops what is new until it was weighed: nothing more is shared from that file, except on an own decision
-- with its reason (vital interest).
create function sharing_stops_for_objection() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.override_id is null and exists (select from public.sharing_hold h where h.child_id = new.child_id
      and h.file_id = new.file_id and h.category = 'OBJECTION' and h.ended_on is null) then
    raise exception 'an objection is being weighed' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke execute on function sharing_stops_for_objection() from public;
create trigger sharing_stops_for_objection before insert on sharing_disclosure
  for each row execute function sharing_stops_for_objection();
