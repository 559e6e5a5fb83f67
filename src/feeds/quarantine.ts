import type { Kernel } from '../kernel/index.ts';
import { makeBatch } from './batch.ts';
import { holding, type Feed } from './deliveries.ts';
import { readDelivery, type DeliveryRow } from './feeds.store.ts';
import type { ReadItem } from './formats/reader.ts';
import { apply, inTransaction, stage, type Connection } from './load.store.ts';
import { deliveriesWithOpenRows, newerKeys, openRows, resolveRows, restate } from './quarantine.store.ts';

const page = 1000;

/** Reads a feed's quarantined rows again with its definition as it is now. What fails again stays, with its reason as of now. */
export async function retryFeed(kernel: Kernel, feed: Feed): Promise<{ retried: number; mended: number }> {
  return holding(kernel, feed.definition.id, async (connection) => {
    let retried = 0;
    let mended = 0;
    for (const deliveryId of await deliveriesWithOpenRows(connection, feed.definition.id)) {
      const delivery = await readDelivery(connection, deliveryId);
      for (let after = '0'; ; ) {
        const rows = await openRows(connection, deliveryId, after, page);
        const last = rows.at(-1);
        if (last === undefined) break;
        after = last.id;
        retried += rows.length;
        mended += await retryPage(kernel, connection, feed, delivery, rows);
      }
    }
    return { retried, mended };
  });
}

async function retryPage(kernel: Kernel, connection: Connection, feed: Feed, delivery: DeliveryRow, rows: { id: string; line: number; raw: string }[]): Promise<number> {
  const { definition, reader, mapping } = feed;
  const items = rows.map((row): ReadItem => reader.reread(row.raw, row.line, definition, delivery.head ?? {}));
  const outcomes = rows.map((row, i) => ({ row, item: items[i]!, batch: makeBatch([items[i]!], mapping, definition) }));
  const failed = outcomes.flatMap(({ row, batch }) => batch.rejected.map(({ field, code, reason }) => ({ id: row.id, field, code, reason })));
  const good = outcomes.filter(({ batch }) => batch.rejected.length === 0);
  const now = kernel.clock.now();
  await inTransaction(connection, async () => {
    const keys = good.flatMap(({ item }) => keysOf(item, feed));
    const overtaken = await newerKeys(connection, definition.id, keys, delivery.receivedAt);
    const bring = good.filter(({ item }) => !keysOf(item, feed).some((key) => overtaken.has(key)));
    const batch = { ...makeBatch(bring.map(({ item }) => item), mapping, definition), read: 0 };
    await stage(connection, batch);
    await apply(connection, { feed: definition.id, deliveryId: delivery.deliveryId, fileName: delivery.fileName, snapshot: false, restates: definition.restates }, now, batch, delivery.checkpoint ?? {});
    await resolveRows(connection, good.map(({ row }) => row.id), now);
    await restate(connection, failed);
  });
  return good.length;
}

function keysOf(item: ReadItem, { mapping }: Feed): string[] {
  if (item.rejected !== undefined) return [];
  const mapped = mapping.read(item.type, item.node);
  return mapped.rejected === null ? mapped.rows.map((row) => row.rowKey) : [];
}
