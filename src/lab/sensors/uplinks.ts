import { createHash } from 'node:crypto';
import type { Random } from '../random.ts';
import type { SimDevice, SimReading } from './readings.ts';

/** Channels of Milesight's payload: id and type, then little-endian values. */
function encode(device: SimDevice, readings: readonly SimReading[]): Buffer {
  const parts: Buffer[] = [];
  for (const { metric, value } of readings) {
    const two = Buffer.alloc(2);
    if (metric === 'battery') parts.push(Buffer.from([0x01, 0x75, value]));
    else if (metric === 'temperature') {
      two.writeInt16LE(Math.round(value * 10));
      parts.push(Buffer.from([0x03, 0x67]), two);
    } else if (metric === 'humidity') parts.push(Buffer.from([0x04, 0x68, Math.round(value * 2)]));
    else if (metric === 'motion') parts.push(Buffer.from([0x03, 0x00, value > 0 ? 1 : 0]));
    else if (metric === 'contact') parts.push(Buffer.from([0x03, 0x00, value > 0 ? 1 : 0]));
    else throw new Error(`${device.codec} does not send ${metric}`);
  }
  return Buffer.concat(parts);
}

/** An uplink as a network server publishes it, and when it arrives. */
export interface SimUplink {
  /** Milliseconds at which it arrives: late ones come after newer. */
  arrives: number;
  topic: string;
  body: Record<string, unknown>;
}

const uuidOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Readings of one moment of one device, as one uplink each, in the shape of ChirpStack v4 or The Things Stack v3. */
export function toUplinks(device: SimDevice, readings: readonly SimReading[], network: 'chirpstack' | 'tts', trouble: { late: number; duplicate: number }, random: Random): SimUplink[] {
  const moments = Map.groupBy(readings, (r) => r.at);
  const out: SimUplink[] = [];
  let frame = 0;
  for (const [at, together] of moments) {
    const bytes = encode(device, together).toString('base64');
    const time = new Date(at).toISOString();
    const eui = device.devEui.toLowerCase();
    frame++;
    const body =
      network === 'chirpstack'
        ? { deduplicationId: uuidOf(`${eui}/${at}`), time: time.replace('Z', '000+00:00'), deviceInfo: { tenantId: uuidOf('kith'), applicationId: uuidOf('homes'), deviceProfileName: device.codec, deviceName: `${device.room} ${eui.slice(-4)}`, devEui: eui }, fPort: 85, fCnt: frame, data: bytes, rxInfo: [{ gatewayId: '0016c001f1500812', rssi: -random.int(50, 118), snr: random.int(-12, 10) }] }
        : { end_device_ids: { device_id: `eui-${eui}`, dev_eui: device.devEui.toUpperCase(), application_ids: { application_id: 'homes' } }, received_at: time, correlation_ids: [uuidOf(`${eui}/${at}`)], uplink_message: { f_port: 85, f_cnt: frame, frm_payload: bytes, received_at: time, rx_metadata: [{ gateway_ids: { gateway_id: 'gw-1' }, rssi: -random.int(50, 118), snr: random.int(-12, 10) }] } };
    const topic = network === 'chirpstack' ? `application/${uuidOf('homes')}/device/${eui}/event/up` : `v3/homes@kith/devices/eui-${eui}/up`;
    const uplink = { arrives: at + (random.chance(trouble.late) ? random.int(600, 86_400) * 1000 : random.int(1, 4) * 1000), topic, body };
    out.push(uplink);
    if (random.chance(trouble.duplicate)) out.push({ ...uplink, arrives: uplink.arrives + random.int(1, 600) * 1000 });
  }
  return out.sort((a, b) => a.arrives - b.arrives);
}
