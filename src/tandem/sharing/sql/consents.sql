-- Until when a consent carries a disclosure. A day on which it no longer holds is never in it: nobody has to come by on
-- a birthday to close what another must consent to from then on.

-- The day on which somebody is so many years old. Born on 29 February: 1 March in a year without that day.
create function sharing_birthday(born date, years integer) returns date
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  day date := (born + make_interval(years => years))::date;
begin
  return case when extract(day from day) = extract(day from born) then day else day + 1 end;
end $$;

-- The next birthday from which another must consent; null for who is 18.
create function sharing_next_birthday(born date, after date) returns date
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select min(public.sharing_birthday(born, years)) from unnest(array[12, 16, 18]) as years
  where public.sharing_birthday(born, years) > after
$$;

create function sharing_consent_written() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  born date;
  given date := (new.given_at at time zone 'Europe/Amsterdam')::date;
begin
  select c.birth_date into born from public.children_child c where c.id = new.child_id;
  new.reconfirm_on := public.sharing_next_birthday(born, given);
  new.age_band := case when given < public.sharing_birthday(born, 12) then '0-11'
    when given < public.sharing_birthday(born, 16) then '12-15'
    when given < public.sharing_birthday(born, 18) then '16-17' else '18+' end;
  if (new.giver = 'youth') <> (new.authority_id is null)
    or new.authority_id is not null and not exists (
      select from public.sharing_authority a
      where a.id = new.authority_id and a.child_id = new.child_id and a.file_id = new.file_id and a.giver = new.giver) then
    raise exception 'the giver has no authority over this child' using errcode = 'check_violation';
  end if;
  if given > context.today() then
    raise exception 'consent is not given in the future' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- What was withdrawn stays so. The receivers hear it in the same transaction: each has a notice.
create function sharing_consent_changes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at then
    raise exception 'a consent that was withdrawn stays so' using errcode = 'check_violation';
  end if;
  if new.withdrawn_at is not null and old.withdrawn_at is null then
    new.withdrawn_at := clock_timestamp();
    new.receivers_informed_at := new.withdrawn_at;
  end if;
  return new;
end $$;

-- Until when this giver's consent covers the disclosure; null when it does not today.
create function sharing_consent_of(d public.sharing_disclosure, whose uuid) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select max(least(c.valid_until, c.reconfirm_on)) from public.sharing_consent c
  where c.child_id = d.child_id and c.file_id = d.file_id and c.authority_id is not distinct from whose
    and c.receiver_organisation_id = d.receiver_organisation_id and c.receiver_function = d.receiver_function
    and c.purpose = d.purpose and c.outcome = 'GIVEN' and c.withdrawn_at is null and d.kinds & ~c.kinds = 0
    and (not d.needs_consent or c.gives_consent) and (not d.needs_release or c.releases_secrecy)
    and least(c.valid_until, c.reconfirm_on) > context.today()
    and not exists (select from public.sharing_consent no
      where no.child_id = d.child_id and no.file_id = d.file_id and no.authority_id is not distinct from whose
        and no.receiver_organisation_id = d.receiver_organisation_id and no.receiver_function = d.receiver_function
        and no.purpose = d.purpose and no.kinds & d.kinds <> 0
        and (no.outcome = 'REFUSED' and no.recorded_at >= c.recorded_at or no.withdrawn_at >= c.recorded_at))
$$;

-- Until when everybody whose consent the disclosure needs has given it; null when somebody has not. Authority that is
-- contested anywhere stops both parents; when another has authority than when it was disclosed, it is asked anew.
create function sharing_consent_until(d public.sharing_disclosure) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  today date := context.today();
  until date := 'infinity';
  one record;
begin
  if d.needs_youth then
    until := public.sharing_consent_of(d, null);
  end if;
  if until is null or not d.needs_parents then
    return until;
  end if;
  if exists (select from public.sharing_authority a
             where a.child_id = d.child_id and a.contested and (a.valid_until is null or a.valid_until > today))
    or not exists (select from public.sharing_authority a
                   where a.child_id = d.child_id and a.file_id = d.file_id and a.valid_from <= today
                     and (a.valid_until is null or a.valid_until > today))
    or exists (select from public.sharing_authority a
               where a.child_id = d.child_id and a.file_id = d.file_id
                 and (a.valid_from > d.valid_from and a.valid_from <= today
                   or a.valid_until > d.valid_from and a.valid_until <= today)) then
    return null;
  end if;
  for one in select a.id, a.source, a.valid_from, a.valid_until from public.sharing_authority a
             where a.child_id = d.child_id and a.file_id = d.file_id and (a.valid_until is null or a.valid_until > today) loop
    if one.valid_from > today then
      until := least(until, one.valid_from);
    elsif one.source = 'UNKNOWN' or public.sharing_consent_of(d, one.id) is null then
      return null;
    else
      until := least(until, one.valid_until, public.sharing_consent_of(d, one.id));
    end if;
  end loop;
  return until;
end $$;

revoke execute on function sharing_birthday(date, integer), sharing_next_birthday(date, date), sharing_consent_written(),
  sharing_consent_changes(), sharing_consent_of(sharing_disclosure, uuid), sharing_consent_until(sharing_disclosure)
  from public;
