-- Search as you type, forgiving typing errors: trigrams of pg_trgm (a trusted extension, part of PostgreSQL's contrib).
-- It lives in a schema of its own that only the definer functions below can reach: its operators are not leakproof, so
-- on a table with row security they could not use an index anyway.
create schema trigram;
revoke all on schema trigram from public;
create extension if not exists pg_trgm with schema trigram;

-- Lower case, no accents, one space between words: "Súdwest-Fryslân" and "sudwest fryslan" are the same.
create function register_plain(given text) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select trim(regexp_replace(
    translate(lower(given), 'áàâäãåæçéèêëíìîïñóòôöõøúùûüýÿ', 'aaaaaaaceeeeiiiinoooooouuuuyy'), '[^a-z0-9]+', ' ', 'g'))
$$;

-- What an organisation can be found by, whoever writes it.
create function register_organisation_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.words := public.register_plain(concat_ws(' ', new.name, new.code, new.postcode, new.place, (
    select concat_ws(' ', m.name, m.also_called) from public.register_municipality m
    where m.code = new.municipality_id)));
  return new;
end $$;
create trigger words before insert or update on register_organisation
  for each row execute function register_organisation_words();

create function register_person_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.words := public.register_plain(concat_ws(' ', new.given_name, new.infix, new.family_name));
  return new;
end $$;
create trigger words before insert or update on register_person
  for each row execute function register_person_words();

update register_organisation set name = name;
update register_person set family_name = family_name;
create index register_organisation_words on register_organisation using gin (words trigram.gin_trgm_ops);
create index register_person_words on register_person using gin (words trigram.gin_trgm_ops);

-- The words of a question, the longest first: that one goes through the index.
create function register_asked(question text) returns text[]
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(word order by length(word) desc, word), '{}')
  from (select distinct word from unnest(string_to_array(public.register_plain(left(question, 100)), ' ')) word
        where word <> '' order by word limit 6) asked
$$;

-- How well a text answers: the mean over the words asked of how well each is in it; 0 when one is not in it at all.
-- The beginning of a word counts as the word, since people are still typing.
create function register_fits(asked text[], words text) returns real
language sql immutable parallel safe set search_path = pg_catalog, trigram, pg_temp as $$
  select case when min(fit) < 0.4 then 0 else avg(fit)::real end
  from (select case when ' ' || words like '% ' || word || '%' then 1 else trigram.word_similarity(word, words) end as fit
        from unnest(asked) word) each
$$;

create function register_find_organisations(question text, kinds text[], on_day date, most int)
returns table (organisation uuid, fit real)
language plpgsql stable security definer
set search_path = pg_catalog, trigram, pg_temp set pg_trgm.word_similarity_threshold = 0.4 as $$
declare
  asked text[] := public.register_asked(question);
begin
  return query
  select found.id, found.fit
  from (
    select o.id, o.kind, o.sort_key, public.register_fits(asked, o.words) as fit
    from public.register_organisation o
    where asked[1] operator(trigram.<%) o.words and o.kind = any (kinds)
      and (o.valid_from is null or o.valid_from <= on_day) and (o.valid_until is null or o.valid_until > on_day)
  ) found
  where found.fit > 0
  order by found.fit desc, array_position(kinds, found.kind), found.sort_key
  limit most;
end $$;

-- People only for who may see them: the conditions of `people.sql` again, since this runs past row security. What it
-- finds is read again under row security, so this can only leave out.
create function register_find_people(question text, most int) returns table (person uuid, fit real)
language plpgsql stable security definer
set search_path = pg_catalog, trigram, pg_temp set pg_trgm.word_similarity_threshold = 0.4 as $$
declare
  asked text[] := public.register_asked(question);
  professional boolean := context.professional();
  administrator boolean := context.function() = 'BEHEER_ORG';
  ours uuid[] := context.principals();
  today date := context.today();
begin
  if not (professional or administrator) or not public.register_hat_holds() then
    return;
  end if;
  return query
  select found.id, found.fit
  from (
    select p.id, p.sort_key, public.register_fits(asked, p.words) as fit
    from public.register_person p
    where asked[1] operator(trigram.<%) p.words
  ) found
  where found.fit > 0 and exists (
    select from public.register_membership m
    where m.person_id = found.id and (
      (professional and m.listed and m.valid_from <= today and (m.valid_until is null or m.valid_until > today))
      or (administrator and m.organisation_id = any (ours))))
  order by found.fit desc, found.sort_key
  limit most;
end $$;

revoke execute on function register_plain(text), register_organisation_words(), register_person_words(),
  register_asked(text), register_fits(text[], text), register_find_organisations(text, text[], date, int),
  register_find_people(text, int) from public;
-- The triggers run as who writes, so that one may call register_plain().
grant execute on function register_plain(text), register_find_organisations(text, text[], date, int),
  register_find_people(text, int) to tandem_app;
