import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Feeds } from '../../src/feeds/index.ts';
import type { Sql } from '../../src/kernel/index.ts';
import { generate } from '../../src/lab/index.ts';

/** How far links and truth agree, over pairs of records of the feeds that were imported. */
export interface Agreement {
  records: number;
  people: number;
  truePairs: number;
  precision: number;
  recall: number;
  f1: number;
  /** Pairs of records wrongly of one person, and those among them that are a person and their twin. */
  falsePairs: number;
  falseTwins: number;
}

const read = (dir: string, name: string): Record<string, string>[] => parse(readFileSync(join(dir, 'truth', name)), { columns: true });

/** Makes a synthetic borough and brings it in by every feed the area defines. */
export async function bringIn(feeds: Feeds, out: string, people: number, seed: number | string): Promise<void> {
  const { files } = await generate({ people, seed, out });
  for (const definition of feeds.definitions) {
    const paths = files.filter((f) => f.feed === definition.id).map((f) => f.file);
    if (paths.length > 0) await feeds.import(definition.id, paths, { broughtBy: 'test' });
  }
}

export interface Held {
  id: number;
  feed: string;
  key: string;
  person: string;
  truth: string;
}

/** Every subject whose truth is known, with the person it was linked to. */
export async function held(sql: Sql, dir: string): Promise<Held[]> {
  const truth = new Map(read(dir, 'links.csv').map((l) => [`${l.feed}\t${l.key}`, l.person!]));
  const rows = await sql<Omit<Held, 'truth'>[]>`
    select s.subject_id::float8 as id, s.feed, s.local_key as key, l.person_id::text as person from feeds.subject s join linkage.link l using (subject_id)`;
  return rows.flatMap((row) => {
    const who = truth.get(`${row.feed}\t${row.key}`);
    return who === undefined ? [] : [{ ...row, truth: who }];
  });
}

/** Pairwise precision and recall of clusters, each pair counted over all records. */
export function agreement(records: readonly Held[], dir: string): Agreement {
  const twins = new Set(read(dir, 'twins.csv').flatMap((t) => [`${t.person}\t${t.twin}`, `${t.twin}\t${t.person}`]));
  const pairsIn = (of: (r: Held) => string): number => [...Map.groupBy(records, of).values()].reduce((n, g) => n + (g.length * (g.length - 1)) / 2, 0);
  const truePairs = pairsIn((r) => r.truth);
  const linked = pairsIn((r) => r.person);
  const right = pairsIn((r) => `${r.person}\t${r.truth}`);
  let falseTwins = 0;
  for (const group of Map.groupBy(records, (r) => r.person).values()) {
    for (const a of group) for (const b of group) if (a.id < b.id && twins.has(`${a.truth}\t${b.truth}`)) falseTwins++;
  }
  const precision = right / linked;
  const recall = right / truePairs;
  return { records: records.length, people: new Set(records.map((r) => r.truth)).size, truePairs, precision, recall, f1: (2 * precision * recall) / (precision + recall), falsePairs: linked - right, falseTwins };
}
