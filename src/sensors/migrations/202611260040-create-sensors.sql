create schema sensors;
grant usage on schema sensors to kith_reader;

-- A device while it stands in one place. Moved to another home it is a new row, so that no reading follows it there.
create table sensors.device (
  device_id uuid primary key,
  -- How the network names it: the DevEUI of LoRaWAN in capitals, or whatever its sender calls it.
  dev_eui text not null,
  name text not null,
  codec text not null,
  household_id uuid,
  uprn text,
  room text,
  person_id uuid,
  installer text,
  -- Uplinks from before are not this device's: it stood elsewhere.
  installed_at timestamptz not null,
  retired_at timestamptz,
  -- { basis, by, at, until }: outside these times nothing it says is kept.
  consent jsonb not null,
  purpose text,
  -- How often it should be heard.
  interval_seconds int not null check (interval_seconds > 0),
  battery double precision,
  battery_at timestamptz,
  last_seen_at timestamptz,
  state text not null default 'awaiting' check (state in ('awaiting', 'active', 'silent', 'low-battery', 'retired')),
  state_since timestamptz not null,
  registered_by text not null,
  registered_at timestamptz not null
) with (fillfactor = 60);
create unique index device_standing on sensors.device (dev_eui) where retired_at is null;
create index device_eui on sensors.device (dev_eui, installed_at);
create index device_household on sensors.device (household_id) where household_id is not null;
create index device_person on sensors.device (person_id) where person_id is not null;
create index device_uprn on sensors.device (uprn) where household_id is null and uprn is not null;

-- Every uplink as it came, once. `key` is made of what names it for ever: the network's own id where it gives one.
create table sensors.uplink (
  dev_eui text not null,
  at timestamptz not null,
  key uuid not null,
  received_at timestamptz not null,
  integration text not null,
  -- How it came: chirpstack, tts, senml, scaip, now-ip or the id of a mapping.
  format text not null,
  -- What it is: up, status, join, alarm, other.
  kind text not null,
  device_id uuid,
  f_port int,
  f_cnt bigint,
  payload bytea,
  decoded jsonb,
  -- Of its radio: { rssi, snr, gateways, battery }.
  radio jsonb,
  -- read; heard (nothing to read in it); unclaimed (no device of that name stood anywhere); quarantined (could not be read); withheld (no consent: nothing of it is kept).
  state text not null check (state in ('read', 'heard', 'unclaimed', 'quarantined', 'withheld')),
  reason text,
  primary key (dev_eui, at, key)
) partition by range (at);
create index uplink_waiting on sensors.uplink (state, dev_eui, at) where state in ('unclaimed', 'quarantined');

create table sensors.reading (
  device_id uuid not null,
  metric text not null,
  at timestamptz not null,
  value double precision not null,
  -- What a number cannot say: the code of an alarm.
  detail text,
  primary key (device_id, metric, at)
) partition by range (at);

-- Roll-ups. Sums are exact decimals, so that readings give the same whatever order they come in.
create table sensors.quarter (
  device_id uuid not null,
  metric text not null,
  -- Start of the quarter of an hour.
  at timestamptz not null,
  n int not null,
  sum numeric not null,
  mean double precision generated always as ((sum / n)::double precision) stored,
  min double precision not null,
  max double precision not null,
  last double precision not null,
  last_at timestamptz not null,
  primary key (device_id, metric, at)
) partition by range (at);

create table sensors.day (
  device_id uuid not null,
  metric text not null,
  -- Day in London.
  day date not null,
  n int not null,
  sum numeric not null,
  mean double precision generated always as ((sum / n)::double precision) stored,
  min double precision not null,
  max double precision not null,
  last double precision not null,
  last_at timestamptz not null,
  primary key (device_id, metric, day)
) with (fillfactor = 70);

-- Which devices have new readings, and from when, in the order in which they were committed.
create table sensors.fresh (
  seq bigint generated always as identity primary key,
  made_at timestamptz not null,
  devices uuid[] not null,
  since timestamptz[] not null
);

-- Who may hand uplinks in. Only a hash of the token is kept.
create table sensors.integration (
  integration text primary key,
  about text not null,
  token_hash bytea not null,
  made_by text not null,
  made_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);

-- Makes the partitions of these days (UTC). Owned by the owner of the tables, since only it may.
create function sensors.make_partitions(days date[]) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  d date;
  parent text;
  first date;
  next date;
  name text;
begin
  perform pg_advisory_xact_lock(7254090);
  foreach d in array days loop
    foreach parent in array array['uplink', 'reading', 'quarter'] loop
      first := case when parent = 'quarter' then date_trunc('month', d)::date else d end;
      next := case when parent = 'quarter' then (date_trunc('month', d) + interval '1 month')::date else d + 1 end;
      name := parent || '_' || to_char(first, 'YYYYMMDD');
      continue when to_regclass('sensors.' || name) is not null;
      execute format('create table sensors.%I (like sensors.%I including all)%s', name, parent, case when parent = 'quarter' then ' with (fillfactor = 70)' else '' end);
      execute format('alter table sensors.%I attach partition sensors.%I for values from (%L) to (%L)', parent, name, first || ' 00:00:00+00', next || ' 00:00:00+00');
    end loop;
  end loop;
end $$;

-- Drops partitions that end on or before a day, and gives their names.
create function sensors.drop_partitions(parent text, before date) returns setof text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  name text;
  first date;
begin
  perform pg_advisory_xact_lock(7254090);
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = ('sensors.' || quote_ident(parent))::regclass order by 1
  loop
    first := to_date(right(name, 8), 'YYYYMMDD');
    continue when (case when parent = 'quarter' then (first + interval '1 month')::date else first + 1 end) > before;
    execute format('drop table sensors.%I', name);
    return next name;
  end loop;
end $$;

revoke execute on function sensors.make_partitions(date[]), sensors.drop_partitions(text, date) from public;
grant execute on function sensors.make_partitions(date[]), sensors.drop_partitions(text, date) to kith_writer;

-- A reader sees readings of a device only once a decision about the people of its home has opened it.
alter table sensors.reading enable row level security;
alter table sensors.quarter enable row level security;
alter table sensors.day enable row level security;
alter table sensors.reading force row level security;
alter table sensors.quarter force row level security;
alter table sensors.day force row level security;
create policy writing on sensors.reading to kith_writer using (true) with check (true);
create policy writing on sensors.quarter to kith_writer using (true) with check (true);
create policy writing on sensors.day to kith_writer using (true) with check (true);
create policy reading on sensors.reading for select to kith_reader using (device_id = any (string_to_array(current_setting('kith.devices', true), ',')::uuid[]));
create policy reading on sensors.quarter for select to kith_reader using (device_id = any (string_to_array(current_setting('kith.devices', true), ',')::uuid[]));
create policy reading on sensors.day for select to kith_reader using (device_id = any (string_to_array(current_setting('kith.devices', true), ',')::uuid[]));
grant select on sensors.device, sensors.reading, sensors.quarter, sensors.day to kith_reader;
