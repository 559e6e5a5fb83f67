-- Somebody who signs in at their own record, or at that of a person they act for: by the address their identity provider vouches for.
create table access.account (
  account_id uuid primary key,
  -- Lower case.
  email text not null unique,
  name text not null,
  invited_at timestamptz not null
);

-- What ties an account to a person. It opens nothing until the one-time code has been given, and nothing once ended or suspended.
create table access.authority (
  person_id uuid not null,
  authority_id uuid not null,
  account_id uuid not null,
  -- 'self', or an authority of the area's file.
  kind text not null,
  -- Kinds of data it reaches.
  tells text[] not null,
  person_name text not null,
  -- What was seen, and who saw it.
  evidence text not null,
  verified_by text not null,
  verified_by_name text not null,
  verified_at timestamptz not null,
  since date not null,
  -- The first day it no longer holds.
  until date,
  code_hash bytea,
  code_expires timestamptz,
  code_tries int not null default 0,
  tied_at timestamptz,
  suspended_at timestamptz,
  suspended_by_name text,
  suspended_reason text,
  review_on date,
  ended_at timestamptz,
  ended_by_name text,
  ended_reason text,
  primary key (person_id, authority_id)
);
create index authority_account on access.authority (account_id);

-- Looks that are not told to the person: one, or all of a team or purpose, with why and when that is looked at again.
create table access.withheld (
  person_id uuid not null,
  withheld_id uuid not null,
  log_id uuid,
  team text,
  purpose text,
  reason text not null,
  by_name text not null,
  at timestamptz not null,
  review_on date not null,
  lifted_at timestamptz,
  lifted_by_name text,
  lifted_reason text,
  primary key (person_id, withheld_id),
  check (log_id is not null or team is not null or purpose is not null)
);

-- Under a reading these are seen and changed only of people whom the decision in force has opened.
alter table access.authority enable row level security;
alter table access.authority force row level security;
create policy writing on access.authority to kith_writer using (true) with check (true);
create policy reading on access.authority to kith_reader
  using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]))
  with check (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
alter table access.withheld enable row level security;
alter table access.withheld force row level security;
create policy writing on access.withheld to kith_writer using (true) with check (true);
create policy reading on access.withheld to kith_reader
  using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]))
  with check (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
grant select, insert on access.account to kith_reader;
grant select, insert on access.authority, access.withheld to kith_reader;
grant update (suspended_at, suspended_by_name, suspended_reason, review_on, ended_at, ended_by_name, ended_reason) on access.authority to kith_reader;
grant update (lifted_at, lifted_by_name, lifted_reason) on access.withheld to kith_reader;
