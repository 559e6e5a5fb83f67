create schema linkage;
grant usage on schema linkage to kith_reader;

create table linkage.person (
  person_id uuid primary key,
  created_at timestamptz not null,
  -- Set when this id was merged into another: it redirects for ever.
  redirect_to uuid
);
create index person_redirect on linkage.person (redirect_to) where redirect_to is not null;

create table linkage.run (
  run_id uuid primary key,
  -- Order of publishing.
  number bigint generated always as identity,
  kind text not null check (kind in ('full', 'increment')),
  model_version text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  counts jsonb not null default '{}'
);

-- How often each name stood in the area when the names were last counted; weights rest on these until they are counted again.
create table linkage.term (
  kind text not null,
  term text not null,
  count bigint not null,
  primary key (kind, term)
);

-- Which person each subject is, now.
create table linkage.link (
  subject_id bigint primary key,
  person_id uuid not null,
  since timestamptz not null,
  run_id uuid not null
);
create index link_person on linkage.link (person_id);

-- Which person each subject was, before.
create table linkage.link_history (
  subject_id bigint not null,
  person_id uuid not null,
  since timestamptz not null,
  until timestamptz not null,
  run_id uuid not null,
  primary key (subject_id, until)
);

-- Evidence: each scored pair that was kept, with its level and weight for each comparison.
create table linkage.pair (
  subject_a bigint not null,
  subject_b bigint not null,
  weight double precision not null,
  probability double precision not null,
  -- 'join', 'review' or 'apart', and what forced it if anything did (rule name).
  band text not null,
  rule text,
  comparisons jsonb not null,
  run_id uuid not null,
  primary key (subject_a, subject_b),
  check (subject_a < subject_b)
);
create index pair_b on linkage.pair (subject_b);

-- Who lives at an address, by dated residency. Never evidence that merges people.
create table linkage.household (
  household_id uuid primary key,
  -- What makes it the same place next time: `u:` and its UPRN, or `a:` and its folded address and postcode.
  key text not null unique,
  uprn text,
  postcode text,
  address text not null,
  communal boolean not null default false,
  -- A source's words say that many live here who are not one household; `communal` adds its size.
  marked boolean not null default false
);

-- UPRNs that sources have stated for an address. An address with one is that property even where only the address is given.
create table linkage.address_uprn (
  address text not null,
  uprn text not null,
  primary key (address, uprn)
);

create table linkage.residency (
  person_id uuid not null,
  household_id uuid not null,
  start_at text,
  end_at text,
  current boolean not null,
  sources text[] not null,
  primary key (person_id, household_id)
);
create index residency_household on linkage.residency (household_id);

-- Stated relationships between people, from the sources that state them.
create table linkage.family (
  person_id uuid not null,
  other_id uuid not null,
  role text not null,
  feed text not null,
  category text not null,
  start_at text,
  end_at text,
  primary key (person_id, other_id, role, feed)
);

create index family_other on linkage.family (other_id);
-- Finds who a statement of relationship is about.
create index fact_related on feeds.fact ((body ->> 'to')) where kind = 'relationship';

-- People whose record must be made again: new facts, or moved links.
create table linkage.changed_person (
  person_id uuid primary key,
  changed_at timestamptz not null
);

-- This room's published views: every current fact and every statement of identity, under the person it is linked to.
create view linkage.person_fact as
select l.person_id, f.fact_id, f.subject_id, s.feed, f.category, f.kind, f.code, f.system, f.label, f.start_at, f.end_at, f.body,
       e.entry_id, e.delivery_id, e.line, e.from_at as received_at
from linkage.link l
join feeds.fact f using (subject_id)
join feeds.entry e using (entry_id)
join feeds.subject s using (subject_id)
where e.to_at is null;

create view linkage.person_demographic as
select l.person_id, d.subject_id, s.feed, s.local_key, d.hash, d.demographics, d.as_of, d.first_at, d.last_at
from linkage.link l
join feeds.demographic d using (subject_id)
join feeds.subject s using (subject_id);

grant select on linkage.person, linkage.household, linkage.residency, linkage.family, linkage.pair, linkage.link to kith_reader;
