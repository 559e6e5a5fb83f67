import { z } from 'zod';
import { readBase64 } from '../codecs/index.ts';
import { checkShape, readJson, refused } from './guard.ts';
import { readDevEui, readTime, type Uplink } from './message.ts';

/** An upstream message of The Things Stack v3. Fields that are empty, zero or false are left out by it. */
const messageSchema = z.object({
  end_device_ids: z.object({
    device_id: z.string().min(1).max(100),
    dev_eui: z.string().max(64).optional(),
    application_ids: z.object({ application_id: z.string().max(100).optional() }).optional(),
  }),
  received_at: z.string().max(64).optional(),
  simulated: z.boolean().optional(),
  uplink_message: z
    .object({
      f_port: z.number().int().min(0).max(255).default(0),
      f_cnt: z.number().int().min(0).default(0),
      frm_payload: z.string().max(2000).default(''),
      decoded_payload: z.record(z.string(), z.unknown()).nullish(),
      normalized_payload: z.array(z.record(z.string(), z.unknown())).nullish(),
      received_at: z.string().max(64).optional(),
      rx_metadata: z.array(z.object({ gateway_ids: z.object({ gateway_id: z.string().max(100).optional() }).optional(), rssi: z.number().optional(), snr: z.number().optional() })).optional(),
      last_battery_percentage: z.object({ value: z.number().min(0).max(100).default(0) }).optional(),
    })
    .optional(),
  join_accept: z.object({ received_at: z.string().max(64).optional() }).optional(),
});

/** Reads a message of The Things Stack v3, as its MQTT server and webhooks send it in JSON. */
export function readTts(body: Uint8Array): Uplink[] {
  const message = checkShape(messageSchema, readJson(body), 'a message of The Things Stack v3');
  const { uplink_message: up, join_accept: join, end_device_ids: ids } = message;
  const said = up?.received_at ?? join?.received_at ?? message.received_at;
  const at = said === undefined ? null : readTime(said);
  if (said !== undefined && at === null) throw refused(`This is not a message of The Things Stack v3: received_at: "${said}" is not a time.`, 'Check that the integration sends messages unchanged.');
  const devEui = readDevEui(ids.dev_eui ?? `${ids.application_ids?.application_id ?? ''}/${ids.device_id}`);
  const kind = up !== undefined ? 'up' : join !== undefined ? 'join' : 'other';
  const data = up === undefined ? null : readBase64(up.frm_payload);
  const [best] = (up?.rx_metadata ?? []).toSorted((a, b) => (b.rssi ?? -999) - (a.rssi ?? -999));
  return [
    {
      devEui,
      at,
      identity: `${devEui}/${kind}/${up?.f_cnt ?? ''}/${said ?? up?.frm_payload ?? ''}`,
      sameWithin: at === null ? 60 : null,
      kind,
      spoke: kind !== 'other' && message.simulated !== true,
      fPort: up?.f_port ?? null,
      fCnt: up?.f_cnt ?? null,
      payload: data === null || data.length === 0 ? null : data,
      measured: null,
      object: up === undefined ? null : ({ ...up.decoded_payload, ...(up.normalized_payload === undefined ? {} : { normalized_payload: up.normalized_payload }) }),
      radio: best === undefined ? null : { rssi: best.rssi, snr: best.snr, gateway: best.gateway_ids?.gateway_id, gateways: up?.rx_metadata?.length },
      power: up?.last_battery_percentage === undefined ? null : { battery: up.last_battery_percentage.value, volts: null },
      note: message.simulated === true ? 'simulated in the console, not sent by the device' : kind === 'up' ? null : `${kind} message`,
    },
  ];
}
