-- Notices about a case: for who may know of it, also when that is all she may know.

-- Whether this hat is a side of a case: the condition of the policy of cases_access, for somebody else.
create function cases_hat_is_at(a cases_access, m register_membership) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (a.principal_id = m.id or public.cases_works_at(m.organisation_id, a.principal_id))
    and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
    and case when a.part in ('HOLDER', 'OFFERED') or a.own then public.casework_deals_with_concerns(m.function, a.own)
      else a.function = m.function end
$$;

create function casework_hears_case(subject uuid, hat uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.cases_access a join public.register_membership m on m.id = hat
    where a.case_id = subject and public.cases_hat_is_at(a, m))
$$;

select casework_tell_about('CASE', 'exists (select from public.cases_access a where a.case_id = casework_notice.subject offset 0)');
create trigger casework_forgets after delete on cases_case for each row execute function casework_forget_notices('id');
revoke execute on function casework_hears_case(uuid, uuid), cases_hat_is_at(cases_access, register_membership) from public;

-- The clock tells who directs.
create policy clock_select on cases_direction for select to tandem_app
  using ((select context.service()) = 'concern-clock' and ended is null);
