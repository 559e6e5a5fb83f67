grant usage on schema kernel to kith_writer, kith_reader;

-- What must be told to something outside this transaction: a notice, another room, another system. Written in the
-- transaction of what happened, so that neither is without the other. A payload never holds anything about a person.
create table kernel.outbox (
  event_id uuid not null,
  topic text not null,
  -- Says what is told. The same topic and key twice is once.
  key text not null,
  payload jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'dead')),
  made_at timestamptz not null,
  due_at timestamptz not null,
  -- Tries begun. More than none, while waiting, means that one may have got through without our knowing.
  attempts integer not null default 0,
  leased_by uuid,
  leased_until timestamptz,
  settled_at timestamptz,
  reason text,
  primary key (event_id),
  unique (topic, key)
);
create index outbox_due on kernel.outbox (topic, due_at) where state = 'waiting';
create index outbox_settled on kernel.outbox (settled_at) where state <> 'waiting';

-- What a channel said of an event, in the order it said it.
create table kernel.receipt (
  event_id uuid not null,
  receipt_id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('accepted', 'delivered', 'failed', 'not-sent')),
  channel text not null,
  -- The channel's own name for it, when it gives one.
  reference text,
  detail text,
  primary key (event_id, receipt_id)
);
create index receipt_reference on kernel.receipt (channel, reference) where reference is not null;

grant select, insert on kernel.outbox to kith_reader;
grant select on kernel.receipt to kith_reader;
