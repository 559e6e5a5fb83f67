-- Why somebody's data is kept past its time: a claim, an inquiry. Nothing of theirs is destroyed while one stands.
create table rights.hold (
  person_id uuid not null,
  hold_id uuid not null,
  reason text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  -- The first day it no longer holds.
  until date,
  lifted_at timestamptz,
  lifted_by text,
  primary key (person_id, hold_id)
);

-- What one person proposed to destroy, and another approved.
create table rights.batch (
  batch_id uuid primary key,
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_by_name text,
  approved_at timestamptz,
  refused_at timestamptz,
  done_at timestamptz
);

-- One schedule of one person in a batch; once destroyed, its certificate. What was destroyed is in it as a count and a hash.
create table rights.batch_part (
  person_id uuid not null,
  batch_id uuid not null,
  schedule text not null,
  source text not null,
  due_on date not null,
  facts int not null,
  destroyed_at timestamptz,
  -- Facts destroyed; rows as they came that went with them; rows that stay because they are about somebody else too.
  destroyed int,
  rows_gone int,
  rows_kept int,
  hash text,
  -- Why nothing was destroyed in the end: a hold, or something new since.
  passed_over text,
  primary key (person_id, batch_id, schedule)
);
revoke delete, truncate on rights.batch, rights.batch_part from kith_writer;
