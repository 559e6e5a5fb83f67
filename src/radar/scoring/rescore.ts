import type { Sql } from '../../kernel/index.ts';
import type { Compiled } from './compile.ts';
import { changedLine, copyIn, countPacked, digestSlice, nobody, packedSlice, replaceDue, sliceEnd } from './copy.store.ts';
import { lastDay, type Day } from './days.ts';
import { evaluator } from './evaluate.ts';
import { goByIndex, scoringAlone } from './gather.store.ts';
import { changesOf, dueOn, type Scored } from './result.ts';
import { makeChanged, mergeChanged } from './score.store.ts';
import type { Shape } from './shape.ts';
import { makeSight, see } from './sight.ts';

/** People scored in one transaction: others may score in between, and a kill loses no more. */
const sliceSize = 25_000;

export interface Rescored {
  people: number;
  /** Scores written, above nothing or gone. */
  changed: number;
  /** People packed in an older form, who must be packed again. */
  stale: number;
}

/** Two connections: one reads, in the transaction of the other. */
export interface Connections {
  begin<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

/**
 * Scores everybody as packed, slice by slice, and writes what changed. Safe to run while others score: each slice is
 * done alone, and reads what stands then.
 */
export async function rescoreAll(
  db: Connections & { sql: Sql },
  compiled: Compiled,
  shapes: readonly (Shape | undefined)[],
  at: { day: Day; today: string; now: Date },
  progress?: (done: number, total: number) => void,
): Promise<Rescored> {
  const evaluate = evaluator(compiled);
  const sight = makeSight();
  const total = await countPacked(db.sql);
  const sum: Rescored = { people: 0, changed: 0, stale: 0 };
  for (let after = nobody; ; ) {
    const until = await sliceEnd(db.sql, after, sliceSize);
    if (until === null) return sum;
    const from = after;
    await db.begin(async (sql) => {
      await goByIndex(sql);
      await scoringAlone(sql);
      const stored = await digestSlice(sql, from, until);
      const lines: string[] = [];
      const due: string[] = [];
      for await (const rows of packedSlice(sql, from, until)) {
        for (const { id, packed } of rows) {
          sum.people++;
          if (!see(sight, packed)) {
            sum.stale++;
            continue;
          }
          const outcome = evaluate(sight, at.day);
          const hex = id.toString('hex');
          const personId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
          for (const change of changesOf(compiled, shapes, sight, outcome, personId, stored.get(hex))) lines.push(changedLine(change satisfies Scored));
          const on = dueOn(outcome.next, lastDay);
          if (on !== null) due.push(`${personId}\t${on}\n`);
        }
      }
      if (lines.length > 0) {
        await makeChanged(sql);
        await copyIn(sql, 'changed', lines);
        await mergeChanged(sql, at.today, at.now);
      }
      await replaceDue(sql, from, until, due);
      sum.changed += lines.length;
    });
    after = until;
    progress?.(sum.people, total);
  }
}
