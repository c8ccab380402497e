-- Append-only for every role. ENABLE ALWAYS: the triggers also fire under session_replication_role = replica.
create function audit_event_is_append_only() returns trigger language plpgsql
set search_path = pg_catalog as $$
begin
  raise exception 'audit_event is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;

create trigger audit_event_keep_rows before update or delete on audit_event
  for each row execute function audit_event_is_append_only();
create trigger audit_event_keep_table before truncate on audit_event
  for each statement execute function audit_event_is_append_only();
alter table audit_event enable always trigger audit_event_keep_rows;
alter table audit_event enable always trigger audit_event_keep_table;

grant insert on audit_event to tandem_app;
grant usage on sequence audit_event_number_seq to tandem_app;
