-- As in offer_fits.sql, and also for a disclosure that opens nothing just now: one that stands still goes on later.
create or replace function casework_offer_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.disclosure is not null and exists (
       select from (select a.source, a.child_id from public.children_access a
                    union all select d.id, d.child_id from public.sharing_disclosure d) given (id, child_id)
       join public.casework_concern c on c.id = new.concern_id
       where given.id = new.disclosure and given.child_id is distinct from c.child_id) then
    raise exception 'the disclosure is about another child' using errcode = 'check_violation';
  end if;
  return new;
end $$;
