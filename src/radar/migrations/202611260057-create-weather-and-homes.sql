-- Weather of an hour at a place. A later forecast replaces an earlier one of the same hour.
create table radar.weather (
  place text not null,
  at timestamptz not null,
  kind text not null check (kind in ('observed', 'forecast')),
  issued_at timestamptz not null,
  source text not null,
  temperature double precision not null,
  humidity double precision,
  wind double precision,
  primary key (place, kind, at)
);

create table radar.weather_alert (
  hazard text not null check (hazard in ('cold', 'heat')),
  geography_code text not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  status text not null,
  score int,
  likelihood text,
  impact text,
  text text not null,
  geography text not null,
  refreshed_at timestamptz not null,
  primary key (hazard, geography_code, period_start)
);

-- Months at a Met Office station: what a season is usually like.
create table radar.weather_month (
  station text not null,
  year int not null,
  month int not null,
  highest double precision,
  lowest double precision,
  frost_days double precision,
  estimated boolean not null,
  primary key (station, year, month)
);

-- What each file of weather held, and what of it could not be read.
create table radar.weather_delivery (
  delivery_id uuid primary key,
  name text not null,
  kind text not null,
  received_at timestamptz not null,
  read int not null,
  problems jsonb not null
);

-- Hourly means of a room on a London day, from sensors' quarters: what home detectors work on.
create table radar.room_day (
  household_id uuid not null,
  room text not null,
  day date not null,
  temperature double precision[] not null,
  humidity double precision[] not null,
  primary key (household_id, room, day)
);

-- What is known of a home as a whole, so that a forecast can be held against every home at once.
create table radar.home_state (
  household_id uuid primary key,
  -- Hours; null while too few nights tell.
  time_constant double precision,
  nights int,
  -- Lowest and highest of any room in the last cold and hot spell: { from, to, value, room }.
  last_cold jsonb,
  last_heat jsonb,
  fuel_poverty jsonb,
  looked_at timestamptz not null
);

-- How far each detector has read of what sensors publish.
create table radar.cursor (
  consumer text primary key,
  cursor text not null,
  at timestamptz not null
);

grant select on radar.weather, radar.weather_alert, radar.weather_month to kith_reader;

-- Of rooms a reader sees only those of homes whose devices a decision opened (src/radar/home/view.store.ts).
alter table radar.room_day enable row level security;
alter table radar.room_day force row level security;
create policy writing on radar.room_day to kith_writer using (true) with check (true);

-- Homes with news, to be looked at when due: one with news every minute is not looked at every minute's every reading.
create table radar.home_due (
  household_id uuid primary key,
  since timestamptz not null,
  due_at timestamptz not null
);
create index home_due_at on radar.home_due (due_at);

-- What a person did on a London day by each measure: { measure: number or null for not known }. `digest` is of the measures' definitions.
create table radar.routine_day (
  person_id uuid not null,
  day date not null,
  measured jsonb not null,
  away boolean not null,
  digest text not null,
  primary key (person_id, day)
);
alter table radar.routine_day enable row level security;
alter table radar.routine_day force row level security;
create policy writing on radar.routine_day to kith_writer using (true) with check (true);
create policy reading on radar.routine_day for select to kith_reader
  using (person_id::text || '/home-sensors' = any (string_to_array(current_setting('kith.facts', true), ',')));
grant select on radar.routine_day to kith_reader;
