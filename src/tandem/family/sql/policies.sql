-- Who sees which row of the window.
--   family    an account without a hat: its own windows; what was let out to them, while `children_access` has a row
--   at work   who takes part in the case and reads its words through the gate: everything, and writes
--   sign-in   the service: windows, to accept an invitation and to see whose they are
alter policy block on children_access
  using (case
    when (array_position((select children_principals()), principal_id) is not null
        or reason = 'FAMILY' and array_position((select family_windows()), principal_id) is not null)
      and valid_from <= (select context.today()) and (valid_until is null or valid_until > (select context.today())) then true
    end is not null);
create policy family_select on children_access for select to tandem_app
  using (reason = 'FAMILY' and principal_id = any ((select family_windows())::uuid[]));

-- Who looks in knows which child it is about.
create policy family_select on children_child for select to tandem_app
  using (exists (select from children_access a where a.child_id = children_child.id and a.reason = 'FAMILY' offset 0));

do $$
declare
  name text;
  reads text := 'exists (select from cases_access a where a.case_id = %1$I.case_id and a.content
    and case when a.disclosure is null then exists (select from children_access d
        where d.child_id = a.child_id and d.reason = ''ENROLLED'' offset 0)
      else exists (select from children_access d where d.source = a.disclosure and d.kinds & %2$s <> 0 offset 0) end offset 0)';
  kind text;
begin
  foreach name in array array['family_window', 'family_release', 'family_choice'] loop
    kind := case name when 'family_release' then 'family_release.kind' else '16' end;
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
    execute format('create policy work_select on %1$I for select to tandem_app using (' || reads || ')', name, kind);
    execute format('create policy work_insert on %1$I for insert to tandem_app with check (
      organisation_id = any ((select children_principals())::uuid[]) and ' || case name
        when 'family_window' then 'account_id is null and invited_by = (select context.person()) and invited_hat = (select context.hat())'
        when 'family_release' then 'withdrawn is null and person_id = (select context.person()) and hat = (select context.hat())'
        else 'window_id is null and person_id = (select context.person())' end || ' and ' || reads || ')', name, kind);
  end loop;
  foreach name in array array['family_window', 'family_release'] loop
    kind := case name when 'family_release' then 'family_release.kind' else '16' end;
    execute format('create policy work_update on %1$I for update to tandem_app using (' || reads || ') with check (' || reads || ')',
      name, kind);
  end loop;
end $$;
grant select, insert on family_window, family_release, family_choice to tandem_app;
grant update (account_id, accepted, code_hash, code_until, held, held_why, closed, closed_by) on family_window to tandem_app;
grant update (withdrawn, withdrawn_by, why_withdrawn) on family_release to tandem_app;

-- window: its own, also when it shows nothing, so that the page can say why
create policy family_select on family_window for select to tandem_app
  using (id = any ((select family_windows())::uuid[]));
create policy sign_in_select on family_window for select to tandem_app
  using ((select context.service()) = 'sign-in');
create policy sign_in_update on family_window for update to tandem_app
  using ((select context.service()) = 'sign-in' and account_id is null and closed is null)
  with check ((select context.service()) = 'sign-in' and account_id is not null);

-- release: what was not taken back, of a kind of the window, meant for who looks
create policy family_select on family_release for select to tandem_app
  using (withdrawn is null and exists (select from family_window w join children_access a on a.principal_id = w.id
    where w.case_id = family_release.case_id and a.reason = 'FAMILY'
      and a.kinds & family_release.kind <> 0
      and family_release.audience in ('BOTH', case w.capacity when 'PARENT' then 'PARENTS' else 'YOUNG' end) offset 0));

-- choice: the young person's own; her parents do not see what she said
create policy family_select on family_choice for select to tandem_app
  using (exists (select from family_window w join children_access a on a.principal_id = w.id
    where w.case_id = family_choice.case_id and a.reason = 'FAMILY'
      and w.capacity = 'YOUNG' offset 0));
create policy family_insert on family_choice for insert to tandem_app
  with check (person_id is null and exists (select from family_window w join children_access a on a.principal_id = w.id
    where w.id = family_choice.window_id and w.case_id = family_choice.case_id and w.child_id = family_choice.child_id
      and a.reason = 'FAMILY' and w.capacity = 'YOUNG' offset 0));

select audit.watch('family_window', shown => array['capacity', 'kinds', 'function', 'invited', 'accepted', 'valid_until',
    'held', 'held_why', 'closed'], about => 'child_id');
select audit.watch('family_release', shown => array['sort', 'kind', 'audience', 'released', 'withdrawn'], about => 'child_id');
select audit.watch('family_choice', shown => array['number', 'agrees', 'said'], about => 'child_id');
