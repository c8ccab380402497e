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

create function context.signature(body text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select encode(sha256(k.outer_block || sha256(k.inner_block || convert_to(body, 'UTF8'))), 'hex')
  from context.signing_key k
$$;

-- The setting holds 64 hexadecimal digits of signature and then the body, an object in JSON.
create function context.verified() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  given text := current_setting('tandem.context', true);
  body text;
begin
  if coalesce(given, '') = '' then
    return null;
  end if;
  body := substr(given, 65);
  if context.signature(body) is distinct from left(given, 64) then
    raise exception 'the context is not signed by us' using errcode = 'invalid_authorization_specification';
  end if;
  if (body::jsonb ->> 'expires')::double precision < extract(epoch from clock_timestamp()) then
    raise exception 'the context has expired' using errcode = 'invalid_authorization_specification';
  end if;
  return body::jsonb;
end $$;

create function context.account() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (context.verified() ->> 'account')::uuid
$$;

create function context.person() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (context.verified() ->> 'person')::uuid
$$;

create function context.hat() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (context.verified() ->> 'hat')::uuid
$$;

create function context.organisation() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (context.verified() ->> 'organisation')::uuid
$$;

create function context.function() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(context.verified() ->> 'function', '')
$$;

create function context.professional() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(v ->> 'hat' is not null and (v ->> 'professional')::boolean, false) from context.verified() v
$$;

create function context.principals() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((context.verified() ->> 'principals')::uuid[], '{}')
$$;

create function context.service() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(context.verified() ->> 'service', '')
$$;

create function context.trace() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(context.verified() ->> 'trace', '')
$$;

-- The day on which validity is judged: the one that was signed, else today in the Netherlands.
create function context.today() returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((context.verified() ->> 'day')::date, (now() at time zone 'Europe/Amsterdam')::date)
$$;

revoke execute on all functions in schema context from public;
grant execute on function context.account(), context.person(), context.hat(), context.organisation(),
  context.function(), context.professional(), context.principals(), context.service(), context.trace(),
  context.today() to tandem_app;
