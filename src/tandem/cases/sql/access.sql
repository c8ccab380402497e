-- Who may know of a case, as what. The triggers keep the rows in the name of the owner; the app only reads its own.

-- Whether the child is a pupil there today.
create function cases_is_pupil(child uuid, place uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.children_enrolment e where e.child_id = child and e.location_id = place
    and e.valid_from <= context.today() and (e.valid_until is null or e.valid_until > context.today()))
$$;

-- Who has a function at a school works at its locations.
create function cases_works_at(employer uuid, unit uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select employer = unit or exists (select from public.register_organisation o where o.id = unit and o.parent_id = employer)
$$;

create function cases_refresh_access(whose uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c public.cases_case;
begin
  delete from public.cases_access where case_id = whose;
  select * into c from public.cases_case where id = whose;
  if not found then
    return;
  end if;
  insert into public.cases_access
    (principal_id, case_id, part, function, child_id, own, content, disclosure, open, changed)
  with taking_part as (
    select p.* from public.cases_participant p where p.case_id = whose and p.until is null
  ), sides (principal, part, function, own, knows_only, disclosure) as (
    -- Who holds it reads what somebody of the organisation may who takes part; the gate asks for the function.
    select c.holder_id, 'HOLDER', '', coalesce(p.own, false), false, p.disclosure
    from (select 1) one left join lateral (
      select t.own, t.disclosure from taking_part t where t.organisation_id = c.holder_id and not t.knows_only
      order by t.own desc, (t.membership_id is null) desc, t.since desc, t.id limit 1) p on true
    union all
    select o.target_id, 'OFFERED', '', false, false, o.disclosure
    from public.cases_offer o where o.case_id = whose and o.target_id <> c.holder_id and (o.state = 'OPEN'
      or (o.state = 'ACCEPTED' and o.source_id = c.holder_id and o.id = (  -- accepted, and about to move
        select l.id from public.cases_offer l where l.case_id = whose order by l.made desc, l.id limit 1)))
    union all
    select coalesce(t.membership_id, t.organisation_id), case when t.knows_only then 'KNOWS' else 'PARTICIPANT' end,
      t.function, t.own, t.knows_only, t.disclosure from taking_part t
    union all
    select d.membership_id, 'DIRECTOR', d.function, false, true, null
    from public.cases_direction d where d.case_id = whose and d.ended is null
  )
  select s.principal, whose, s.part, s.function, c.child_id, s.own and not s.knows_only,
    not s.knows_only and (s.own or s.disclosure is not null), case when not s.own then s.disclosure end,
    c.state <> 'CLOSED', c.changed
  from sides s
  on conflict do nothing;
end $$;

create function cases_gives_access() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_table_name = 'cases_case' then
    perform public.cases_refresh_access(case when tg_op = 'DELETE' then old.id else new.id end);
  else
    perform public.cases_refresh_access(new.case_id);
  end if;
  return null;
end $$;
create trigger cases_gives_access after insert or update or delete on cases_case
  for each row execute function cases_gives_access();
create trigger cases_gives_access after insert or update on cases_participant
  for each row execute function cases_gives_access();
create trigger cases_gives_access after insert or update on cases_direction
  for each row execute function cases_gives_access();
create trigger cases_gives_access after insert or update on cases_offer
  for each row execute function cases_gives_access();

create function cases_refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%', why using errcode = 'check_violation';
end $$;

-- What a case is about does not change; the baton moves as that of a concern; it runs when everybody signed who must.
create function cases_case_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (new.child_id, new.place_id, new.opened_by, new.opened_hat) <> (old.child_id, old.place_id, old.opened_by, old.opened_hat)
     or new.concern_id is distinct from old.concern_id then
    perform public.cases_refuse('what a case is about stays as it was opened');
  end if;
  if new.holder_id <> old.holder_id and not (
       context.service() = 'concern-clock'
       or old.refused >= 2
       or (select o.target_id = new.holder_id and o.source_id = old.holder_id and o.state = 'ACCEPTED'
           from public.cases_offer o where o.case_id = new.id order by o.made desc, o.id limit 1)) then
    perform public.cases_refuse('the baton moves when it is accepted');
  end if;
  if new.state = 'RUNNING' and (
       not exists (select from public.cases_direction d where d.case_id = new.id and d.ended is null)
       or exists (select from public.cases_direction d where d.case_id = new.id and d.ended is null
                  and (d.signed is null or d.disagreed is not null))
       or exists (select from public.cases_participant p where p.case_id = new.id and p.until is null
                  and not p.knows_only and p.domain <> '' and not exists (select from public.cases_direction d
                    where d.case_id = new.id and d.ended is null and d.domain = p.domain))) then
    perform public.cases_refuse('who must direct it has not signed');
  end if;
  if new.version <> old.version + 1 then
    raise exception 'somebody else changed it' using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
create trigger cases_fits before update on cases_case
  for each row execute function cases_case_fits();

-- What lets somebody read is a disclosure to her, about the same child; a pupil of the own school needs none.
create function cases_participant_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  child uuid := (select c.child_id from public.cases_case c where c.id = new.case_id);
begin
  new.own := not new.knows_only and new.function in ('IB', 'SCHOOLDIR') and public.cases_is_pupil(child, new.organisation_id);
  if new.own then
    new.disclosure := null;
  end if;
  if new.membership_id is not null and not exists (
       select from public.register_membership m where m.id = new.membership_id and m.function = new.function
         and public.cases_works_at(m.organisation_id, new.organisation_id)) then
    perform public.cases_refuse('who takes part works there in that function');
  end if;
  perform public.cases_disclosure_fits(new.disclosure, child, new.organisation_id, new.membership_id);
  return new;
end $$;

create function cases_disclosure_fits(disclosure uuid, child uuid, organisation uuid, hat uuid) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if disclosure is not null and not exists (
       select from (select a.source, a.child_id, a.principal_id from public.children_access a where a.reason = 'DISCLOSED'
                    union all select d.id, d.child_id, coalesce(d.receiver_membership, d.receiver_organisation_id)
                    from public.sharing_disclosure d) given (id, child_id, receiver)
       where given.id = disclosure and given.child_id = child and given.receiver in (organisation, hat)) then
    perform public.cases_refuse('the disclosure is about another child, or to somebody else');
  end if;
end $$;
create trigger cases_fits before insert on cases_participant
  for each row execute function cases_participant_fits();

create function cases_offer_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.cases_disclosure_fits(new.disclosure, (select c.child_id from public.cases_case c where c.id = new.case_id),
    new.target_id, null);
  return new;
end $$;
create trigger cases_fits before insert on cases_offer
  for each row execute function cases_offer_fits();

-- Who directs takes part and works there today; nobody holds both seats, and nobody signs, disagrees or agrees for another.
create function cases_direction_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  before_signed timestamptz := case when tg_op = 'UPDATE' then old.signed end;
  before_disagreed timestamptz := case when tg_op = 'UPDATE' then old.disagreed end;
begin
  if tg_op = 'INSERT' then
    if not exists (select from public.register_membership m where m.id = new.membership_id and m.person_id = new.person_id
                     and public.cases_works_at(m.organisation_id, new.organisation_id) and m.function = new.function
                     and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())) then
      perform public.cases_refuse('who directs works there');
    end if;
    if not exists (select from public.cases_participant p where p.case_id = new.case_id and p.until is null and not p.knows_only
                     and p.organisation_id = new.organisation_id and p.domain = new.domain
                     and (p.membership_id is null or p.membership_id = new.membership_id)) then
      perform public.cases_refuse('who directs takes part');
    end if;
    if exists (select from public.cases_direction d where d.case_id = new.case_id and d.ended is null
                 and d.person_id = new.person_id) then
      perform public.cases_refuse('one person does not hold both seats');
    end if;
  end if;
  if new.signed is not null and new.signed is distinct from before_signed and new.membership_id is distinct from context.hat() then
    perform public.cases_refuse('nobody signs for another');
  end if;
  if new.ended is null and new.disagreed is distinct from before_disagreed and new.membership_id is distinct from context.hat() then
    perform public.cases_refuse('nobody disagrees for another');
  end if;
  return new;
end $$;
create trigger cases_fits before insert or update on cases_direction
  for each row execute function cases_direction_fits();

revoke execute on function cases_is_pupil(uuid, uuid), cases_works_at(uuid, uuid), cases_refresh_access(uuid), cases_gives_access(), cases_refuse(text),
  cases_case_fits(), cases_participant_fits(), cases_disclosure_fits(uuid, uuid, uuid, uuid), cases_offer_fits(),
  cases_direction_fits() from public;
