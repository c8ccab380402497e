-- Who sees which row of the gate (`files.sql` has the pattern).
--   own        override, authority, consent, note, disclosure and its steps, and tasks: who works in the file
--   disclosed  notes: whoever has a row of access for that child, file and kind, until the time of the preview
--   received   a disclosure, for whom it gives access today; a notice, for whom it is meant
-- Nobody deletes. A disclosure, a consent and an authority are ended; the triggers say when.
select sharing_own('sharing_override');
select sharing_own('sharing_authority');
select sharing_own('sharing_consent');
select sharing_own('sharing_disclosure');
select sharing_protect('sharing_note', kind => 'kind');

grant update (contested, source, source_date, valid_until) on sharing_authority to tandem_app;
grant update (withdrawn_at, withdrawn_by, withdrawn_channel) on sharing_consent to tandem_app;
grant update (ended_on, ended_reason, ended_by) on sharing_disclosure to tandem_app;
drop policy own_update on sharing_override;
drop policy own_update on sharing_note;

-- a note is of one kind, and of none that is a fact of the child itself (1, 2 and 2048)
alter table sharing_note add constraint sharing_note_kind check (kind > 0 and kind & (kind - 1) = 0 and kind & 2051 = 0);

-- received: visible as long as its row of access is
create policy received_select on sharing_disclosure for select to tandem_app
  using (exists (select from children_access a
    where a.source = sharing_disclosure.id and a.reason = 'DISCLOSED' offset 0));

-- the order of triggers is that of their names: written, then fits
create trigger sharing_written_then_fits before insert on sharing_disclosure
  for each row execute function sharing_disclosure_fits();
create trigger sharing_changes before update on sharing_disclosure
  for each row execute function sharing_disclosure_changes();
create trigger sharing_given after insert or update on sharing_disclosure
  for each row execute function sharing_disclosure_given();
create trigger sharing_written_then_fits before insert on sharing_consent
  for each row execute function sharing_consent_written();
create trigger sharing_changes before update on sharing_consent
  for each row execute function sharing_consent_changes();
create trigger sharing_said after insert or update on sharing_consent
  for each row execute function sharing_consent_said();
create trigger sharing_said after insert or update on sharing_authority
  for each row execute function sharing_authority_said();
create trigger sharing_function_changed after update of valid_from, valid_until on register_membership
  for each row execute function sharing_function_changed();

-- step and notice: with the disclosure, and for a notice with whom it is meant for
do $$
declare
  name text;
begin
  foreach name in array array['sharing_step', 'sharing_notice'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
    execute format('create policy block on %I as restrictive to tandem_app using ((select children_principals()) <> ''{}'')', name);
  end loop;
end $$;
grant select, insert on sharing_step to tandem_app;
create policy own_select on sharing_step for select to tandem_app
  using (exists (select from sharing_disclosure d where d.id = sharing_step.disclosure_id
    and d.file_id = any ((select sharing_files())::uuid[]) offset 0));
create policy own_insert on sharing_step for insert to tandem_app
  with check (done_by = (select context.person()) and exists (
    select from sharing_disclosure d where d.id = sharing_step.disclosure_id
      and d.file_id = any ((select sharing_files())::uuid[]) offset 0));
select audit.watch('sharing_step', shown => array['code']);

grant select on sharing_notice to tandem_app;
grant update (done_on, done_by) on sharing_notice to tandem_app;
create policy own_select on sharing_notice for select to tandem_app
  using (file_id = any ((select sharing_files())::uuid[]));
create policy received_select on sharing_notice for select to tandem_app
  using (principal_id = any ((select children_principals())::uuid[]) and function = (select context.function()));
create policy own_update on sharing_notice for update to tandem_app
  using (file_id = any ((select sharing_files())::uuid[]))
  with check (file_id = any ((select sharing_files())::uuid[]) and done_by = (select context.person()));
create policy received_update on sharing_notice for update to tandem_app
  using (principal_id = any ((select children_principals())::uuid[]) and function = (select context.function()))
  with check (principal_id = any ((select children_principals())::uuid[]) and function = (select context.function())
    and done_by = (select context.person()));
select audit.watch('sharing_notice', shown => array['code', 'created_on', 'done_on']);

grant select on sharing_protected to tandem_app;
