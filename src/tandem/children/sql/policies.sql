-- Who sees which row about a child. The condition on who acts stands once, at children_access; every other table asks
-- whether a visible row of access exists for its child and its kind of information.
--   enrolled    IB and SCHOOLDIR of the school where the child is enrolled today: reads and writes
--   disclosed   a professional hat of a principal to whom the gate disclosed the kind: reads; LT_TOEGANG also writes a
--               protected address
-- Nobody else sees a row: a hat that ended, or that is not hers, opens nothing (`children_principals`).
-- `(select …)` is asked once per statement; OFFSET 0 keeps PostgreSQL 18 from hashing all rows.
do $$
declare
  name text;
begin
  foreach name in array array['children_child', 'children_access', 'children_enrolment', 'children_residence',
                              'children_bsn', 'children_protected_address'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
  end loop;
end $$;

-- Nothing about a child is deleted here; retention has an action of its own.
grant select on children_access to tandem_app;
grant select, insert on children_child, children_enrolment, children_residence, children_bsn,
  children_protected_address to tandem_app;
grant update (given_name, family_name, sort_key, birth_date) on children_child to tandem_app;
grant update (valid_until) on children_enrolment, children_residence to tandem_app;
grant update (number, number_index) on children_bsn to tandem_app;
grant update (level, address) on children_protected_address to tandem_app;

-- access: the root. The block holds for both paths: a hat that holds today, whose principal it is, on a day in the period.
-- `case … end is not null` is the same as the condition itself, but tells the planner that it nearly always holds: the
-- question itself names the principal, and the list must come from its index and not be sorted.
create policy enrolled_select on children_access for select to tandem_app
  using (reason = 'ENROLLED' and (select context.function()) in ('IB', 'SCHOOLDIR'));
create policy disclosed_select on children_access for select to tandem_app
  using (reason = 'DISCLOSED');
create policy block on children_access as restrictive to tandem_app
  using (case when array_position((select children_principals()), principal_id) is not null
    and valid_from <= (select context.today()) and (valid_until is null or valid_until > (select context.today()))
    then true end is not null);

-- child: kind 1
create policy access_select on children_child for select to tandem_app
  using (exists (select from children_access a
    where a.child_id = children_child.id and a.kinds & 1 <> 0 offset 0));
create policy school_insert on children_child for insert to tandem_app
  with check ((select context.function()) in ('IB', 'SCHOOLDIR') and (select children_principals()) <> '{}');
create policy enrolled_update on children_child for update to tandem_app
  using (exists (select from children_access a
    where a.child_id = children_child.id and a.reason = 'ENROLLED' offset 0))
  with check (exists (select from children_access a
    where a.child_id = children_child.id and a.reason = 'ENROLLED' offset 0));

-- enrolment: the own one; others only where the kind school (4) was disclosed and the place is not guarded
create policy enrolled_select on children_enrolment for select to tandem_app
  using (exists (select from children_access a
    where a.source = children_enrolment.id and a.reason = 'ENROLLED' offset 0));
create policy disclosed_select on children_enrolment for select to tandem_app
  using (exists (select from children_access a
    where a.child_id = children_enrolment.child_id and a.reason = 'DISCLOSED' and a.kinds & 4 <> 0
      and (not a.guarded or a.kinds & 2 <> 0) offset 0));
create policy school_insert on children_enrolment for insert to tandem_app
  with check ((select context.function()) in ('IB', 'SCHOOLDIR')
    and location_id = any ((select children_principals())::uuid[]) and children_is_ours_or_new(child_id));
create policy enrolled_update on children_enrolment for update to tandem_app
  using (exists (select from children_access a
    where a.source = children_enrolment.id and a.reason = 'ENROLLED' offset 0))
  with check (location_id = any ((select children_principals())::uuid[]));

-- residence: kind 1; when it is guarded, kind 2
create policy access_select on children_residence for select to tandem_app
  using (exists (select from children_access a
    where a.child_id = children_residence.child_id
      and a.kinds & (case when a.guarded then 2 else 1 end) <> 0 offset 0));
create policy enrolled_insert on children_residence for insert to tandem_app
  with check (exists (select from children_access a
    where a.child_id = children_residence.child_id and a.reason = 'ENROLLED' and not a.guarded offset 0));
create policy enrolled_update on children_residence for update to tandem_app
  using (exists (select from children_access a
    where a.child_id = children_residence.child_id and a.reason = 'ENROLLED' and not a.guarded offset 0))
  with check (exists (select from children_access a
    where a.child_id = children_residence.child_id and a.reason = 'ENROLLED' and not a.guarded offset 0));

-- citizen number: kind 2048; written by the school only
create policy access_select on children_bsn for select to tandem_app
  using (exists (select from children_access a
    where a.child_id = children_bsn.child_id and a.kinds & 2048 <> 0 offset 0));
create policy enrolled_insert on children_bsn for insert to tandem_app
  with check (exists (select from children_access a
    where a.child_id = children_bsn.child_id and a.reason = 'ENROLLED' and a.kinds & 2048 <> 0 offset 0));
create policy enrolled_update on children_bsn for update to tandem_app
  using (exists (select from children_access a
    where a.child_id = children_bsn.child_id and a.reason = 'ENROLLED' and a.kinds & 2048 <> 0 offset 0))
  with check (exists (select from children_access a
    where a.child_id = children_bsn.child_id and a.reason = 'ENROLLED' and a.kinds & 2048 <> 0 offset 0));

-- protected address: kind 2, which no enrolment gives; written by who decides for the municipality
create policy access_select on children_protected_address for select to tandem_app
  using (exists (select from children_access a
    where a.child_id = children_protected_address.child_id and a.kinds & 2 <> 0 offset 0));
create policy access_insert on children_protected_address for insert to tandem_app
  with check ((select context.function()) = 'LT_TOEGANG' and exists (select from children_access a
    where a.child_id = children_protected_address.child_id and a.kinds & 2 <> 0 offset 0));
create policy access_update on children_protected_address for update to tandem_app
  using ((select context.function()) = 'LT_TOEGANG' and exists (select from children_access a
    where a.child_id = children_protected_address.child_id and a.kinds & 2 <> 0 offset 0))
  with check ((select context.function()) = 'LT_TOEGANG' and exists (select from children_access a
    where a.child_id = children_protected_address.child_id and a.kinds & 2 <> 0 offset 0));

select audit.watch('children_child', about => 'id');
select audit.watch('children_enrolment', shown => array['valid_from', 'valid_until'], about => 'child_id');
select audit.watch('children_residence', shown => array['valid_from', 'valid_until'], about => 'child_id');
select audit.watch('children_bsn', about => 'child_id');
select audit.watch('children_protected_address', about => 'child_id');
