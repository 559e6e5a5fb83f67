create schema record;
grant usage on schema record to kith_reader;

-- The person as their record shows them: one demographic summary chosen by the survivorship rules, with its choices' sources.
create table record.person (
  person_id uuid primary key,
  summary jsonb not null,
  feeds text[] not null,
  -- Categories in which anything is held.
  categories text[] not null,
  facts int not null,
  updated_at timestamptz not null
);

-- Everything any source has said about who the person is.
create table record.demographic (
  person_id uuid not null,
  subject_id bigint not null,
  hash bytea not null,
  feed text not null,
  local_key text not null,
  demographics jsonb not null,
  as_of date,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (person_id, subject_id, hash)
);

-- Every current fact, under its person. Made again from linkage.person_fact whenever the person changes.
create table record.fact (
  person_id uuid not null,
  fact_id bigint not null,
  subject_id bigint not null,
  feed text not null,
  category text not null,
  kind text not null,
  code text,
  system text,
  label text not null,
  start_at text,
  end_at text,
  body jsonb not null,
  delivery_id uuid not null,
  line bigint not null,
  received_at timestamptz not null,
  primary key (person_id, fact_id)
);

-- Look-up by any identifier; the number leads the key so that a distributed store finds it in one place.
-- `feed` says whose register it is (empty for a number that belongs to no one source), so that a register's
-- numbers find a person only for those who may know that the register holds them.
create table record.identifier (
  value text not null,
  system text not null,
  person_id uuid not null,
  feed text not null,
  primary key (value, system, person_id, feed)
);
create index identifier_person on record.identifier (person_id);

-- What the one search box can find a person by. `keys` holds folded name parts as they stand, and with a
-- prefix: d: birth date, y: year, m: month and day, o: outward postcode, s: sector, p: postcode, h: house and street.
create table record.search (
  person_id uuid primary key,
  display_name text not null,
  names text not null,
  keys text[] not null,
  birth_date text,
  postcodes text[] not null
);
create index search_keys on record.search using gin (keys);

-- Every folded name part in use, with its sound: misspellings are looked for here, among some ten thousand words,
-- and never among people.
create table record.word (
  word text collate "C" primary key,
  sound text not null
);
create index word_sound on record.word (sound);
create index word_trigram on record.word using gin (word gin_trgm_ops);

-- A reader sees a row only of a person, and of a category, that the decision in force has opened.
alter table record.person enable row level security;
alter table record.demographic enable row level security;
alter table record.fact enable row level security;
alter table record.person force row level security;
alter table record.demographic force row level security;
alter table record.fact force row level security;
create policy writing on record.person to kith_writer using (true) with check (true);
create policy writing on record.demographic to kith_writer using (true) with check (true);
create policy writing on record.fact to kith_writer using (true) with check (true);
create policy reading on record.person for select to kith_reader
  using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
create policy reading on record.demographic for select to kith_reader
  using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
create policy reading on record.fact for select to kith_reader
  using (person_id::text || '/' || category = any (string_to_array(current_setting('kith.facts', true), ',')));
grant select on record.person, record.demographic, record.fact, record.identifier, record.search, record.word to kith_reader;
