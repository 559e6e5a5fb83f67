create schema rights;
grant usage on schema rights to kith_reader;

-- What somebody has asked of their own data: a copy, a correction, that sharing stop.
create table rights.request (
  person_id uuid not null,
  request_id uuid not null,
  kind text not null check (kind in ('copy', 'correction', 'objection')),
  -- How it came: 'own-page', 'letter', 'email', 'call', 'in-person'.
  channel text not null,
  asked_by text not null,
  -- 'self', an authority of the area's file, or what was stated.
  asked_as text not null,
  account_id uuid,
  words text not null,
  received_on date not null,
  at timestamptz not null,
  entered_by text not null,
  primary key (person_id, request_id)
);
create index request_received on rights.request (received_on);

-- What became of it, in order. Nothing here is ever changed.
create table rights.event (
  person_id uuid not null,
  request_id uuid not null,
  event_id uuid not null,
  kind text not null,
  on_day date not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  words text not null,
  primary key (person_id, request_id, event_id)
);

-- Under a reading these are seen and added to only of people whom the decision in force has opened.
alter table rights.request enable row level security;
alter table rights.request force row level security;
create policy writing on rights.request to kith_writer using (true) with check (true);
create policy reading on rights.request to kith_reader
  using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]))
  with check (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
alter table rights.event enable row level security;
alter table rights.event force row level security;
create policy writing on rights.event to kith_writer using (true) with check (true);
create policy reading on rights.event to kith_reader
  using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]))
  with check (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
grant select, insert on rights.request, rights.event to kith_reader;
revoke update, delete, truncate on rights.event from kith_writer;
