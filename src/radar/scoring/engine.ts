import type { FeedState, Kernel, Sql } from '../../kernel/index.ts';
import type { CardDefinition } from '../cards/definition.ts';
import { cardsInForce, keepValue, keptValue } from '../cards/versions.store.ts';
import { kinRolesOf } from '../signals/walk.ts';
import type { MappedFact } from '../signals/sources.ts';
import { compile, hashOf, type CardVersion, type Compiled } from './compile.ts';
import { dayOf, lastDay } from './days.ts';
import { createDictionary, type Dictionary } from './dictionary.ts';
import { evaluator, type Outcome } from './evaluate.ts';
import { packPeople } from './gather.ts';
import { fittedOf, goByIndex, savePacked, scoringAlone, takeRemade, takeTouched, touchEverybody } from './gather.store.ts';
import { packing } from './pack.ts';
import { changesOf, dueOn, type Scored } from './result.ts';
import { forgetPeople, storedDigests, writeDue, writeScores } from './score.store.ts';
import { makeSight, see, type Sight } from './sight.ts';

/** What scoring needs of the rest of Kith. */
export interface ScoringServices {
  kernel: Kernel;
  /** What feeds can say, as their definitions map it. */
  mapped: readonly MappedFact[];
  states: () => Promise<FeedState[]>;
  /** Brings what is kept under a person id along with people linkage moved; in the transaction that scores. */
  carryMoves: (sql: Sql) => Promise<void>;
}

/** Cards in force, compiled, and how sources stood. */
export interface Standing {
  /** In the order of the compilation's cards. */
  versions: (CardVersion & { card: CardDefinition })[];
  compiled: Compiled;
  evaluate: (sight: Sight, day: number) => Outcome;
  states: FeedState[];
  roles: ReadonlySet<string>;
  /** Another when cards or sources are. */
  mark: string;
}

export interface Engine {
  dictionary: Dictionary;
  sight: Sight;
  /** Compiled again only when cards, sources or the dictionary changed. */
  standing(sql: Sql): Promise<Standing>;
  /** Scores up to `size` people whose facts changed, with those around them. @returns how many */
  batch(size: number): Promise<number>;
  /** Marks everybody to be packed again when what is packed is of another form or leaves out people a signal asks about. */
  keepPacking(): Promise<void>;
}

/** The scorer of one process. Its memory is a cache: the store is the truth. */
export function createEngine({ kernel, mapped, states, carryMoves }: ScoringServices): Engine {
  const dictionary = createDictionary();
  const sight = makeSight();
  let last: Standing | null = null;

  const standing = async (sql: Sql): Promise<Standing> => {
    const [rows, feeds] = await Promise.all([cardsInForce(sql), states()]);
    await dictionary.refresh(sql);
    const mark = `${rows.map((r) => `${r.card.id}:${r.version}`).join(',')}|${hashOf(feeds.map((f) => [f.feed, f.state, f.ages]))}`;
    if (last?.mark !== mark) {
      const versions = rows.map(({ card, version, signals }) => ({ card, version, signals }));
      const compiled = compile(versions, dictionary.shapes, { mapped, states: feeds });
      const roles = new Set(versions.flatMap((v) => v.signals.flatMap((s) => kinRolesOf(s.when))));
      last = { versions, compiled, evaluate: evaluator(compiled), states: feeds, roles, mark };
    }
    last.compiled.grow();
    return last;
  };

  return {
    dictionary,
    sight,
    standing,
    batch: (size) => {
      const work = kernel.db.writer.begin(async (sql) => {
        await goByIndex(sql);
        await scoringAlone(sql);
        await carryMoves(sql);
        const now = kernel.clock.now();
        await takeRemade(sql, now);
        const stand = await standing(sql);
        const people = await takeTouched(sql, size, [...stand.roles]);
        if (people.length === 0) return 0;
        const packed = await packPeople(sql, dictionary, people, stand.roles, await fittedOf(sql, people));
        stand.compiled.grow();
        const gone = people.filter((id) => packed.get(id) === null);
        await forgetPeople(sql, gone, now);
        const left = people.flatMap((personId) => {
          const bytes = packed.get(personId);
          return bytes === null || bytes === undefined ? [] : [{ personId, packed: bytes }];
        });
        await savePacked(sql, left, now);
        const stored = await storedDigests(sql, people);
        const day = dayOf(kernel.clock.today());
        const changes: Scored[] = [];
        const due: { personId: string; on: string | null }[] = [];
        for (const { personId, packed: bytes } of left) {
          see(sight, bytes);
          const outcome = stand.evaluate(sight, day);
          changes.push(...changesOf(stand.compiled, dictionary.shapes, sight, outcome, personId, stored.get(personId)));
          due.push({ personId, on: dueOn(outcome.next, lastDay) });
        }
        await writeScores(sql, changes, kernel.clock.today(), now);
        await writeDue(sql, due);
        return people.length;
      });
      // Numbers given in a transaction that came to nothing are nobody's.
      return work.catch((error: unknown) => {
        dictionary.forget();
        last = null;
        throw error;
      });
    },
    keepPacking: () =>
      kernel.db.writer.begin(async (sql) => {
        const { roles } = await standing(sql);
        const value = `${packing}:${[...roles].sort().join(',')}`;
        if ((await keptValue(sql, 'packing')) === value) return;
        await touchEverybody(sql, kernel.clock.now());
        await keepValue(sql, 'packing', value, kernel.clock.now());
      }),
  };
}
