import { isDeepStrictEqual } from 'node:util';
import type { Kernel } from '../../kernel/index.ts';
import { readRadarFiles, versionOf } from './read.ts';
import { cardsAlone, cardVersions, putInForce, saveDraft } from './versions.store.ts';

/** Who is said to have made what the area's files say. */
export const areaFile = 'area file';

/**
 * Takes up what the area's files say of scorecards. A card nobody has seen is put in force; one that says other than
 * every version kept becomes a draft, which somebody looks at before it decides who is on a list. A draft that a person
 * has under way is left alone.
 */
export async function takeUpCards({ area, db, clock }: Pick<Kernel, 'area' | 'db' | 'clock'>): Promise<void> {
  const { cards, signals } = readRadarFiles(area.dir);
  const all = signals.map((s) => s.signal);
  await db.writer.begin(async (sql) => {
    await cardsAlone(sql);
    const kept = Map.groupBy(await cardVersions(sql), (row) => row.card.id);
    for (const { value: card } of cards) {
      const { signals: own } = versionOf(card, all, 0);
      const versions = kept.get(card.id) ?? [];
      const same = versions.some((v) => isDeepStrictEqual(v.card, plain(card)) && isDeepStrictEqual(v.signals, plain(own)));
      if (same || versions.some((v) => v.state === 'draft' && v.author !== areaFile)) continue;
      const first = versions.length === 0;
      const reason = first ? 'First version, from the area’s files' : 'The area’s files changed';
      const version = await saveDraft(sql, { card, signals: own, author: areaFile, reason }, clock.now());
      if (first) await putInForce(sql, card.id, version, areaFile, reason, clock.now());
    }
  });
}

/** As it comes back from the store. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
