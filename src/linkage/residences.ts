import { newId } from '../kernel/index.ts';
import { copyLine } from './copy.store.ts';
import type { Engine } from './engine.store.ts';
import { residencesOf, type Residence, type ResidenceStatement } from './households.ts';

export interface ResidenceOptions {
  /** The only UPRN known for a place, for the places that have just one. */
  uprns: ReadonlyMap<string, string>;
  communalWords: readonly string[];
  today: string;
}

export interface Residences {
  /** Says whose records are whose: groups of `of`, or null for all as they were clustered; `persons` are the groups' people. */
  settle(settling: { ids: readonly number[]; of: readonly number[] } | null, persons: readonly string[]): Promise<void>;
  /** COPY text of residencies (person, key, start, end, current, sources); then null; then of homes (key, id if it is new, UPRN, postcode, address, marked). */
  residences(options: ResidenceOptions): AsyncGenerator<string | null>;
}

const rowsInChunk = 4000;

/** Residencies of the people the engine was told of, worked out person by person: no more than one person's are in memory, and the homes. */
export function createResidences(engine: Engine): Residences {
  let people: readonly string[] = [];
  return {
    async settle(settling, persons) {
      people = persons;
      await engine.settle(settling === null ? null : { ids: settling.ids, groups: settling.of });
    },
    async *residences({ uprns, communalWords, today }) {
      const homes = new Map<string, Residence>();
      let lines: string[] = [];
      const live = (group: number, statements: ResidenceStatement[]): void => {
        // A source's latest word first: the address as it writes it now is the one shown.
        const inOrder = [...statements.filter((s) => s.latest), ...statements.filter((s) => !s.latest)];
        for (const residence of residencesOf(inOrder, (place) => uprns.get(place), communalWords, today)) {
          const { key, start, end, current, sources } = residence;
          lines.push(copyLine([people[group]!, key, start, end, current ? 't' : 'f', `{${sources.map((s) => JSON.stringify(s)).join(',')}}`]));
          homes.set(key, both(homes.get(key), residence));
        }
      };
      let [group, statements]: [number, ResidenceStatement[]] = [-1, []];
      for await (const rows of engine.settled()) {
        for (const row of rows) {
          const tab = row.indexOf('\t');
          const next = Number(row.slice(0, tab));
          if (next !== group) {
            live(group, statements);
            [group, statements] = [next, []];
          }
          statements.push(...(JSON.parse(row.slice(tab + 1)) as ResidenceStatement[]));
        }
        if (lines.length < rowsInChunk) continue;
        yield lines.join('');
        lines = [];
      }
      live(group, statements);
      if (lines.length > 0) yield lines.join('');
      yield null;
      const all = [...homes.values()];
      for (let from = 0; from < all.length; from += rowsInChunk) {
        yield all.slice(from, from + rowsInChunk).map((h) => copyLine([h.key, newId(), h.uprn, h.postcode, h.address, h.marked ? 't' : 'f'])).join('');
      }
    },
  };
}

const both = (has: Residence | undefined, home: Residence): Residence =>
  has === undefined ? home : { ...has, address: has.address || home.address, postcode: has.postcode ?? home.postcode, marked: has.marked || home.marked };
