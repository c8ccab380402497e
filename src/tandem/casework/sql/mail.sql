-- Notices by mail. Only the service `concern-clock` sees who gets one; nobody else sees anybody's address here.
alter table casework_mailed enable row level security;
alter table casework_mailed force row level security;
create policy owner on casework_mailed to tandem_owner using (true) with check (true);
grant select, insert on casework_mailed to tandem_app;
create policy clock_select on casework_mailed for select to tandem_app
  using ((select context.service()) = 'concern-clock');
create policy clock_insert on casework_mailed for insert to tandem_app
  with check ((select context.service()) = 'concern-clock');
select audit.watch('casework_mailed');
-- Also of what the digest has seen to: its mail may come back later.
alter policy clock_update on casework_notice using ((select context.service()) = 'concern-clock');

-- Who gets the notice by mail, at which address, and how: the person in that hat; for an organisation who does the
-- concern there, else everybody who deals with concerns at it, else at the nearest organisation above it. What is urgent
-- comes at once unless somebody wants it otherwise: its term is over before the next digest.
create function casework_readers(whose uuid) returns table (person uuid, email text, way text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  n public.casework_notice;
  c public.casework_concern;
begin
  if context.service() is distinct from 'concern-clock' then
    raise exception 'only the clock of concerns writes to people' using errcode = 'insufficient_privilege';
  end if;
  select * into n from public.casework_notice where id = whose;
  select * into c from public.casework_concern where id = n.concern_id;
  return query
    with recursive above (id, parent_id, far) as (
      select o.id, o.parent_id, 0 from public.register_organisation o where o.id = n.principal_id and n.hat is null
      union all
      select o.id, o.parent_id, a.far + 1 from public.register_organisation o join above a on o.id = a.parent_id
      where a.far < 10
    ), people (membership, person, far) as (
      select m.id, m.person_id, 0 from public.register_membership m
      where m.id = n.hat and m.person_id = n.principal_id
        and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
      union all
      select m.id, m.person_id, a.far from above a join public.register_membership m on m.organisation_id = a.id
      where m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
        and public.casework_deals_with_concerns(m.function, n.principal_id = c.location_id)
    ), nearest as (
      select p.person, bool_or(p.membership = c.worker_hat) as does_it from people p
      where p.far = (select min(far) from people) group by p.person
    )
    select distinct on (k.id) p.person, k.email,
      coalesce(v.way, case when c.urgency = 'URGENT' then 'AT_ONCE' else 'DIGEST' end)
    from nearest p
    join public.register_person r on r.id = p.person
    join public.identity_account k on k.id = r.account_id and k.is_active and k.email <> ''
    left join public.casework_preference v on v.person_id = p.person and v.kind = n.kind
    where p.does_it or not exists (select from nearest d where d.does_it)
    order by k.id;
end $$;

-- Notices of what who acts did herself, that did not reach whom they were for.
create function casework_undelivered() returns table (concern uuid, kind text, at timestamptz, receiver text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select n.concern_id, n.kind, n.at,
    coalesce((select o.name from public.register_organisation o where o.id = n.principal_id), '')
  from public.casework_event e join public.casework_notice n on n.event = e.id
  where e.person_id = context.person() and e.at > context.today() - 30 and n.failed and n.seen is null
  order by n.at desc limit 20
$$;
create index casework_event_person on casework_event (person_id, at);
create index casework_notice_event on casework_notice (event) where failed;

revoke execute on function casework_readers(uuid), casework_undelivered() from public;
grant execute on function casework_readers(uuid), casework_undelivered() to tandem_app;
