-- Emergency access ("break-glass"): who opened whose record, why, and from when until when. Read at every look.
create table access.emergency (
  person_id uuid not null,
  emergency_id uuid not null,
  user_id text not null,
  user_name text not null,
  organisation text not null,
  team text not null,
  role text not null,
  purpose text not null,
  -- Id of the reason in the area's file, and the worker's own words.
  reason text not null,
  words text not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  -- When the worker ended it before its time.
  ended_at timestamptz,
  -- Why the person is not told; null where they are to be.
  kept_back text,
  told_at timestamptz,
  told_by text,
  told_how text,
  -- When it escalates unless somebody has judged it, and when it did.
  review_by timestamptz not null,
  escalated_at timestamptz,
  -- Followed its person when records were joined or parted: it stands for review once, where it was made.
  carried boolean not null default false,
  primary key (person_id, emergency_id)
);
create index emergency_id on access.emergency (emergency_id);
create index emergency_from on access.emergency (from_at) where not carried;

-- What reviewers judged, each time; the last stands.
create table access.emergency_review (
  emergency_id uuid not null,
  review_id uuid not null,
  at timestamptz not null,
  user_id text not null,
  user_name text not null,
  verdict text not null check (verdict in ('justified', 'not-justified', 'follow-up')),
  note text not null,
  primary key (emergency_id, review_id)
);

grant select on access.emergency, access.emergency_review to kith_reader;

-- The log holds what was changed as well as who was looked at, and says of each person whether emergency access was in force.
alter table access.log add column kind text not null default 'look' check (kind in ('look', 'change'));
alter table access.log drop constraint log_outcome_check;
alter table access.log add constraint log_outcome_check check (outcome in ('shown', 'not-shown', 'refused', 'done'));
alter table access.log_person add column emergency uuid;
create index log_person_emergency on access.log_person (emergency) where emergency is not null;
