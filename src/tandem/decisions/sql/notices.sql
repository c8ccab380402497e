-- Notices about a decision and about a ladder (its subject is the case): for who sees the decision, or the ladder.
create function casework_hears_decision(subject uuid, hat uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.decisions_decision d
    join public.cases_access a on a.case_id = d.case_id and a.part <> 'KNOWS'
    join public.register_membership m on m.id = hat
    where d.id = subject and (d.state <> 'DRAFT' or d.requester_hat = hat) and public.cases_hat_is_at(a, m))
$$;
create function casework_hears_ladder(subject uuid, hat uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.decisions_ladder l join public.register_membership m on m.id = hat
    where l.case_id = subject and (exists (select from public.cases_access a where a.case_id = l.case_id and a.part <> 'KNOWS'
        and public.cases_hat_is_at(a, m))
      or (l.state = 'OPEN' and m.function = any (l.functions) and public.cases_works_at(m.organisation_id, l.holder_id)
        and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today()))))
$$;
select casework_tell_about('DECISION',
    'exists (select from public.decisions_decision d where d.id = casework_notice.subject offset 0)'),
  casework_tell_about('LADDER',
    'exists (select from public.decisions_ladder l where l.case_id = casework_notice.subject offset 0)');
create trigger casework_forgets after delete on decisions_decision for each row execute function casework_forget_notices('id');
create trigger casework_forgets after delete on decisions_ladder for each row execute function casework_forget_notices('case_id');
revoke execute on function casework_hears_decision(uuid, uuid), casework_hears_ladder(uuid, uuid) from public;
