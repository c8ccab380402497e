-- What no program may do wrong: the order, four eyes, the own request, and one person speaking for another.

create function decisions_refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%', why using errcode = 'check_violation';
end $$;

create function decisions_decision_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  turn public.decisions_step;
begin
  if (new.case_id, new.child_id, new.requester_id, new.requester_hat, new.organisation_id)
     <> (old.case_id, old.child_id, old.requester_id, old.requester_hat, old.organisation_id)
     or new.replaces_id is distinct from old.replaces_id then
    perform public.decisions_refuse('what a decision is about stays as it was asked');
  end if;
  if new.version <> old.version + 1 then
    raise exception 'somebody else changed it' using errcode = 'serialization_failure';
  end if;
  if old.state not in ('DRAFT', 'RETURNED')
     and (new.mandate, new.form, new.support, new.euros, new.months, new.round)
       is distinct from (old.mandate, old.form, old.support, old.euros, old.months, old.round) then
    perform public.decisions_refuse('what is judged does not change meanwhile');
  end if;
  if old.state in ('DRAFT', 'RETURNED') and new.state in ('SCREENING', 'APPROVING', 'DECIDING')
     and not (new.at = 0 and new.round = old.round + 1) then
    perform public.decisions_refuse('it begins with the first step');
  end if;
  if old.state in ('SCREENING', 'APPROVING') and new.state in ('SCREENING', 'APPROVING', 'DECIDING') and new.at <> old.at
     and not (new.at = old.at + 1 and exists (select from public.decisions_step s where s.decision_id = new.id
       and s.round = new.round and s.number = old.at and s.done_by = context.person())) then
    perform public.decisions_refuse('one step after another');
  end if;
  if new.state in ('GRANTED', 'REFUSED') and old.state <> new.state then
    select * into turn from public.decisions_step s
      where s.decision_id = new.id and s.round = new.round and s.number = old.at;
    if old.state <> 'DECIDING' or turn.kind is distinct from 'DECIDE' or turn.done_by is distinct from context.person()
       or new.decided_by is distinct from context.person() or new.decided_at_id is distinct from turn.organisation_id then
      perform public.decisions_refuse('who has the last step decides');
    end if;
  end if;
  if old.state in ('WITHDRAWN', 'REVOKED', 'REPLACED') then
    perform public.decisions_refuse('it is over');
  end if;
  return new;
end $$;
create trigger decisions_fits before update on decisions_decision
  for each row execute function decisions_decision_fits();

-- A new one begins as a draft in the own name, about the child of the case.
create function decisions_decision_begins() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.child_id is distinct from (select c.child_id from public.cases_case c where c.id = new.case_id)
     or (new.replaces_id is not null and new.case_id is distinct from (
       select d.case_id from public.decisions_decision d where d.id = new.replaces_id)) then
    perform public.decisions_refuse('a decision is about the child of its case');
  end if;
  return new;
end $$;
create trigger decisions_begins before insert on decisions_decision
  for each row execute function decisions_decision_begins();

create function decisions_ladder_begins() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.child_id is distinct from (select c.child_id from public.cases_case c where c.id = new.case_id)
     or (new.decision_id is not null and new.case_id is distinct from (
       select d.case_id from public.decisions_decision d where d.id = new.decision_id)) then
    perform public.decisions_refuse('a ladder is about the child of its case');
  end if;
  return new;
end $$;
create trigger decisions_begins before insert on decisions_ladder
  for each row execute function decisions_ladder_begins();

-- One pair of eyes: in order, not who asked, not who looked before, not who took the decision that is looked at again.
create function decisions_step_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  d public.decisions_decision := (select row from public.decisions_decision row where row.id = new.decision_id);
begin
  if (new.decision_id, new.round, new.number, new.kind, new.organisation_id, new.functions, new.yes_or_no)
     is distinct from (old.decision_id, old.round, old.number, old.kind, old.organisation_id, old.functions, old.yes_or_no)
     or old.done_by is not null or new.done_by is distinct from context.person() then
    perform public.decisions_refuse('nobody does a step for another, or twice');
  end if;
  if d.round <> new.round or d.at <> new.number or d.state not in ('SCREENING', 'APPROVING', 'DECIDING') then
    perform public.decisions_refuse('it is not its turn');
  end if;
  if new.done_by = d.requester_id then
    perform public.decisions_refuse('nobody approves the own request');
  end if;
  if exists (select from public.decisions_step s where s.decision_id = new.decision_id and s.round = new.round
               and s.number <> new.number and s.done_by = new.done_by) then
    perform public.decisions_refuse('four eyes are two people');
  end if;
  if exists (select from public.decisions_decision b where b.id = d.replaces_id and b.objected is not null
               and b.decided_by = new.done_by) then
    perform public.decisions_refuse('who decided does not judge the objection');
  end if;
  return new;
end $$;
create trigger decisions_fits before update on decisions_step
  for each row execute function decisions_step_fits();

create function decisions_ladder_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (new.case_id, new.child_id, new.region, new.cause, new.started, new.waits_since)
     <> (old.case_id, old.child_id, old.region, old.cause, old.started, old.waits_since)
     or old.state <> 'OPEN' or new.at not in (old.at, old.at + 1) then
    perform public.decisions_refuse('a ladder rises one rung at a time, until it is settled');
  end if;
  if new.version <> old.version + 1 then
    raise exception 'somebody else changed it' using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
create trigger decisions_fits before update on decisions_ladder
  for each row execute function decisions_ladder_fits();

-- Who has the mandate for a rung: somebody in one of these functions where the child lives, the team that takes part
-- first; with a secret address where the case began. Without anybody the education coordinator. Only for who may know
-- of the case, and for the clock.
create function decisions_holder(whose uuid, codes text[], kinds text[]) returns table (organisation uuid, hat uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  c public.cases_case := (select row from public.cases_case row where row.id = whose);
  town text;
begin
  if c.id is null or not (context.service() = 'concern-clock' or exists (select from public.cases_access a
       where a.case_id = whose and a.principal_id = any (public.children_principals()))) then
    return;
  end if;
  select coalesce(
    (select t.code from public.children_residence r join public.register_organisation t on t.id = r.municipality_id
     where r.child_id = c.child_id
       and r.valid_from <= context.today() and (r.valid_until is null or r.valid_until > context.today())
       and not exists (select from public.children_protected_address p where p.child_id = c.child_id)
     order by r.valid_from desc limit 1),
    (select o.municipality_id from public.register_organisation o where o.id = c.place_id)) into town;
  town := nullif(town, '');
  return query
    select m.organisation_id, m.id
    from public.register_membership m join public.register_organisation o on o.id = m.organisation_id
      left join public.register_organisation p on p.id = o.parent_id
    where m.function = any (codes) and o.kind = any (kinds)
      and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
      and town in (o.municipality_id, o.code, p.code)
    order by exists (select from public.cases_participant t where t.case_id = whose and t.until is null
        and t.organisation_id = o.id) desc, m.is_lead desc, array_position(codes, m.function), m.valid_from, m.id
    limit 1;
  if not found then
    return query select public.casework_coordinator(c.place_id), null::uuid;
  end if;
end $$;

revoke execute on function decisions_refuse(text), decisions_decision_fits(), decisions_decision_begins(),
  decisions_ladder_begins(), decisions_step_fits(), decisions_ladder_fits(), decisions_holder(uuid, text[], text[]) from public;
grant execute on function decisions_holder(uuid, text[], text[]) to tandem_app;
