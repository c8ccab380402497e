-- What nobody can take any more: open cases held by, and open offers to, an organisation that ended, or where nobody deals
-- with concerns today or is named to begin, nor above it in a function that reaches down to its kind. `reaching`:
-- 'FUNCTION KIND', for every kind at which a function exists. For the clock of concerns, as `casework_left`.
create function cases_left(reaching text[]) returns table (case_id uuid, gone uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if context.service() is distinct from 'concern-clock' then
    raise exception 'only the clock of concerns asks this' using errcode = 'insufficient_privilege';
  end if;
  return query
    with recursive sides (open_case, organisation, own) as (
      select a.case_id, a.principal_id, a.own from public.cases_access a where a.open and a.part in ('HOLDER', 'OFFERED')
    ), place (id, own) as (
      select distinct s.organisation, s.own from sides s
    ), above (id, own, up, parent_id) as (
      select p.id, p.own, o.id, o.parent_id from place p join public.register_organisation o on o.id = p.id
      union select a.id, a.own, o.id, o.parent_id from above a join public.register_organisation o on o.id = a.parent_id
    ), left_alone (id, own) as (
      select p.id, p.own from place p join public.register_organisation o on o.id = p.id
      where o.valid_until <= context.today() or not exists (
        select from above a join public.register_membership m on m.organisation_id = a.up
        where a.id = p.id and a.own = p.own
          and (m.valid_until is null or m.valid_until > context.today())
          and public.casework_deals_with_concerns(m.function, p.own)
          and (a.up = p.id or m.function || ' ' || o.kind = any (reaching)))
    )
    select s.open_case, s.organisation from sides s join left_alone l on l.id = s.organisation and l.own = s.own;
end $$;
revoke execute on function cases_left(text[]) from public;
grant execute on function cases_left(text[]) to tandem_app;
