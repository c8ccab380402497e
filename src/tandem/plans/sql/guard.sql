-- What no program may do wrong: a plan about another child, an owner of another case, and history that changes.

create function plans_refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%', why using errcode = 'check_violation';
end $$;

create function plans_plan_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' and new.child_id is distinct from (select c.child_id from public.cases_case c where c.id = new.case_id) then
    perform public.plans_refuse('a plan is about the child of its case');
  end if;
  if tg_op = 'UPDATE' and new.version <> old.version + 1 then
    raise exception 'somebody else changed it' using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
create trigger plans_fits before insert or update on plans_plan
  for each row execute function plans_plan_fits();

create function plans_agreement_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if exists (select from public.plans_goal g where g.id = new.goal_id and g.plan_id <> new.plan_id)
       or exists (select from public.plans_agreement f where f.id = new.follows_id and f.plan_id <> new.plan_id)
       or exists (select from public.cases_participant t join public.plans_plan p on p.id = new.plan_id
                  where t.id = new.owner_participant_id and t.case_id <> p.case_id) then
      perform public.plans_refuse('an agreement is about its own plan, and by who takes part in its case');
    end if;
  elsif old.state = 'CHANGED' then
    perform public.plans_refuse('another agreement came in its place');
  end if;
  return new;
end $$;
create trigger plans_fits before insert or update on plans_agreement
  for each row execute function plans_agreement_fits();

create function plans_text_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.plans_plan p where p.id = new.plan_id and p.case_id = new.case_id) then
    perform public.plans_refuse('words of a plan stand at its own case');
  end if;
  return new;
end $$;
create trigger plans_fits before insert on plans_text
  for each row execute function plans_text_fits();

revoke execute on function plans_refuse(text), plans_plan_fits(), plans_agreement_fits(), plans_text_fits() from public;
