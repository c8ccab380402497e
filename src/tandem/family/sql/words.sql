-- What the family says: seen by who said it and by who reads the case, never by another of the family; answered once.
alter table family_word enable row level security;
alter table family_word force row level security;
create policy owner on family_word to tandem_owner using (true) with check (true);
grant select, insert on family_word to tandem_app;
grant update (answer, answered, answered_by, answered_hat, organisation_id, function) on family_word to tandem_app;
create policy family_select on family_word for select to tandem_app
  using (exists (select from children_access a where a.principal_id = family_word.window_id and a.reason = 'FAMILY' offset 0));
create policy family_insert on family_word for insert to tandem_app
  with check (answered is null and exists (select from family_window w join children_access a on a.principal_id = w.id
    where w.id = family_word.window_id and w.case_id = family_word.case_id and w.child_id = family_word.child_id
      and a.reason = 'FAMILY' and (family_word.voice <> 'AUTHORITY' or w.capacity = 'PARENT') offset 0));
do $$
declare
  reads text := 'exists (select from cases_access a where a.case_id = family_word.case_id and a.content
    and case when a.disclosure is null then exists (select from children_access d
        where d.child_id = a.child_id and d.reason = ''ENROLLED'' offset 0)
      else exists (select from children_access d where d.source = a.disclosure and d.kinds & 16 <> 0 offset 0) end offset 0)';
begin
  execute 'create policy work_select on family_word for select to tandem_app using (' || reads || ')';
  execute 'create policy work_update on family_word for update to tandem_app using (answered is null and ' || reads || ')
    with check (answered_by = (select context.person()) and answered_hat = (select context.hat())
      and organisation_id = any ((select children_principals())::uuid[]) and ' || reads || ')';
end $$;

-- Whoever directs the case hears that the family waits; where nobody directs, who holds it.
create function family_tell(whose uuid, what text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  told uuid := gen_random_uuid();
begin
  insert into public.casework_notice (id, principal_id, hat, function, about, subject, at_once, event, kind, at, failed)
  select gen_random_uuid(), coalesce(d.membership_id, c.holder_id), d.membership_id, '', 'CASE', c.id, false, told, what,
    clock_timestamp(), false
  from public.cases_case c left join public.cases_direction d on d.case_id = c.id and d.ended is null
  where c.id = whose;
end $$;

-- Both parents are shut out, until somebody who works on the case has looked at it: a task for who directs.
create or replace function family_hold(child uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  one uuid;
begin
  for one in with shut_now as (
      update public.family_window w set held = clock_timestamp(), held_why = why
      where w.child_id = child and w.capacity = 'PARENT' and w.closed is null and w.held is null returning w.case_id
    ) select distinct case_id from shut_now loop
    perform public.family_tell(one, 'FAMILY_HELD');
  end loop;
end $$;

create function family_word_said() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.voice = 'AUTHORITY' then
    perform public.family_hold(new.child_id, 'DISPUTED');
  end if;
  perform public.family_tell(new.case_id, 'FAMILY_' || new.voice);
  return null;
end $$;
create trigger family_said after insert on family_word for each row execute function family_word_said();

create function family_word_changes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if old.answered is not null then
    perform public.family_refuse('it was answered already');
  end if;
  return new;
end $$;
create trigger family_changes before update on family_word for each row execute function family_word_changes();
revoke execute on function family_tell(uuid, text), family_word_said(), family_word_changes() from public;

select audit.watch('family_word', shown => array['voice', 'said', 'answered'], about => 'child_id');
select sharing_keep_with('family_word', 'family_window', 'r.window_id = any($1)');
update sharing_retention_source set starts = replace(starts, 'case when not public.sharing_wrote(r.id)',
  'case when not public.sharing_wrote(r.id)
    and not exists (select from public.family_word f where f.answered_hat = r.id)')
where table_name = 'register_membership';
select sharing_subject_tell('family_word', 'r.child_id = $1 and exists (
    select from public.family_window w where w.id = r.window_id and w.organisation_id = any ($2))', 'r.organisation_id', 'r.said');
