import { KithError, refuseProblems, type FeedState, type Kernel } from '../kernel/index.ts';
import type { FeedDefinition } from './definition.ts';
import { checkFeeds } from './definitions.ts';
import { importFile, resumeAll, type DeliveryReport, type Feed, type Progress } from './deliveries.ts';
import { factsAt, feedTotals, versionAt, type BelievedFact, type RowVersion } from './feeds.store.ts';
import { readerOf } from './formats/index.ts';
import { feedState } from './freshness.ts';
import { compileMapping } from './mapping.ts';
import { retryFeed } from './quarantine.ts';
import { createTypedEntries, type TypedEntries } from './typed.ts';
import { listQuarantine, type QuarantinedRow } from './quarantine.store.ts';

/** The feeds room's door. */
export interface Feeds {
  definitions: readonly FeedDefinition[];
  /**
   * Imports files in order; each becomes a delivery. A bad row goes to quarantine and a bad file gives status
   * `refused` with the reason. Throws `feed.unknown`, and `delivery.missing` for a path without a file.
   */
  import(feed: string, files: readonly string[], options: { broughtBy: string; progress?: Progress }): Promise<DeliveryReport[]>;
  /** Goes on with deliveries that a kill left half loaded. */
  resume(progress?: Progress): Promise<DeliveryReport[]>;
  states(): Promise<FeedState[]>;
  quarantine: {
    list(feed?: string, limit?: number): Promise<QuarantinedRow[]>;
    /** Reads kept rows again with the definitions as they are now. */
    retry(feed?: string): Promise<{ retried: number; mended: number }>;
  };
  /** People recorded by hand at Kith's own pages. */
  typed: TypedEntries;
  /** The version of one row that was held at a moment (ISO date and time); null when there was none. */
  believed(feed: string, rowKey: string, at: string): Promise<RowVersion | null>;
  /** All that was held at a moment about one subject of a feed. */
  believedAbout(feed: string, localKey: string, at: string): Promise<BelievedFact[]>;
}

/** Opens the feeds of the kernel's area. Throws `area.invalid` when a feed file has a problem. */
export function createFeeds(kernel: Kernel): Feeds {
  const { definitions, problems } = checkFeeds(kernel.area.dir);
  refuseProblems(problems);
  const ready = new Map<string, Feed>();
  const feedOf = (id: string): Feed | undefined => {
    const known = ready.get(id);
    const definition = definitions.find((d) => d.id === id);
    if (known !== undefined || definition === undefined) return known;
    const reader = readerOf(definition.format.kind);
    const feed = { definition, reader, mapping: compileMapping(definition, reader, kernel.clock, (_at, message) => refuseMapping(id, message)) };
    ready.set(id, feed);
    return feed;
  };
  const need = (id: string): Feed => {
    const feed = feedOf(id);
    if (feed === undefined) throw new KithError('feed.unknown', `There is no feed "${id}".`, { mend: `Feeds of this area: ${definitions.map((d) => d.id).join(', ')}.` });
    return feed;
  };
  return {
    definitions,
    async import(id, files, { broughtBy, progress }) {
      const feed = need(id);
      const reports: DeliveryReport[] = [];
      for (const file of files) reports.push(await importFile(kernel, feed, file, broughtBy, progress));
      return reports;
    },
    resume: (progress) => resumeAll(kernel, feedOf, progress),
    async states() {
      const totals = new Map((await feedTotals(kernel.db.writer)).map((row) => [row.feed, row]));
      return definitions.map((definition) => feedState(definition, totals.get(definition.id), kernel));
    },
    quarantine: {
      list: (feed, limit = 1000) => listQuarantine(kernel.db.writer, feed, limit),
      async retry(id) {
        const sum = { retried: 0, mended: 0 };
        for (const feed of id === undefined ? definitions.map((d) => need(d.id)) : [need(id)]) {
          const { retried, mended } = await retryFeed(kernel, feed);
          sum.retried += retried;
          sum.mended += mended;
        }
        return sum;
      },
    },
    typed: createTypedEntries(kernel, definitions, need),
    believed: async (feed, rowKey, at) => (await versionAt(kernel.db.writer, need(feed).definition.id, rowKey, new Date(at))) ?? null,
    believedAbout: (feed, localKey, at) => factsAt(kernel.db.writer, need(feed).definition.id, localKey, new Date(at)),
  };
}

function refuseMapping(feed: string, message: string): never {
  throw new KithError('area.invalid', `Feed ${feed}: ${message}`, { mend: 'Run "kith check" for file and line.' });
}
