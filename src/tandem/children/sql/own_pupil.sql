-- A teacher names a pupil whom nobody entered yet: given and family name and day of birth, all three or nothing. Whoever
-- goes to school there under that name already is meant; else the child is new. It tells a teacher who the child is,
-- which she just said herself, and care coordination sees the row. A child of another school is never found.
create function children_own_pupil(new_child uuid, given text, family text, key text, born date, place uuid) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who text := context.function();
  today date := context.today();
  meant uuid;
begin
  if who is null or who not in ('LERAAR', 'IB', 'SCHOOLDIR') or place <> all (public.children_principals()) then
    raise exception 'only for the own school' using errcode = 'insufficient_privilege';
  end if;
  select c.id into meant
  from public.children_child c
  join public.children_enrolment e on e.child_id = c.id and e.location_id = place
    and e.valid_from <= today and (e.valid_until is null or e.valid_until > today)
  where c.sort_key = key and c.birth_date = born
  order by e.valid_from, c.id limit 1;
  if meant is null then
    meant := new_child;
    insert into public.children_child (id, given_name, family_name, sort_key, birth_date)
    values (meant, given, family, key, born);
    insert into public.children_enrolment (id, child_id, location_id, valid_from)
    values (gen_random_uuid(), meant, place, today);
  end if;
  if who = 'LERAAR' and not exists (
       select from public.children_teaching t where t.child_id = meant and t.membership_id = context.hat()
         and t.valid_from <= today and (t.valid_until is null or t.valid_until > today)) then
    insert into public.children_teaching (id, child_id, location_id, membership_id, valid_from)
    values (gen_random_uuid(), meant, place, context.hat(), today);
  end if;
  return meant;
end $$;
revoke execute on function children_own_pupil(uuid, text, text, text, date, uuid) from public;
grant execute on function children_own_pupil(uuid, text, text, text, date, uuid) to tandem_app;
