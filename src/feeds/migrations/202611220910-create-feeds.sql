create schema feeds;

-- One file, message batch or bundle as it came.
create table feeds.delivery (
  delivery_id uuid primary key,
  feed text not null,
  file_name text not null,
  sha256 text not null,
  bytes bigint not null,
  brought_by text not null,
  received_at timestamptz not null,
  -- 'loading' survives a kill and is resumed; 'refused' loaded nothing; 'loaded' is complete.
  status text not null check (status in ('loading', 'loaded', 'refused')),
  refused_because text,
  -- What the format's reader found in the whole file, kept so that a quarantined row can be read again.
  encoding text,
  head jsonb,
  checkpoint jsonb,
  rows_read bigint not null default 0,
  rows_new bigint not null default 0,
  rows_changed bigint not null default 0,
  rows_unchanged bigint not null default 0,
  rows_withdrawn bigint not null default 0,
  rows_rejected bigint not null default 0,
  -- Rows whose key another row of the same delivery had, with different content; the last was kept.
  rows_repeated bigint not null default 0,
  -- Anything whoever looks after the feed should know: withdrawals held back, keys repeated.
  notice text,
  finished_at timestamptz
);
create unique index delivery_once on feeds.delivery (feed, sha256) where status <> 'refused';
create index delivery_recent on feeds.delivery (feed, received_at desc);

-- Somebody as one feed knows them.
create table feeds.subject (
  subject_id bigint generated always as identity primary key,
  feed text not null,
  local_key text not null,
  unique (feed, local_key)
);

-- Each distinct thing a feed has said about who a subject is.
create table feeds.demographic (
  subject_id bigint not null,
  hash bytea not null,
  demographics jsonb not null,
  -- The source's own date for it, where it gives one.
  as_of date,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (subject_id, hash)
);

-- Versions of a row as received. The open version (to_at null) is what we believe now.
create table feeds.entry (
  entry_id bigint generated always as identity primary key,
  feed text not null,
  row_key text not null,
  hash bytea not null,
  delivery_id uuid not null,
  line bigint not null,
  raw text not null,
  from_at timestamptz not null,
  to_at timestamptz
);
create unique index entry_open on feeds.entry (feed, row_key) where to_at is null;
create index entry_delivery on feeds.entry (delivery_id);

-- What an entry says about a subject; believed for as long as its entry is open.
create table feeds.fact (
  fact_id bigint generated always as identity primary key,
  entry_id bigint not null,
  subject_id bigint not null,
  kind text not null,
  category text not null,
  code text,
  system text,
  label text not null,
  start_at text,
  end_at text,
  body jsonb not null
);
create index fact_subject on feeds.fact (subject_id);
create index fact_entry on feeds.fact (entry_id);

-- Rows of earlier deliveries that a snapshot delivery under way still has; what is missing at its end was withdrawn.
create table feeds.seen (
  delivery_id uuid not null,
  entry_id bigint not null,
  primary key (delivery_id, entry_id)
);

-- A row that could not be read, kept with what was wrong until a retry brings it in.
create table feeds.quarantine (
  quarantine_id bigint generated always as identity primary key,
  delivery_id uuid not null,
  feed text not null,
  file_name text not null,
  line bigint not null,
  field text not null,
  code text not null,
  reason text not null,
  raw text not null,
  quarantined_at timestamptz not null,
  -- Brought in by a retry, or overtaken by a later delivery.
  resolved_at timestamptz
);
create index quarantine_open on feeds.quarantine (feed) where resolved_at is null;

-- Organisations and services from published directories (CQC, ODS).
create table feeds.directory (
  feed text not null,
  code text not null,
  name text not null,
  kind text not null,
  postcode text,
  phone text,
  body jsonb not null,
  -- The row that says so; when it is withdrawn, so is this.
  entry_id bigint not null,
  primary key (feed, code)
);

-- Subjects with something new that linkage has not yet taken.
create table feeds.touched (
  subject_id bigint primary key,
  touched_at timestamptz not null
);
