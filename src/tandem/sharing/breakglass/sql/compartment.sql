-- The sealed address of a child whose address is secret for safety, for scanning a text about it before it is saved. Only
-- for who may know something of the child, and sealed: the key lies outside the database. Null: nothing to scan for.
create function sharing_compartment_of(child uuid) returns bytea
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  mine uuid[] := public.children_principals();
begin
  if not exists (select from public.children_access a
                 where a.child_id = child and a.principal_id = any (mine) and a.valid_from <= context.today()
                   and (a.valid_until is null or a.valid_until > context.today())
                   and (a.expires_at is null or a.expires_at > statement_timestamp())) then
    return null;
  end if;
  return (select p.address from public.children_protected_address p where p.child_id = child and p.level = 2);
end $$;
revoke execute on function sharing_compartment_of(uuid) from public;
grant execute on function sharing_compartment_of(uuid) to tandem_app;
