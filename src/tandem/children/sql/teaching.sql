-- Whose pupil a child is. It tells a teacher who the child is (kind 1) and nothing else, in the hat in which she teaches it.
create function children_teaching_gives_access() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    delete from public.children_access where source = old.id and reason = 'TEACHES';
  end if;
  if tg_op <> 'DELETE' then
    insert into public.children_access
      (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, valid_until)
    select new.membership_id, c.id, 'TEACHES', new.id, 1,
      exists (select from public.children_protected_address p where p.child_id = c.id and p.level = 2),
      c.sort_key, new.valid_from, new.valid_until
    from public.children_child c where c.id = new.child_id;
  end if;
  return null;
end $$;
create trigger children_gives_access after insert or update or delete on children_teaching
  for each row execute function children_teaching_gives_access();

-- The child goes to the school where the function is.
create function children_teaching_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.children_enrolment e where e.child_id = new.child_id and e.location_id = new.location_id
                 and (e.valid_until is null or e.valid_until > new.valid_from)) then
    raise exception 'the child is no pupil here' using errcode = 'check_violation';
  end if;
  if not exists (select from public.register_membership m join public.register_organisation o on o.id = new.location_id
                 where m.id = new.membership_id and m.organisation_id in (new.location_id, o.parent_id)
                   and (m.valid_until is null or m.valid_until > new.valid_from)) then
    raise exception 'the function is not at this school' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger children_fits before insert or update on children_teaching
  for each row execute function children_teaching_fits();
revoke execute on function children_teaching_gives_access(), children_teaching_fits() from public;

-- teaching: seen by who teaches, and kept by who coordinates care at the school or leads it
alter table children_teaching enable row level security;
alter table children_teaching force row level security;
create policy owner on children_teaching to tandem_owner using (true) with check (true);
grant select, insert on children_teaching to tandem_app;
grant update (valid_until) on children_teaching to tandem_app;
create policy own_select on children_teaching for select to tandem_app
  using (membership_id = (select context.hat()) and (select children_principals()) <> '{}');
create policy school_select on children_teaching for select to tandem_app
  using ((select context.function()) in ('IB', 'SCHOOLDIR') and location_id = any ((select children_principals())::uuid[]));
create policy school_insert on children_teaching for insert to tandem_app
  with check ((select context.function()) in ('IB', 'SCHOOLDIR') and location_id = any ((select children_principals())::uuid[]));
create policy school_update on children_teaching for update to tandem_app
  using ((select context.function()) in ('IB', 'SCHOOLDIR') and location_id = any ((select children_principals())::uuid[]))
  with check ((select context.function()) in ('IB', 'SCHOOLDIR') and location_id = any ((select children_principals())::uuid[]));

-- a teacher's access: its principal is the hat in which she teaches the child
create policy teaches_select on children_access for select to tandem_app using (reason = 'TEACHES');

select audit.watch('children_teaching', shown => array['valid_from', 'valid_until'], about => 'child_id');
