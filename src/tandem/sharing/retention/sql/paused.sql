-- While an objection to sharing is weighed, what is shared from that file stands still (GDPR articles 21 and 18 (1) d):
-- nobody reads it from the next request on, and nothing new is shared. What a law obliges to, what a life depends on and
-- what somebody decided on in person goes on: there is nothing to object to, or the ground is compelling as it is.
create function sharing_is_paused(d public.sharing_disclosure) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.override_id is null and substring(d.gate_processing from '^\S+') !~ '\([cd]\)'
    and exists (select from public.sharing_hold h
      where h.child_id = d.child_id and h.file_id = d.file_id and h.category = 'OBJECTION' and h.ended_on is null)
$$;

-- After the lock on the child's records: an objection that is being written is seen.
drop trigger sharing_stops_for_objection on sharing_disclosure;
create or replace function sharing_stops_for_objection() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if public.sharing_is_paused(new) then
    perform public.sharing_refuse('an objection is being weighed');
  end if;
  return new;
end $$;
create trigger sharing_written_then_stops before insert on sharing_disclosure
  for each row execute function sharing_stops_for_objection();

create or replace function sharing_give_access(d public.sharing_disclosure) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  until date := case when not public.sharing_is_paused(d) then public.sharing_holds_until(d) end;
begin
  delete from public.children_access where source = d.id and reason = 'DISCLOSED';
  if until is not null then
    insert into public.children_access
      (principal_id, child_id, reason, source, kinds, function, origin, as_of, guarded, sort_key, valid_from, valid_until)
    select coalesce(d.receiver_membership, d.receiver_organisation_id), c.id, 'DISCLOSED', d.id, d.kinds,
      d.receiver_function, d.file_id, d.as_of,
      exists (select from public.children_protected_address p where p.child_id = c.id and p.level = 2),
      c.sort_key, d.valid_from, until
    from public.children_child c where c.id = d.child_id;
  end if;
end $$;

-- Each receiver hears that it stands still, and that it goes on (article 19).
create function sharing_objected() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  one public.sharing_disclosure;
  before boolean;
  after boolean;
begin
  for one in select d.* from public.sharing_disclosure d
             where d.child_id = new.child_id and d.file_id = new.file_id and d.ended_on is null and d.valid_until > context.today()
             order by d.id for update loop
    before := exists (select from public.children_access a where a.source = one.id and a.reason = 'DISCLOSED');
    perform public.sharing_give_access(one);
    after := exists (select from public.children_access a where a.source = one.id and a.reason = 'DISCLOSED');
    if before <> after then
      insert into public.sharing_notice (id, disclosure_id, principal_id, function, code, created_on)
      values (gen_random_uuid(), one.id, coalesce(one.receiver_membership, one.receiver_organisation_id),
        one.receiver_function, case when after then 'RESUMED' else 'OBJECTED' end, context.today());
    end if;
  end loop;
  return null;
end $$;
-- For who works in the file.
create function sharing_stands_still(disclosure uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.sharing_disclosure d where d.id = disclosure and d.ended_on is null
    and d.file_id = any (public.sharing_files()) and public.sharing_is_paused(d))
$$;

revoke execute on function sharing_is_paused(sharing_disclosure), sharing_objected(), sharing_stands_still(uuid) from public;
grant execute on function sharing_stands_still(uuid) to tandem_app;
create trigger sharing_objected after insert or update of ended_on on sharing_hold
  for each row when (new.category = 'OBJECTION') execute function sharing_objected();
