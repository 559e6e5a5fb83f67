create schema radar;
grant usage on schema radar to kith_reader;

-- What detectors made of readings, weather and the record. One row for one thing seen, replaced while it goes on.
create table radar.observation (
  person_id uuid not null,
  key text not null,
  household_id uuid,
  detector text not null,
  code text not null,
  label text not null,
  category text not null,
  start_at text not null,
  end_at text,
  value double precision,
  unit text,
  evidence jsonb not null default '{}',
  made_at timestamptz not null,
  primary key (person_id, key)
);
create index observation_household on radar.observation (household_id) where household_id is not null;

-- People whose scores must be made again.
create table radar.touched (
  person_id uuid primary key,
  touched_at timestamptz not null
);

-- A reader sees an observation only of a person, and of a category, that the decision in force has opened.
alter table radar.observation enable row level security;
alter table radar.observation force row level security;
create policy writing on radar.observation to kith_writer using (true) with check (true);
create policy reading on radar.observation for select to kith_reader
  using (person_id::text || '/' || category = any (string_to_array(current_setting('kith.facts', true), ',')));
grant select on radar.observation to kith_reader;
