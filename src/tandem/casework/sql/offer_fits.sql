-- What lets the other side read a concern is a disclosure about the same child, whatever asks for it.
create function casework_offer_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.disclosure is not null and exists (
       select from public.children_access a join public.casework_concern c on c.id = new.concern_id
       where a.source = new.disclosure and a.child_id is distinct from c.child_id) then
    raise exception 'the disclosure is about another child' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger casework_fits before insert on casework_offer
  for each row execute function casework_offer_fits();
revoke execute on function casework_offer_fits() from public;
