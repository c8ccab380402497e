-- Consent, said in the window. A professional asks; the answer is a record of consent in the file of who asked, written down
-- by who gave it. She sees what she said herself, and takes it back: the gate closes as it does for any other record.
alter table family_asking enable row level security;
alter table family_asking force row level security;
create policy owner on family_asking to tandem_owner using (true) with check (true);
grant select, insert on family_asking to tandem_app;
grant update (answered, agrees) on family_asking to tandem_app;
create policy family_select on family_asking for select to tandem_app
  using (exists (select from children_access a where a.principal_id = family_asking.window_id and a.reason = 'FAMILY' offset 0));
create policy family_update on family_asking for update to tandem_app
  using (answered is null and exists (select from children_access a
    where a.principal_id = family_asking.window_id and a.reason = 'FAMILY' offset 0))
  with check (answered is not null and exists (select from children_access a
    where a.principal_id = family_asking.window_id and a.reason = 'FAMILY' offset 0));
do $$
declare
  reads text := 'exists (select from cases_access a where a.case_id = family_asking.case_id and a.content
    and case when a.disclosure is null then exists (select from children_access d
        where d.child_id = a.child_id and d.reason = ''ENROLLED'' offset 0)
      else exists (select from children_access d where d.source = a.disclosure and d.kinds & 16 <> 0 offset 0) end offset 0)';
begin
  execute 'create policy work_select on family_asking for select to tandem_app using (' || reads || ')';
  execute 'create policy work_insert on family_asking for insert to tandem_app with check (answered is null
    and person_id = (select context.person()) and hat = (select context.hat())
    and organisation_id = any ((select children_principals())::uuid[])
    and file_id = any ((select sharing_files())::uuid[]) and ' || reads || ')';
end $$;

-- Who is asked is whose window it is, by the authority with which she came in.
create function family_asking_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.family_window w where w.id = new.window_id and w.case_id = new.case_id
      and w.child_id = new.child_id and w.authority_id is not distinct from new.authority_id
      and (w.capacity = 'YOUNG') = (new.giver = 'youth')) then
    perform public.family_refuse('the window is of somebody else');
  end if;
  return new;
end $$;
create trigger family_fits before insert on family_asking for each row execute function family_asking_fits();

create function family_asking_answered() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.family_tell(new.case_id, 'FAMILY_CONSENT');
  return null;
end $$;
create trigger family_answered after update on family_asking for each row execute function family_asking_answered();

-- The own records: of her authority, or of the young person herself.
alter policy block on sharing_consent using ((select children_principals()) <> '{}' or (select family_windows()) <> '{}');
create policy family_select on sharing_consent for select to tandem_app
  using (exists (select from family_window w join children_access a on a.principal_id = w.id
    where w.child_id = sharing_consent.child_id and a.reason = 'FAMILY'
      and w.authority_id is not distinct from sharing_consent.authority_id offset 0));
create policy family_insert on sharing_consent for insert to tandem_app
  with check (exists (select from family_asking q
    where q.window_id = any ((select family_windows())::uuid[]) and q.answered is null
      and q.child_id = sharing_consent.child_id and q.file_id = sharing_consent.file_id
      and q.authority_id is not distinct from sharing_consent.authority_id and q.purpose = sharing_consent.purpose
      and q.kinds = sharing_consent.kinds and q.receiver_organisation_id = sharing_consent.receiver_organisation_id
      and q.receiver_function = sharing_consent.receiver_function offset 0));
create policy family_update on sharing_consent for update to tandem_app
  using (withdrawn_at is null and exists (select from family_window w join children_access a on a.principal_id = w.id
    where w.child_id = sharing_consent.child_id and a.reason = 'FAMILY'
      and w.authority_id is not distinct from sharing_consent.authority_id offset 0))
  with check (withdrawn_at is not null and withdrawn_channel = 'PORTAL' and withdrawn_by = giver);

-- Written down by who gave it: her account, as a parent or the young person, in the file and at the place of who asked.
create function family_consent_written() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  q public.family_asking;
  born date;
begin
  if context.hat() is null and public.family_windows() <> '{}' then
    select a.* into q from public.family_asking a where a.window_id = any (public.family_windows()) and a.answered is null
      and a.child_id = new.child_id and a.file_id = new.file_id and a.authority_id is not distinct from new.authority_id
      and a.receiver_organisation_id = new.receiver_organisation_id and a.receiver_function = new.receiver_function
      and a.purpose = new.purpose and a.kinds = new.kinds order by a.asked limit 1;
    new.organisation_id := q.organisation_id;
    select c.birth_date into born from public.children_child c where c.id = new.child_id;
    new.function := case when q.giver <> 'youth' then 'OUDER_G'
      when context.today() < public.sharing_birthday(born, 16) then 'JEUGD_12_15'
      when context.today() < public.sharing_birthday(born, 18) then 'JEUGD_16_17' else 'JEUGD_18' end;
    new.membership_id := q.window_id;
    new.person_id := context.account();
    new.case_id := q.case_id;
    new.recorded_at := clock_timestamp();
  end if;
  return new;
end $$;
create trigger family_written before insert on sharing_consent for each row execute function family_consent_written();
revoke execute on function family_asking_fits(), family_asking_answered(), family_consent_written() from public;

select audit.watch('family_asking', shown => array['purpose', 'kinds', 'asked', 'answered', 'agrees'], about => 'child_id');
select sharing_keep_with('family_asking', 'family_window', 'r.window_id = any($1)');
update sharing_retention_source set starts = replace(starts, 'case when not public.sharing_wrote(r.id)',
  'case when not public.sharing_wrote(r.id)
    and not exists (select from public.family_asking f where f.hat = r.id)')
where table_name = 'register_membership';
select sharing_subject_tell('family_asking', 'r.child_id = $1 and r.organisation_id = any ($2)', 'r.organisation_id', 'r.asked');
