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

/** What an EM300-TH sends: battery, temperature and humidity. */
export function climatePayload(celsius: number, humidity: number, battery?: number): Buffer {
  const bytes = Buffer.from([0x03, 0x67, 0, 0, 0x04, 0x68, Math.round(humidity * 2)]);
  bytes.writeInt16LE(Math.round(celsius * 10), 2);
  return battery === undefined ? bytes : Buffer.concat([Buffer.from([0x01, 0x75, battery]), bytes]);
}

/** An uplink as ChirpStack v4 publishes it. */
export function chirpstackUp(uplink: { devEui: string; at: Date | string; payload: Uint8Array; fPort?: number; id?: string; fCnt?: number }): Buffer {
  const time = new Date(uplink.at).toISOString().replace('Z', '023242+00:00');
  return Buffer.from(
    JSON.stringify({
      deduplicationId: uplink.id ?? `${uplink.devEui}-${time}`,
      time,
      deviceInfo: { tenantId: 't', applicationId: 'a', deviceProfileName: 'p', deviceName: 'd', devEui: uplink.devEui.toLowerCase(), tags: {} },
      devAddr: '00189440', dr: 1, fPort: uplink.fPort ?? 85, ...(uplink.fCnt === undefined ? {} : { fCnt: uplink.fCnt }),
      data: Buffer.from(uplink.payload).toString('base64'),
      rxInfo: [{ gatewayId: '0016c001f153a14c', rssi: -97, snr: 7.5 }, { gatewayId: '0016c001f153a14d', rssi: -110, snr: 1.5 }], txInfo: { frequency: 867100000 },
    }),
  );
}
