import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ageOn, KithError } from '../../kernel/index.ts';
import { estimate, wilson, type LabelledPair } from '../precision.ts';
import type { TracedSubject, Traits } from './report.store.ts';

/** How much of what belongs together is together, in one group of people. */
export interface GroupRecall {
  by: 'everybody' | 'ethnicity' | 'age' | 'sex' | 'name origin';
  group: string;
  /** True people with two records or more; of labels, the pairs labelled as one person. */
  people: number;
  pairs: number;
  recall: number;
  /** Wilson's interval over people, since the pairs of one person stand or fall together. */
  low: number;
  high: number;
}

export interface Truth {
  /** True person of `feed` and key. */
  person: ReadonlyMap<string, string>;
  /** Where a person's name comes from, where that is told. */
  origin: ReadonlyMap<string, string>;
}

export const subjectKey = (feed: string, key: string): string => `${feed}\u0000${key}`;

/**
 * Reads the truth: a CSV with `feed`, `key` and `person`; a `people.csv` beside it may give a `culture` for each person.
 * Throws `usage.invalid`.
 */
export function readTruth(file: string): Truth {
  const rows = readCsv(file, ['feed', 'key', 'person']);
  let people: Record<string, string>[] = [];
  try {
    people = readCsv(join(dirname(file), 'people.csv'), ['person', 'culture']);
  } catch {
    // Origin of names is then not told, and nothing is said of it.
  }
  return {
    person: new Map(rows.map((r) => [subjectKey(r.feed!, r.key!), r.person!])),
    origin: new Map(people.filter((r) => r.culture !== '').map((r) => [r.person!, r.culture!])),
  };
}

function readCsv(file: string, needs: readonly string[]): Record<string, string>[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true });
  } catch (cause) {
    throw new KithError('usage.invalid', `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { mend: `Give a CSV file with the columns ${needs.join(', ')}.`, cause });
  }
  const lacks = needs.filter((name) => rows[0] !== undefined && !(name in rows[0]));
  if (lacks.length > 0) throw new KithError('usage.invalid', `${file} has no column ${lacks.join(', ')}.`, { mend: `Give a CSV file with the columns ${needs.join(', ')}.` });
  return rows;
}

const bands = [[0, 4], [5, 17], [18, 24], [25, 44], [45, 64], [65, 84]] as const;

/** Age in bands, as fairness is reported by. */
export function ageBand(birthDate: string | null, today: string): string {
  const age = birthDate === null ? null : ageOn(birthDate, today);
  if (age === null) return 'Not known';
  const band = bands.find(([, to]) => age <= to);
  return band === undefined ? '85 and over' : `${band[0]} to ${band[1]}`;
}

type Place = readonly [GroupRecall['by'], string];

function placesOf(traits: Traits, today: string, origin: string | undefined): Place[] {
  return [
    ['everybody', 'Everybody'],
    ['ethnicity', traits.ethnicity ?? 'Not known'],
    ['age', ageBand(traits.birthDate, today)],
    ['sex', traits.gender ?? 'Not known'],
    ...(origin === undefined ? [] : [['name origin', origin] as const]),
  ];
}

interface True extends Traits {
  persons: Map<string, number>;
  records: number;
}

/** Recall by group, pair by pair over all records whose truth is known; pairs never compared count as missed. */
export async function recallByTruth(subjects: AsyncIterable<readonly TracedSubject[]>, truth: Truth, today: string): Promise<GroupRecall[]> {
  const people = new Map<string, True>();
  for await (const batch of subjects) {
    for (const { feed, key, personId, ...traits } of batch) {
      const who = truth.person.get(subjectKey(feed, key));
      if (who === undefined) continue;
      const known = people.get(who) ?? { ...traits, persons: new Map<string, number>(), records: 0 };
      known.persons.set(personId, (known.persons.get(personId) ?? 0) + 1);
      known.records++;
      for (const trait of ['ethnicity', 'birthDate', 'gender'] as const) known[trait] ??= traits[trait];
      people.set(who, known);
    }
  }
  const choose = (n: number): number => (n * (n - 1)) / 2;
  const tally = new Map<string, { place: Place; people: number; pairs: number; found: number }>();
  for (const [who, known] of people) {
    if (known.records < 2) continue;
    for (const place of placesOf(known, today, truth.origin.get(who))) {
      const row = tally.get(place.join()) ?? { place, people: 0, pairs: 0, found: 0 };
      row.people++;
      row.pairs += choose(known.records);
      row.found += [...known.persons.values()].reduce((n, size) => n + choose(size), 0);
      tally.set(place.join(), row);
    }
  }
  return [...tally.values()].sort(inOrder).map(({ place: [by, group], people: n, pairs, found }) => ({ by, group, people: n, pairs, recall: found / pairs, ...wilson(found / pairs, n) }));
}

/** Recall by group as labels tell it, each weighed by how unlikely its pair was to be drawn. */
export function recallByLabels(pairs: readonly (LabelledPair & Traits)[], today: string): GroupRecall[] {
  const groups = Map.groupBy(pairs.flatMap((pair) => placesOf(pair, today, undefined).map((place) => ({ place, pair }))), ({ place }) => place.join());
  return [...groups.values()].sort((x, y) => inOrder(x[0]!, y[0]!)).flatMap((members): GroupRecall[] => {
    const { recall } = estimate(members.map((m) => m.pair));
    const [by, group] = members[0]!.place;
    const same = members.filter((m) => m.pair.label === 'same').length;
    return recall === null ? [] : [{ by, group, people: same, pairs: same, recall: recall.value, low: recall.low, high: recall.high }];
  });
}

const order = ['everybody', 'ethnicity', 'age', 'sex', 'name origin'];
const inOrder = (x: { place: Place }, y: { place: Place }): number => order.indexOf(x.place[0]) - order.indexOf(y.place[0]) || x.place[1].localeCompare(y.place[1], 'en', { numeric: true });
