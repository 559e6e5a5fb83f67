import { isUuid, type Sql } from '../kernel/index.ts';

/** Opens devices to this transaction beside those already open. A literal cannot be a parameter, so nothing but ids may reach it. */
export async function openDevices(sql: Sql, devices: readonly string[]): Promise<void> {
  const [now] = await sql<{ open: string | null }[]>`select current_setting('kith.devices', true) as open`;
  const all = [...new Set([...(now?.open ?? '').split(','), ...devices])].filter((id) => id !== '');
  if (!all.every(isUuid)) throw new Error('not a device id');
  await sql.unsafe(`set local kith.devices = '${all.join(',')}'`);
}
