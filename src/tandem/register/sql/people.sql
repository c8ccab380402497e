-- Who sees which row about people in functions. One permissive policy per relation and command, one restrictive block.
--   own            the person herself, also what ended
--   listed         who wears a professional hat: functions that hold today and stand in who-is-who
--   administrator  BEHEER_ORG: the own organisation and the units below it (`context.principals()`); writes only there,
--                  and never about herself
--   demo           the service that builds the fictitious cast
-- Nobody else sees a row. `(select …)` is asked once per statement; OFFSET 0 keeps PostgreSQL 18 from hashing all rows.

-- The block: who wears a hat that ended, or that is not hers, sees nothing at all. No hat, nothing to block.
create function register_hat_holds(who jsonb) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  today date := (who ->> 'day')::date;
begin
  return who ->> 'hat' is null or exists (
    select from public.register_membership m
    where m.id = (who ->> 'hat')::uuid and m.person_id = (who ->> 'person')::uuid
      and m.organisation_id = (who ->> 'organisation')::uuid and m.function = who ->> 'function'
      and m.valid_from <= today and (m.valid_until is null or m.valid_until > today));
end $$;

create function register_hat_holds() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return public.register_hat_holds(context.verified());
end $$;

-- An administrator gives functions to people of the own organisation and to somebody who is new, not to another's people.
create function register_is_ours_or_new(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (select from public.register_membership m where m.person_id = person)
    or exists (select from public.register_membership m
               where m.person_id = person and m.organisation_id = any (context.principals()))
$$;

-- The hats of an account on a day. Answers the one who signs in about herself, and nobody else.
create function register_hats(whose uuid, on_day date)
returns table (membership uuid, person uuid, organisation uuid, organisation_name text, function text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.id, p.id, o.id, o.name, m.function
  from public.register_person p
  join public.register_membership m on m.person_id = p.id
  join public.register_organisation o on o.id = m.organisation_id
  where p.account_id = whose and (context.service() = 'sign-in' or context.account() = whose)
    and m.valid_from <= on_day and (m.valid_until is null or m.valid_until > on_day)
  order by o.sort_key, m.function, m.id
$$;

revoke execute on function register_hat_holds(jsonb), register_hat_holds(), register_is_ours_or_new(uuid),
  register_hats(uuid, date) from public;
grant execute on function register_hat_holds(), register_is_ours_or_new(uuid), register_hats(uuid, date) to tandem_app;

-- Nothing about a person is deleted but a telephone number. An account is connected where somebody signs in, not here.
grant select, insert on register_person, register_contact, register_membership, register_school_link,
  register_stand_in to tandem_app;
grant update (given_name, infix, family_name, sort_key) on register_person to tandem_app;
grant update (kind, value, sort), delete on register_contact to tandem_app;
grant update (is_lead, listed, valid_from, valid_until, ended_reason) on register_membership to tandem_app;
grant update (hours_per_week, valid_from, valid_until) on register_school_link to tandem_app;
grant update (valid_from, valid_until) on register_stand_in to tandem_app;

do $$
declare
  name text;
begin
  foreach name in array array['register_person', 'register_contact', 'register_membership', 'register_school_link',
                              'register_stand_in'] loop
    execute format('create policy hat_holds on %I as restrictive to tandem_app using ((select register_hat_holds()))', name);
    execute format('create policy demo_select on %I for select to tandem_app using ((select context.service()) = %L)', name, 'demo');
    execute format('create policy demo_insert on %I for insert to tandem_app with check ((select context.service()) = %L)', name, 'demo');
  end loop;
end $$;

-- membership: the root; every other table hangs on it
create policy own_select on register_membership for select to tandem_app
  using (person_id = (select context.person()));
create policy listed_select on register_membership for select to tandem_app
  using ((select context.professional()) and listed and valid_from <= (select context.today())
    and (valid_until is null or valid_until > (select context.today())));
create policy administrator_select on register_membership for select to tandem_app
  using ((select context.function()) = 'BEHEER_ORG'
    and organisation_id = any ((select context.principals())::uuid[]));
create policy administrator_insert on register_membership for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG'
    and organisation_id = any ((select context.principals())::uuid[])
    and person_id is distinct from (select context.person()) and register_is_ours_or_new(person_id));
create policy administrator_update on register_membership for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG'
    and organisation_id = any ((select context.principals())::uuid[])
    and person_id is distinct from (select context.person()))
  with check ((select context.function()) = 'BEHEER_ORG'
    and organisation_id = any ((select context.principals())::uuid[])
    and person_id is distinct from (select context.person()));

-- person
create policy own_select on register_person for select to tandem_app
  using (id = (select context.person()));
create policy membership_select on register_person for select to tandem_app
  using (exists (select from register_membership m where m.person_id = register_person.id offset 0));
create policy administrator_insert on register_person for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and account_id is null);
create policy administrator_update on register_person for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.person_id = register_person.id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and (m.valid_until is null or m.valid_until > (select context.today())) offset 0))
  with check ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.person_id = register_person.id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and (m.valid_until is null or m.valid_until > (select context.today())) offset 0));

-- contact: with the person
create policy own_select on register_contact for select to tandem_app
  using (person_id = (select context.person()));
create policy membership_select on register_contact for select to tandem_app
  using (exists (select from register_membership m where m.person_id = register_contact.person_id offset 0));
create policy administrator_insert on register_contact for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.person_id = register_contact.person_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and (m.valid_until is null or m.valid_until > (select context.today())) offset 0));
create policy administrator_update on register_contact for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.person_id = register_contact.person_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and (m.valid_until is null or m.valid_until > (select context.today())) offset 0))
  with check ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.person_id = register_contact.person_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and (m.valid_until is null or m.valid_until > (select context.today())) offset 0));
create policy administrator_delete on register_contact for delete to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.person_id = register_contact.person_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and (m.valid_until is null or m.valid_until > (select context.today())) offset 0));

-- school link: with the membership, and for others only while it holds itself
create policy own_select on register_school_link for select to tandem_app
  using (exists (select from register_membership m
    where m.id = register_school_link.membership_id and m.person_id = (select context.person()) offset 0));
create policy listed_select on register_school_link for select to tandem_app
  using ((select context.professional()) and valid_from <= (select context.today())
    and (valid_until is null or valid_until > (select context.today()))
    and exists (select from register_membership m where m.id = register_school_link.membership_id offset 0));
create policy administrator_select on register_school_link for select to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.id = register_school_link.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[]) offset 0));
create policy administrator_insert on register_school_link for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.id = register_school_link.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and m.person_id is distinct from (select context.person()) offset 0));
create policy administrator_update on register_school_link for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.id = register_school_link.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and m.person_id is distinct from (select context.person()) offset 0))
  with check ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.id = register_school_link.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and m.person_id is distinct from (select context.person()) offset 0));

-- stand-in: the same, and the one who stands in sees it too; both functions are of the own organisation
create policy own_select on register_stand_in for select to tandem_app
  using (exists (select from register_membership m
    where m.id in (register_stand_in.membership_id, register_stand_in.stand_in_id)
      and m.person_id = (select context.person()) offset 0));
create policy listed_select on register_stand_in for select to tandem_app
  using ((select context.professional()) and valid_from <= (select context.today())
    and valid_until > (select context.today())
    and exists (select from register_membership m where m.id = register_stand_in.membership_id offset 0));
create policy administrator_select on register_stand_in for select to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.id = register_stand_in.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[]) offset 0));
create policy administrator_insert on register_stand_in for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG'
    and exists (select from register_membership m where m.id = register_stand_in.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and m.person_id is distinct from (select context.person()) offset 0)
    and exists (select from register_membership m where m.id = register_stand_in.stand_in_id
      and m.organisation_id = any ((select context.principals())::uuid[]) offset 0));
create policy administrator_update on register_stand_in for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.id = register_stand_in.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and m.person_id is distinct from (select context.person()) offset 0))
  with check ((select context.function()) = 'BEHEER_ORG' and exists (
    select from register_membership m where m.id = register_stand_in.membership_id
      and m.organisation_id = any ((select context.principals())::uuid[])
      and m.person_id is distinct from (select context.person()) offset 0));
