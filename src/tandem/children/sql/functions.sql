-- A disclosure is for one function at the receiver, or for one hat, and of the records of one file.
create or replace function children_principals() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  who jsonb := context.verified();
begin
  if who ->> 'hat' is not null and (who ->> 'professional')::boolean and public.register_hat_holds(who) then
    return array[(who ->> 'hat')::uuid] || coalesce((who ->> 'principals')::uuid[], '{}');
  end if;
  return '{}';
end $$;

alter policy disclosed_select on children_access
  using (reason = 'DISCLOSED' and (function = '' or function = (select context.function())));
