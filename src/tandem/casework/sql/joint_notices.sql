-- Notices about cases, meetings, decisions and ladders stand beside those of concerns. Each of these has a function
-- casework_hears_<about>(subject, hat): whether somebody in that hat may know of it today; and policies of its own.
alter policy person_select on casework_notice
  using (about = 'CONCERN' and principal_id = (select context.person()) and hat = (select context.hat()) and (select children_principals()) <> '{}');
alter policy person_update on casework_notice
  using (about = 'CONCERN' and principal_id = (select context.person()) and hat = (select context.hat()) and (select children_principals()) <> '{}')
  with check (about = 'CONCERN' and principal_id = (select context.person()) and hat = (select context.hat()));

create function casework_may_hear(about text, subject uuid, hat uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  found boolean;
begin
  execute format('select public.%I($1, $2)', 'casework_hears_' || lower(about)) into found using subject, hat;
  return found;
end $$;

alter function casework_readers(uuid) rename to casework_readers_of_concern;

-- Who gets a notice about anything else by mail: as for a concern, of those who may still know of it.
create function casework_readers_of_joint(whose uuid) returns table (person uuid, email text, way text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  n public.casework_notice := (select row from public.casework_notice row where row.id = whose);
begin
  return query
    with recursive above (id, parent_id, far) as (
      select o.id, o.parent_id, 0 from public.register_organisation o where o.id = n.principal_id and n.hat is null
      union all
      select o.id, o.parent_id, a.far + 1 from public.register_organisation o join above a on o.id = a.parent_id
      where a.far < 10
    ), people (membership, person, far) as (
      select m.id, m.person_id, 0 from public.register_membership m
      where m.id = n.hat and m.valid_from <= context.today()
        and (m.valid_until is null or m.valid_until > context.today())
      union all
      select m.id, m.person_id, a.far from above a join public.register_membership m on m.organisation_id = a.id
      where m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
        and n.function in ('', m.function)
    ), hearing as (
      select p.* from people p where public.casework_may_hear(n.about, n.subject, p.membership)
    )
    select distinct on (k.id) p.person, k.email, coalesce(v.way, case when n.at_once then 'AT_ONCE' else 'DIGEST' end)
    from hearing p
    join public.register_person r on r.id = p.person
    join public.identity_account k on k.id = r.account_id and k.is_active and k.email <> ''
    left join public.casework_preference v on v.person_id = p.person and v.kind = n.about
    where p.far = (select min(far) from hearing)
    order by k.id;
end $$;

create function casework_readers(whose uuid) returns table (person uuid, email text, way text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() is distinct from 'concern-clock' then
    raise exception 'only the clock of concerns writes to people' using errcode = 'insufficient_privilege';
  end if;
  if (select n.about from public.casework_notice n where n.id = whose) = 'CONCERN' then
    return query select * from public.casework_readers_of_concern(whose);
  else
    return query select * from public.casework_readers_of_joint(whose);
  end if;
end $$;

drop function casework_undelivered();
create function casework_undelivered() returns table (about text, subject uuid, kind text, at timestamptz, receiver text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select n.about, coalesce(n.concern_id, n.subject), n.kind, n.at,
    coalesce((select o.name from public.register_organisation o where o.id = n.principal_id), '')
  from public.casework_notice n left join public.casework_event e on e.id = n.event
  where context.person() in (e.person_id, n.author_id) and n.at > context.today() - 30 and n.failed and n.seen is null
    and (n.about = 'CONCERN' or public.casework_may_hear(n.about, n.subject, context.hat()))
  order by n.at desc limit 20
$$;

-- A notice goes with what it is about.
create function casework_forget_notices() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.casework_mailed m using public.casework_notice n
    where n.id = m.notice_id and n.subject = (to_jsonb(old) ->> tg_argv[0])::uuid;
  delete from public.casework_notice where subject = (to_jsonb(old) ->> tg_argv[0])::uuid;
  return null;
end $$;

-- The policies of one kind, whose condition says that who acts sees the subject.
create function casework_tell_about(about text, sees text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  mine text := format($f$about = %L and case when hat is not null
      then hat = (select context.hat()) and (select public.children_principals()) <> '{}'
      else function in ('', (select context.function()))
        and array_position((select public.children_principals()), principal_id) is not null end and %s$f$, about, sees);
begin
  execute format('create policy %I on public.casework_notice for select to tandem_app using (%s)', lower(about) || '_select', mine);
  execute format('create policy %I on public.casework_notice for insert to tandem_app
    with check (about = %L and seen is null and sent is null and author_id = (select context.person()) and %s)', lower(about) || '_insert', about, sees);
  execute format('create policy %I on public.casework_notice for update to tandem_app using (%s) with check (%s)',
    lower(about) || '_update', mine, mine);
end $$;

revoke execute on function casework_may_hear(text, uuid, uuid), casework_readers_of_concern(uuid),
  casework_readers_of_joint(uuid), casework_readers(uuid), casework_undelivered(), casework_forget_notices(),
  casework_tell_about(text, text) from public;
revoke execute on function casework_readers_of_concern(uuid) from tandem_app;
grant execute on function casework_readers(uuid), casework_undelivered() to tandem_app;
