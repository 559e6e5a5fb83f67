import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { KithError, readDate } from '../kernel/index.ts';
import { sightOf } from './agencies/sight.ts';
import { makeBorough, type Borough } from './borough.ts';
import { tell } from './courses/tell.ts';
import type { Draft } from './family/draft.ts';
import { makeFamily } from './family/family.ts';
import { showcase } from './family/showcase.ts';
import { createOutput, type WrittenFile } from './output.ts';
import { practices } from './places/practices.ts';
import { createTruth } from './truth.ts';
import { writers } from './writers/index.ts';
import type { AgencyRecord, WriterContext } from './world.ts';

export interface GenerateOptions {
  /** How many people, living and dead; 200 or more for the hand-shaped ones to be among them. */
  people: number;
  /** Same seed, same bytes. */
  seed: number | string;
  /** Folder to write into: `<out>/<feed>/<file>` and `<out>/truth/`. */
  out: string;
  /** The day the files are of. */
  today?: string;
  progress?: (done: number, of: number) => void;
}

/** Fixed, so that the demonstration is the same on any day. */
export const demoToday = '2026-11-20';

/** Families up to a number of people: showcase first, then clan after clan, and people alone when the next clan would not fit. */
export function* families(borough: Borough, people: number): Generator<{ draft: Draft; shown: boolean }> {
  let made = 0;
  if (people >= 200) {
    for (const draft of showcase(borough)) {
      made += draft.clan.people.length;
      yield { draft, shown: true };
    }
  }
  for (let ordinal = 1; made < people; ordinal++) {
    const draft = makeFamily(borough, ordinal, people - made <= 16);
    tell(draft);
    made += draft.clan.people.length;
    yield { draft, shown: false };
  }
}

/** Makes the borough and writes every agency's files, a family at a time. */
export async function generate(options: GenerateOptions): Promise<{ files: WrittenFile[]; people: number }> {
  const { people, seed, progress } = options;
  const today = options.today ?? demoToday;
  if (!Number.isInteger(people) || people < 1) throw new KithError('usage.invalid', `People must be a whole number of 1 or more, not ${people}.`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || readDate(today) !== today) throw new KithError('usage.invalid', `Today must be a date such as 2026-11-20, not ${today}.`);
  const out = resolve(options.out);
  mkdirSync(out, { recursive: true });
  const output = createOutput(out);
  const borough = makeBorough(String(seed), today);
  const truth = createTruth((name) => output.file('truth', name));
  let sight: ReturnType<typeof sightOf> = () => [];
  const context = (feed: string): WriterContext => ({
    seed: String(seed),
    today,
    practices: [...practices],
    records: (agency, person): AgencyRecord[] => sight(agency, person),
    random: (...keys) => borough.random('writer', feed, ...keys),
    file: (name, encoding) => output.file(feed, name, encoding),
    truth: (key, record) => truth.link(feed, key, record),
  });
  const runs = writers.map((writer) => writer.open(context(writer.feed)));
  let made = 0;
  let since = 0;
  for (const { draft, shown } of families(borough, people)) {
    sight = sightOf(borough, draft.clan, shown);
    truth.add(draft.clan, shown);
    for (const run of runs) run.add(draft.clan);
    made += draft.clan.people.length;
    since += draft.clan.people.length;
    if (since >= 2000) {
      since = 0;
      progress?.(made, people);
      await setImmediate();
    }
  }
  for (const run of runs) run.close();
  const written = output.close();
  progress?.(made, people);
  return { files: inOrder(written), people: made };
}

/** Directories first and events after people, as `writers` says; within a feed by name, so that older deliveries come first. */
function inOrder(written: WrittenFile[]): WrittenFile[] {
  return writers.flatMap(({ feed }) => written.filter((f) => f.feed === feed).sort((a, b) => (a.file < b.file ? -1 : 1)));
}
