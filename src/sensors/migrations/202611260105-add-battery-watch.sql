-- Of a device that says volts and not per cent, and whether either is low by the area's settings.
alter table sensors.device add column battery_volts double precision;
alter table sensors.device add column battery_low boolean not null default false;

-- What woke: who waits for new readings listens here rather than asking again and again.
comment on table sensors.fresh is 'Each batch notifies the channel kith_fresh.';
