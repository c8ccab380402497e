-- Roles and rights, safe to run again. Run as superuser inside the database of Tandem.
--   tandem_owner  owns and migrates          tandem_app    web and jobs; owns nothing, cannot pass row security
--   tandem_maint  backup, sees every row     tandem_stats  reads what is granted to it explicitly: nothing yet
-- On a server of your own, give each role a password or another way to log in.

do $$
declare
  role_name text;
begin
  foreach role_name in array array['tandem_owner', 'tandem_app', 'tandem_maint', 'tandem_stats'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I login', role_name);
    end if;
    execute format('alter role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role_name);
    execute format('alter role %I set search_path = public', role_name);
  end loop;
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to tandem_app, tandem_maint, tandem_stats', current_database());
  execute format('alter database %I owner to tandem_owner', current_database());
end $$;

alter role tandem_maint bypassrls;
alter role tandem_app set statement_timeout = '5s';
alter role tandem_app set lock_timeout = '2s';
alter role tandem_app set idle_in_transaction_session_timeout = '30s';
alter role tandem_stats set statement_timeout = '30s';

revoke all on schema public from public;
alter schema public owner to tandem_owner;
grant usage on schema public to tandem_app, tandem_maint, tandem_stats;
alter default privileges for role tandem_owner in schema public grant select on tables to tandem_maint;
alter default privileges for role tandem_owner in schema public grant select on sequences to tandem_maint;
alter default privileges for role tandem_owner revoke execute on functions from public;
