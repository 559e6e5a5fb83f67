/**
 * `node bench/cases.ts [--cases N] [--looks N]`
 *
 * N live cases with ten running deadlines each: a worker's page of the worklist, a form completed with the step that follows, and the sweep
 * on a day on which as many deadlines are due, and as many to be warned of, as come on one day of 250.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkAccess, createAccess } from '../src/access/index.ts';
import { createLogger, fixedClock, migrate, openDatabase, readArea, readConfig, refreshStatistics, type Kernel } from '../src/kernel/index.ts';
import { createCases } from '../src/pathways/index.ts';
import { definitionsOf, travel } from '../tests/support/case-definitions.ts';
import { fillCases } from './cases.store.ts';
import { heading, machine, report, spread, timed } from './measure.ts';

const { values } = parseArgs({ options: { cases: { type: 'string', default: '100000' }, looks: { type: 'string', default: '200' } } });
const [cases, looks] = [Number(values.cases), Number(values.looks)];
const days = 250;
const data = mkdtempSync(join(tmpdir(), 'kith-bench-'));
chmodSync(data, 0o755);
const { area } = readArea('areas/demo');
if (area === null) throw new Error('the demo area cannot be read');
const config = readConfig({}, { data, area: 'areas/demo', logLevel: 'error' });
const db = await openDatabase(config);
await migrate(db);
const clock = fixedClock('2026-11-20T09:00:00Z');
const kernel: Kernel = { config, db, clock, log: createLogger('error'), area };
const access = createAccess(kernel);
const teams = checkAccess(area).definitions?.teams ?? [];
const { desk, work, steps } = createCases({ kernel, access, definitions: definitionsOf(travel), teams, contactOf: () => null });
const joanna = access.session('joanna.price', 'front-door', 'care-act-request');
const having = teams.filter((t) => t.may.includes('case')).map((t) => t.id);

const filled = await timed(() => fillCases(db.writer, cases, having, clock.now(), days));
await refreshStatistics(db, ['pathways', 'record', 'access']);
heading(`${cases.toLocaleString('en-GB')} live cases of ${having.length} teams, ${(cases * 10).toLocaleString('en-GB')} running deadlines`);
console.log(`${machine()}; load average ${loadavg().map((l) => l.toFixed(1)).join(' ')}; made in ${filled.seconds.toFixed(0)} s\n`);

const times = async (n: number, what: (i: number) => Promise<unknown>): Promise<number[]> => {
  const took: number[] = [];
  for (let i = 0; i < n; i++) {
    const before = performance.now();
    await what(i);
    took.push(performance.now() - before);
  }
  return took;
};
const row = (name: string, took: number[]): (string | number)[] => [name, ...Object.values(spread(took))];
const tabs = ['team', 'mine', 'overdue', 'waiting'] as const;
const list = await times(looks, (i) => work.list(joanna, { tab: tabs[i % tabs.length]!, filter: {}, sort: i % 3 === 0 ? 'priority' : 'due', offset: (i % 5) * 25 }));
const badge = await times(looks, () => work.counts(joanna));
const own = (await db.writer<{ id: string }[]>`select case_id::text as id from pathways."case" where team = 'front-door' order by number limit ${looks}`).map((r) => r.id);
const open = await times(own.length, (i) => desk.one(joanna, own[i]!));
const step = await times(own.length, async (i) => {
  const done = await desk.complete(joanna, own[i]!, { form: 'request', revision: 1, answers: { wish: 'The sea', needs: 6 } });
  if (done.is !== 'completed' || !done.moved) throw new Error('it did not go on');
});
report(['milliseconds', 'n', 'p50', 'p95', 'p99', 'most'], [row('a page of the worklist', list), row('counts for the navigation', badge), row('a case opened', open), row('a form completed, and the step that follows', step)]);

clock.set('2026-11-21T09:00:00Z');
const keep = steps.find((s) => s.name === 'pathways.keep-time')!;
const swept = await timed(async () => {
  while (await keep.run());
});
const [told] = await db.writer<{ warned: number; late: number }[]>`select count(*) filter (where kind = 'warned')::int as warned, count(*) filter (where kind = 'breached')::int as late from pathways.step`;
const again = await timed(async () => {
  clock.set('2026-11-21T09:00:10Z');
  while (await keep.run());
});
console.log(`\nSweep: ${swept.seconds.toFixed(1)} s, in which ${told?.warned ?? 0} were warned of and ${told?.late ?? 0} were late; with nothing to do ${(again.seconds * 1000).toFixed(0)} ms. Load average ${loadavg().map((l) => l.toFixed(1)).join(' ')}.`);
await db.close();
rmSync(data, { recursive: true, force: true });
