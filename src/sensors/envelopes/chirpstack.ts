import { z } from 'zod';
import { readBase64 } from '../codecs/index.ts';
import { checkShape, readJson, refused } from './guard.ts';
import { readDevEui, readTime, type Uplink } from './message.ts';

const gateway = z.object({ gatewayId: z.string().max(64).optional(), rssi: z.number().optional(), snr: z.number().optional() });

/** What every event has, and what each kind may add. Unknown fields are let be: minor versions add some. */
const eventSchema = z.object({
  deduplicationId: z.string().min(1).max(100).optional(),
  time: z.string().max(64).optional(),
  deviceInfo: z.object({ devEui: z.string().min(1).max(64), deviceName: z.string().max(200).optional() }),
  fPort: z.number().int().min(0).max(255).optional(),
  fCnt: z.number().int().min(0).optional(),
  data: z.string().max(2000).optional(),
  object: z.record(z.string(), z.unknown()).nullish(),
  rxInfo: z.array(gateway).optional(),
  batteryLevel: z.number().min(0).max(100).optional(),
  batteryLevelUnavailable: z.boolean().optional(),
  externalPowerSource: z.boolean().optional(),
  margin: z.number().optional(),
  devAddr: z.string().max(16).optional(),
  dr: z.number().optional(),
});

type Event = z.infer<typeof eventSchema>;

/** Events ChirpStack v4 publishes; only those in `spoken` come from the device itself. */
const events = ['up', 'status', 'join', 'ack', 'txack', 'log', 'location', 'integration'] as const;
const spoken: readonly string[] = ['up', 'status', 'join', 'ack'];

/** Which event of ChirpStack it is: by its topic or query, or by what it holds. */
function eventOf(event: Event, named: string | null): string {
  if (named !== null) return named;
  if (event.margin !== undefined || event.batteryLevel !== undefined || event.batteryLevelUnavailable !== undefined) return 'status';
  if (event.data !== undefined || event.fPort !== undefined || event.rxInfo !== undefined) return 'up';
  return event.devAddr !== undefined ? 'join' : 'other';
}

/** Which event a topic `application/…/device/…/event/up` or a query `event=up` names; null for none. */
export function chirpstackEvent(text: string | null): string | null {
  const last = text?.split('/').at(-1) ?? '';
  return (events as readonly string[]).includes(last) ? last : null;
}

/**
 * Reads an event of ChirpStack v4, as its MQTT and HTTP integrations send it in JSON.
 * @param named the event the topic or query names, if any
 */
export function readChirpstack(body: Uint8Array, named: string | null): Uplink[] {
  const event = checkShape(eventSchema, readJson(body), 'an event of ChirpStack v4');
  const kind = eventOf(event, named);
  const at = event.time === undefined ? null : readTime(event.time);
  if (event.time !== undefined && at === null) throw refused(`This is not an event of ChirpStack v4: time: "${event.time}" is not a time.`, 'Check that the integration sends events unchanged.');
  const data = kind === 'up' && event.data !== undefined ? readBase64(event.data) : null;
  const devEui = readDevEui(event.deviceInfo.devEui);
  return [
    {
      devEui,
      at,
      identity: event.deduplicationId === undefined ? `${devEui}/${kind}/${event.fCnt ?? ''}/${event.data ?? ''}` : `${event.deduplicationId}/${kind}`,
      sameWithin: at === null ? 60 : null,
      kind: kind === 'up' || kind === 'status' || kind === 'join' ? kind : 'other',
      spoke: spoken.includes(kind),
      fPort: event.fPort ?? (kind === 'up' ? 0 : null),
      fCnt: event.fCnt ?? null,
      payload: data === null || data.length === 0 ? null : data,
      measured: null,
      object: event.object ?? null,
      radio: radioOf(event),
      power: kind === 'status' && event.batteryLevelUnavailable !== true && event.externalPowerSource !== true && event.batteryLevel !== undefined ? { battery: event.batteryLevel, volts: null } : null,
      note: kind === 'up' ? null : `${kind} event`,
    },
  ];
}

function radioOf(event: Event): Record<string, unknown> | null {
  const [best] = (event.rxInfo ?? []).toSorted((a, b) => (b.rssi ?? -999) - (a.rssi ?? -999));
  if (best === undefined && event.margin === undefined) return null;
  return { ...(best === undefined ? {} : { rssi: best.rssi, snr: best.snr, gateway: best.gatewayId, gateways: event.rxInfo?.length }), ...(event.margin === undefined ? {} : { margin: event.margin }) };
}
