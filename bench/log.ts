/**
 * `node bench/log.ts [--rows N] [--looks N]`
 *
 * The sealed log: looks with and without the sealer at work beside them, sealing of N rows, and checking all of it.
 * The baseline of sealing is the same rows copied within PostgreSQL.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createAccess, createLogSeal } from '../src/access/index.ts';
import { createLogger, migrate, newId, openDatabase, readArea, readConfig, systemClock } from '../src/kernel/index.ts';
import { machine, report, spread, timed, type Spread } from './measure.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' }, looks: { type: 'string', default: '1500' } } });
const rows = Number(values.rows);
const looks = Number(values.looks);
const base = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const db = await openDatabase({ data: base });

try {
  await migrate(db);
  const { area } = readArea('areas/demo');
  if (area === null) throw new Error('the demo area does not read');
  const kernel = { config: readConfig({}, { data: base, area: 'areas/demo' }), db, clock: systemClock, log: createLogger('warn'), area };
  const access = createAccess(kernel);
  const seal = createLogSeal(kernel);
  const joanna = access.session('joanna.price', 'front-door', 'adult-safeguarding');
  const persons = Array.from({ length: 500 }, () => newId());

  const look = async (): Promise<Spread> => {
    const times: number[] = [];
    for (let i = 0; i < looks; i++) {
      const before = performance.now();
      await access.reading(joanna, { action: 'open', persons: [persons[i % persons.length]!] }, async () => undefined);
      times.push(performance.now() - before);
    }
    return spread(times);
  };
  const fill = (n: number): Promise<unknown> => db.owner.begin(async (sql) => {
    await sql`create temp table made on commit drop as select gen_random_uuid() as id, ${joanna.userId} as u from generate_series(1, ${n}::int)`;
    await sql`insert into access.log select id, now(), u, 'Joanna Price', 'newbridge-council', 'front-door', 'social-worker', 'adult-safeguarding', 'Care Act 2014 s42', 'open', '', 'shown', '{"identity":"detail","housing":"detail","gp":"summary"}', 'abc' from made`;
    await sql`insert into access.log_person select gen_random_uuid(), id, now(), '{"identity":"detail","housing":"detail","gp":"summary"}' from made`;
    await sql`insert into access.unsealed select id from made`;
  });

  await look();
  await seal.seal();
  const alone = await look();
  await seal.seal();
  const stop = new AbortController();
  const beside = (async () => {
    while (!stop.signal.aborted) {
      await seal.step();
      await wait(1000);
    }
  })();
  const sealed = await look();
  stop.abort();
  await beside;
  await seal.seal();

  await fill(rows);
  await db.owner`analyze access.log, access.log_person, access.unsealed`;
  const sealing = await timed(() => seal.seal());
  const copying = await timed(() => db.owner`create table access.bench as select l.*, p.person_id from access.log l join access.log_person p using (log_id)`);
  const checking = await timed(() => seal.verify());
  if (checking.value.problems.length > 0) throw new Error('the log is not whole');

  console.log(`# The sealed log\n\n${machine()}, embedded PostgreSQL ${db.version}\n`);
  report(['looks one after another', 'p50 ms', 'p95 ms', 'p99 ms'], [['nothing sealed', alone.p50, alone.p95, alone.p99], ['sealed every second beside them', sealed.p50, sealed.p95, sealed.p99]]);
  console.log('');
  report(['what', 'rows', 'seconds', 'rows a second'], [
    ['sealing', rows, sealing.seconds.toFixed(1), Math.round(rows / sealing.seconds)],
    ['baseline: the same rows copied within PostgreSQL', rows, copying.seconds.toFixed(1), Math.round(rows / copying.seconds)],
    ['checking everything', checking.value.sealed, checking.seconds.toFixed(1), Math.round(checking.value.sealed / checking.seconds)],
  ]);
} finally {
  await db.close();
  rmSync(base, { recursive: true, force: true });
}
