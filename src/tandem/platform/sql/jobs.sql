-- The tables of procrastinate: the app asks for jobs and does them. No other role has anything to do with them.
do $$
declare
  name text;
begin
  for name in select oid::regclass::text from pg_class
    where relname like 'procrastinate\_%' and relkind = 'r' and relnamespace = 'public'::regnamespace loop
    execute format('grant select, insert, update, delete on %s to tandem_app', name);
  end loop;
  for name in select oid::regclass::text from pg_class
    where relname like 'procrastinate\_%' and relkind = 'S' and relnamespace = 'public'::regnamespace loop
    execute format('grant usage on sequence %s to tandem_app', name);
  end loop;
  for name in select oid::regprocedure::text from pg_proc
    where proname like 'procrastinate\_%' and pronamespace = 'public'::regnamespace loop
    execute format('grant execute on function %s to tandem_app', name);
  end loop;
end $$;
