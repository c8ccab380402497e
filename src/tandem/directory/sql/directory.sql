-- Offers and examples are public: everybody reads them. Only the administrator of the organisation that owns one writes
-- it; nothing is deleted. Direct numbers are for professionals, suggestions for the owner alone.
do $$
declare
  name text;
begin
  foreach name in array array['directory_offer', 'directory_contact', 'directory_reminder', 'directory_suggestion',
                              'directory_example', 'directory_word'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to tandem_owner using (true) with check (true)', name);
  end loop;
  -- The block for a hat that ended. Reading what is public is nobody's right to lose.
  foreach name in array array['directory_offer', 'directory_example'] loop
    execute format('create policy hat_holds_insert on %I as restrictive for insert to tandem_app
      with check ((select register_hat_holds()))', name);
    execute format('create policy hat_holds_update on %I as restrictive for update to tandem_app
      using ((select register_hat_holds())) with check ((select register_hat_holds()))', name);
  end loop;
  foreach name in array array['directory_contact', 'directory_reminder', 'directory_suggestion'] loop
    execute format('create policy hat_holds on %I as restrictive to tandem_app using ((select register_hat_holds()))', name);
  end loop;
end $$;

-- Whether an offer is of an organisation that the administrator who acts keeps up.
create function directory_is_ours(offer uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return context.function() = 'BEHEER_ORG' and exists (
    select from public.directory_offer o where o.id = offer and o.organisation_id = any (context.principals()));
end $$;

-- offer, example
create policy everybody_select on directory_offer for select to tandem_app using (true);
create policy everybody_select on directory_example for select to tandem_app using (true);
create policy administrator_insert on directory_offer for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]));
create policy administrator_update on directory_offer for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]))
  with check ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]));
create policy administrator_insert on directory_example for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]));
create policy administrator_update on directory_example for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]))
  with check ((select context.function()) = 'BEHEER_ORG' and organisation_id = any ((select context.principals())::uuid[]));
create policy demo_insert on directory_offer for insert to tandem_app with check ((select context.service()) = 'demo');
grant select, insert on directory_offer, directory_example to tandem_app;
grant update (name, sort_key, kind, summary, description, themes, settings, delivered, clusters, age_from, age_to,
  municipalities, postcodes, postcode, capacity, waiting_weeks, waiting_on, funding, funding_note, decides, apply, phone,
  website, evidence, evidence_note, valid_from, valid_until, confirmed_on, version, step) on directory_offer to tandem_app;
grant update (title, product, form, municipalities, settings, schools, providers, funding, settlement, period, target,
  learnt, contact, evaluation, valid_until, version) on directory_example to tandem_app;

-- contact
create policy professional_select on directory_contact for select to tandem_app using ((select context.professional()));
create policy administrator_select on directory_contact for select to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and directory_is_ours(offer_id));
create policy administrator_insert on directory_contact for insert to tandem_app
  with check ((select context.function()) = 'BEHEER_ORG' and directory_is_ours(offer_id));
create policy administrator_update on directory_contact for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and directory_is_ours(offer_id))
  with check ((select context.function()) = 'BEHEER_ORG' and directory_is_ours(offer_id));
create policy demo_select on directory_contact for select to tandem_app using ((select context.service()) = 'demo');
create policy demo_insert on directory_contact for insert to tandem_app with check ((select context.service()) = 'demo');
grant select, insert on directory_contact to tandem_app;
grant update (role, phone, email) on directory_contact to tandem_app;
select audit.watch('directory_contact');

-- reminder: the job writes it, the owner uses it
create policy job_select on directory_reminder for select to tandem_app using ((select context.service()) = 'reminders');
create policy job_insert on directory_reminder for insert to tandem_app
  with check ((select context.service()) = 'reminders' and used is null);
create policy administrator_select on directory_reminder for select to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and directory_is_ours(offer_id));
create policy administrator_update on directory_reminder for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and used is null and directory_is_ours(offer_id))
  with check ((select context.function()) = 'BEHEER_ORG' and used is not null);
grant select, insert on directory_reminder to tandem_app;
grant update (used) on directory_reminder to tandem_app;

-- suggestion: whoever reads may write one, through the form alone; the owner reads and settles it
create policy form_insert on directory_suggestion for insert to tandem_app
  with check ((select context.service()) = 'suggestions' and done is null and answer = '');
create policy administrator_select on directory_suggestion for select to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and directory_is_ours(offer_id));
create policy administrator_update on directory_suggestion for update to tandem_app
  using ((select context.function()) = 'BEHEER_ORG' and done is null and directory_is_ours(offer_id))
  with check ((select context.function()) = 'BEHEER_ORG' and done_by = (select context.person()));
grant select, insert on directory_suggestion to tandem_app;
grant update (done, done_by, answer) on directory_suggestion to tandem_app;
select audit.watch('directory_suggestion', shown => array['done']);

-- Where the owner of an offer is written to: the administrators nearest to the organisation (its own, else those of what
-- is above it), else its public address. Only for the job that sends the reminders.
create function directory_owners_of(organisation uuid) returns setof text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  found text[];
begin
  if context.service() is distinct from 'reminders' then
    raise exception 'only the service reminders writes to owners' using errcode = 'insufficient_privilege';
  end if;
  with recursive above (id, parent_id, far) as (
    select o.id, o.parent_id, 0 from public.register_organisation o where o.id = organisation
    union all
    select o.id, o.parent_id, a.far + 1 from public.register_organisation o join above a on o.id = a.parent_id where a.far < 10
  ), reached as (
    select a.far, lower(k.email) as email
    from above a
    join public.register_membership m on m.organisation_id = a.id and m.function = 'BEHEER_ORG'
      and m.valid_from <= context.today() and (m.valid_until is null or m.valid_until > context.today())
    join public.register_person p on p.id = m.person_id
    join public.identity_account k on k.id = p.account_id and k.is_active
  )
  select array_agg(distinct email) into found from reached where far = (select min(far) from reached);
  if found is null then
    select array[o.email] into found from public.register_organisation o where o.id = organisation and o.email <> '';
  end if;
  return query select unnest(found);
end $$;

-- Whether an organisation has an administrator today, its own or one above it: a fact about the organisation, not about who.
create function directory_is_owned(organisation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive above (id, parent_id, far) as (
    select o.id, o.parent_id, 0 from public.register_organisation o where o.id = organisation
    union all
    select o.id, o.parent_id, a.far + 1 from public.register_organisation o join above a on o.id = a.parent_id where a.far < 10
  )
  select exists (
    select from public.register_membership m join above a on a.id = m.organisation_id
    where m.function = 'BEHEER_ORG' and m.valid_from <= context.today()
      and (m.valid_until is null or m.valid_until > context.today()))
$$;

-- Codes as bits, so that a filter is one comparison and the counts of all filters come from one pass. The lists stand in
-- tandem/directory/data.py as well; a test compares them.
create function directory_bits(codes text[], known text[], first int) returns bigint
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select coalesce(sum(1::bigint << (first + array_position(known, code) - 1)), 0)::bigint
  from (select distinct code from unnest(codes) code where code = any (known)) c
$$;

create function directory_facets(kind text, themes text[], settings text[], delivered text[], clusters text[], decides text)
returns bigint
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select public.directory_bits(array[kind], '{BASIS,PREVENTIEF,COLLECTIEF,ONDERWIJSZORG,SPECIALISTISCH}', 0)
    | public.directory_bits(themes, '{SUPPORT,WONEN,SCHOOL_WERK,INKOMEN,WELZIJN}', 5)
    | public.directory_bits(settings, '{OPVANG,KDC,BO,SBO,SO,VSO,VO,PRO,MBO}', 10)
    | public.directory_bits(delivered, '{SCHOOL,THUIS,AANBIEDER,ONLINE}', 19)
    | public.directory_bits(clusters, '{1,2,3,4}', 23)
    | public.directory_bits(array[decides], '{NIEMAND}', 27)
$$;

create function directory_make_findable() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  owner text;
  everything text;
begin
  select name into owner from public.register_organisation where id = new.organisation_id;
  new.facets := public.directory_facets(new.kind, new.themes, new.settings, new.delivered, new.clusters, new.decides);
  new.search := setweight(to_tsvector('dutch', new.name), 'A') || setweight(to_tsvector('dutch', new.summary), 'B')
    || setweight(to_tsvector('dutch', concat_ws(' ', new.description, new.apply, owner)), 'C');
  everything := public.register_plain(concat_ws(' ', new.name, new.summary, new.description, owner));
  insert into public.directory_word (word)
  select distinct word from unnest(string_to_array(everything, ' ')) word where length(word) between 3 and 30 and word !~ '[0-9]'
  on conflict do nothing;
  return new;
end $$;
create trigger findable before insert or update on directory_offer for each row execute function directory_make_findable();
create index directory_offer_search on directory_offer using gin (search);
create index directory_offer_municipalities on directory_offer using gin (municipalities);
create index directory_word_alike on directory_word using gin (word trigram.gin_trgm_ops);

-- The known word that a mistyped one is most like; null when it is known, or like none.
create function directory_alike(typed text) returns text
language plpgsql stable security definer
set search_path = pg_catalog, trigram, pg_temp set pg_trgm.similarity_threshold = 0.35 as $$
declare
  asked text := left(public.register_plain(typed), 30);
  found text;
begin
  if length(asked) < 4 or exists (
      select from public.directory_word w where w.word >= asked collate "C" and w.word < (asked || '{') collate "C") then
    return null;
  end if;
  select w.word into found from public.directory_word w where w.word % asked
  order by similarity(w.word, asked) desc, w.word limit 1;
  return found;
end $$;

revoke execute on function directory_is_ours(uuid), directory_owners_of(uuid), directory_is_owned(uuid),
  directory_bits(text[], text[], int), directory_facets(text, text[], text[], text[], text[], text),
  directory_make_findable(), directory_alike(text) from public;
grant execute on function directory_is_ours(uuid), directory_owners_of(uuid), directory_is_owned(uuid),
  directory_alike(text) to tandem_app;
