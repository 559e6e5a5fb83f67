create schema exchange;
grant usage on schema exchange to kith_reader, kith_writer;

-- A message about somebody's discharge, once: by who sent it, its id and its event. Senders use an id again for another event.
create table exchange.message (
  key text primary key,
  received_at timestamptz not null,
  format text not null,
  kind text not null,
  -- What it was heard as; null where it could not be taken.
  topic text,
  reference text,
  -- As it came, while somebody has still to look at it; what was taken is kept no longer here.
  raw text,
  problem text,
  mend text,
  -- The acknowledgement, until it is sent.
  reply text,
  reply_name text,
  sent_at timestamptz
);
create index message_quarantined on exchange.message (received_at) where problem is not null;
grant select, insert, update on exchange.message to kith_writer;
