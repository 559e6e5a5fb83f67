import type { Sql } from '../kernel/index.ts';
import type { Standing } from './resolve.ts';

/** What these names stand for or stood for, by when. */
export async function standingOf(sql: Sql, devEuis: readonly string[]): Promise<Standing[]> {
  if (devEuis.length === 0) return [];
  return sql<Standing[]>`
    select device_id::text as "deviceId", dev_eui as "devEui", codec, installed_at as "installedAt", retired_at as "retiredAt", consent
    from sensors.device where dev_eui = any (${[...devEuis]})`;
}
