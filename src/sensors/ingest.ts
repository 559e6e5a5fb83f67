import { setTimeout as wait } from 'node:timers/promises';
import { KithError, type Kernel } from '../kernel/index.ts';
import type { Settings } from './definitions/index.ts';
import { needFormat, type Format } from './envelopes/index.ts';
import { standingOf } from './devices.store.ts';
import { resolveUplink, type Arrived, type Standing } from './resolve.ts';
import { writeBatch } from './write.store.ts';

/** A message as a door hands it in. */
export interface Message {
  /** Which of the area's formats it is. */
  format: string;
  body: Uint8Array;
  /** Who handed it in. */
  integration: string;
  /** The topic or query it came with, where that says what it is. */
  hint?: string | null;
}

/** What became of a message: its uplinks, kept for good when this is given. */
export interface Kept {
  uplinks: number;
  /** What its sender is told, where its format says so. */
  answer: { type: string; body: string } | null;
}

export interface Ingest {
  /**
   * Keeps a message. Resolves once it is committed, and so may be acknowledged. Rejects with `request.invalid` (no such
   * format), `uplink.refused` (it cannot be read; what came is kept in quarantine), or `store.unavailable` (nothing is
   * kept: it must come again).
   */
  receive(message: Message): Promise<Kept>;
  /** Resolves when what was handed in is kept or refused; nothing more is taken. */
  close(): Promise<void>;
}

interface Waiting extends Arrived {
  done: () => void;
  failed: (error: unknown) => void;
}

export interface IngestOptions {
  /** Uplinks written in one transaction. */
  atOnce?: number;
  /** Uplinks that may wait; beyond that a door is told to come again. */
  waitAtMost?: number;
  /** Milliseconds for which a store that is away is asked again before its messages are given up. */
  patience?: number;
  /** For tests: what writes. */
  write?: typeof writeBatch;
}

/** Batches under way: one is decoded while another is written. */
const underWay = 2;

/**
 * The one way in for uplinks. Whatever arrives while a batch is being written makes the next, so that one commit serves
 * as many as have come; the busier, the larger.
 */
export function createIngest(kernel: Pick<Kernel, 'db' | 'clock' | 'log'>, settings: Settings, formats: ReadonlyMap<string, Format>, options: IngestOptions = {}): Ingest {
  const { atOnce = 2000, waitAtMost = 50_000, patience = 20_000, write = writeBatch } = options;
  const queue: Waiting[] = [];
  let running = 0;
  let closed = false;
  let emptied: (() => void) | null = null;

  const pump = (): void => {
    if (running >= underWay || queue.length === 0) {
      if (running === 0 && queue.length === 0) emptied?.();
      return;
    }
    running += 1;
    // A turn of the loop lets what is arriving now come along.
    setImmediate(() => {
      const batch = queue.splice(0, atOnce);
      if (queue.length > 0) pump();
      void settle(batch).finally(() => {
        running -= 1;
        pump();
      });
    });
  };

  const writeAll = async (batch: readonly Arrived[]): Promise<void> => {
    const now = kernel.clock.now();
    const devices = Map.groupBy(await standingOf(kernel.db.writer, [...new Set(batch.map(({ uplink }) => uplink.devEui))]), (d: Standing) => d.devEui);
    const seen = new Set<string>();
    const resolved = batch.map((arrived) => resolveUplink(arrived, devices.get(arrived.uplink.devEui) ?? [], settings));
    const fresh = resolved.filter(({ row }) => !seen.has(row.key) && seen.add(row.key));
    await write(kernel.db, fresh.map(({ row }) => row), fresh.flatMap(({ readings }) => readings), now, settings.silence);
  };

  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await persist(batch);
      for (const { done } of batch) done();
    } catch (error) {
      if (!isAway(error) && batch.length > 1) {
        // One of them cannot be kept: the others must not go with it.
        const half = Math.ceil(batch.length / 2);
        await settle(batch.slice(0, half));
        await settle(batch.slice(half));
        return;
      }
      kernel.log.error({ uplinks: batch.length, code: (error as { code?: unknown }).code, name: error instanceof Error ? error.name : typeof error }, 'uplinks could not be kept');
      const mine = new KithError('store.unavailable', 'The uplink could not be kept just now.', { mend: 'Send it again: nothing of it was taken.', cause: error });
      for (const { failed } of batch) failed(mine);
    }
  };

  const persist = async (batch: readonly Arrived[]): Promise<void> => {
    const until = performance.now() + patience;
    for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
      try {
        await writeAll(batch);
        return;
      } catch (error) {
        if (!isAway(error) || performance.now() + pause > until) throw error;
        await wait(pause);
      }
    }
  };

  const keep = (arrived: Arrived): Promise<void> =>
    new Promise<void>((done, failed) => {
      queue.push({ ...arrived, done, failed });
      pump();
    });

  return {
    async receive({ format: id, body, integration, hint = null }) {
      const format = needFormat(formats, id);
      if (closed || queue.length >= waitAtMost) throw new KithError('store.unavailable', 'More uplinks are waiting than can be kept just now.', { mend: 'Send it again in a moment: nothing of it was taken.' });
      const receivedAt = kernel.clock.now();
      let uplinks;
      try {
        uplinks = format.read(body, receivedAt, hint);
      } catch (error) {
        if (!(error instanceof KithError) || error.code !== 'uplink.refused') throw error;
        await keep(unread(id, body, integration, receivedAt, error.message));
        throw error;
      }
      await Promise.all(uplinks.map((uplink) => keep({ uplink, format: id, integration, receivedAt })));
      return { uplinks: uplinks.length, answer: format.answer?.(uplinks) ?? null };
    },
    async close() {
      closed = true;
      if (running === 0 && queue.length === 0) return;
      await new Promise<void>((done) => (emptied = done));
    },
  };
}

/** Name that what could not be read is kept under: it does not say which device it is of. */
export const unreadName = '';
const keptOfUnread = 16 * 1024;

const unread = (format: string, body: Uint8Array, integration: string, receivedAt: Date, reason: string): Arrived => ({
  uplink: {
    devEui: unreadName, at: receivedAt, identity: Buffer.from(body).toString('base64').slice(0, 20_000), sameWithin: 86_400, kind: 'other', spoke: false, fPort: null, fCnt: null,
    payload: body.subarray(0, keptOfUnread), measured: null, object: null, radio: null, power: null, note: reason,
  },
  format,
  integration,
  receivedAt,
});

/** How PostgreSQL and its driver say that they cannot be reached now, are full, or that two got in each other's way. */
const away = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED',
  '57P01', '57P02', '57P03', '53300', '53100', '53200', '53400', '08000', '08003', '08006', '40001', '40P01', '55P03', '58030', '25006', 'XX000',
]);

const isAway = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && away.has(code);
};
