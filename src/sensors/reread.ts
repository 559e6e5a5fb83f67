import type { Kernel } from '../kernel/index.ts';
import type { Settings } from './definitions/index.ts';
import { settleUplinks, standingOf, waitingUplinks, type WaitingUplink } from './devices.store.ts';
import type { Format, Uplink } from './envelopes/index.ts';
import { resolveUplink } from './resolve.ts';
import { writeBatch } from './write.store.ts';

const atOnce = 2000;

/**
 * Reads again what waited for its device or for a codec that reads it, each as of when it was heard. Doing it twice
 * changes nothing more. @returns how many were looked at, and how many were read
 */
export async function reread(kernel: Pick<Kernel, 'db' | 'clock'>, settings: Settings, formats: ReadonlyMap<string, Format>, devEui: string | null): Promise<{ looked: number; read: number }> {
  const { writer } = kernel.db;
  let after: WaitingUplink | null = null;
  const sum = { looked: 0, read: 0 };
  for (;;) {
    const waiting: WaitingUplink[] = await waitingUplinks(writer, devEui, after, atOnce);
    if (waiting.length === 0) return sum;
    after = waiting.at(-1) ?? null;
    const devices = Map.groupBy(await standingOf(writer, [...new Set(waiting.map((w) => w.devEui))]), (d) => d.devEui);
    const resolved = waiting.map((w) => {
      const { row, readings } = resolveUplink({ uplink: again(w, formats), format: w.format, integration: w.integration, receivedAt: w.receivedAt }, devices.get(w.devEui) ?? [], settings);
      return { row: { ...row, at: w.at, key: w.key }, readings: readings.map((r) => ({ ...r, key: null })) };
    });
    // Readings first: were it cut off between the two, doing it again finds them there.
    await writeBatch(kernel.db, [], resolved.flatMap(({ readings }) => readings), kernel.clock.now(), settings.silence);
    await settleUplinks(writer, resolved.map(({ row }) => row));
    sum.looked += waiting.length;
    sum.read += resolved.filter(({ row }) => row.state === 'read').length;
  }
}

/** The uplink as it was: bytes for a codec, or the message read once more by its own format. */
function again(waiting: WaitingUplink, formats: ReadonlyMap<string, Format>): Uplink {
  const uplink: Uplink = {
    devEui: waiting.devEui, at: waiting.at, identity: '', sameWithin: null, kind: waiting.kind as Uplink['kind'], spoke: true, fPort: waiting.fPort, fCnt: waiting.fCnt === null ? null : Number(waiting.fCnt),
    payload: waiting.payload, measured: null, object: waiting.decoded, radio: waiting.radio, power: null, note: null,
  };
  if (waiting.format === 'chirpstack' || waiting.format === 'tts' || waiting.payload === null) return uplink;
  const own = formats.get(waiting.format)?.read(waiting.payload, waiting.receivedAt, null).find((u) => u.devEui === waiting.devEui);
  return own === undefined ? uplink : { ...own, at: waiting.at, payload: waiting.payload };
}
