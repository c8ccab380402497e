-- Who may know of a meeting: who is invited, in that hat, and who planned it. Kept in the name of the owner.
create function meetings_refresh_access(whose uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from public.meetings_access where meeting_id = whose;
  insert into public.meetings_access (hat, meeting_id, leads, starts)
  select who.hat, whose, bool_or(who.leads), m.starts
  from public.meetings_meeting m, lateral (
    select m.planned_hat, true
    union all
    select i.membership_id, i.leads from public.meetings_invitee i where i.meeting_id = whose and i.removed is null
  ) who (hat, leads)
  where m.id = whose
  group by who.hat, m.starts;
$$;

create function meetings_gives_access() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.meetings_refresh_access(case when tg_table_name = 'meetings_meeting' then
    (case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end ->> 'id')::uuid
    else (to_jsonb(new) ->> 'meeting_id')::uuid end);
  return null;
end $$;
create trigger meetings_gives_access after insert or update or delete on meetings_meeting
  for each row execute function meetings_gives_access();
create trigger meetings_gives_access after insert or update on meetings_invitee
  for each row execute function meetings_gives_access();

create function meetings_refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%', why using errcode = 'check_violation';
end $$;

-- What is over stays as it was; two who change it at once do not overwrite one another.
create function meetings_meeting_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if old.state in ('CLOSED', 'CANCELLED') then
    perform public.meetings_refuse('it is over');
  end if;
  if new.on_table is not null and not exists (select from public.meetings_item i
       where i.id = new.on_table and i.meeting_id = new.id) then
    perform public.meetings_refuse('that case is not on this agenda');
  end if;
  if new.version <> old.version + 1 then
    raise exception 'somebody else changed it' using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
create trigger meetings_fits before update on meetings_meeting
  for each row execute function meetings_meeting_fits();

-- Whoever is invited holds that function on the day itself; who she is comes from the register.
create function meetings_invitee_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select m.person_id, m.organisation_id, m.function into new.person_id, new.organisation_id, new.function
  from public.register_membership m where m.id = new.membership_id
    and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today());
  if not found then
    perform public.meetings_refuse('nobody holds that function today');
  end if;
  return new;
end $$;
create trigger meetings_fits before insert on meetings_invitee
  for each row execute function meetings_invitee_fits();

create function meetings_item_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from public.meetings_meeting m where m.id = new.meeting_id and m.state in ('CLOSED', 'CANCELLED')) then
    perform public.meetings_refuse('it is over');
  end if;
  new.child_id := (select c.child_id from public.cases_case c where c.id = new.case_id);
  return new;
end $$;
create trigger meetings_fits before insert on meetings_item
  for each row execute function meetings_item_fits();

-- A line is typed while its case is on the table; what is agreed is done later.
create function meetings_line_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select i.case_id, i.child_id into new.case_id, new.child_id
  from public.meetings_item i join public.meetings_meeting m on m.id = i.meeting_id
  where i.id = new.item_id and m.state = 'RUNNING' and m.on_table = i.id;
  if not found then
    perform public.meetings_refuse('that case is not on the table');
  end if;
  if new.owner_hat is not null and not exists (select from public.meetings_invitee v join public.meetings_item i
       on i.meeting_id = v.meeting_id where i.id = new.item_id and v.membership_id = new.owner_hat and v.removed is null) then
    perform public.meetings_refuse('who does it was not invited');
  end if;
  return new;
end $$;
create trigger meetings_fits before insert on meetings_line
  for each row execute function meetings_line_fits();

-- What who acts may know of a case, in bits: null when she is not at it. In her own name, so row security decides.
create function meetings_known(whose uuid) returns integer
language sql stable set search_path = pg_catalog, pg_temp as $$
  select bit_or(case
      when not a.content then 0
      when a.disclosure is null then case when exists (select from public.children_access d
        where d.child_id = a.child_id and d.reason = 'ENROLLED') then 8191 else 0 end
      else coalesce((select bit_or(d.kinds) from public.children_access d where d.source = a.disclosure), 0) end)
  from public.cases_access a where a.case_id = whose and a.part <> 'KNOWS'
$$;

revoke execute on function meetings_refresh_access(uuid), meetings_gives_access(), meetings_refuse(text), meetings_meeting_fits(),
  meetings_invitee_fits(), meetings_item_fits(), meetings_line_fits(), meetings_known(uuid) from public;
grant execute on function meetings_known(uuid) to tandem_app;
