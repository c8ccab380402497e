-- Looking back. A moment is codes, as a goal; what was said is words, as the rest of the plan.
do $$
declare
  name text;
  works text;
  knows text;
begin
  foreach name in array array['plans_moment', 'plans_evaluation'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
    execute format('grant select, insert on %I to tandem_app', name);
    works := format('exists (select from cases_access a where a.case_id = %I.case_id
      and a.part in (''HOLDER'', ''DIRECTOR'', ''PARTICIPANT'') offset 0)', name);
    knows := case name when 'plans_moment' then
        'exists (select from plans_plan p where p.id = plans_moment.plan_id offset 0)'
      else 'exists (select from cases_access a where a.case_id = plans_evaluation.case_id and a.content
        and case when a.disclosure is null then exists (select from children_access d
            where d.child_id = a.child_id and d.reason = ''ENROLLED'' offset 0)
          else exists (select from children_access d
            where d.source = a.disclosure and d.kinds & plans_evaluation.kind <> 0 offset 0) end offset 0)' end;
    execute format('create policy access_select on %I for select to tandem_app using (%s)', name, knows);
    execute format('create policy access_insert on %I for insert to tandem_app
      with check (author_id = (select context.person())
        and organisation_id = any ((select children_principals())::uuid[]) and %s and %s)', name, works, knows);
    execute format('create trigger plans_fits before insert on %I for each row execute function plans_text_fits()', name);
  end loop;
  execute format('create policy access_update on plans_moment for update to tandem_app using (%s) with check (%s)',
    replace(works, 'plans_evaluation', 'plans_moment'), replace(works, 'plans_evaluation', 'plans_moment'));
end $$;
grant update (held, told) on plans_moment to tandem_app;
create policy clock_select on plans_moment for select to tandem_app
  using ((select context.service()) = 'concern-clock' and held is null);
create policy clock_update on plans_moment for update to tandem_app
  using ((select context.service()) = 'concern-clock' and held is null)
  with check ((select context.service()) = 'concern-clock' and held is null);

select audit.watch('plans_moment', shown => array['origin', 'due', 'help', 'held', 'told']);
select audit.watch('plans_evaluation', shown => array['voice']);
select sharing_keep_with('plans_moment', 'cases_case', 'r.case_id = any($1)'),
  sharing_keep_with('plans_evaluation', 'cases_case', 'r.case_id = any($1)');
select sharing_subject_tell('plans_moment', 'r.organisation_id = any ($2) and r.plan_id in (
    select p.id from public.plans_plan p where p.child_id = $1)', 'r.organisation_id', 'r.made'),
  sharing_subject_tell('plans_evaluation', 'r.organisation_id = any ($2) and r.plan_id in (
    select p.id from public.plans_plan p where p.child_id = $1)', 'r.organisation_id', 'r.at');

-- Did it help: by kind of help and provider, over everybody. Never of fewer than ten children; a total (provider null) only
-- when what it holds beside what is shown is nothing, or ten children too. Counts in fives, shares in tens of a percent: one
-- child more does not show. Of each child the last evaluation of that help counts, and in it who it is about first.
create function plans_outcomes() returns table (help text, provider uuid, children int, helped int, at_least_partly int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if context.person() is null then
    return;
  end if;
  return query
    with said as (
      select distinct on (e.moment_id) e.moment_id, e.helped
      from public.plans_evaluation e where e.helped <> ''
      order by e.moment_id, array_position(array['CHILD', 'PARENTS', 'PROFESSIONAL'], e.voice)
    ), last as (
      select distinct on (p.child_id, m.help, m.provider_id) p.child_id, m.help, m.provider_id, s.helped
      from said s join public.plans_moment m on m.id = s.moment_id join public.plans_plan p on p.id = m.plan_id
      where m.provider_id is not null
      order by p.child_id, m.help, m.provider_id, m.held desc, m.id
    ), groups as (
      select l.help, l.provider_id, count(*)::int as n, count(*) filter (where l.helped = 'YES') as yes,
        count(*) filter (where l.helped in ('YES', 'PARTLY')) as partly
      from last l group by l.help, l.provider_id
    ), totals (help, n, yes, partly, hidden) as (
      select g.help, sum(g.n)::int, sum(g.yes), sum(g.partly), coalesce(sum(g.n) filter (where g.n < 10), 0)
      from groups g group by g.help
    ), shown (help, provider_id, n, yes, partly) as (
      select g.help, g.provider_id, g.n, g.yes::numeric, g.partly::numeric from groups g where g.n >= 10
      union all
      select t.help, null, t.n, t.yes, t.partly from totals t where t.n >= 10 and (t.hidden = 0 or t.hidden >= 10)
    )
    select s.help, s.provider_id, s.n / 5 * 5, (round(s.yes * 10 / s.n) * 10)::int, (round(s.partly * 10 / s.n) * 10)::int
    from shown s order by s.help, s.provider_id nulls first;
end $$;
revoke execute on function plans_outcomes() from public;
grant execute on function plans_outcomes() to tandem_app;
