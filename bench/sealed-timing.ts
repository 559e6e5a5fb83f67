/**
 * `node bench/sealed-timing.ts [--pairs 500]`: whether how long an answer takes tells somebody sealed from nobody.
 *
 * The world of tests/sweep, in a store of its own. Each pair asks the same of the sealed and of somebody who is not there, in an
 * order drawn by lot, after a warm-up. A p-value is of the two-sided Mann-Whitney test, normal approximation with ties
 * (Mann and Whitney 1947; Lehmann, Nonparametrics, 1975, 1.2): below .01, the two could be told apart by whoever times many answers.
 */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import '../bin/jsx.mjs';
import { migrate, openDatabase } from '../src/kernel/index.ts';
import { traits } from '../tests/sweep/victims.ts';
import type { World } from '../tests/sweep/world.ts';
import { heading, machine, report, spread } from './measure.ts';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '500' } } });
const pairs = Number(values.pairs);
const warmUp = 50;

/** What is asked of both; the second of each is of nobody. */
const questions = (world: World, likeSealed: string): Record<string, [sealed: string, nobody: string]> => {
  const { sealed, absent, 'merged-sealed': merged } = world.persons;
  const { given, family, nhsNumber, phone } = traits.sealed;
  const find = (q: string): string => `/find?q=${encodeURIComponent(q)}`;
  return {
    'overview, by id': [`/person/${sealed}`, `/person/${absent}`],
    'chronology, by id': [`/person/${sealed}/chronology`, `/person/${absent}/chronology`],
    'by an id that was merged': [`/person/${merged}`, `/person/${absent}`],
    'search by NHS number': [find(nhsNumber), find('9990000077')],
    'search by name': [find(`${given} ${family}`), find(`${likeSealed} ${family}`)],
    'search by telephone': [find(phone), find('07700900799')],
    'why is somebody not here': [`/radar/falls/why?q=${nhsNumber}`, '/radar/falls/why?q=9990000077'],
    'error page': [`/person/${sealed}/nothing`, `/person/${absent}/nothing`],
    'count of an age that nobody else has': [count(83), count(90)],
  };
};

/** Counts those of one age; of the people of the sweep the sealed one alone is 83, and nobody is 90. */
const count = (age: number): string => `/cohorts/new?c=${encodeURIComponent(JSON.stringify({ age: { from: age, to: age } }))}`;

/** A name that nobody bears and that finds the same others, misspelt, as the sealed person's: as many letters, as alike to theirs. */
async function nameLikeTheirs(session: World['sessions'][number]): Promise<string> {
  const { given, family } = traits.sealed;
  const length = async (name: string): Promise<number> => (await world.ask(session, { method: 'GET', url: `/find?q=${encodeURIComponent(`${name} ${family}`)}` })).bytes.length;
  const theirs = await length(given);
  for (const name of ['Selna', 'Sylma', 'Solma', 'Sedma', 'Selda', 'Sebma', 'Selka', 'Velma']) if ((await length(name)) === theirs) return name;
  throw new Error('no name finds the same others');
}

/** The two-sided p-value of two samples being of one distribution. */
function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, first: true })), ...b.map((value) => ({ value, first: false }))].toSorted((x, y) => x.value - y.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to + 1 < all.length && all[to + 1]!.value === all[from]!.value) to += 1;
    const t = to - from + 1;
    ties += t ** 3 - t;
    for (let i = from; i <= to; i++) if (all[i]!.first) rankSum += (from + to) / 2 + 1;
    from = to + 1;
  }
  const [n, m] = [a.length, b.length];
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  const z = Math.max(0, Math.abs(rankSum - (n * (total + 1)) / 2) - 0.5) / Math.sqrt(variance);
  return 2 * upperTail(z);
}

/** P(Z > z) of a standard normal (Abramowitz and Stegun 26.2.17; error below 7.5e-8). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
}

// Pages are read through the loader above, once it stands.
const { worldOn } = await import('../tests/sweep/world.ts');
const data = mkdtempSync(join(tmpdir(), 'kith-sealed-'));
chmodSync(data, 0o755);
const db = await openDatabase({ data });
await migrate(db);
const world = await worldOn(db);
try {
  const session = world.sessions.find((s) => s.team === 'prevention')!;
  console.log(`# Sealed against absent\n\n${machine()}; ${pairs} pairs of each, load average ${loadavg()[0]?.toFixed(1)}.`);
  heading('Milliseconds, sealed and nobody');
  const rows: (string | number)[][] = [];
  for (const [what, urls] of Object.entries(questions(world, await nameLikeTheirs(session)))) {
    const times: [number[], number[]] = [[], []];
    let same = true;
    for (let i = -warmUp; i < pairs; i++) {
      const bytes: string[] = [];
      for (const which of Math.random() < 0.5 ? ([0, 1] as const) : ([1, 0] as const)) {
        const before = performance.now();
        const answer = await world.ask(session, { method: 'GET', url: urls[which] });
        if (i >= 0) times[which].push(performance.now() - before);
        bytes[which] = `${answer.status} ${answer.bytes.length}`;
      }
      same &&= bytes[0] === bytes[1];
    }
    const [sealed, nobody] = times.map(spread);
    rows.push([what, sealed!.p50, nobody!.p50, sealed!.p95, nobody!.p95, mannWhitney(...times).toFixed(3), same ? 'yes' : 'no']);
  }
  report(['asked', 'sealed, median', 'nobody, median', 'sealed, p95', 'nobody, p95', 'p', 'same length'], rows);
} finally {
  await world.close();
  await db.close();
  rmSync(data, { recursive: true, force: true });
}
