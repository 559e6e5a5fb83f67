import { newId, type Database } from '../../src/kernel/index.ts';

export interface PlacedDevice {
  devEui?: string;
  codec?: string;
  name?: string;
  householdId?: string | null;
  personId?: string | null;
  room?: string | null;
  installedAt?: string;
  intervalSeconds?: number;
  consent?: { basis: string; by: string; at: string; until: string | null };
}

let placed = 0;

/** A registered device; its DevEUI is made up when not given. */
export async function placeDevice(db: Pick<Database, 'writer'>, device: PlacedDevice = {}): Promise<string> {
  const deviceId = newId();
  placed += 1;
  const devEui = device.devEui ?? `A0${(placed + process.pid * 1000).toString(16).toUpperCase().padStart(14, '0')}`;
  const installed = device.installedAt ?? '2026-10-01T09:00:00Z';
  await db.writer`
    insert into sensors.device (device_id, dev_eui, name, codec, household_id, person_id, room, installed_at, consent, interval_seconds, state_since, registered_by, registered_at)
    values (${deviceId}, ${devEui}, ${device.name ?? `Sensor ${placed}`}, ${device.codec ?? 'milesight-em300-th'}, ${device.householdId ?? null}, ${device.personId ?? null}, ${device.room ?? null},
            ${installed}, ${db.writer.json(device.consent ?? { basis: 'consent', by: 'the person', at: '2026-09-30', until: null })}, ${device.intervalSeconds ?? 600}, ${installed}, 'test', ${installed})`;
  return deviceId;
}
