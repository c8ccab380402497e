-- What the clock of the gate does each day, as the service `sharing-clock`: it sees no disclosure and no notice itself.

create function sharing_only_the_clock() returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() is distinct from 'sharing-clock' then
    raise exception 'only the clock of the gate does this' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- Today no longer carried by a consent, since a birthday or because it was for so long: it ends, and both sides hear it.
create function sharing_end_what_is_over() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  today date := context.today();
  ended integer := 0;
  birthday boolean;
  one public.sharing_disclosure;
begin
  perform public.sharing_only_the_clock();
  for one in select d.* from public.sharing_disclosure d
             where d.ended_on is null and d.valid_until > today and d.override_id is null
               and (d.needs_youth or d.needs_parents)
             order by d.id for update loop
    if public.sharing_holds_until(one) is null then
      select exists (select from public.sharing_consent c
        where c.child_id = one.child_id and c.file_id = one.file_id and c.purpose = one.purpose
          and c.receiver_organisation_id = one.receiver_organisation_id and c.receiver_function = one.receiver_function
          and c.outcome = 'GIVEN' and c.withdrawn_at is null and c.reconfirm_on > one.valid_from and c.reconfirm_on <= today)
      into birthday;
      update public.sharing_disclosure d
      set ended_on = today, ended_reason = case when birthday then 'BIRTHDAY' else 'CONSENT_EXPIRED' end
      where d.id = one.id;
      ended := ended + 1;
    end if;
  end loop;
  return ended;
end $$;

-- For who shared: a task so many days before a birthday from which another must consent, once per disclosure and day.
create function sharing_ask_before_birthdays(days integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  today date := context.today();
  told integer;
begin
  perform public.sharing_only_the_clock();
  with soon as (
    select d.id, d.file_id, public.sharing_next_birthday(c.birth_date, today) as birthday
    from public.sharing_disclosure d join public.children_child c on c.id = d.child_id
    where d.ended_on is null and d.valid_until > today and d.override_id is null and (d.needs_youth or d.needs_parents)
  ), asked as (
    insert into public.sharing_notice (id, disclosure_id, file_id, function, code, created_on, due_on)
    select gen_random_uuid(), s.id, s.file_id, '', 'BIRTHDAY', today, s.birthday from soon s
    where s.birthday <= today + days and not exists (
      select from public.sharing_notice n
      where n.disclosure_id = s.id and n.code = 'BIRTHDAY' and n.file_id is not null and n.due_on = s.birthday)
    returning 1)
  select count(*) into told from asked;
  return told;
end $$;

-- Whom to write that there is something to read: each address once, with how many notices. They count as told from now on.
create function sharing_addresses_to_tell() returns table (email text, notices bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.sharing_only_the_clock();
  return query
  with told as (
    update public.sharing_notice set mailed_at = now() where mailed_at is null and done_on is null
    returning id, principal_id, file_id, function
  ), whom as (
    select t.id, m.person_id from told t join public.register_membership m
      on (m.id = t.principal_id or m.organisation_id = t.principal_id) and m.function = t.function
         or m.id = t.file_id
         or m.organisation_id = t.file_id and m.function in ('IB', 'SCHOOLDIR')
    where m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
  )
  select lower(k.email), count(distinct w.id) from whom w
  join public.register_person p on p.id = w.person_id
  join public.identity_account k on k.id = p.account_id and k.is_active
  group by lower(k.email) order by lower(k.email);
end $$;

revoke execute on function sharing_only_the_clock(), sharing_end_what_is_over(), sharing_ask_before_birthdays(integer),
  sharing_addresses_to_tell() from public;
grant execute on function sharing_end_what_is_over(), sharing_ask_before_birthdays(integer), sharing_addresses_to_tell()
  to tandem_app;
