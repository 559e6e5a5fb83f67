import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { KithError, newId, type Kernel } from '../kernel/index.ts';
import { makeBatch } from './batch.ts';
import type { FeedDefinition } from './definition.ts';
import { addDelivery, findDelivery, readDelivery, refuseDelivery, saveInspection, unfinishedDeliveries, type DeliveryRow } from './feeds.store.ts';
import type { FormatReader, Inspection } from './formats/reader.ts';
import { keepFile, keptPath } from './kept-files.ts';
import { apply, inTransaction, lockFeed, prepareStaging, stage, unlockFeed, type Connection, type Totals } from './load.store.ts';
import type { Mapping } from './mapping.ts';
import { finishDelivery, missingRows, overtakeQuarantine, withdrawMissing, type Reach } from './snapshot.store.ts';

/** A feed made ready to read: its definition, its format's reader and its compiled mapping. */
export interface Feed {
  definition: FeedDefinition;
  reader: FormatReader;
  mapping: Mapping<unknown>;
}

export interface ImportProgress {
  feed: string;
  file: string;
  rows: number;
  rejects: number;
  bytes: number;
  totalBytes: number;
  seconds: number;
}
export type Progress = (progress: ImportProgress) => void;

/** What became of one file. */
export interface DeliveryReport {
  deliveryId: string;
  feed: string;
  file: string;
  sha256: string;
  bytes: number;
  status: 'loaded' | 'already-loaded' | 'refused';
  /** Why it was refused. */
  because: string | null;
  /** Something to know although it was loaded: withdrawals held back, keys repeated. */
  notice: string | null;
  /** Records read, and those of them kept in quarantine. */
  rows: number;
  rejects: number;
  added: number;
  changed: number;
  unchanged: number;
  withdrawn: number;
  seconds: number;
}

/** Receives one file of a feed and loads it; goes on with it when an earlier attempt was cut short. */
export async function importFile(kernel: Kernel, feed: Feed, file: string, broughtBy: string, progress?: Progress): Promise<DeliveryReport> {
  const kept = await keepFile(kernel.config.data, file);
  return holding(kernel, feed.definition.id, async (connection) => {
    const before = await findDelivery(connection, feed.definition.id, kept.sha256);
    if (before?.status === 'loaded') return report(before, 'already-loaded', 0);
    // What was cut short came earlier: loaded after this file, it would put older rows over newer ones.
    for (const earlier of await unfinishedDeliveries(connection, feed.definition.id)) {
      if (earlier.deliveryId !== before?.deliveryId) await load(kernel, connection, feed, earlier, progress);
    }
    const deliveryId = before?.deliveryId ?? newId();
    if (!before) {
      const fileName = basename(file);
      await addDelivery(connection, { deliveryId, feed: feed.definition.id, fileName, sha256: kept.sha256, bytes: kept.bytes, broughtBy, receivedAt: kernel.clock.now() });
    }
    return load(kernel, connection, feed, await readDelivery(connection, deliveryId), progress);
  });
}

/** Goes on with every delivery that was cut short. */
export async function resumeAll(kernel: Kernel, feedOf: (id: string) => Feed | undefined, progress?: Progress): Promise<DeliveryReport[]> {
  const reports: DeliveryReport[] = [];
  for (const { deliveryId, feed: id } of await unfinishedDeliveries(kernel.db.writer)) {
    const feed = feedOf(id);
    if (feed === undefined) continue;
    reports.push(
      await holding(kernel, id, async (connection) => {
        const delivery = await readDelivery(connection, deliveryId);
        return delivery.status === 'loading' ? load(kernel, connection, feed, delivery, progress) : report(delivery, 'already-loaded', 0);
      }),
    );
  }
  return reports;
}

/** A connection of one's own that holds the feed's lock. */
export async function holding<T>(kernel: Kernel, feed: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await kernel.db.writer.reserve();
  try {
    await lockFeed(connection, feed);
    await prepareStaging(connection);
    return await work(connection);
  } finally {
    await unlockFeed(connection, feed);
    connection.release();
  }
}

async function load(kernel: Kernel, connection: Connection, feed: Feed, delivery: DeliveryRow, progress?: Progress): Promise<DeliveryReport> {
  const { definition, reader } = feed;
  const { deliveryId } = delivery;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const path = keptPath(kernel.config.data, delivery.sha256);
  try {
    // Refused rather than thrown: a delivery that can never finish would stand in the way of every later one.
    if (!existsSync(path)) throw new KithError('delivery.refused', `The kept copy of ${delivery.fileName} is gone. Bring the file again.`);
    const inspection: Inspection = await reader.inspect(path, definition);
    await saveInspection(connection, deliveryId, inspection);
    await loadRows(kernel, connection, feed, delivery, inspection, path, (totals, bytes) =>
      progress?.({ feed: definition.id, file: delivery.fileName, rows: totals.rowsRead, rejects: totals.rowsRejected, bytes, totalBytes: delivery.bytes, seconds: seconds() }),
    );
    await finish(kernel, connection, feed, deliveryId, inspection);
  } catch (error) {
    if (!(error instanceof KithError) || error.code !== 'delivery.refused') throw error;
    await refuseDelivery(connection, deliveryId, error.message, kernel.clock.now());
    kernel.log.warn({ feed: definition.id, deliveryId }, 'delivery refused');
    return report(await readDelivery(connection, deliveryId), 'refused', seconds());
  }
  const done = await readDelivery(connection, deliveryId);
  kernel.log.info({ feed: definition.id, deliveryId, rows: done.rowsRead, rejected: done.rowsRejected, seconds: seconds() }, 'delivery loaded');
  return report(done, 'loaded', seconds());
}

/** Loads chunk after chunk, each in a transaction with its checkpoint; while the store works on one, the next is read and mapped. */
async function loadRows(
  kernel: Kernel,
  connection: Connection,
  feed: Feed,
  delivery: DeliveryRow,
  inspection: Inspection,
  path: string,
  tell: (totals: Totals, bytes: number) => void,
): Promise<void> {
  const { definition, reader, mapping } = feed;
  const target = { feed: definition.id, deliveryId: delivery.deliveryId, fileName: delivery.fileName, snapshot: definition.delivery === 'snapshot', restates: definition.restates };
  let storing: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of reader.read(path, definition, inspection, delivery.checkpoint)) {
      const batch = makeBatch(chunk.items, mapping, definition);
      await storing;
      const staged = Promise.withResolvers<void>();
      storing = inTransaction(connection, async () => {
        await stage(connection, batch);
        const applied = apply(connection, target, kernel.clock.now(), batch, chunk.checkpoint);
        staged.resolve();
        return applied;
      }).then((totals) => tell(totals, chunk.bytes));
      await Promise.race([staged.promise, storing]);
    }
  } finally {
    await storing;
  }
}

/** Ends a delivery: a snapshot withdraws what it lacks, unless that is so much that the file itself is in doubt. */
async function finish(kernel: Kernel, connection: Connection, feed: Feed, deliveryId: string, inspection: Inspection): Promise<void> {
  const { definition, mapping } = feed;
  const now = kernel.clock.now();
  await inTransaction(connection, async () => {
    const notices: string[] = [];
    const { rowsRepeated } = await readDelivery(connection, deliveryId);
    if (definition.delivery === 'snapshot') {
      const reach: Reach = inspection.type === undefined ? null : mapping.names(inspection.type);
      const { missing, held } = await missingRows(connection, definition.id, deliveryId, reach);
      if (missing > held * definition.withdrawLimit) {
        notices.push(
          `${missing} of the ${held} rows held are not in this file. That is more than the ${Math.round(definition.withdrawLimit * 100)}% this feed allows, so none was withdrawn: check that the file is complete.`,
        );
      } else if (missing > 0) await withdrawMissing(connection, definition.id, deliveryId, reach, now);
      await overtakeQuarantine(connection, definition.id, deliveryId, inspection.type ?? null, now);
      if (rowsRepeated > 0) notices.push(`${rowsRepeated} ${rowsRepeated === 1 ? 'row' : 'rows'} had the key of another row in this file with different content; the last of each was kept.`);
    }
    await finishDelivery(connection, deliveryId, notices.length > 0 ? notices.join(' ') : null, now);
  });
}

function report(delivery: DeliveryRow, status: DeliveryReport['status'], seconds: number): DeliveryReport {
  return {
    deliveryId: delivery.deliveryId,
    feed: delivery.feed,
    file: delivery.fileName,
    sha256: delivery.sha256,
    bytes: delivery.bytes,
    status,
    because: delivery.refusedBecause,
    notice: delivery.notice,
    rows: delivery.rowsRead,
    rejects: delivery.rowsRejected,
    added: delivery.rowsNew,
    changed: delivery.rowsChanged,
    unchanged: delivery.rowsUnchanged,
    withdrawn: delivery.rowsWithdrawn,
    seconds,
  };
}
