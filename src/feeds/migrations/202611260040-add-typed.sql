-- What somebody typed about a person at Kith's own pages, kept in the transaction that logs it until it is brought in
-- as a delivery of its feed. One row for each entry; a correction is a further entry of the same record.
create table feeds.typed (
  entry_id uuid primary key,
  feed text not null,
  -- Numbers the person in this feed: the key of their subject.
  record text not null,
  -- Fields as typed: texts by name.
  said jsonb not null,
  user_id text not null,
  user_name text not null,
  organisation text not null,
  at timestamptz not null,
  -- Records that this one is not to be joined with: [{ "subject": 1, "reason": "…" }].
  apart jsonb not null default '[]',
  -- The decisions are made; the entry is brought in.
  decided_at timestamptz,
  loaded_at timestamptz
);
create index typed_waiting on feeds.typed (at) where loaded_at is null;
create index typed_record on feeds.typed (feed, record, at desc);

-- The reader may add an entry, and read none.
grant usage on schema feeds to kith_reader;
grant insert on feeds.typed to kith_reader;
