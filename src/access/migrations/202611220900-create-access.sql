create schema access;
grant usage on schema access to kith_reader;

-- What is true of a person for access: sealed, restricted demographics, staff as client, objection.
create table access.mark (
  person_id uuid not null,
  kind text not null,
  reason text not null default '',
  source text not null,
  since timestamptz not null,
  until timestamptz,
  primary key (person_id, kind, source)
);

-- Dated legitimate relationships between an organisation or team and a person.
create table access.relationship (
  person_id uuid not null,
  organisation text not null,
  team text not null default '',
  kind text not null,
  source text not null,
  since date not null,
  -- The first day it no longer holds.
  until date,
  primary key (person_id, organisation, team, kind, source, since)
);

-- One row for each look at people: the question and the decision, never the answer.
create table access.log (
  log_id uuid not null,
  at timestamptz not null,
  user_id text not null,
  user_name text not null,
  organisation text not null,
  team text not null,
  role text not null,
  purpose text not null,
  basis text not null,
  action text not null,
  request text not null default '',
  -- 'shown'; 'not-shown' when the page failed after the decision; 'refused' when the team may not look in this way.
  outcome text not null check (outcome in ('shown', 'not-shown', 'refused')),
  -- Highest level decided in each category for the people known at the start.
  decisions jsonb not null,
  -- Fingerprint of the area's access files that decided.
  rules text not null,
  primary key (log_id)
);
create index log_at on access.log (at);

-- Who was looked at, one row for each person a log row concerns.
create table access.log_person (
  person_id uuid not null,
  log_id uuid not null,
  at timestamptz not null,
  decisions jsonb not null,
  primary key (person_id, log_id)
);

-- Earlier ids of a person: looks at those are looks at them.
create table access.merged (
  person_id uuid not null,
  merged_id uuid not null,
  at timestamptz not null,
  primary key (person_id, merged_id)
);

grant select on access.mark, access.relationship, access.log, access.log_person, access.merged to kith_reader;
grant insert on access.log, access.log_person to kith_reader;

-- What signing in must remember between requests: codes, interactions, sessions ended early. Not for the reader.
create table access.sign_in (
  kind text not null,
  id text not null,
  payload jsonb not null,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (kind, id)
);
create index sign_in_uid on access.sign_in ((payload->>'uid'), kind);
create index sign_in_grant on access.sign_in ((payload->>'grantId'), kind);
create index sign_in_expiry on access.sign_in (expires_at);
