-- A disclosure: what the database demands before it exists, the row of access that it gives, and what ends it.

create function sharing_refuse(why text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'not to be disclosed: %', why using errcode = 'insufficient_privilege';
end $$;

-- The rule engine has judged; the database demands the rest, of who acts in the app. Kinds: medical 128, citizen number 2048.
create function sharing_disclosure_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  today date := context.today();
  mine uuid[] := public.children_principals();
  sender text;
  receiver text;
  to_person uuid;
begin
  if context.hat() is null then
    return new;
  end if;
  new.valid_from := today;
  new.ended_on := null; new.ended_reason := ''; new.ended_by := null;
  if new.kinds & ~public.sharing_kinds_of(new.child_id, new.file_id) <> 0 then
    perform public.sharing_refuse('who gives has not all of these kinds herself');
  end if;
  if new.as_of > clock_timestamp() or new.valid_until > today + 366 then
    perform public.sharing_refuse('it reaches too far');
  end if;
  select o.kind into sender from public.register_organisation o where o.id = context.organisation();
  select o.kind into receiver from public.register_organisation o
  where o.id = new.receiver_organisation_id and (o.valid_until is null or o.valid_until > today);
  if receiver is null then
    perform public.sharing_refuse('the receiver is not there');
  end if;
  if new.receiver_membership is null then
    if new.receiver_organisation_id = any (mine) then
      perform public.sharing_refuse('nobody discloses to herself');
    end if;
  else
    select m.person_id into to_person from public.register_membership m
    where m.id = new.receiver_membership and m.organisation_id = new.receiver_organisation_id
      and m.function = new.receiver_function and m.valid_from <= today and (m.valid_until is null or m.valid_until > today);
    if to_person is null or to_person = context.person() then
      perform public.sharing_refuse('not a hat of somebody else');
    end if;
  end if;
  if (sender = 'PARTNERSHIP' or new.function = 'SWV')
    and (new.override_id is not null or new.kinds & 128 <> 0 and receiver not in ('BOARD', 'SCHOOL', 'LOCATION')) then
    perform public.sharing_refuse('the circle of the partnership is closed');
  end if;
  if new.override_id is not null then
    if new.function = 'POL' or new.kinds & 2048 <> 0 then
      perform public.sharing_refuse('no ground overrides this');
    end if;
    if not exists (select from public.sharing_override o where o.id = new.override_id and o.child_id = new.child_id
                     and o.file_id = new.file_id and o.membership_id = context.hat()) then
      perform public.sharing_refuse('the reason is not hers');
    end if;
  elsif new.needs_youth or new.needs_parents then
    perform public.sharing_asks_who_must(new);
    if coalesce(public.sharing_consent_until(new), today) <= today then
      perform public.sharing_refuse('the consent is not complete');
    end if;
  end if;
  return new;
end $$;

-- The least that every scheme of consent asks: under 12 the parents, from 16 on the young person and nobody else.
create function sharing_asks_who_must(d public.sharing_disclosure) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  born date;
  today date := context.today();
begin
  select c.birth_date into born from public.children_child c where c.id = d.child_id;
  if not (d.needs_consent or d.needs_release)
    or today < public.sharing_birthday(born, 12) and not d.needs_parents
    or today >= public.sharing_birthday(born, 16) and (d.needs_parents or not d.needs_youth) then
    perform public.sharing_refuse('it asks the wrong people for consent');
  end if;
end $$;

-- Until when it opens rows; null when it does not today. Decided on in person (an override): as long as that hat holds.
create function sharing_holds_until(d public.sharing_disclosure) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  today date := context.today();
  until date := d.valid_until;
  function_until date;
begin
  if d.ended_on is not null then
    return null;
  end if;
  if d.override_id is not null then
    select coalesce(m.valid_until, 'infinity') into function_until from public.register_membership m
    where m.id = d.membership_id;
    until := least(until, function_until);
  elsif d.needs_youth or d.needs_parents then
    until := least(until, coalesce(public.sharing_consent_until(d), today));
  end if;
  return case when until > today then until end;
end $$;

-- The row of access of a disclosure, as it should be now.
create function sharing_give_access(d public.sharing_disclosure) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  until date := public.sharing_holds_until(d);
begin
  delete from public.children_access where source = d.id and reason = 'DISCLOSED';
  if until is not null then
    insert into public.children_access
      (principal_id, child_id, reason, source, kinds, function, origin, as_of, guarded, sort_key, valid_from, valid_until)
    select coalesce(d.receiver_membership, d.receiver_organisation_id), c.id, 'DISCLOSED', d.id, d.kinds,
      d.receiver_function, d.file_id, d.as_of,
      exists (select from public.children_protected_address p where p.child_id = c.id and p.level = 2),
      c.sort_key, d.valid_from, until
    from public.children_child c where c.id = d.child_id;
  end if;
end $$;

create function sharing_tell(d public.sharing_disclosure, why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.sharing_notice (id, disclosure_id, principal_id, function, code, created_on)
  values (gen_random_uuid(), d.id, coalesce(d.receiver_membership, d.receiver_organisation_id), d.receiver_function, why,
    context.today());
  if why <> 'WITHDRAWN' then
    insert into public.sharing_notice (id, disclosure_id, file_id, function, code, created_on)
    values (gen_random_uuid(), d.id, d.file_id, '', why, context.today());
  end if;
end $$;

create function sharing_disclosure_given() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.sharing_give_access(new);
  if tg_op = 'UPDATE' and new.ended_on is not null and old.ended_on is null then
    perform public.sharing_tell(new, new.ended_reason);
  end if;
  return null;
end $$;

-- It ends once, today, by who acts: what ended is not reached any more.
create function sharing_disclosure_changes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if old.ended_on is not null then
    return null;
  end if;
  if context.hat() is not null and new.ended_on is not null then
    new.ended_on := context.today();
    new.ended_by := context.person();
  end if;
  return new;
end $$;

-- What a change of consent, of authority or of somebody's function does to the disclosures that rest on it.
create function sharing_review(child uuid, hat uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  one public.sharing_disclosure;
begin
  for one in select d.* from public.sharing_disclosure d
             where (d.child_id = child or d.membership_id = hat) and d.ended_on is null and d.valid_until > context.today()
             order by d.id for update loop
    if public.sharing_holds_until(one) is null then
      update public.sharing_disclosure d set ended_on = context.today(), ended_reason = why, ended_by = context.person()
      where d.id = one.id;
    else
      perform public.sharing_give_access(one);
    end if;
  end loop;
end $$;

create function sharing_consent_said() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.sharing_review(new.child_id, null,
    case when new.withdrawn_at is not null then 'CONSENT_WITHDRAWN' else 'CONSENT_REFUSED' end);
  return null;
end $$;

create function sharing_authority_said() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.sharing_review(new.child_id, null,
    case when new.contested then 'AUTHORITY_CONTESTED' else 'AUTHORITY_CHANGED' end);
  return null;
end $$;

create function sharing_function_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.sharing_review(null, new.id, 'FUNCTION_ENDED');
  return null;
end $$;

revoke execute on function sharing_refuse(text), sharing_disclosure_fits(), sharing_asks_who_must(sharing_disclosure),
  sharing_holds_until(sharing_disclosure), sharing_give_access(sharing_disclosure), sharing_tell(sharing_disclosure, text),
  sharing_disclosure_given(), sharing_disclosure_changes(), sharing_review(uuid, uuid, text), sharing_consent_said(),
  sharing_authority_said(), sharing_function_changed() from public;
