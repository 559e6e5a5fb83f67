import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Demographics, Kernel, Sql } from '../kernel/index.ts';
import type { FeedDefinition } from './definition.ts';
import { importFile, type Feed } from './deliveries.ts';
import { findSubject, insertTyped, lastTyped, markTyped, subjectOf, takeTyped, waitingTyped, type TypedEntry } from './typed.store.ts';

/** Decides, in transaction `sql`, that a new record is not of one person with these others; undone as one. */
export type KeepApart = (sql: Sql, about: { subject: number; others: number[]; reason: string }, by: TypedEntry['by']) => Promise<void>;

/** People recorded by hand: each entry becomes a delivery of a feed whose format is `typed`. */
export interface TypedEntries {
  /** The feed that what this organisation types is of; null where it has none. */
  feedOf(organisation: string): string | null;
  /** What the feed's mapping makes of an entry, or the field that keeps it out and why. */
  read(feed: string, said: Readonly<Record<string, string>>): { demographics: Demographics } | { field: string; reason: string };
  /** Keeps an entry in the caller's transaction, which may be a reader's; `bringIn` does the rest. The same entry again is nothing. */
  keep(sql: Sql, entry: TypedEntry): Promise<void>;
  /**
   * Brings in every entry kept: its decisions first, so that no run sees the record without them, then its delivery. A
   * kill loses nothing and nothing is done twice. Gives how many.
   */
  bringIn(apart: KeepApart): Promise<number>;
  /** What was last typed about a record. */
  last(feed: string, record: string): Promise<Record<string, string> | null>;
  /** The subject of a record; null before it is brought in. */
  subject(feed: string, record: string): Promise<number | null>;
}

export function createTypedEntries(kernel: Kernel, definitions: readonly FeedDefinition[], need: (id: string) => Feed): TypedEntries {
  const { writer } = kernel.db;
  const now = (): Date => kernel.clock.now();
  return {
    feedOf: (organisation) => definitions.find((d) => d.format.kind === 'typed' && d.organisation === organisation)?.id ?? null,
    read(feed, said) {
      const mapped = need(feed).mapping.read('entry', said);
      if (mapped.rejected !== null) return { field: mapped.rejected.field, reason: mapped.rejected.reason };
      return { demographics: mapped.rows.flatMap((row) => row.statements)[0]?.demographics ?? {} };
    },
    keep: (sql, entry) => insertTyped(sql, entry, now()),
    async bringIn(apart) {
      const waiting = await waitingTyped(writer);
      for (const id of waiting) {
        const entry = await writer.begin(async (sql) => {
          const taken = await takeTyped(sql, id);
          if (taken === null || taken.decided) return taken;
          const subject = await subjectOf(sql, taken.feed, taken.record);
          for (const [reason, all] of Map.groupBy(taken.apart, (a) => a.reason)) await apart(sql, { subject, others: all.map((a) => a.subject), reason }, taken.by);
          await markTyped(sql, id, 'decided', now());
          return taken;
        });
        if (entry === null || !definitions.some((d) => d.id === entry.feed)) continue;
        await deliver(kernel, need(entry.feed), entry);
        await markTyped(writer, id, 'loaded', now());
      }
      return waiting.length;
    },
    last: (feed, record) => lastTyped(writer, feed, record),
    subject: (feed, record) => findSubject(writer, feed, record),
  };
}

/** A delivery of one entry, kept and loaded as any other. The entry's id makes its file unlike every other. */
async function deliver(kernel: Kernel, feed: Feed, { entryId, said, by }: TypedEntry): Promise<void> {
  const folder = await mkdtemp(join(kernel.config.data, 'typed-'));
  try {
    const file = join(folder, `${entryId}.json`);
    await writeFile(file, JSON.stringify({ entry: entryId, ...said }), { mode: 0o600 });
    const report = await importFile(kernel, feed, file, by.userId);
    if (report.status === 'refused' || report.rejects > 0) kernel.log.warn({ feed: feed.definition.id, deliveryId: report.deliveryId }, 'what was typed could not be used; it is in quarantine');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
