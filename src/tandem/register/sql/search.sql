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

-- Whether a text (column `words`) has every word asked, as SQL: the beginning of a word, or with `forgiving` something
-- like it. A word asked holds only letters and digits.
create function register_condition(asked text[], forgiving boolean) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select string_agg(
    case when forgiving and length(word) > 2 then format('%L <%% words', word)
         else format('words like %L and '' '' || words like %L', '%' || word || '%', '% ' || word || '%') end, ' and ')
  from unnest(asked) word
$$;

-- How well it answers, as SQL: the mean over the words asked; the beginning of a word counts as the word, since people
-- are still typing.
create function register_fit(asked text[]) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select format('((%s) / %s)::real', string_agg(
    format('case when '' '' || words like %L then 1.0::real else word_similarity(%L, words) end', '% ' || word || '%', word),
    ' + '), count(*))
  from unnest(asked) word
$$;

-- First what has every word as it was typed; only when that is too little, what is like it.
create function register_find_organisations(question text, kinds text[], on_day date, most int)
returns table (organisation uuid, fit real)
language plpgsql stable security definer
set search_path = pg_catalog, trigram, pg_temp set pg_trgm.word_similarity_threshold = 0.3 as $$
declare
  asked text[] := public.register_asked(question);
  already int := 0;
  part text;
begin
  foreach part in array array[public.register_condition(asked, false), public.register_condition(asked, true)] loop
    if part is not null and already < most then
      return query execute format(
        'select id, %s from public.register_organisation
         where %s and (%L or not (%s)) and kind = any ($1)
           and (valid_from is null or valid_from <= $2) and (valid_until is null or valid_until > $2)
         order by 2 desc, array_position($1, kind), sort_key limit $3',
        public.register_fit(asked), part, already = 0, public.register_condition(asked, false))
        using kinds, on_day, most - already;
      get diagnostics already = row_count;
    end if;
  end loop;
end $$;

-- People only for who may see them: the conditions of `people.sql` again, since this runs past row security. What it
-- finds is read again under row security, so this can only leave out.
create function register_find_people(question text, most int) returns table (person uuid, fit real)
language plpgsql stable security definer
set search_path = pg_catalog, trigram, pg_temp set pg_trgm.word_similarity_threshold = 0.3 as $$
declare
  asked text[] := public.register_asked(question);
  professional boolean := context.professional();
  administrator boolean := context.function() = 'BEHEER_ORG';
  already int := 0;
  part text;
begin
  if not (professional or administrator) or not public.register_hat_holds() then
    return;
  end if;
  foreach part in array array[public.register_condition(asked, false), public.register_condition(asked, true)] loop
    if part is not null and already < most then
      return query execute format(
        'select id, %s from public.register_person
         where %s and (%L or not (%s)) and exists (
           select from public.register_membership m
           where m.person_id = register_person.id and (
             ($1 and m.listed and m.valid_from <= $2 and (m.valid_until is null or m.valid_until > $2))
             or ($3 and m.organisation_id = any ($4))))
         order by 2 desc, sort_key limit $5',
        public.register_fit(asked), part, already = 0, public.register_condition(asked, false))
        using professional, context.today(), administrator, context.principals(), most - already;
      get diagnostics already = row_count;
    end if;
  end loop;
end $$;

revoke execute on function register_plain(text), register_organisation_words(), register_person_words(),
  register_asked(text), register_condition(text[], boolean), register_fit(text[]),
  register_find_organisations(text, text[], date, int), register_find_people(text, int) from public;
-- The triggers run as who writes, so that one may call register_plain().
grant execute on function register_plain(text), register_find_organisations(text, text[], date, int),
  register_find_people(text, int) to tandem_app;
