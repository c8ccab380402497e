-- The access log. A wait for it is short: a page without its line is not served, and not to wait long is part of that.
create function audit.add_access(
  action text, purpose text, ground text, subjects uuid[], kinds text[], status smallint
) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '1s' as $$
begin
  insert into public.audit_access (started_at, action, purpose, ground, subjects, kinds, status)
  values (transaction_timestamp(), $1, $2, $3, $4, $5, $6);
end $$;
grant execute on function audit.add_access(text, text, text, uuid[], text[], smallint) to tandem_app;
