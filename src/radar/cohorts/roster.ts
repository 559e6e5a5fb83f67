import type { Kernel } from '../../kernel/index.ts';
import { ethnicityCode } from '../../record/index.ts';
import type { EthnicGroup } from './definition.ts';
import { makeRoster, staleRoster, trimRoster } from './roster.store.ts';

const atOnce = 5_000;

/** Groups of the 2021 census, by the standard's code of each ethnicity. */
const groups: readonly (readonly [EthnicGroup, number, number])[] = [['asian', 1, 5], ['black', 6, 8], ['mixed', 9, 12], ['white', 13, 17], ['other', 18, 19]];

/** The census group of an ethnicity as a source writes it. */
export function ethnicGroupOf(text: string | null): EthnicGroup {
  const code = Number(text === null ? NaN : ethnicityCode(text));
  return groups.find(([, from, to]) => code >= from && code <= to)?.[0] ?? 'not-known';
}

/** Brings the roster up to whoever has been packed for scoring since. @returns how many rows were made */
export async function keepRoster({ db }: Pick<Kernel, 'db'>): Promise<number> {
  let made = 0;
  for (;;) {
    const done = await db.writer.begin(async (sql) => {
      const stale = await staleRoster(sql, atOnce);
      if (stale.length > 0) await makeRoster(sql, stale.map(({ personId, ethnicity }) => ({ personId, group: ethnicGroupOf(ethnicity) })));
      return stale.length;
    });
    if (done === 0) break;
    made += done;
  }
  if (made > 0) await trimRoster(db.writer);
  return made;
}
