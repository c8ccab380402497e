-- Who is acting, as the policies ask it. The web or a job signs the context in Python and sets it LOCAL; here the
-- signature and the expiry are verified. Missing: nobody, so no rows. Forged or expired: an error.
--
-- In a policy always `(select context.person())`: then it is asked once per statement and not once per row.
create schema context;
revoke all on schema context from public;
grant usage on schema context to tandem_app;

-- The key, already laid over the inner and the outer block of HMAC (RFC 2104), so that core's sha256() is enough.
-- `tandem db migrate` writes it as owner. No other role may read it.
create table context.signing_key (
  only_row boolean primary key default true check (only_row),
  inner_block bytea not null check (length(inner_block) = 64),
  outer_block bytea not null check (length(outer_block) = 64)
);
revoke all on context.signing_key from public;

-- The setting holds 64 hexadecimal digits of signature and then the body, an object in JSON. PL/pgSQL keeps its plans for
-- the whole session: 15 microseconds, where a function in SQL is planned anew for each statement that asks it.
create function context.verified() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  given text := current_setting('tandem.context', true);
  body text;
  signature text;
  who jsonb;
begin
  if coalesce(given, '') = '' then
    return null;
  end if;
  body := substr(given, 65);
  select encode(sha256(k.outer_block || sha256(k.inner_block || convert_to(body, 'UTF8'))), 'hex') into signature
  from context.signing_key k;
  if signature is distinct from left(given, 64) then
    raise exception 'the context is not signed by us' using errcode = 'invalid_authorization_specification';
  end if;
  who := body;
  if (who ->> 'expires')::double precision < extract(epoch from clock_timestamp()) then
    raise exception 'the context has expired' using errcode = 'invalid_authorization_specification';
  end if;
  return who;
end $$;

create function context.account() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (context.verified() ->> 'account')::uuid;
end $$;

create function context.person() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (context.verified() ->> 'person')::uuid;
end $$;

create function context.hat() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (context.verified() ->> 'hat')::uuid;
end $$;

create function context.organisation() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (context.verified() ->> 'organisation')::uuid;
end $$;

create function context.function() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce(context.verified() ->> 'function', '');
end $$;

create function context.professional() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  who jsonb := context.verified();
begin
  return coalesce(who ->> 'hat' is not null and (who ->> 'professional')::boolean, false);
end $$;

create function context.principals() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce((context.verified() ->> 'principals')::uuid[], '{}');
end $$;

create function context.service() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce(context.verified() ->> 'service', '');
end $$;

create function context.trace() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce(context.verified() ->> 'trace', '');
end $$;

-- The day on which validity is judged: the one that was signed, else today in the Netherlands.
create function context.today() returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce((context.verified() ->> 'day')::date, (now() at time zone 'Europe/Amsterdam')::date);
end $$;

revoke execute on all functions in schema context from public;
grant execute on function context.account(), context.person(), context.hat(), context.organisation(),
  context.function(), context.professional(), context.principals(), context.service(), context.trace(),
  context.today() to tandem_app;
