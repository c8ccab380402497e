-- The log: who wrote a line comes from the signed context of platform, never from what the writer says.
create schema audit;
revoke all on schema audit from public;
grant usage on schema audit to tandem_app;

-- Who acts now, as it stands in the log. The app without a context is nobody, and nobody writes no line.
create function audit.who() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return case
    when context.person() is not null then 'person:' || context.person()
    when context.service() <> '' then 'service:' || context.service()
    when context.account() is not null then 'account:' || context.account()
    when session_user <> 'tandem_app' and current_setting('role') <> 'tandem_app' then 'role:' || session_user
  end;
end $$;

-- Columns that nobody may fill in: which transaction, when, in which request, and for changes and reads also who.
alter table audit_event
  alter function set default '',
  alter xid set default pg_current_xact_id()::text::bigint,
  alter written_at set default clock_timestamp(),
  alter trace set default context.trace();
alter table audit_change
  alter xid set default pg_current_xact_id()::text::bigint,
  alter written_at set default clock_timestamp(),
  alter trace set default context.trace(),
  alter by set default audit.who(),
  alter hat set default context.hat(),
  alter organisation set default context.organisation(),
  alter function set default context.function();
alter table audit_access
  alter xid set default pg_current_xact_id()::text::bigint,
  alter written_at set default clock_timestamp(),
  alter trace set default context.trace(),
  alter by set default audit.who(),
  alter hat set default context.hat(),
  alter organisation set default context.organisation(),
  alter function set default context.function();

-- Append-only for every role. ENABLE ALWAYS: the triggers also fire under session_replication_role = replica.
create function audit.only_grows() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;

create function audit.keep(log regclass) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('create trigger keep_rows before update or delete on %s
    for each row execute function audit.only_grows()', log);
  execute format('create trigger keep_table before truncate on %s
    for each statement execute function audit.only_grows()', log);
  execute format('alter table %s enable always trigger keep_rows', log);
  execute format('alter table %s enable always trigger keep_table', log);
  execute format('alter table %s enable row level security, force row level security', log);
  execute format('create policy owner_all on %s to tandem_owner using (true) with check (true)', log);
end $$;

drop trigger audit_event_keep_rows on audit_event;
drop trigger audit_event_keep_table on audit_event;
drop function audit_event_is_append_only();
select audit.keep('audit_event'), audit.keep('audit_change'), audit.keep('audit_access');

-- An action's line: a person writes only lines of her own, and who has no context writes as a service.
revoke insert on audit_event from tandem_app;
grant insert (at, by, hat, organisation, function, action, subject, details) on audit_event to tandem_app;
grant execute on function audit.who() to tandem_app;
create policy own_lines on audit_event for insert to tandem_app with check (
  case
    when (select context.person()) is not null then by = 'person:' || (select context.person())
    else (select context.service()) <> '' or by like 'service:%' or by = 'account:' || (select context.account())
  end
);
